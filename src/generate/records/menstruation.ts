import { dayText } from '../../normalise/civil.ts'
import { startOfLocalDay } from '../../normalise/time.ts'
import { MenstruationFlow, MenstruationInterval } from '../../schema/enums.ts'
import type { Menstruation } from '../../schema/records.ts'
import { known } from '../filled.ts'
import { type Cycle, type CyclePhase, cycleAround, phaseOn } from '../life/cycle.ts'
import { clockTime, dayMetadataOf, type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { randomStream } from '../random.ts'
import type { Scene } from '../scene.ts'

export const intervals: Record<CyclePhase, MenstruationInterval> = {
  period: MenstruationInterval.PERIOD,
  follicular: MenstruationInterval.FOLLICULAR,
  fertile: MenstruationInterval.FERTILE_WINDOW,
  ovulation: MenstruationInterval.OVULATION,
  luteal: MenstruationInterval.LUTEAL,
}

/** Where a day stands in the cycle, counted in local dates; day 1 is the first of the period. */
export function menstruation(scene: Scene, day: LocalDay): Menstruation {
  const { person } = scene
  const cycle = cycleAround(person, day.number)
  const phase = phaseOn(cycle, day.number)
  return {
    metadata: dayMetadataOf(day),
    menstruation_data: known<NonNullable<Menstruation['menstruation_data']>>({
      period_start_date: dayText(cycle.firstDay),
      period_length_days: cycle.periodDays,
      day_in_cycle: day.number - cycle.firstDay + 1,
      cycle_length_days: cycle.lengthDays,
      predicted_cycle_length_days: person.cycle.meanLengthDays,
      is_predicted_cycle: false,
      current_phase: intervals[phase.phase],
      length_of_current_phase_days: phase.lastDay - phase.firstDay + 1,
      days_until_next_phase: phase.lastDay - day.number + 1,
      ovulation_day: dayText(cycle.ovulationDay),
      fertility_window_start: dayText(cycle.fertileFirstDay),
      fertility_window_end: dayText(cycle.ovulationDay),
      last_updated_time: stamp(day.zone, clockTime(day, 7 * 60 + 30)),
      intervals: cycle.phases.map((span) => ({
        phase: intervals[span.phase],
        start_timestamp: midnightOf(span.firstDay, day.zone),
        end_timestamp: midnightOf(span.lastDay + 1, day.zone),
      })),
      menstruation_flow: scene.can.flow ? flowOn(scene, day, cycle) : undefined,
    }),
  }
}

const midnightOf = (dayNumber: number, zone: string): string => stamp(zone, startOfLocalDay(dayText(dayNumber), zone))

/** Noted once on each day of the period: heaviest on the second, light at the end. */
function flowOn(scene: Scene, day: LocalDay, cycle: Cycle) {
  const dayOfPeriod = day.number - cycle.firstDay + 1
  if (dayOfPeriod > cycle.periodDays) return []
  const random = randomStream(scene.person.seed, 'flow', day.date)
  const flow =
    dayOfPeriod === cycle.periodDays
      ? MenstruationFlow.LIGHT
      : dayOfPeriod <= 2
        ? random.pick([MenstruationFlow.MEDIUM, MenstruationFlow.HEAVY])
        : MenstruationFlow.MEDIUM
  return [{ timestamp: stamp(day.zone, clockTime(day, 8 * 60) + random.integer(0, 90) * minuteMs), flow }]
}

import { z } from 'zod'
import { clockOf } from '../../normalise/clock.ts'
import { dayMetadataOfZone, shiftDate } from '../../normalise/time.ts'
import { MenstruationInterval } from '../../schema/enums.ts'
import type { Menstruation } from '../../schema/menstruation.ts'
import { resource } from '../resource.ts'
import { listed, recordsInOrder } from '../shapes.ts'
import { broughtInPieces } from './client.ts'
import { dated, dayOf } from './kinds.ts'

const days = z.int().min(0).max(500).nullish().catch(null)

const cycle = dated.extend({
  periodLength: days,
  currentPhaseType: z.string().nullish(),
  lengthOfCurrentPhase: days,
  daysUntilNextPhase: days,
  predictedCycleLength: days,
  isPredictedCycle: z.boolean().nullish(),
  cycleLength: days,
  lastUpdatedTimeInSeconds: z.number().nullish(),
  fertileWindowStart: days,
  lengthOfFertileWindow: days,
})
type Cycle = z.output<typeof cycle>

const phases: ReadonlyMap<string, MenstruationInterval> = new Map([
  ['MENSTRUAL', MenstruationInterval.PERIOD],
  ['FOLLICULAR', MenstruationInterval.FOLLICULAR],
  ['FERTILE', MenstruationInterval.FERTILE_WINDOW],
  ['FERTILE_WINDOW', MenstruationInterval.FERTILE_WINDOW],
  ['OVULATION', MenstruationInterval.OVULATION],
  ['LUTEAL', MenstruationInterval.LUTEAL],
  ['FIRST_TRIMESTER', MenstruationInterval.FIRST_TRIMESTER],
  ['SECOND_TRIMESTER', MenstruationInterval.SECOND_TRIMESTER],
  ['THIRD_TRIMESTER', MenstruationInterval.THIRD_TRIMESTER],
])

/** The cycle as of a day: Garmin says which day of it, and no offset. */
export const menstruation = resource({
  raw: z.object({ mct: listed(cycle) }),
  ...broughtInPieces('menstruation', 'MCT_EXPORT'),
  normalise({ mct }, { zone }) {
    const byDay = new Map(mct.flatMap((one) => (one.periodStartDate ? [[dayOf(one) ?? '', one] as const] : [])))
    return recordsInOrder([...byDay].map(([date, one]) => recordOf(date, one, zone ?? 'UTC')))
  },
})

function recordOf(date: string, one: Cycle, zone: string): Menstruation {
  const { fertileWindowStart: fertile, lengthOfFertileWindow: length, lastUpdatedTimeInSeconds: updated } = one
  // Days of a cycle are counted from 1.
  const dayAt = (day: number | null | undefined) =>
    one.periodStartDate && day ? shiftDate(one.periodStartDate, day - 1) : null
  return {
    metadata: dayMetadataOfZone(date, zone),
    menstruation_data: {
      period_start_date: one.periodStartDate,
      period_length_days: one.periodLength,
      day_in_cycle: one.dayInCycle,
      current_phase: phases.get(one.currentPhaseType ?? ''),
      length_of_current_phase_days: one.lengthOfCurrentPhase,
      days_until_next_phase: one.daysUntilNextPhase,
      cycle_length_days: one.cycleLength,
      predicted_cycle_length_days: one.predictedCycleLength,
      is_predicted_cycle: one.isPredictedCycle,
      last_updated_time: updated == null ? null : clockOf([], zone).stamp(updated * 1000),
      fertility_window_start: dayAt(fertile),
      fertility_window_end: dayAt(fertile == null || !length ? null : fertile + length - 1),
    },
  }
}

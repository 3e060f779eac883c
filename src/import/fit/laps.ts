import type { ActivityType } from '../../schema/enums.ts'
import type { Lap } from '../recording/recording.ts'
import { type FitMessage, firstNumberIn, nameIn, numberIn, timeIn } from './messages.ts'
import { isSwimming } from './sports.ts'

/** `lap_trigger` in Terra's words; a trigger without a name there is `UNSPECIFIED`. */
const triggers = new Map(
  Object.entries({
    manual: 'MANUAL',
    time: 'TIME',
    distance: 'DISTANCE',
    position_start: 'POSITION_START',
    position_lap: 'POSITION_LAP',
    position_waypoint: 'POSITION_WAYPOINT',
    position_marked: 'POSITION_MARKED',
    session_end: 'SESSION_END',
    fitness_equipment: 'FITNESS_EQUIPMENT',
  }),
)

/** Lap messages as laps, in order of start; strokes come from the lengths swum where the lap does not say. */
export function lapsOf(laps: FitMessage[], lengths: FitMessage[], type: ActivityType): Lap[] {
  return laps.flatMap((lap) => lapOf(lap, lengths, isSwimming(type)) ?? []).toSorted((a, b) => a.startMs - b.startMs)
}

function lapOf(lap: FitMessage, lengths: FitMessage[], swims: boolean): Lap | null {
  const endedMs = timeIn(lap)
  const elapsed = numberIn(lap, 'total_elapsed_time')
  const startMs = timeIn(lap, 'start_time') ?? (endedMs === null ? null : endedMs - (elapsed ?? 0) * 1000)
  if (startMs === null) return null
  const endMs = elapsed === null ? endedMs : startMs + elapsed * 1000
  const swum = swims ? lengthsBetween(lengths, startMs, endMs ?? Number.POSITIVE_INFINITY) : []
  const trigger = nameIn(lap, 'lap_trigger')
  return {
    startMs,
    endMs,
    activeSeconds: firstNumberIn(lap, 'total_timer_time', 'total_elapsed_time'),
    distance: numberIn(lap, 'total_distance'),
    calories: numberIn(lap, 'total_calories'),
    avgHeartRate: numberIn(lap, 'avg_heart_rate'),
    avgSpeed: firstNumberIn(lap, 'enhanced_avg_speed', 'avg_speed'),
    avgPower: numberIn(lap, 'avg_power'),
    strokes: swims ? (numberIn(lap, 'total_cycles') ?? strokesOf(swum)) : null,
    strokeType: swims ? (nameIn(lap, 'swim_stroke') ?? strokeTypeOf(swum)) : null,
    trigger: trigger === null ? null : (triggers.get(trigger) ?? 'UNSPECIFIED'),
  }
}

const lengthsBetween = (lengths: FitMessage[], fromMs: number, toMs: number): FitMessage[] =>
  lengths.filter((length) => {
    const startMs = timeIn(length, 'start_time')
    return startMs !== null && startMs >= fromMs && startMs < toMs
  })

function strokesOf(lengths: FitMessage[]): number | null {
  const strokes = lengths.flatMap((length) => numberIn(length, 'total_strokes') ?? [])
  return strokes.length === 0 ? null : strokes.reduce((sum, count) => sum + count, 0)
}

function strokeTypeOf(lengths: FitMessage[]): string | null {
  const [first, ...others] = new Set(lengths.flatMap((length) => nameIn(length, 'swim_stroke') ?? []))
  return first === undefined ? null : others.length === 0 ? first : 'mixed'
}

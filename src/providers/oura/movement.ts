import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { stampOf } from '../../normalise/clock.ts'
import { figures, possible } from '../../normalise/possible.ts'
import { sum } from '../../normalise/samples.ts'
import { ActivityLevel } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { instantOf, ofDay, readingsOf, series } from './shapes.ts'

const toMinutes = (seconds: number): number => seconds / 60

/** A day of activity, 04:00 to 04:00. */
export const moved = ofDay({ timestamp: z.string(), class_5_min: z.string().nullish(), met: series }).and(
  figures({
    scores: { activity: 'score' },
    active: {
      vigorous_intensity_seconds: 'high_activity_time',
      moderate_intensity_seconds: 'medium_activity_time',
      low_intensity_seconds: 'low_activity_time',
    },
    still: { inactivity_seconds: 'sedentary_time', rest_seconds: 'resting_time' },
    effort: {
      avg_level: 'average_met_minutes',
      num_high_intensity_minutes: ['high_activity_time', toMinutes],
      num_moderate_intensity_minutes: ['medium_activity_time', toMinutes],
      num_low_intensity_minutes: ['low_activity_time', toMinutes],
      num_inactive_minutes: ['sedentary_time', toMinutes],
    },
    calories: { net_activity_calories: 'active_calories', total_burned_calories: 'total_calories' },
    distance: { steps: ['steps', Math.round], distance_meters: 'equivalent_walking_distance' },
  }),
)
type Moved = z.output<typeof moved>

const levels: ReadonlyMap<string, ActivityLevel> = new Map([
  // Not worn.
  ['0', ActivityLevel.UNKNOWN],
  ['1', ActivityLevel.REST],
  ['2', ActivityLevel.INACTIVE],
  ['3', ActivityLevel.LOW_INTENSITY],
  ['4', ActivityLevel.MEDIUM_INTENSITY],
  ['5', ActivityLevel.HIGH_INTENSITY],
])

/** Whether the ring was on at some time of a day, as far as Oura tells. */
export const isWorn = ({ active, still }: Moved): boolean =>
  (sum([...Object.values(active), ...Object.values(still)]) ?? 1) > 0

/** What a day of activity says of a day. */
export const movedOf = ({ active, still, effort, met, ...told }: Moved, zone: string | null): Partial<Daily> => ({
  active_durations_data: {
    ...possible({ activity_seconds: sum(Object.values(active)) }),
    ...active,
    ...still,
    activity_levels_samples: levelsOf(told, zone),
  },
  calories_data: fillCalories(told.calories),
  distance_data: told.distance,
  MET_data: {
    ...effort,
    MET_samples: readingsOf(met, zone)
      .filter(({ value }) => value !== null)
      .map(({ timestamp, value }) => ({ timestamp, level: value })),
  },
})

function levelsOf({ class_5_min: digits, timestamp }: Pick<Moved, 'class_5_min' | 'timestamp'>, zone: string | null) {
  const start = instantOf(timestamp, zone)
  return [...(digits ?? '')].map((digit, index) => ({
    timestamp: stampOf({ ...start, epochMs: start.epochMs + index * 300_000 }),
    activity_level: levels.get(digit) ?? ActivityLevel.UNKNOWN,
  }))
}

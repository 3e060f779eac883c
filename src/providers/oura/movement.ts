import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { plausible } from '../../normalise/plausible.ts'
import { sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import { ActivityLevel } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { figure, ofDay, readingsOf, series } from './shapes.ts'

/** A day of activity, 04:00 to 04:00. */
export const moved = ofDay({
  timestamp: z.string(),
  score: figure,
  active_calories: figure,
  total_calories: figure,
  steps: z.int().nullish(),
  equivalent_walking_distance: figure,
  high_activity_time: figure,
  medium_activity_time: figure,
  low_activity_time: figure,
  sedentary_time: figure,
  resting_time: figure,
  average_met_minutes: figure,
  class_5_min: z.string().nullish(),
  met: series.nullish(),
})
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

const worn = [
  'high_activity_time',
  'medium_activity_time',
  'low_activity_time',
  'sedentary_time',
  'resting_time',
] as const

/** Whether the ring was on at some time of a day, as far as Oura tells. */
export const isWorn = (activity: Moved | undefined): boolean =>
  activity === undefined || (sum(worn.map((key) => activity[key])) ?? 1) > 0

/** What a day of activity says of a day; nothing without one. */
export function movedOf(activity: Moved | undefined, zone: string | null): Partial<Daily> {
  if (activity === undefined) return {}
  const seconds = (value: number | null | undefined) => plausible('duration_seconds', value)
  const minutes = (value: number | null | undefined) => (typeof value === 'number' ? tidy(value / 60) : null)
  const high = seconds(activity.high_activity_time)
  const medium = seconds(activity.medium_activity_time)
  const low = seconds(activity.low_activity_time)
  const inactive = seconds(activity.sedentary_time)
  return {
    active_durations_data: {
      activity_seconds: seconds(sum([high, medium, low])),
      vigorous_intensity_seconds: high,
      moderate_intensity_seconds: medium,
      low_intensity_seconds: low,
      inactivity_seconds: inactive,
      rest_seconds: seconds(activity.resting_time),
      activity_levels_samples: levelsOf(activity, zone),
    },
    calories_data: fillCalories({
      net_activity_calories: plausible('calories', activity.active_calories),
      total_burned_calories: plausible('calories', activity.total_calories),
    }),
    distance_data: {
      steps: plausible('steps', activity.steps),
      distance_meters: plausible('distance_meters', activity.equivalent_walking_distance),
    },
    MET_data: {
      avg_level: activity.average_met_minutes,
      num_high_intensity_minutes: minutes(high),
      num_moderate_intensity_minutes: minutes(medium),
      num_low_intensity_minutes: minutes(low),
      num_inactive_minutes: minutes(inactive),
      MET_samples: readingsOf(activity.met, zone).map(({ timestamp, value }) => ({ timestamp, level: value })),
    },
  }
}

function levelsOf({ class_5_min: digits, timestamp }: Moved, zone: string | null) {
  const { epochMs, offsetMinutes } = parseInstant(timestamp, zone ?? undefined)
  return [...(digits ?? '')].map((digit, index) => ({
    timestamp: formatTimestamp(epochMs + index * 300_000, offsetMinutes),
    activity_level: levels.get(digit) ?? ActivityLevel.UNKNOWN,
  }))
}

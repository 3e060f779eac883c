import { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import { cumulate } from '../../normalise/samples.ts'
import { isoDurationSeconds } from '../../normalise/units.ts'
import { ActivityLevel } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { type Clock, stamp } from './clock.ts'
import { figure, localTime } from './shapes.ts'

/** A time of the watch's clock, whatever stands behind its minutes. */
const wall = z.string().regex(/^\d{4}-\d\d-\d\d(T\d\d:\d\d.*)?$/)

/** A day of activity. */
export const activityDay = z.object({
  start_time: wall,
  active_duration: z.string().nullish(),
  inactive_duration: z.string().nullish(),
  daily_activity: figure,
  calories: figure,
  active_calories: figure,
  steps: z.int().nullish(),
  distance_from_steps: figure,
  samples: z
    .object({
      date: z.iso.date().nullish(),
      steps: z
        .object({
          interval_ms: z.number().positive().nullish(),
          samples: z.array(z.object({ steps: figure, timestamp: wall })).nullish(),
        })
        .nullish(),
      activity_zones: z
        .object({ samples: z.array(z.object({ zone: z.string(), timestamp: wall })).nullish() })
        .nullish(),
    })
    .nullish(),
})
export type ActivityDay = z.output<typeof activityDay>

/** The day begins when the watch was started, which may be later than midnight, and ends where it has come to. */
export const dateOf = ({ samples, start_time }: ActivityDay): string => samples?.date ?? start_time.slice(0, 10)

const levels: ReadonlyMap<string, ActivityLevel> = new Map([
  ['SLEEP', ActivityLevel.REST],
  ['SEDENTARY', ActivityLevel.INACTIVE],
  ['LIGHT', ActivityLevel.LOW_INTENSITY],
  ['MODERATE', ActivityLevel.MEDIUM_INTENSITY],
  ['VIGOROUS', ActivityLevel.HIGH_INTENSITY],
])

/** What a day of activity says of a day; nothing without one. */
export function movedOf(
  day: ActivityDay | undefined,
  clock: Clock,
): Pick<Daily, 'active_durations_data' | 'calories_data' | 'distance_data'> {
  if (day === undefined) return {}
  const seconds = (text: string | null | undefined) => plausible('duration_seconds', isoDurationSeconds(text ?? ''))
  return {
    active_durations_data: {
      activity_seconds: seconds(day.active_duration),
      inactivity_seconds: seconds(day.inactive_duration),
      activity_levels_samples: inOrder(day.samples?.activity_zones?.samples, clock).map(({ zone, at }) => ({
        timestamp: at,
        activity_level: levels.get(zone) ?? ActivityLevel.UNKNOWN,
      })),
    },
    calories_data: {
      total_burned_calories: plausible('calories', day.calories),
      net_activity_calories: plausible('calories', day.active_calories),
    },
    distance_data: {
      steps: plausible('steps', day.steps),
      distance_meters: plausible('distance_meters', day.distance_from_steps),
      detailed: { step_samples: stepsOf(day, clock) },
    },
  }
}

const usualIntervalMs = 60_000

/**
 * Steps so far. Polar leaves out a sample that repeats the one before: one stands for all intervals until the next, the last
 * for its own.
 */
function stepsOf({ samples }: ActivityDay, clock: Clock) {
  const everyMs = samples?.steps?.interval_ms ?? usualIntervalMs
  const told = inOrder(samples?.steps?.samples, clock)
  const amounts = told.flatMap(({ steps, epochMs }, index) => {
    const next = told[index + 1]?.epochMs ?? epochMs + everyMs
    const intervals = Math.max(1, Math.round((next - epochMs) / everyMs))
    const value = (plausible('steps', steps) ?? 0) * intervals
    return value === 0 ? [] : [{ endMs: epochMs + intervals * everyMs, value }]
  })
  return cumulate(amounts).map(({ epochMs, value }) => ({ timestamp: stamp(clock.of(epochMs)), steps: value }))
}

function inOrder<S extends { timestamp: string }>(samples: readonly S[] | null | undefined, clock: Clock) {
  return (samples ?? [])
    .map((one) => {
      const instant = clock.at(localTime(one.timestamp))
      return { ...one, epochMs: instant.epochMs, at: stamp(instant) }
    })
    .sort((a, b) => a.epochMs - b.epochMs)
}

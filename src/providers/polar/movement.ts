import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { type Clock, stampOf } from '../../normalise/clock.ts'
import { figures, possible } from '../../normalise/possible.ts'
import { cumulate } from '../../normalise/samples.ts'
import { ActivityLevel } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { listed } from '../shapes.ts'
import { duration, wall } from './shapes.ts'

const usualIntervalMs = 60_000

const taken = z.object({ timestamp: wall }).and(figures({ moved: { steps: 'steps' } }))

/** A day of activity. It begins when the watch was started, which may be later than midnight, and ends where it has come to. */
export const activityDay = figures({
  burned: { total_burned_calories: 'calories', net_activity_calories: 'active_calories' },
  covered: { steps: 'steps', distance_meters: 'distance_from_steps' },
  // Percent of the day's goal: more than reached is reached.
  scores: { activity: ['daily_activity', (goal) => Math.min(100, goal)] },
})
  .and(
    z.object({
      start_time: wall,
      active_duration: duration.nullish(),
      inactive_duration: duration.nullish(),
      samples: z
        .object({
          date: z.iso.date().nullish(),
          steps: z.object({ interval_ms: z.number().positive().nullish(), samples: listed(taken) }).nullish(),
          activity_zones: z.object({ samples: listed(z.object({ zone: z.string(), timestamp: wall })) }).nullish(),
        })
        .nullish(),
    }),
  )
  .transform((day) => ({ ...day, date: day.samples?.date ?? day.start_time.slice(0, 10) }))
export type ActivityDay = z.output<typeof activityDay>

const levels: ReadonlyMap<string, ActivityLevel> = new Map([
  ['SLEEP', ActivityLevel.REST],
  ['SEDENTARY', ActivityLevel.INACTIVE],
  ['LIGHT', ActivityLevel.LOW_INTENSITY],
  ['MODERATE', ActivityLevel.MEDIUM_INTENSITY],
  ['VIGOROUS', ActivityLevel.HIGH_INTENSITY],
])

/** What a day of activity says of a day; nothing without one. */
export const movedOf = (day: ActivityDay | undefined, clock: Clock): Partial<Daily> =>
  day === undefined
    ? {}
    : {
        active_durations_data: {
          ...possible({ activity_seconds: day.active_duration, inactivity_seconds: day.inactive_duration }),
          activity_levels_samples: inOrder(day.samples?.activity_zones?.samples, clock).map(({ zone, at }) => ({
            timestamp: stampOf(at),
            activity_level: levels.get(zone) ?? ActivityLevel.UNKNOWN,
          })),
        },
        calories_data: fillCalories(day.burned),
        distance_data: { ...day.covered, detailed: { step_samples: stepsOf(day, clock) } },
      }

/**
 * Steps so far. Polar leaves out a sample that repeats the one before: one stands for all intervals until the next, the last
 * for its own.
 */
function stepsOf({ samples }: ActivityDay, clock: Clock) {
  const everyMs = samples?.steps?.interval_ms ?? usualIntervalMs
  const told = inOrder(samples?.steps?.samples, clock)
  const amounts = told.flatMap(({ moved, at: { epochMs } }, index) => {
    const next = told[index + 1]?.at.epochMs ?? epochMs + everyMs
    const intervals = Math.max(1, Math.round((next - epochMs) / everyMs))
    const value = (moved.steps ?? 0) * intervals
    return value === 0 ? [] : [{ endMs: epochMs + intervals * everyMs, value }]
  })
  return cumulate(amounts).map(({ epochMs, value }) => ({ timestamp: clock.stamp(epochMs), steps: value }))
}

const inOrder = <S extends { timestamp: string }>(samples: readonly S[] | undefined, clock: Clock) =>
  (samples ?? []).map((one) => ({ ...one, at: clock.at(one.timestamp) })).sort((a, b) => a.at.epochMs - b.at.epochMs)

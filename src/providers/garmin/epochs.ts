import { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import { cumulate } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { ActivityLevel } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import type { Clock } from './clock.ts'
import { figure } from './samples.ts'

/** What a person did in a quarter of an hour, of one kind of activity: there are several of the same quarter. */
export const epoch = z.object({
  startTimeInSeconds: z.number(),
  startTimeOffsetInSeconds: figure,
  durationInSeconds: figure,
  activeTimeInSeconds: figure,
  steps: figure,
  distanceInMeters: figure,
  met: figure,
  intensity: z.string().nullish(),
})
type Epoch = z.output<typeof epoch>

const usualSeconds = 900

const levels: ReadonlyMap<string, ActivityLevel> = new Map([
  ['SEDENTARY', ActivityLevel.INACTIVE],
  ['ACTIVE', ActivityLevel.LOW_INTENSITY],
  ['HIGHLY_ACTIVE', ActivityLevel.HIGH_INTENSITY],
])

/** The quarters of an hour of a day as samples; without its steps and metres so far where they may not be all (`isPart`). */
export function quartersOf(epochs: readonly Epoch[], clock: Clock, isPart: boolean): Partial<Daily> {
  const starts = [...new Set(epochs.map(({ startTimeInSeconds }) => startTimeInSeconds))].sort((a, b) => a - b)
  const quarters = starts.map((start) => ({
    start,
    all: epochs
      .filter(({ startTimeInSeconds }) => startTimeInSeconds === start)
      // The one that lasted longest stands for the quarter.
      .sort((a, b) => activeOf(b) - activeOf(a) || (b.met ?? 0) - (a.met ?? 0)),
  }))
  const soFar = (kind: 'steps' | 'distance_meters', of: (one: Epoch) => number | null | undefined) =>
    cumulate(
      (isPart ? [] : quarters).flatMap(({ start, all }) =>
        all.flatMap((one) => {
          const value = plausible(kind, of(one))
          return value === null || value === 0
            ? []
            : [{ endMs: start + (one.durationInSeconds ?? usualSeconds), value }]
        }),
      ),
    ).map(({ epochMs: seconds, value }) => ({ timestamp: clock.stamp(seconds), value: tidy(value) }))
  return {
    active_durations_data: {
      activity_levels_samples: quarters.flatMap(({ start, all }) => {
        const activity_level = levels.get(all[0]?.intensity ?? '')
        return activity_level === undefined ? [] : [{ timestamp: clock.stamp(start), activity_level }]
      }),
    },
    distance_data: {
      detailed: {
        step_samples: soFar('steps', ({ steps }) => steps).map(({ timestamp, value }) => ({ timestamp, steps: value })),
        distance_samples: soFar('distance_meters', ({ distanceInMeters }) => distanceInMeters).map(
          ({ timestamp, value }) => ({ timestamp, distance_meters: value }),
        ),
      },
    },
    MET_data: {
      MET_samples: quarters.flatMap(({ start, all }) => {
        const level = effortOf(all)
        return level === null ? [] : [{ timestamp: clock.stamp(start), level }]
      }),
    },
  }
}

const activeOf = ({ activeTimeInSeconds }: Epoch): number => activeTimeInSeconds ?? 0

/** The mean effort of a quarter, each kind of activity by its time. */
function effortOf(all: readonly Epoch[]): number | null {
  const told = all.flatMap((one) => (typeof one.met === 'number' ? [{ met: one.met, seconds: activeOf(one) }] : []))
  const seconds = told.reduce((sum, one) => sum + one.seconds, 0)
  if (seconds === 0) return null
  return tidy(told.reduce((sum, one) => sum + one.met * one.seconds, 0) / seconds)
}

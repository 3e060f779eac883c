import { z } from 'zod'
import type { Clock } from '../../normalise/clock.ts'
import { figures } from '../../normalise/possible.ts'
import { cumulate, sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { ActivityLevel } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { figure } from '../shapes.ts'
import { summary } from './shapes.ts'

/** What a person did in a quarter of an hour, of one kind of activity: there are several of the same quarter. */
export const epoch = summary
  .and(
    z.object({ durationInSeconds: figure, activeTimeInSeconds: figure, met: figure, intensity: z.string().nullish() }),
  )
  .and(figures({ moved: { steps: 'steps', distance_meters: 'distanceInMeters' } }))
type Epoch = z.output<typeof epoch>

const usualSeconds = 900

const levels: ReadonlyMap<string, ActivityLevel> = new Map([
  ['SEDENTARY', ActivityLevel.INACTIVE],
  ['ACTIVE', ActivityLevel.LOW_INTENSITY],
  ['HIGHLY_ACTIVE', ActivityLevel.HIGH_INTENSITY],
])

/** The quarters of an hour of a day as samples; without its steps and metres so far where they may not be all (`isPart`). */
export function quartersOf(epochs: readonly Epoch[], clock: Clock, isPart: boolean): Partial<Daily> {
  const inOrder = epochs.toSorted(
    // The one that lasted longest stands for the quarter.
    (a, b) => a.at.epochMs - b.at.epochMs || activeOf(b) - activeOf(a) || (b.met ?? 0) - (a.met ?? 0),
  )
  const quarters = [...Map.groupBy(inOrder, ({ at }) => at.epochMs)].map(([startMs, all]) => ({
    timestamp: clock.stamp(startMs),
    level: effortOf(all),
    activity_level: levels.get(all[0]?.intensity ?? ''),
  }))
  const soFar = (figure: 'steps' | 'distance_meters') => {
    const amounts = inOrder.flatMap(({ at, durationInSeconds, moved }) => {
      const value = moved[figure]
      return value ? [{ endMs: at.epochMs + (durationInSeconds ?? usualSeconds) * 1000, value }] : []
    })
    return cumulate(isPart ? [] : amounts).map(({ epochMs, value }) => ({
      timestamp: clock.stamp(epochMs),
      [figure]: tidy(value),
    }))
  }
  return {
    active_durations_data: {
      activity_levels_samples: quarters.flatMap(({ timestamp, activity_level }) =>
        activity_level === undefined ? [] : [{ timestamp, activity_level }],
      ),
    },
    distance_data: { detailed: { step_samples: soFar('steps'), distance_samples: soFar('distance_meters') } },
    MET_data: {
      MET_samples: quarters.flatMap(({ timestamp, level }) => (level === null ? [] : [{ timestamp, level }])),
    },
  }
}

const activeOf = ({ activeTimeInSeconds }: Epoch): number => activeTimeInSeconds ?? 0

/** The mean effort of a quarter, each kind of activity by its time. */
function effortOf(all: readonly Epoch[]): number | null {
  const told = all.filter(({ met }) => typeof met === 'number')
  const seconds = sum(told.map(activeOf))
  return seconds ? tidy((sum(told.map((one) => (one.met ?? 0) * activeOf(one))) ?? 0) / seconds) : null
}

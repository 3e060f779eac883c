import { z } from 'zod'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { cumulate, sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import type { Access } from '../provider.ts'
import { askSeries } from './client.ts'
import { type Clock, figuresOf, told } from './shapes.ts'

const counted = ['steps', 'elevation', 'calories', 'distance', 'stroke', 'pool_lap', 'duration'] as const
const felt = ['heart_rate', 'spo2_auto', 'rmssd', 'sdnn1'] as const
type Field = (typeof counted)[number] | (typeof felt)[number]

/** What `getintradayactivity` answered, call by call: entries by the second since 1970 that they begin at. */
export const intraday = z.array(told)
export type Intraday = z.output<typeof intraday>

/** What was recorded within some seconds since 1970, call by call. Throws `ProviderError`. */
export const intradayOf = (access: Access, span: { from: number; to: number }): Promise<unknown[]> =>
  askSeries(
    access,
    '/v2/measure',
    { action: 'getintradayactivity', data_fields: [...counted, ...felt].join(',') },
    span,
  )

/** A tracker, as far as a record says which one it was. */
export interface Tracker {
  deviceid: string | null | undefined
  modelId: number | null | undefined
}

const entry = z.object({ deviceid: z.string().nullish(), model: z.string().nullish(), model_id: z.int().nullish() })

interface Entry extends z.output<typeof entry> {
  second: number
  of(name: Field): number | null
}

/** All entries from a second to before another, in order of time; an entry that two calls gave is one. */
export function entriesOf(calls: Intraday | undefined, from: number, to: number): Entry[] {
  const bySecond = new Map<number, Entry>()
  for (const [key, value] of (calls ?? []).flatMap((series) => Object.entries(series))) {
    const second = Number(key)
    if (!Number.isInteger(second) || second < from || second >= to) continue
    const members = told.parse(value)
    bySecond.set(second, { ...entry.parse(members), second, of: figuresOf(members) })
  }
  return [...bySecond.values()].sort((a, b) => a.second - b.second)
}

const isOf = ({ deviceid, modelId }: Tracker, one: Entry): boolean =>
  deviceid && one.deviceid ? one.deviceid === deviceid : modelId == null || (one.model_id ?? modelId) === modelId

/** What one tracker counted, as samples. Several trackers count the same steps: only those of one go together (R8). */
export function countedBy(tracker: Tracker, entries: readonly Entry[], clock: Clock) {
  const own = entries.filter((one) => isOf(tracker, one))
  const totals = (name: 'steps' | 'distance' | 'elevation') => {
    const amounts = own.flatMap(({ second, of }) => {
      const value = of(name)
      return value === null ? [] : [{ endMs: (second + (of('duration') ?? 0)) * 1000, value }]
    })
    const running = cumulate(amounts.sort((a, b) => a.endMs - b.endMs))
    return running.map(({ epochMs, value }) => ({ timestamp: clock.stamp(epochMs / 1000), value: tidy(value) }))
  }
  return {
    model: own.find(({ model }) => model)?.model ?? null,
    detailed: {
      step_samples: totals('steps').map(({ timestamp, value }) => ({ timestamp, steps: value })),
      distance_samples: totals('distance').map(({ timestamp, value }) => ({ timestamp, distance_meters: value })),
      floors_climbed_samples: totals('elevation').map(({ timestamp, value }) => ({ timestamp, floors_climbed: value })),
    },
    // Not a running total: the energy of each interval, at its start.
    calorie_samples: own.flatMap(({ second, of }) => {
      const calories = plausible('calories', of('calories'))
      return calories === null ? [] : [{ timestamp: clock.stamp(second), calories }]
    }),
    strokes: sum(own.map(({ of }) => of('stroke'))),
    laps: sum(own.map(({ of }) => of('pool_lap'))),
  }
}

/** What was felt at an instant, whichever tracker felt it. */
export function feltIn(entries: readonly Entry[], clock: Clock) {
  const readings = (name: (typeof felt)[number], kind: PlausibleKind) =>
    entries.flatMap(({ second, of }) => {
      const value = plausible(kind, of(name))
      return value === null ? [] : [{ timestamp: clock.stamp(second), value }]
    })
  return {
    heart: {
      hr_samples: readings('heart_rate', 'heart_rate_bpm').map(({ timestamp, value: bpm }) => ({ timestamp, bpm })),
      hrv_samples_rmssd: readings('rmssd', 'hrv_ms').map(({ timestamp, value }) => ({ timestamp, hrv_rmssd: value })),
      hrv_samples_sdnn: readings('sdnn1', 'hrv_ms').map(({ timestamp, value }) => ({ timestamp, hrv_sdnn: value })),
    },
    saturation: readings('spo2_auto', 'saturation_percentage').map(({ timestamp, value }) => ({
      timestamp,
      percentage: value,
    })),
  }
}

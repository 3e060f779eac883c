import { isNotWorn } from '../normalise/day-state.ts'
import type { InstantSample } from '../normalise/samples.ts'
import { formatTimestamp, parseInstant } from '../normalise/time.ts'
import type { Daily } from '../schema/records.ts'
import { fillSections } from './sections.ts'
import type { Merged, Sourced } from './sources.ts'
import { type Counted, type Filled, fillTotals } from './totals.ts'

type Day = Sourced<'daily'>
type Counts = NonNullable<Daily['distance_data']>

/** What is counted over a day, and how its figure and its samples are written. */
const counts = [
  {
    figure: 'steps',
    samples: 'step_samples',
    valuesOf: (data: Counts) =>
      data.detailed?.step_samples?.map(({ timestamp, steps }) => ({ timestamp, value: steps })),
    write: (readings: readonly Reading[]) =>
      readings.map(({ timestamp, value }) => ({ timestamp, steps: Math.round(value) })),
    isWhole: true,
  },
  {
    figure: 'distance_meters',
    samples: 'distance_samples',
    valuesOf: (data: Counts) =>
      data.detailed?.distance_samples?.map(({ timestamp, distance_meters }) => ({ timestamp, value: distance_meters })),
    write: (readings: readonly Reading[]) =>
      readings.map(({ timestamp, value }) => ({ timestamp, distance_meters: Math.round(value * 1000) / 1000 })),
    isWhole: false,
  },
  {
    figure: 'floors_climbed',
    samples: 'floors_climbed_samples',
    valuesOf: (data: Counts) =>
      data.detailed?.floors_climbed_samples?.map(({ timestamp, floors_climbed }) => ({
        timestamp,
        value: floors_climbed,
      })),
    write: (readings: readonly Reading[]) =>
      readings.map(({ timestamp, value }) => ({ timestamp, floors_climbed: Math.round(value) })),
    isWhole: true,
  },
] as const

interface Reading {
  timestamp: string
  value: number
}

/**
 * One local day of a person, of the days that their sources tell of it, the most trusted first (R8). The first that was worn gives
 * all that it has; a section that it lacks comes from the next one. Steps, metres and floors are its own figure and what others
 * counted while it was off. Calories are never put together of two.
 */
export function mergeDays(days: readonly [Day, ...Day[]]): Merged<'daily'> {
  const [first, ...others] = wornFirst(days)
  const filled = fillSections(
    first.record,
    others.map(({ record }) => record),
  )
  const distance = countsOf([first, ...others], filled.distance_data ?? null)
  return { record: { ...filled, ...(distance === null ? {} : { distance_data: distance }) }, of: [first, ...others] }
}

/** What lay in a drawer tells nothing, however much it is trusted. */
function wornFirst([first, ...others]: readonly [Day, ...Day[]]): [Day, ...Day[]] {
  const [worn, ...rest] = [first, ...others].toSorted(
    (a, b) => Number(isNotWorn(a.record)) - Number(isNotWorn(b.record)),
  )
  return worn === undefined ? [first] : [worn, ...rest]
}

function countsOf(days: readonly Day[], base: Counts | null): Counts | null {
  if (base === null) return null
  const offset = parseInstant(days[0]?.record.metadata.start_time ?? '').offsetMinutes ?? 0
  const merged = { ...base }
  const detailed = { ...base.detailed }
  const worn = days.map(wornAt)
  for (const { figure, samples, valuesOf, write, isWhole } of counts) {
    const filled = fillTotals(days.map((day, at) => ({ ...countedBy(day, figure, valuesOf), wornMs: worn[at] ?? [] })))
    if (filled === null) continue
    const [source, ...others] = filled.sources
    if (others.length > 0) {
      merged[figure] = isWhole ? Math.round(filled.total) : filled.total
      Object.assign(detailed, { [samples]: write(readingsOf(filled, offset)) })
      continue
    }
    // What one source tells alone stays as it told it.
    const own = days.find(({ user }) => user.userId === source)?.record.distance_data
    if (typeof own?.[figure] === 'number') merged[figure] = own[figure]
    if (own?.detailed?.[samples]) Object.assign(detailed, { [samples]: own.detailed[samples] })
  }
  return { ...merged, ...(Object.keys(detailed).length > 0 ? { detailed } : {}) }
}

function countedBy(
  { user, record }: Day,
  figure: (typeof counts)[number]['figure'],
  valuesOf: (
    data: Counts,
  ) => { timestamp?: string | null | undefined; value?: number | null | undefined }[] | undefined,
): Omit<Counted, 'wornMs'> {
  const data = record.distance_data
  return {
    source: user.userId,
    total: data?.[figure] ?? null,
    readings: (data ? (valuesOf(data) ?? []) : []).flatMap(({ timestamp, value }) => reading(timestamp, value)),
  }
}

/** When there was a pulse. */
const wornAt = ({ record }: Day): number[] =>
  (record.heart_rate_data?.detailed?.hr_samples ?? []).flatMap(({ timestamp }) =>
    timestamp ? [parseInstant(timestamp).epochMs] : [],
  )

const reading = (timestamp: string | null | undefined, value: number | null | undefined): InstantSample[] =>
  timestamp && typeof value === 'number' ? [{ epochMs: parseInstant(timestamp).epochMs, value }] : []

const readingsOf = ({ readings }: Filled, offsetMinutes: number): Reading[] =>
  readings.map(({ epochMs, value }) => ({ timestamp: formatTimestamp(epochMs, offsetMinutes), value }))

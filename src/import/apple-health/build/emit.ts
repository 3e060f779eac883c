import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import type { DeviceData } from '../../../schema/records.ts'
import { type Source, SourceClass } from '../collect/sources.ts'
import { endOf, endOffsetOf, type Sample } from './days.ts'

/** Timestamp of a sample's start. */
export const startText = (sample: Sample): string => formatTimestamp(sample.start * 1000, sample.offsetMinutes)

/** Timestamp of a sample's end. */
export const endText = (sample: Sample): string => formatTimestamp(endOf(sample) * 1000, endOffsetOf(sample))

/** A sum or converted value without binary dust; cheaper than `tidy`, for what is emitted by the thousand. */
export const clean = (value: number): number =>
  Number.isInteger(value) || value > 1e9 || value < -1e9 ? value : Math.round(value * 1e6) / 1e6

/** Mean of the values; null without any. */
export function meanOf(samples: readonly Sample[]): number | null {
  if (samples.length === 0) return null
  let sum = 0
  for (const { value } of samples) sum += value
  return tidy(sum / samples.length)
}

/** Mean, least and most of the values; all null without any. */
export function spreadOf(samples: readonly Sample[]): {
  mean: number | null
  least: number | null
  most: number | null
} {
  const first = samples[0]
  if (first === undefined) return { mean: null, least: null, most: null }
  let sum = 0
  let least = first.value
  let most = first.value
  for (const { value } of samples) {
    sum += value
    if (value < least) least = value
    if (value > most) most = value
  }
  return { mean: tidy(sum / samples.length), least, most }
}

/** The samples of `from` to `to` (seconds, both included) of a list that is sorted by start. */
export function within(samples: readonly Sample[], from: number, to: number): readonly Sample[] {
  return samples.slice(firstFrom(samples, from), firstFrom(samples, to + 1))
}

function firstFrom(samples: readonly Sample[], at: number): number {
  let low = 0
  let high = samples.length
  while (low < high) {
    const middle = (low + high) >> 1
    const sample = samples[middle]
    if (sample !== undefined && sample.start < at) low = middle + 1
    else high = middle
  }
  return low
}

/**
 * The device of a record: the most trusted source with a device, and of equals the one that gave most. Others with a
 * device stand beside it. Null without samples.
 */
export function deviceOf(lists: Iterable<readonly Sample[]>): DeviceData | null {
  const counts = new Map<Source, number>()
  for (const list of lists) {
    for (const { source } of list) counts.set(source, (counts.get(source) ?? 0) + 1)
  }
  return deviceOfCounts(counts)
}

export function deviceOfCounts(counts: ReadonlyMap<Source, number>): DeviceData | null {
  // A watch known by name only says less than the same watch with its hardware.
  const known = (source: Source): number => (source.device.hardware_version == null ? 1 : 0)
  const inOrder = [...counts].sort(
    ([a, countA], [b, countB]) => a.class - b.class || known(a) - known(b) || countB - countA || a.place - b.place,
  )
  const [main] = inOrder
  if (main === undefined) return null
  const others = inOrder.slice(1).filter(([source]) => source.class !== SourceClass.APP && known(source) === 0)
  return {
    ...main[0].device,
    ...(others.length > 0 && {
      other_devices: others.map(([{ device }]) => ({
        name: device.name ?? null,
        manufacturer: device.manufacturer ?? null,
        hardware_version: device.hardware_version ?? null,
        software_version: device.software_version ?? null,
      })),
    }),
  }
}

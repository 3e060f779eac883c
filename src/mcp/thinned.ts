import { sampleLists } from '../schema/samples.ts'

/** How much of a list of samples is shown. */
export interface Thinned {
  /** Samples that are stored. */
  of: number
  /** Those that are shown, evenly spaced, the first and the last among them. */
  shown: number
}

export interface Fitted {
  record: Record<string, unknown>
  /** Every list that was thinned, by its path: `heart_rate_data.detailed.hr_samples`. */
  thinned: Record<string, Thinned>
}

/** The most samples of a list that are shown, and what is tried where a record is too long with that. */
const steps = [240, 120, 60, 30, 15, 5, 0]

/** A record with as many of its samples as fit in so many characters of JSON; one that is longer without any has none. */
export function fitted(record: object, mostChars: number): Fitted {
  let tried: Fitted = { record: {}, thinned: {} }
  for (const most of steps) {
    tried = thin(record, most)
    if (JSON.stringify(tried).length <= mostChars) break
  }
  return tried
}

/** A copy of a record with at most so many samples in each list. */
function thin(record: object, most: number): Fitted {
  const thinned: Record<string, Thinned> = {}
  const members = (value: object, path: string): Record<string, unknown> =>
    Object.fromEntries(
      Object.entries(value).map(([key, inner]) => [key, copied(inner, key, path === '' ? key : `${path}.${key}`)]),
    )
  const copied = (value: unknown, key: string, path: string): unknown => {
    if (Array.isArray(value)) {
      if (!sampleLists.has(key) || value.length <= most)
        return value.map((inner, index) => copied(inner, '', `${path}.${index}`))
      thinned[path] = { of: value.length, shown: most }
      return spaced(value, most)
    }
    return typeof value === 'object' && value !== null ? members(value, path) : value
  }
  return { record: members(record, ''), thinned }
}

function spaced(list: readonly unknown[], most: number): unknown[] {
  const step = (list.length - 1) / Math.max(1, most - 1)
  return Array.from({ length: most }, (_, index) => list[Math.round(index * step)])
}

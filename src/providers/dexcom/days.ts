import type { Made } from '../resource.ts'
import type { Clock } from './clock.ts'

interface Dated {
  date: string
}

/** What of a list is of the day that a record is made of. */
export type On = <T extends Dated>(list: readonly T[]) => T[]

/**
 * A record of each day that was asked for, of what was `recorded` on it. Where something of it was deleted, what is left takes
 * the place of what was told before, be it nothing.
 */
export function recordsOfDays(
  { clock, asked, recorded, deleted }: Told,
  knownOf: (on: On) => object,
  moreMetadata: object = {},
): Made[] {
  const dates = new Set([...recorded, ...deleted].map(({ date }) => date))
  return [...dates]
    .filter((date) => date >= asked.first && date <= asked.last)
    .sort()
    .flatMap((date): Made[] => {
      const on: On = (list) => list.filter((one) => one.date === date)
      const known = knownOf(on)
      const isCut = on(deleted).length > 0
      if (Object.keys(known).length === 0 && !isCut) return []
      const metadata = { ...clock.metadataOf(date), ...moreMetadata }
      return [{ record: { metadata, ...known }, ...(isCut ? { isCut } : {}) }]
    })
}

interface Told {
  clock: Clock
  asked: { first: string; last: string }
  recorded: readonly Dated[]
  deleted: readonly Dated[]
}

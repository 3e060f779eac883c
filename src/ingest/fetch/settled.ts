import type { Hub } from '../../hub.ts'
import type { DayRange } from '../../providers/resource.ts'

/** Some megabytes. */
const mostKnown = 20_000
const books = new WeakMap<Hub['db'], Map<string, DayRange>>()

const keyOf = (userId: string, type: string): string => `${userId} ${type}`

/**
 * Whether days are known to be settled from an earlier question in this process. Days that are settled stay so for as long
 * as there is the user, so what is remembered never becomes wrong.
 */
export function isKnownSettled(hub: Pick<Hub, 'db'>, userId: string, type: string, days: DayRange): boolean {
  const known = books.get(hub.db)?.get(keyOf(userId, type))
  return known !== undefined && known.first <= days.first && known.last >= days.last
}

/** Remembers settled days; the last ones asked for, of each user and type. */
export function rememberSettled(hub: Pick<Hub, 'db'>, userId: string, type: string, days: DayRange): void {
  const book = books.get(hub.db) ?? new Map<string, DayRange>()
  books.set(hub.db, book)
  book.delete(keyOf(userId, type))
  book.set(keyOf(userId, type), days)
  for (const oldest of book.keys()) {
    if (book.size <= mostKnown) break
    book.delete(oldest)
  }
}

import { canonical } from './identity.ts'
import { tryParseInstant } from './time.ts'

/** Lists that divide time among states: a new division replaces the old one where both speak. */
const divisions: ReadonlySet<string> = new Set(['hypnogram_samples', 'laps', 'intervals'])

/** Keys that say when an item of a list was, the first one present counts. */
const timeKeys = ['timestamp', 'start_time', 'start_timestamp', 'measurement_time'] as const

/** Keys that tell apart what happened at the same time, or items that have no time. */
const nameKeys = [
  'type',
  'sample_type',
  'tag_name',
  'drink_name',
  'zone',
  'time_from_midnight',
  'method',
  'serial_number',
  'system',
  'code',
  'order',
] as const

type Item = Readonly<Record<string, unknown>>

const isItem = (value: unknown): value is Item => typeof value === 'object' && value !== null && !Array.isArray(value)

const isAbsent = (value: unknown): value is null | undefined => value === null || value === undefined

/**
 * Unites a stored record with a newer, perhaps poorer one of the same key, so that the result says at least what the
 * stored one said (R6). A newer value wins unless it is null. Objects are united key by key, lists of samples by
 * instant and kind; a hypnogram, laps and cycle intervals by stretch of time, so that a night scored anew does not mix
 * two scorings. `*_contributors` belong to their score and are taken whole, and like scores never erased by null.
 * `mergeSuperset(a, a)` equals `a`; merging the same record twice changes nothing more.
 */
export function mergeSuperset<T extends object>(stored: T, incoming: T): T {
  // Keys of both, each with a value of one of the two or united from both: the checker cannot follow that this is a T.
  return mergeObjects(stored, incoming) as T
}

function mergeObjects(stored: object, incoming: object): object {
  const later = new Map<string, unknown>(Object.entries(incoming))
  const entries: [string, unknown][] = []
  for (const [key, value] of Object.entries<unknown>({ ...stored })) {
    entries.push([key, mergeValues(key, value, later.get(key))])
    later.delete(key)
  }
  return Object.fromEntries([...entries, ...later])
}

function mergeValues(key: string, stored: unknown, incoming: unknown): unknown {
  if (isAbsent(incoming)) return stored === undefined ? incoming : stored
  if (isAbsent(stored)) return incoming
  if (Array.isArray(stored) && Array.isArray(incoming)) return mergeLists(key, stored, incoming)
  if (isItem(stored) && isItem(incoming))
    return key.endsWith('_contributors') ? incoming : mergeObjects(stored, incoming)
  return incoming
}

function mergeLists(key: string, stored: readonly unknown[], incoming: readonly unknown[]): readonly unknown[] {
  if (incoming.length === 0) return stored
  if (stored.length === 0) return incoming
  if (stored.every(isItem) && incoming.every(isItem)) {
    return divisions.has(key) ? mergeDivision(stored, incoming) : mergeSamples(stored, incoming)
  }
  const areWords = [...stored, ...incoming].every((item) => typeof item === 'string')
  // Lists of numbers are positions: they have no parts to unite.
  return areWords ? [...stored, ...incoming.filter((word) => !stored.includes(word))] : incoming
}

function mergeSamples(stored: readonly Item[], incoming: readonly Item[]): readonly Item[] {
  const old = new Map<string, Item | 'several'>()
  const oldIds = stored.map(identityOf)
  for (const [index, item] of stored.entries()) {
    const id = oldIds[index] ?? ''
    old.set(id, old.has(id) ? 'several' : item)
  }
  const times = new Map<string, number>()
  const ids = incoming.map(identityOf)
  for (const id of ids) times.set(id, (times.get(id) ?? 0) + 1)
  const merged = incoming.map((item, index): Item => {
    const id = ids[index] ?? ''
    const before = old.get(id)
    return before === undefined || before === 'several' || times.get(id) !== 1
      ? item
      : { ...mergeObjects(before, item) }
  })
  const missing = stored.filter((_, index) => !times.has(oldIds[index] ?? ''))
  return missing.length === 0 ? merged : inTimeOrder([...merged, ...missing])
}

function mergeDivision(stored: readonly Item[], incoming: readonly Item[]): readonly Item[] {
  const times = incoming.map(instantOf).filter((time) => time !== null)
  if (times.length === 0) return incoming
  const first = times.reduce((a, b) => Math.min(a, b))
  const last = times.reduce((a, b) => Math.max(a, b))
  const outside = stored.filter((item) => {
    const time = instantOf(item)
    return time !== null && (time < first || time > last)
  })
  return outside.length === 0 ? incoming : inTimeOrder([...outside, ...incoming])
}

function instantOf(item: Item): number | null {
  for (const key of timeKeys) {
    const text = item[key]
    if (typeof text === 'string') return tryParseInstant(text)?.epochMs ?? null
  }
  return null
}

/** What makes two items of a list the same: an id, else time and kind, else all that they say. */
function identityOf(item: Item): string {
  if (typeof item.id === 'string' || typeof item.id === 'number') return `id ${item.id}`
  const time = instantOf(item)
  let identity = time === null ? '' : `${time}`
  for (const key of nameKeys) {
    const name = item[key]
    if (!isAbsent(name)) identity += ` ${key}=${typeof name === 'object' ? canonical(name) : name}`
  }
  return identity === '' ? canonical(item) : identity
}

/** Stable: items of one instant, and those without a time (last), keep their order. */
function inTimeOrder(items: readonly Item[]): readonly Item[] {
  const timed = items.map((item) => ({ item, time: instantOf(item) ?? Number.POSITIVE_INFINITY }))
  timed.sort((a, b) => (a.time === b.time ? 0 : a.time - b.time))
  return timed.map(({ item }) => item)
}

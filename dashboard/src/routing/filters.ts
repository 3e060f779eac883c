/** How one filter is read from the address and written to it. `write` gives null for what the address leaves out. */
export interface Filter<Value> {
  read: (raw: readonly string[]) => Value
  write: (value: Value) => readonly string[]
}
// biome-ignore lint/suspicious/noExplicitAny: a record of filters of whatever values; each keeps its own type.
export type Schema = Readonly<Record<string, Filter<any>>>
export type Filters<S extends Schema> = { [Name in keyof S]: S[Name] extends Filter<infer Value> ? Value : never }

/** Free text; empty is none. */
export const text = (): Filter<string> => ({
  read: (raw) => raw[0] ?? '',
  write: (value) => (value.trim() === '' ? [] : [value]),
})

/** One of the words given; the first is meant when the address says nothing, or something else. */
export const choice = <const Word extends string>(words: readonly [Word, ...Word[]]): Filter<Word> => ({
  read: (raw) => words.find((word) => word === raw[0]) ?? words[0],
  write: (value) => (value === words[0] ? [] : [value]),
})

/** One of the words given, or null for any. */
export const option = <const Word extends string>(words: readonly Word[]): Filter<Word | null> => ({
  read: (raw) => words.find((word) => word === raw[0]) ?? null,
  write: (value) => (value === null ? [] : [value]),
})

/** Any number of words, in the order chosen, each once. */
export const many = (): Filter<readonly string[]> => ({
  read: (raw) => [...new Set(raw.filter((word) => word !== ''))],
  write: (value) => value,
})

/** A whole number within bounds; null when the address has none. */
export const integer = (min: number, max: number): Filter<number | null> => ({
  read: ([raw]) => {
    if (raw === undefined || !/^-?\d{1,15}$/.test(raw)) return null
    const value = Number(raw)
    return value < min || value > max ? null : value
  },
  write: (value) => (value === null ? [] : [String(value)]),
})

/** On or off; off is left out. */
export const flag = (): Filter<boolean> => ({
  read: ([raw]) => raw === 'true',
  write: (value) => (value ? ['true'] : []),
})

/** An instant, written in ISO 8601; null when the address has none or nonsense. */
export const instant = (): Filter<string | null> => ({
  read: ([raw]) => (raw === undefined || Number.isNaN(Date.parse(raw)) ? null : raw),
  write: (value) => (value === null ? [] : [value]),
})

/** The filters an address asks for; what it does not name, or names wrongly, is as if nothing was asked. */
export function readFilters<S extends Schema>(schema: S, search: string): Filters<S> {
  const parameters = new URLSearchParams(search)
  const entries = Object.entries(schema).map(([name, filter]) => [name, filter.read(parameters.getAll(name))])
  return Object.fromEntries(entries)
}

/** The part of the address after the path, with its `?`, or '': other parameters in it are left as they are. */
export function writeFilters<S extends Schema>(schema: S, search: string, filters: Filters<S>): string {
  const parameters = new URLSearchParams(search)
  for (const [name, filter] of Object.entries(schema)) {
    parameters.delete(name)
    for (const value of filter.write(filters[name])) parameters.append(name, value)
  }
  const written = parameters.toString()
  return written === '' ? '' : `?${written}`
}

import type { z } from 'zod'
import type { Access } from './provider.ts'

/** Local days, `YYYY-MM-DD`, both included. */
export interface DayRange {
  first: string
  last: string
}

/** What an answer of the provider does not say itself. */
export interface Context {
  /** IANA zone of the person, for times that come without an offset; null when nobody knows it. */
  zone: string | null
}

/** A record made of a provider's answer. */
export interface Made {
  record: object
  /** When what it says was known, milliseconds since 1970, where the provider tells: orders versions of a record. */
  observedAtMs?: number
}

/** One data type of a provider. */
export interface Resource {
  /** The most days one `fetch` may be asked for. */
  windowDays: number
  /** How far back there is anything; null for everything. */
  historyDays: number | null
  /**
   * What the provider has for some days, as it wrote it, in what JSON can say: it is kept; for a type without days (athlete) the range says nothing. Throws
   * `ProviderError`.
   */
  fetch: (access: Access, range: DayRange) => Promise<unknown>
  /**
   * True for sessions of which an answer holds all that there are of its days: one that is stored and has gone from it was
   * deleted. For providers that do not tell of deletions.
   */
  isWhole?: boolean
  /** Records of the schema, oldest first. Pure: the same answer always gives the same records. Throws for an answer of another shape. */
  normalise(raw: unknown, context: Context): Made[]
}

/** Joins a fetch and a normaliser over the shape of the answer, of which only the fields that are used are named. */
export const resource = <R extends z.ZodType>(definition: {
  raw: R
  windowDays: number
  historyDays: number | null
  fetch: (access: Access, range: DayRange) => Promise<unknown>
  isWhole?: boolean
  normalise(raw: z.output<R>, context: Context): Made[]
}): Resource => ({
  windowDays: definition.windowDays,
  historyDays: definition.historyDays,
  fetch: definition.fetch,
  ...(definition.isWhole === undefined ? {} : { isWhole: definition.isWhole }),
  normalise: (raw, context) => definition.normalise(definition.raw.parse(raw), context),
})

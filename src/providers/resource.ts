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
  /** True where an answer may be a piece of what there is of its days, of which nothing is kept to add it to (`join`). */
  isPart?: true
}

/**
 * What `fetch` gives where the provider has taken the request and brings the data later, with its notifications, or has none
 * to bring.
 */
export const comesLater = Symbol('comes later')

/** A record made of a provider's answer. */
export interface Made {
  record: object
  /** When what it says was known, milliseconds since 1970, where the provider tells: orders versions of a record. */
  observedAtMs?: number
  /**
   * True where the provider says that part of what this is made of was deleted, and this is all that is left: it takes the
   * place of what was stored, where everything else is united with it.
   */
  isCut?: true
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
  /**
   * Adds a piece that a notification brought to what was brought of the same days before, or the other way round; what is
   * later counts. For providers that bring a day in pieces. Pure.
   */
  join?(earlier: unknown, later: unknown): unknown
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
  join?(earlier: unknown, later: unknown): unknown
  normalise(raw: z.output<R>, context: Context): Made[]
}): Resource => ({
  windowDays: definition.windowDays,
  historyDays: definition.historyDays,
  fetch: definition.fetch,
  ...(definition.isWhole === undefined ? {} : { isWhole: definition.isWhole }),
  ...(definition.join === undefined ? {} : { join: definition.join }),
  normalise: (raw, context) => definition.normalise(definition.raw.parse(raw), context),
})

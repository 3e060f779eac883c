import type { Moment } from './moments.ts'

/** What every item tells, whatever it is. */
export interface Told {
  id: string
  type: string
  start: Moment
  end: Moment
  /** The zone it is kept with, so that it means the same wherever the phone is later. */
  zone: string
  /** When this version of it was made; null for what is never changed. */
  changedAtMs: number | null
}

/** What a reader knows beside the item itself. */
export interface ReadContext {
  /** The phone's zone. */
  phone: string | null
  sentAtMs: number
}

/** Reads one element of a list: what it says, or a sentence about what is wrong with it. */
export type ListReader<T extends Told> = (raw: unknown, context: ReadContext) => T | string

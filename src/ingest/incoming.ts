import { createHash } from 'node:crypto'
import { checkRecord } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'
import { placeOf, type RecordPlace } from './keys.ts'

/**
 * A record ready to be stored: its exact JSON text, where it belongs, and a hash by which the same input is known
 * again. Plain values only, so that it can come from another thread.
 */
export interface Incoming {
  type: DataType
  text: string
  /** SHA-256 of the text, in hexadecimal. */
  hash: string
  place: RecordPlace
  /** When what it says was known, milliseconds since 1970; null means when it was brought. */
  observedAtMs: number | null
  /** Part of it was deleted at its provider: it takes the place of an earlier version. */
  isCut?: true
}

/** A record of any type, as an importer or a provider gives it. */
interface Brought {
  type: DataType
  record: object
  observedAtMs?: number
  isCut?: true
}

/** Prepares a record; `problems` are what does not fit the schema, without values (empty when all does). */
export function toIncoming({ type, record, observedAtMs, isCut }: Brought): { incoming: Incoming; problems: string[] } {
  const checked = checkRecord(type, record)
  const text = JSON.stringify(record)
  const hash = createHash('sha256').update(text, 'utf8').digest('hex')
  const place = placeOf(type, record)
  const incoming = { type, text, hash, place, observedAtMs: observedAtMs ?? null, ...(isCut ? { isCut } : {}) }
  return { incoming, problems: checked.ok ? [] : checked.problems }
}

import { unpack } from '../lib/packed.ts'
import { contentHash } from '../normalise/identity.ts'
import { mergeSuperset } from '../normalise/merge.ts'
import type { DataType } from '../schema/records.ts'
import type { Incoming } from './incoming.ts'
import { placeOf, type RecordPlace } from './keys.ts'
import { isNewer, madeAnewBy, madeBy, type Provenance, type Source, saidAgain, unitedWith } from './provenance.ts'
import type { StoredRecord } from './store.ts'

/** What is known under a key: from the database or from earlier in the same batch. */
export interface Known {
  hash: Buffer
  observedAtMs: number
  provenance: Provenance
  text(): string
}

/** A record to be stored. */
export interface Storing extends Known {
  type: DataType
  place: RecordPlace
}

export interface Changed extends Storing {
  kind: 'changed'
}

/** Null where what it was made of stays as it was. */
interface Unchanged {
  kind: 'unchanged'
  provenance: Provenance | null
}

/** Whether it is worth a write that a record was seen again unchanged. */
export const isWorthNoting = (before: Known | undefined, observedAtMs: number, source: Source | undefined): boolean =>
  before !== undefined &&
  (observedAtMs > before.observedAtMs || (observedAtMs === before.observedAtMs && isNewer(source, before.provenance)))

/** A stored row as what is known of it. */
export const knownOf = (row: StoredRecord): Known => ({
  hash: row.hash,
  observedAtMs: row.observed_at.getTime(),
  provenance: { rawIds: row.raw_ids, isWhole: row.raw_whole, mapper: row.mapper },
  text: () => unpack(row),
})

/** Two versions of a record as one; nothing of what was told before comes back into what is left after a deletion. */
export const united = (earlier: object, later: object, { isCut }: Pick<Incoming, 'isCut'>): object =>
  isCut ? later : mergeSuperset(earlier, later)

/** The version to store after an incoming one, unless that says nothing new. */
export function changedBy(
  before: Known | undefined,
  entry: Incoming,
  observedAtMs: number,
  source: Source | undefined,
): Changed | Unchanged {
  // The hash is of what came in, so that the same input is recognised even where merging made the stored one larger.
  const hash = Buffer.from(entry.hash, 'hex')
  const { type, place } = entry
  if (before === undefined)
    return { kind: 'changed', type, place, hash, observedAtMs, provenance: madeBy(source), text: () => entry.text }
  if (before.hash.equals(hash)) return { kind: 'unchanged', provenance: seenAgain(before, entry, source) }
  const stored: object = JSON.parse(before.text())
  const brought: object = JSON.parse(entry.text)
  const isLate = observedAtMs < before.observedAtMs
  const [earlier, later] = isLate ? [brought, stored] : [stored, brought]
  const merged = united(earlier, later, entry)
  const mergedHash = contentHash(merged)
  // What says all that is known makes the record alone, whatever came before it.
  const isAlone = !isLate && mergedHash === contentHash(brought)
  const provenance = isAlone ? madeAnewBy(before.provenance, source) : unitedWith(before.provenance, source, isLate)
  if (mergedHash === contentHash(stored))
    return { kind: 'unchanged', provenance: source === undefined ? null : provenance }
  const text = JSON.stringify(merged)
  return {
    kind: 'changed',
    type,
    place: placeOf(type, merged),
    hash: isLate ? before.hash : hash,
    observedAtMs: Math.max(observedAtMs, before.observedAtMs),
    provenance,
    text: () => text,
  }
}

/** What a record is made of after its last input said the same again; null where that stays as it was. */
function seenAgain(before: Known, entry: Incoming, source: Source | undefined): Provenance | null {
  if (source === undefined) return null
  const { rawIds, isWhole } = before.provenance
  if (isWhole && rawIds.length === 1) return madeBy(source)
  if (rawIds.length > 0) return source.rawId === null ? null : saidAgain(before.provenance, source)
  const isAlone = contentHash(JSON.parse(before.text())) === contentHash(JSON.parse(entry.text))
  return isAlone ? madeBy(source) : unitedWith(before.provenance, source, false)
}

import { contentHash } from '../../normalise/identity.ts'
import type { DataType } from '../../schema/records.ts'
import { type Known, type Storing, united } from '../change.ts'
import type { Incoming } from '../incoming.ts'
import { placeOf } from '../keys.ts'
import { madeBy, type Provenance, type Source } from '../provenance.ts'

/** What one input says of a record today. */
export interface Said {
  source: Source
  /** When that was known, milliseconds since 1970. */
  observedAtMs: number
  record: Incoming
}

export type Decision =
  | { kind: 'store'; record: Storing; before: object | null; after: object }
  /** It says what it said; only what read it is to be noted, where that is another. */
  | { kind: 'same'; provenance: Provenance | null }

const objectOf = (text: string): object => JSON.parse(text)

/**
 * How what is read anew meets what is stored: `replace` where that is all it was made of; else `unite`, whichever was said
 * later counting more, or `add` what it lacks and no more. So nothing is lost that came from elsewhere.
 */
export type Meeting = 'replace' | 'unite' | 'add'

/** What becomes of a record when what its inputs say is read anew; `said` is not empty. */
export function decide(type: DataType, known: Known | undefined, said: readonly Said[], meeting: Meeting): Decision {
  const inOrder = [...said].sort((a, b) => a.observedAtMs - b.observedAtMs)
  const last = inOrder.at(-1)
  if (last === undefined) return { kind: 'same', provenance: null }
  let read = objectOf(inOrder[0]?.record.text ?? last.record.text)
  for (const { record } of inOrder.slice(1)) read = united(read, objectOf(record.text), record)
  const before = known === undefined ? null : objectOf(known.text())
  const isLate = known !== undefined && (meeting === 'add' || last.observedAtMs < known.observedAtMs)
  const isAll = meeting === 'replace'
  const [earlier, later] = before === null || isAll ? [read, read] : isLate ? [read, before] : [before, read]
  const after = united(earlier, later, last.record)
  const provenance = provenanceOf(known, inOrder, last, isAll)
  if (before !== null && contentHash(after) === contentHash(before))
    return { kind: 'same', provenance: known?.provenance.mapper === provenance.mapper ? null : provenance }
  const text = JSON.stringify(after)
  const record: Storing = {
    type,
    place: placeOf(type, after),
    hash: known !== undefined && isLate && !isAll ? known.hash : Buffer.from(last.record.hash, 'hex'),
    observedAtMs: Math.max(last.observedAtMs, known?.observedAtMs ?? Number.NEGATIVE_INFINITY),
    provenance,
    text: () => text,
  }
  return { kind: 'store', record, before, after }
}

function provenanceOf(known: Known | undefined, inOrder: readonly Said[], last: Said, isAll: boolean): Provenance {
  if (known === undefined) return madeBy(last.source)
  const { rawIds } = known.provenance
  // Of what is not wholly known the inputs stay as they were: what is gone of them is in the record still.
  if (!isAll)
    return {
      rawIds: rawIds.length > 0 ? rawIds : madeBy(last.source).rawIds,
      isWhole: false,
      mapper: last.source.mapper,
    }
  const made = inOrder.flatMap(({ source }) => source.rawId ?? [])
  return { rawIds: [...new Set(made)], isWhole: true, mapper: last.source.mapper }
}

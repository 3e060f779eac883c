import { isFileMapper } from '../import/importer.ts'
import { idTime, publicId } from '../lib/ids.ts'

/** What records are made of: a kept answer or an import, and the mapper that reads it. */
export interface Source {
  /** Null where the input is not kept. */
  rawId: string | null
  /** With its version: `OURA@1`, `gpx@1`. */
  mapper: string
}

/** Of which inputs a stored record was made. */
export interface Provenance {
  /** Those that made its state, the last to say something last; empty when none is known. */
  rawIds: readonly string[]
  /** Whether they are all that is in it. */
  isWhole: boolean
  /** What read the last of them. */
  mapper: string | null
}

/** More are not remembered: the record is then not known to be whole. */
const mostIds = 20

/** Of what a source makes alone; without one nothing is known. */
export const madeBy = (source: Source | undefined): Provenance => ({
  rawIds: source?.rawId ? [source.rawId] : [],
  isWhole: Boolean(source?.rawId),
  mapper: source?.mapper ?? null,
})

/** After something was united with what was there; `isLate` where what was there had been said later. */
export function unitedWith(before: Provenance, source: Source | undefined, isLate: boolean): Provenance {
  if (!source?.rawId)
    return { rawIds: before.rawIds, isWhole: false, mapper: isLate ? before.mapper : (source?.mapper ?? before.mapper) }
  const others = before.rawIds.filter((id) => id !== source.rawId)
  const isLast = !isLate || others.length === 0
  const rawIds = isLast ? [...others, source.rawId] : [source.rawId, ...others]
  return {
    rawIds: rawIds.slice(-mostIds),
    isWhole: before.isWhole && rawIds.length <= mostIds && !isSameFile(before, source),
    mapper: isLast ? source.mapper : before.mapper,
  }
}

/** After something that says all that is known, whatever was there before it. */
export const madeAnewBy = (before: Provenance, source: Source | undefined): Provenance => {
  const made = madeBy(source)
  return { ...made, isWhole: made.isWhole && !isSameFile(before, source) }
}

/** A file is read as a stream: of a record that it tells of several times, one reading cannot make the whole. */
const isSameFile = (before: Provenance, source: Source | undefined): boolean =>
  Boolean(source?.rawId) && before.rawIds.at(-1) === source?.rawId && isFileMapper(source?.mapper ?? '')

/** After the last thing said was said again word for word: the newer input is kept for longer. */
export const saidAgain = (before: Provenance, source: Source): Provenance =>
  unitedWith({ ...before, rawIds: before.rawIds.slice(0, -1) }, source, false)

const dayMs = 86_400_000

/** Whether an input is so much newer than the last one known that it is worth a write to name it instead. */
export function isNewer(source: Source | undefined, { rawIds }: Provenance): boolean {
  const last = rawIds.at(-1)
  if (!source?.rawId) return false
  return last === undefined || idTime(source.rawId) - idTime(last) > dayMs
}

/** What a record was made of, as the management API shows it: the last input, and what read it. */
export const viewProvenance = ({ raw_id, mapper }: { raw_id: string | null; mapper: string | null }) => ({
  raw_id: raw_id === null ? null : publicId(mapper !== null && isFileMapper(mapper) ? 'import' : 'raw', raw_id),
  mapper,
})

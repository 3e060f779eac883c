import type { ActivityKind, ImportedRecord } from './importer.ts'

/**
 * When the records of a file were known (`ImportedRecord.observedAtMs`). People bring files in any order: the export of
 * March after that of June, the GPX of a ride a year after its FIT. So a file itself says how new it is, never the
 * moment at which it was brought; and the same file says so every time, so bringing it again changes nothing.
 *
 * - An Apple Health export tells all that the phone knows at its `ExportDate`: of two exports the later one has the
 *   longer day and the corrections. Without a readable date nothing is known, and the moment of bringing counts.
 * - A file of a device has no such date: those in its header are of the first second or of a conversion. What it says
 *   was known when the last of it was recorded. So the page of a day that was read out in the evening wins over that
 *   of noon, and a recording that is whole over the same one broken off.
 * - The person in a FIT file is as old as the file.
 */

/** Which format of one and the same ride counts: the one that can hold more. */
export const formatRanks: Readonly<Record<ActivityKind, number>> = { fit: 2, tcx: 1, gpx: 0 }

/**
 * A better format counts as known this much later for each rank, so that it wins whichever file is brought first. The
 * formats round the end of a ride differently and some drop the last point, which makes up to some ten seconds; a
 * millisecond would not outweigh that. A minute does, and still lets a whole GPX win over a FIT that breaks off.
 */
const rankMs = 60_000

/** When something that ended at `endMs` was known to a file of the kind, in whole milliseconds since 1970. */
export const recordedAt = (endMs: number, kind: ActivityKind): number => Math.round(endMs) + formatRanks[kind] * rankMs

/** The record with when it was known; null leaves that open. */
export const observed = (imported: ImportedRecord, observedAtMs: number | null): ImportedRecord =>
  observedAtMs === null ? imported : { ...imported, observedAtMs }

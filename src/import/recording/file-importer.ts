import { TellusError } from '../../lib/errors.ts'
import { describeRejections, type Rejections } from '../../normalise/plausible.ts'
import { parseInstant } from '../../normalise/time.ts'
import { batchesOf } from '../archive/batches.ts'
import { entriesOf } from '../container.ts'
import { kindOfContent, mismatch, unknownKind } from '../detect.ts'
import { readFit } from '../fit/read.ts'
import { readGpx } from '../gpx/read.ts'
import {
  type ActivityKind,
  type ImportContext,
  type ImportedRecord,
  type Importer,
  type ImportFile,
  isActivityKind,
} from '../importer.ts'
import { formatRanks, observed, recordedAt } from '../observed-at.ts'
import { readTcx } from '../tcx/read.ts'
import { fileProvider } from './activity.ts'
import { openDayBook } from './day-book.ts'
import type { ActivityFile, FileContents } from './file-contents.ts'
import { openWarningBook } from './warning-book.ts'

/** The readers of activity files, by their kind. */
export const activityReaders: Readonly<Record<ActivityKind, (file: ActivityFile) => Promise<FileContents>>> = {
  fit: readFit,
  tcx: readTcx,
  gpx: readGpx,
}

/**
 * Importer of activity files of one kind: the file itself, gzipped, or a zip. A zip may mix the kinds, as the exports
 * of Garmin and Strava do, so all three importers read any zip.
 */
export const activityFileImporter = (kind: ActivityKind): Importer => ({
  kind,
  provider: fileProvider,
  async *read(file, context) {
    yield* batchesOf(recordsOf(kind, file, context))
    context.onProgress(file.sizeBytes)
  },
})

async function* recordsOf(
  kind: ActivityKind,
  file: ImportFile,
  context: ImportContext,
): AsyncGenerator<ImportedRecord, void, undefined> {
  if (file.sizeBytes === 0) throw new TellusError('unprocessable', `${file.filename} is empty: bring the file again.`)
  const days = openDayBook(context.workDir)
  const warnings = openWarningBook()
  const containerContext = {
    workDir: context.workDir,
    signal: context.signal,
    onProgress: (bytesRead: number) => context.onProgress(bytesRead),
    warn: warnings.add,
  }
  const rejections: Rejections = new Map()
  const bestRank = new Map<string, number>()
  let athlete: FileContents['athlete'] = null
  let read = 0
  for await (const { name, bytes, alone } of entriesOf(file, containerContext)) {
    const found = kindOfContent(bytes)
    if (alone && found !== kind) throw found === null ? unknownKind(name) : mismatch(kind, found, name)
    if (found === null || !isActivityKind(found)) continue
    let contents: FileContents
    try {
      contents = await activityReaders[found]({ name, bytes, fallbackZone: context.fallbackZone })
    } catch (error) {
      if (alone || !(error instanceof TellusError)) throw error
      warnings.add(error.message, name)
      continue
    }
    context.signal.throwIfAborted()
    read++
    for (const sentence of contents.warnings) warnings.add(sentence, name)
    for (const [what, count] of contents.rejections) rejections.set(what, (rejections.get(what) ?? 0) + count)
    for (const page of contents.pages) await days.add(page)
    if (contents.athlete !== null && (contents.athlete.atMs ?? 0) >= (athlete?.atMs ?? 0)) athlete = contents.athlete
    for (const record of contents.activities) {
      const id = record.metadata.summary_id
      if ((bestRank.get(id) ?? 0) > formatRanks[found]) continue
      bestRank.set(id, formatRanks[found])
      const endMs = parseInstant(record.metadata.end_time).epochMs
      yield observed({ type: 'activity', record }, recordedAt(endMs, found))
      context.signal.throwIfAborted()
    }
  }
  for (const sentence of warnings.sentences()) context.warn(sentence)
  if (read === 0) {
    throw new TellusError('unprocessable', `${file.filename} holds no activity that Tellus can read: FIT, TCX or GPX.`)
  }
  for await (const record of days.records()) {
    context.signal.throwIfAborted()
    yield record
  }
  if (athlete !== null) yield observed({ type: 'athlete', record: athlete.athlete }, athlete.atMs)
  const left = describeRejections(rejections)
  if (left !== null) context.warn(left)
}

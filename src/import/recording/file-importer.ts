import { TellusError } from '../../lib/errors.ts'
import { describeRejections, type Rejections } from '../../normalise/plausible.ts'
import { parseInstant } from '../../normalise/time.ts'
import { entriesOf } from '../container.ts'
import { kindOfContent, mismatch, unknownKind } from '../detect.ts'
import { readFit } from '../fit/read.ts'
import { readGpx } from '../gpx/read.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { type ActivityKind, formatRanks, observed, recordedAt } from '../observed-at.ts'
import { readTcx } from '../tcx/read.ts'
import { fileProvider } from './activity.ts'
import { openDayBook } from './day-book.ts'
import type { ActivityFile, FileContents } from './file-contents.ts'
import { openWarningBook } from './warning-book.ts'

const readers: Readonly<Record<ActivityKind, (file: ActivityFile) => Promise<FileContents>>> = {
  fit: readFit,
  tcx: readTcx,
  gpx: readGpx,
}

const batchSize = 10
/** Samples in a batch at which it is given out before it is full: ten long rides at once would fill the memory. */
const batchSamples = 50_000

/**
 * Importer of activity files of one kind: the file itself, gzipped, or a zip. A zip may mix the kinds, as the exports
 * of Garmin and Strava do, so all three importers read any zip.
 */
export const activityFileImporter = (kind: ActivityKind): Importer => ({
  kind,
  provider: fileProvider,
  async *read(file, context) {
    let batch: ImportedRecord[] = []
    let samples = 0
    for await (const imported of recordsOf(kind, file, context)) {
      batch.push(imported)
      samples += samplesOf(imported)
      if (batch.length < batchSize && samples < batchSamples) continue
      yield batch
      batch = []
      samples = 0
    }
    if (batch.length > 0) yield batch
    context.onProgress(file.sizeBytes)
  },
})

/** About how many samples a record carries. */
function samplesOf({ type, record }: ImportedRecord): number {
  if (type !== 'activity') return 0
  const lists = [
    record.heart_rate_data?.detailed?.hr_samples,
    record.distance_data?.detailed?.distance_samples,
    record.distance_data?.detailed?.elevation_samples,
    record.movement_data?.speed_samples,
    record.movement_data?.cadence_samples,
    record.power_data?.power_samples,
    record.position_data?.position_samples,
  ]
  return lists.reduce((sum, list) => sum + (list?.length ?? 0), 0)
}

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
    if (found === null || found === 'apple-health') continue
    let contents: FileContents
    try {
      contents = await readers[found]({ name, bytes, fallbackZone: context.fallbackZone })
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

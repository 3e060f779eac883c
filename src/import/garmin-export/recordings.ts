import { TellusError } from '../../lib/errors.ts'
import type { Rejections } from '../../normalise/plausible.ts'
import { offsetText, parseInstant } from '../../normalise/time.ts'
import type { Activity } from '../../schema/records.ts'
import { type ContainerEntry, entriesOf } from '../container.ts'
import { kindOfContent } from '../detect.ts'
import {
  type ActivityKind,
  type ImportContext,
  type ImportedRecord,
  type ImportFile,
  isActivityKind,
} from '../importer.ts'
import { formatRanks, observed, recordedAt } from '../observed-at.ts'
import type { DayBook } from '../recording/day-book.ts'
import type { FileContents } from '../recording/file-contents.ts'
import { activityReaders } from '../recording/file-importer.ts'
import type { WarningBook } from '../recording/warning-book.ts'
import { summaryOffset, titled } from './activity.ts'
import type { Summarized } from './shapes.ts'
import type { Workouts } from './workouts.ts'

/** Whether a file of the export holds recordings: zips of them, or one by itself. */
export const holdsRecordings = (path: string): boolean =>
  /(^|\/)(DI-Connect-Uploaded-Files\/[^/]+|UploadedFiles[^/]*)\.zip$/i.test(path) ||
  /\.(fit|tcx|gpx)(\.gz)?$/i.test(path)

export interface Gathering {
  workouts: Workouts
  book: DayBook
  warnings: WarningBook
  rejections: Rejections
  onShare(share: number): void
}

/**
 * The workouts that the devices recorded, each once, and the person at the end; the days go to the book. A workout may have been
 * uploaded twice, from the watch and by hand: the format that holds more counts, and of equals the first.
 */
export async function* recordingsOf(
  file: ImportFile,
  context: ImportContext,
  { workouts, book, warnings, rejections, onShare }: Gathering,
): AsyncGenerator<ImportedRecord, void, undefined> {
  const bestRank = new Map<string, number>()
  let athlete: FileContents['athlete'] = null
  const entries = entriesOf(file, {
    workDir: context.workDir,
    signal: context.signal,
    onProgress: (bytesRead) => onShare(bytesRead / file.sizeBytes),
    warn: warnings.add,
    takes: holdsRecordings,
  })
  for await (const entry of entries) {
    const kind = kindOfContent(entry.bytes)
    if (kind === null || !isActivityKind(kind)) continue
    const contents = await readEntry(entry, kind, context, warnings)
    context.signal.throwIfAborted()
    if (contents === null) continue
    for (const sentence of contents.warnings) warnings.add(sentence, entry.name)
    for (const [what, count] of contents.rejections) rejections.set(what, (rejections.get(what) ?? 0) + count)
    for (const page of contents.pages) await book.add(page)
    if (contents.athlete !== null && (contents.athlete.atMs ?? 0) >= (athlete?.atMs ?? 0)) athlete = contents.athlete
    for (const told of contents.activities) {
      const record = await matched(told, entry, kind, workouts)
      const id = record.metadata.summary_id
      if ((bestRank.get(id) ?? -1) >= formatRanks[kind]) continue
      bestRank.set(id, formatRanks[kind])
      const endMs = parseInstant(record.metadata.end_time).epochMs
      yield observed({ type: 'activity', record }, recordedAt(endMs, kind))
      context.signal.throwIfAborted()
    }
  }
  if (athlete !== null) yield observed({ type: 'athlete', record: athlete.athlete }, athlete.atMs)
}

/** What a file holds; null, with a warning, for one that cannot be read. Settings and courses lie among the recordings. */
async function readEntry(
  entry: ContainerEntry,
  kind: ActivityKind,
  { fallbackZone }: Pick<ImportContext, 'fallbackZone'>,
  warnings: WarningBook,
): Promise<FileContents | null> {
  try {
    // The reader of FIT changes the bytes, which may be read again.
    return await activityReaders[kind]({ name: entry.name, bytes: Buffer.from(entry.bytes), fallbackZone })
  } catch (error) {
    if (!(error instanceof TellusError)) throw error
    if (!isNoRecording(error)) warnings.add(error.message, entry.name)
    return null
  }
}

/** Files that hold no recording are what an export is full of: not worth a word. */
const isNoRecording = (error: TellusError): boolean => /not a recording|nothing to import/.test(error.message)

/** A recorded workout with what the summaries know of it, and on the clock that they tell where its file tells none. */
async function matched(
  record: Activity,
  entry: ContainerEntry,
  kind: ActivityKind,
  workouts: Workouts,
): Promise<Activity> {
  const summary = workouts.at(parseInstant(record.metadata.start_time).epochMs)
  if (summary === null) return record
  workouts.weigh(summary, record.calories_data?.total_burned_calories)
  return titled(await onClock(record, summary, entry, kind), summary)
}

async function onClock(
  record: Activity,
  summary: Summarized,
  entry: ContainerEntry,
  kind: ActivityKind,
): Promise<Activity> {
  const offset = summaryOffset(summary)
  if (record.metadata.timestamp_localization === 1 || offset === null) return record
  const again = await activityReaders[kind]({
    name: entry.name,
    bytes: Buffer.from(entry.bytes),
    fallbackZone: offsetText(offset),
  })
  return again.activities.find((one) => one.metadata.summary_id === record.metadata.summary_id) ?? record
}

import { TellusError } from '../../lib/errors.ts'
import { mergeSuperset } from '../../normalise/merge.ts'
import { describeRejections, type Rejections } from '../../normalise/plausible.ts'
import type { UnknownSports } from '../../normalise/sport-map.ts'
import { nextDate, startOfLocalDay } from '../../normalise/time.ts'
import { isUtcName, offsetOfZone } from '../../normalise/zones.ts'
import { batchesOf } from '../archive/batches.ts'
import { type DayFiles, openDayFiles } from '../archive/day-files.ts'
import { openArchive } from '../archive/members.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed, recordedAt } from '../observed-at.ts'
import { bodyOf } from '../recording/body.ts'
import { dailyOf } from '../recording/daily.ts'
import { type DayBook, openDayBook } from '../recording/day-book.ts'
import { lastBodyMs, lastDailyMs } from '../recording/day-page.ts'
import { openWarningBook } from '../recording/warning-book.ts'
import { summarizedActivity } from './activity.ts'
import { offsetsOf, summaryDaily } from './daily.ts'
import { type DayJson, partOf, readJson } from './read-json.ts'
import { holdsRecordings, recordingsOf } from './recordings.ts'
import { sleepOf } from './sleep.ts'
import { workoutsOf } from './workouts.ts'

/**
 * Garmin's "Export your data": all that an account has, in a zip that holds zips of the FIT files as the devices wrote them, and
 * files of JSON with what Garmin made of them. The JSON is read first. Then every recording is read, and a workout
 * that the JSON knows too gets its number and name; workouts without a recording come from the JSON alone. A day is made
 * of both: Garmin's own sums, and the readings of the watch.
 */
export const garminExport: Importer = { kind: 'garmin-export', provider: 'GARMIN', read }

/** Shares of the progress bar: the recordings are nearly all of the work. */
const [jsonShare, recordingsShare] = [0.1, 0.75]

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  for await (const batch of batchesOf(recordsOf(file, context))) {
    yield batch
    context.signal.throwIfAborted()
  }
  context.onProgress(file.sizeBytes)
}

async function* recordsOf(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord, void, undefined> {
  context.signal.throwIfAborted()
  const progress = (share: number): void => context.onProgress(Math.floor(file.sizeBytes * Math.min(1, share)))
  const days = openDayFiles<DayJson>(context.workDir, 'garmin.ndjson')
  const book = openDayBook(context.workDir)
  const warnings = openWarningBook()
  const rejections: Rejections = new Map()
  const unknownSports: UnknownSports = new Map()
  const workouts = workoutsOf(await readSummaries(file, context, { days, warnings, progress }))
  yield* recordingsOf(file, context, {
    workouts,
    book,
    warnings,
    rejections,
    onShare: (share) => progress(jsonShare + recordingsShare * share),
  })
  for (const sentence of warnings.sentences()) context.warn(sentence)
  const kcalPerUnit = workouts.kcalPerUnit()
  for (const summary of workouts.left()) {
    const made = summarizedActivity(summary, {
      fallbackZone: context.fallbackZone,
      rejections,
      unknownSports,
      kcalPerUnit,
    })
    if (made !== null) yield observed({ type: 'activity', record: made.record }, made.endMs)
  }
  yield* daysOf(days, book, context, rejections)
  for (const [sport, times] of unknownSports) {
    context.warn(`The export names the sport "${sport}" (${times}), which Tellus does not know: kept as Other.`)
  }
  const left = describeRejections(rejections)
  if (left !== null) context.warn(left)
}

/** Reads the JSON. Throws where the archive is none of Garmin's. */
async function readSummaries(
  file: ImportFile,
  { signal }: ImportContext,
  {
    days,
    warnings,
    progress,
  }: {
    days: DayFiles<DayJson>
    warnings: ReturnType<typeof openWarningBook>
    progress(share: number): void
  },
) {
  await using archive = await openArchive(file, (path) => partOf(path) !== null || holdsRecordings(path))
  if (archive.members.length === 0) {
    throw new TellusError(
      'unprocessable',
      `${file.filename} holds nothing of Garmin Connect that Tellus can read: bring the zip that "Export your data" gives.`,
    )
  }
  const told = archive.members.filter(({ path }) => partOf(path) !== null)
  const total = told.reduce((sum, { packedBytes }) => sum + packedBytes, 0)
  let done = 0
  return await readJson(told, {
    days,
    signal,
    warnings,
    onRead(packedBytes) {
      done += packedBytes
      if (total > 0) progress((jsonShare * done) / total)
    },
  })
}

/** Day, body and night of each date, in order. */
async function* daysOf(
  days: DayFiles<DayJson>,
  book: DayBook,
  { fallbackZone, signal }: ImportContext,
  rejections: Rejections,
): AsyncGenerator<ImportedRecord, void, undefined> {
  const dates = [...new Set([...days.dates(), ...(await book.dates())])].sort()
  for (const date of dates) {
    signal.throwIfAborted()
    const told: DayJson = Object.assign({}, ...(await days.read(date)))
    const { summary = null, night = null, health = null } = { ...told }
    const page = await book.page(date)
    const own = summary === null ? null : offsetsOf(summary)
    const watch = page?.offset.known ? { start: page.offset.minutes, end: page.offset.minutes } : null
    const offsets = {
      of: own ?? watch ?? zoneOffsets(date, fallbackZone),
      known: (own ?? watch) !== null || !isUtcName(fallbackZone),
    }
    const measured = page === null ? null : dailyOf(page)
    const summed = summaryDaily(summary, health, date, offsets, rejections)
    const daily = measured !== null && summed !== null ? mergeSuperset(measured, summed) : (summed ?? measured)
    const lastMs = page === null ? null : lastDailyMs(page)
    const knownMs = lastMs === null ? (summary?.wellnessEndTimeGmt ?? null) : recordedAt(lastMs, 'fit')
    if (daily !== null) yield observed({ type: 'daily', record: daily }, knownMs)
    const body = page === null ? null : bodyOf(page)
    const weighedMs = page === null ? null : lastBodyMs(page)
    if (body !== null) {
      yield observed({ type: 'body', record: body }, weighedMs === null ? null : recordedAt(weighedMs, 'fit'))
    }
    const slept = night === null ? null : sleepOf(night, health, offsets, rejections)
    if (slept !== null) yield observed({ type: 'sleep', record: slept.record }, slept.endMs)
  }
}

const zoneOffsets = (date: string, zone: string) => ({
  start: offsetOfZone(zone, startOfLocalDay(date, zone)),
  end: offsetOfZone(zone, startOfLocalDay(nextDate(date), zone)),
})

import { TellusError } from '../../lib/errors.ts'
import { describeRejections } from '../../normalise/plausible.ts'
import type { UnknownSports } from '../../normalise/sport-map.ts'
import { isUtcName } from '../../normalise/zones.ts'
import { batchesOf } from '../archive/batches.ts'
import { type DayFiles, openDayFiles } from '../archive/day-files.ts'
import { openArchive } from '../archive/members.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed } from '../observed-at.ts'
import { openWarningBook } from '../recording/warning-book.ts'
import { activitiesOf } from './activity.ts'
import { bodyOf } from './body.ts'
import { dailyOf, lastMsOf } from './daily.ts'
import { type Day, type DayPart, joinParts } from './day.ts'
import { partOf } from './parts.ts'
import { type Contents, readArchive } from './read-archive.ts'
import { sleepsOf } from './sleep.ts'

/**
 * Fitbit's archive of an account: Google Takeout's, and the older one of Fitbit's own site. Its files are by kind and by day or
 * month, with hundreds of millions of readings in a decade. So it is read in two halves: first every file of use is read as a
 * stream, one after another, and what it says is put to its date on disk; then the dates are taken in order, three in
 * memory at a time, and each gives its records.
 */
export const googleTakeout: Importer = { kind: 'google-takeout', provider: 'FITBIT', read }

/** Share of the progress bar for the files; the rest is for the days. */
const filesShare = 0.7

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  for await (const batch of batchesOf(recordsOf(file, context))) {
    yield batch
    context.signal.throwIfAborted()
  }
  context.onProgress(file.sizeBytes)
}

async function* recordsOf(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord, void, undefined> {
  context.signal.throwIfAborted()
  await using archive = await openArchive(file, (path) => partOf(path) !== null)
  if (archive.members.length === 0) {
    throw new TellusError(
      'unprocessable',
      `${file.filename} holds nothing of Fitbit that Tellus can read: ask Google Takeout for Fitbit (or Google Health), as a zip.`,
    )
  }
  const days = openDayFiles<DayPart>(context.workDir, 'fitbit.ndjson')
  const warnings = openWarningBook()
  const contents = await readArchive(archive.members, days, {
    fallbackZone: context.fallbackZone,
    signal: context.signal,
    warnings,
    onShare: (share) => context.onProgress(Math.floor(file.sizeBytes * filesShare * share)),
  })
  for (const sentence of warnings.sentences()) context.warn(sentence)
  const { clock, profile } = contents
  if (profile === null && isUtcName(clock.zone)) {
    context.warn(`${file.filename} has no Profile.csv, which tells the zone: times were taken as UTC.`)
  }
  if (clock.streamsAreLocal) {
    context.warn('The minutes of this archive are in local time, by the nights in it, and were read so.')
  }
  if (profile !== null && Object.values(profile.athlete).some((value) => value !== null)) {
    yield { type: 'athlete', record: profile.athlete }
  }
  yield* daysOf(days, contents, context, (share) =>
    context.onProgress(Math.floor(file.sizeBytes * (filesShare + (1 - filesShare) * share))),
  )
}

/** The records of all dates, in order. */
async function* daysOf(
  days: DayFiles<DayPart>,
  contents: Contents,
  { signal, warn }: ImportContext,
  onShare: (share: number) => void,
): AsyncGenerator<ImportedRecord, void, undefined> {
  const dates = days.dates()
  const load = async (date: string | undefined): Promise<Day | null> =>
    date === undefined ? null : joinParts(date, await days.read(date))
  const unknownSports: UnknownSports = new Map()
  let before: Day | null = null
  let day = await load(dates[0])
  for (let at = 0; day !== null; at++) {
    signal.throwIfAborted()
    const after = await load(dates[at + 1])
    yield* recordsOfDay(before, day, after, contents, unknownSports)
    onShare((at + 1) / dates.length)
    ;[before, day] = [day, after]
  }
  for (const [sport, times] of unknownSports) {
    warn(`The archive names the sport "${sport}" (${times}), which Tellus does not know: kept as Other.`)
  }
  const left = describeRejections(contents.rejections)
  if (left !== null) warn(left)
}

/** The neighbours are those that the archive has: what was measured in a night or a workout is found by its instant. */
function* recordsOfDay(
  before: Day | null,
  day: Day,
  after: Day | null,
  { clock, profile, scores, rejections }: Contents,
  unknownSports: UnknownSports,
): Generator<ImportedRecord, void, undefined> {
  const daily = dailyOf(day, clock, rejections)
  if (daily !== null) yield observed({ type: 'daily', record: daily }, lastMsOf(day))
  const body = bodyOf(day, clock, profile, rejections)
  if (body !== null) yield observed({ type: 'body', record: body.record }, body.lastMs)
  for (const { record, endMs } of sleepsOf(before, day, { clock, scores, rejections })) {
    yield observed({ type: 'sleep', record }, endMs)
  }
  for (const { record, knownMs } of activitiesOf(day, after, { clock, rejections, unknownSports })) {
    yield observed({ type: 'activity', record }, knownMs)
  }
}

import { setImmediate } from 'node:timers/promises'
import { TellusError } from '../../lib/errors.ts'
import { max } from '../../normalise/samples.ts'
import { offsetOfZone } from '../../normalise/time.ts'
import { buildRecords } from '../days/build.ts'
import { type Collector, isMoment, openCollector } from '../days/collector.ts'
import { describeProblems } from '../days/problems.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed } from '../observed-at.ts'
import { breaksOff, guardEmpty } from '../tables/brought.ts'
import { type Database, openDatabase } from './database.ts'
import { energyDivisor, isInJoules } from './energy.ts'
import { extractDatabase } from './extract.ts'
import { readMeals } from './meals.ts'
import { readGlucose, readInstants, readIntervals, readSeries } from './readings.ts'
import { readNights, readWorkouts, type SessionInput } from './sessions.ts'
import { readSources } from './sources.ts'
import { glucose, instants, intervals, series } from './tables.ts'

/**
 * The export of Health Connect (Android 14 and later): a zip with one SQLite database, or that database. Its tables are
 * read one after the other, each row once and in the order in which it lies, into the days of a work folder; memory does
 * not grow with the file.
 */
export const healthConnect: Importer = { kind: 'health-connect', provider: 'HEALTH_CONNECT', read }

/** Shares of the progress bar: unpacking, reading, building. */
const unpackShare = 0.2
const readShare = 0.5

/** The event loop gets its turn at least this often, ms; the clock is looked at after so many rows. */
const longestStretchMs = 15
const rowsPerLook = 256

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  context.signal.throwIfAborted()
  guardEmpty(file)
  const progress = (share: number): void => context.onProgress(Math.floor(file.sizeBytes * Math.min(1, share)))
  const { path, sizeBytes, isCut } = await extractDatabase(file, context)
  progress(unpackShare)
  using db = openDatabase(path, sizeBytes, file.filename)
  using collector = openCollector(context.workDir)
  const sources = readSources(db)
  const divisor = energyDivisor(db)
  const turns = createTurns(context.signal)
  const input: SessionInput = {
    db,
    collector,
    sources,
    seen: turns.seen,
    offsetAt: (seconds, epochMs) =>
      seconds === null ? zoneOffset(context.fallbackZone, epochMs) : Math.round(seconds / 60),
  }
  await readAll(input, divisor, file, (done) => progress(unpackShare + done * readShare))
  const batches = buildRecords({
    provider: healthConnect.provider,
    collector,
    sources: sources.list,
    context,
    onDay: (done) => progress(unpackShare + readShare + done * (1 - unpackShare - readShare)),
  })
  for await (const batch of batches) yield batch.map((imported) => observed(imported, turns.lastModifiedMs()))
  if (isCut) context.warn(breaksOff(file.filename))
  for (const sentence of sentencesOf(file, db, collector, divisor)) context.warn(sentence)
  context.onProgress(file.sizeBytes)
}

/** A time that cannot be is left out later; no zone knows it. */
const zoneOffset = (zone: string, epochMs: number): number => (isMoment(epochMs) ? offsetOfZone(zone, epochMs) : 0)

/** Reads every table that has a place in the schema. Throws when the database has none of them. */
async function readAll(
  input: SessionInput,
  divisor: number,
  file: ImportFile,
  onTable: (done: number) => void,
): Promise<void> {
  const { db } = input
  const tables = [...instants, ...intervals, glucose, ...series].map(({ table }) => table)
  const others = ['sleep_session_record_table', 'exercise_session_record_table', 'nutrition_record_table']
  if (![...tables, ...others].some((table) => db.has(table))) {
    throw new TellusError('unprocessable', `${file.filename} holds no table of Health Connect: export it again.`)
  }
  const steps: readonly (() => Promise<void>)[] = [
    ...instants.map((rule) => () => readInstants(input, rule)),
    () => readGlucose(input),
    ...intervals.map((rule) => () => readIntervals(input, rule, divisor)),
    ...series.map((rule) => () => readSeries(input, rule)),
    () => readMeals(input, divisor),
    () => readNights(input),
    () => readWorkouts(input),
  ]
  for (const [i, step] of steps.entries()) {
    await step()
    onTable((i + 1) / steps.length)
  }
}

/** Counts rows, notes when the last of them was changed, and lets others have their turn. */
function createTurns(signal: AbortSignal) {
  let rows = 0
  let turnEndsAt = performance.now() + longestStretchMs
  let lastMs: number | null = null
  return {
    /** When the last thing in the database was changed: then all of it was known. Null when it does not tell. */
    lastModifiedMs: (): number | null => lastMs,
    seen(lastModifiedMs: number | null): Promise<void> | undefined {
      if (lastModifiedMs !== null && Number.isSafeInteger(lastModifiedMs)) lastMs = max([lastMs, lastModifiedMs])
      if (++rows % rowsPerLook !== 0 || performance.now() < turnEndsAt) return undefined
      return nextTurn()
    },
  }
  async function nextTurn(): Promise<void> {
    await setImmediate()
    turnEndsAt = performance.now() + longestStretchMs
    signal.throwIfAborted()
  }
}

function sentencesOf(file: ImportFile, db: Database, collector: Collector, divisor: number): string[] {
  const damaged = [...db.damaged].sort()
  return [
    ...(damaged.length > 0
      ? [`${file.filename} is damaged: ${damaged.join(', ')} could be read only in part. Export it again for the rest.`]
      : []),
    ...(isInJoules(divisor)
      ? [`Read the energies of ${file.filename} as joules: as calories no body burns so much.`]
      : []),
    ...describeProblems(collector.problems),
  ]
}

import { TellusError } from '../../lib/errors.ts'
import { tryParseInstant } from '../../normalise/time.ts'
import { buildRecords } from '../days/build.ts'
import { openCollector } from '../days/collector.ts'
import { describeProblems } from '../days/problems.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed } from '../observed-at.ts'
import { guardEmpty } from '../tables/brought.ts'
import { type Archive, openArchive } from './archive.ts'
import { readMeals } from './meals.ts'
import { readNights } from './nights.ts'
import { type ReadInput, readFiles, readTable } from './readings.ts'
import { readSources } from './sources.ts'
import { tables } from './tables.ts'
import { readTotals } from './totals.ts'
import { readWorkouts } from './workouts.ts'

/**
 * Samsung Health's "Download personal data", zipped: some eighty tables as CSV and thousands of small JSON files with what
 * the tables only sum up. The tables are read first and note which files tell more; then the zip is walked once for those
 * files, in the order in which they lie. Memory does not grow with the archive.
 */
export const samsungHealth: Importer = { kind: 'samsung-health', provider: 'SAMSUNG', read }

/** Shares of the progress bar: the tables, the files, the days. */
const tableShare = 0.4
const fileShare = 0.3

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  context.signal.throwIfAborted()
  guardEmpty(file)
  const progress = (share: number): void => context.onProgress(Math.floor(file.sizeBytes * Math.min(1, share)))
  await using archive = await openArchive(file, context)
  using collector = openCollector(context.workDir)
  const sources = await readSources(archive)
  const input = { archive, collector, sources, zone: context.fallbackZone, pending: new Map() }
  await readTables(input, file, (done) => progress(done * tableShare))
  await readFiles(input, (done) => progress(tableShare + done * fileShare))
  input.pending.clear()
  const { exported } = archive
  const madeAtMs = exported === null ? null : (tryParseInstant(exported, context.fallbackZone)?.epochMs ?? null)
  const batches = buildRecords({
    provider: samsungHealth.provider,
    collector,
    sources: sources.list,
    context,
    onDay: (done) => progress(tableShare + fileShare + done * (1 - tableShare - fileShare)),
  })
  for await (const batch of batches) yield batch.map((imported) => observed(imported, madeAtMs))
  for (const sentence of [...damageOf(file, archive), ...describeProblems(collector.problems)]) context.warn(sentence)
  context.onProgress(file.sizeBytes)
}

/** Reads every table that has a place in the schema. Throws when the archive has none of them. */
async function readTables(input: ReadInput, file: ImportFile, onTable: (done: number) => void): Promise<void> {
  const steps: readonly (() => Promise<void>)[] = [
    ...tables.map((rule) => () => readTable(input, rule)),
    () => readTotals(input),
    () => readNights(input),
    () => readWorkouts(input),
    () => readMeals(input),
  ]
  if (input.archive.tables.size === 0) {
    throw new TellusError(
      'unprocessable',
      `${file.filename} holds no table of Samsung Health: zip the folder that "Download personal data" makes.`,
    )
  }
  for (const [i, step] of steps.entries()) {
    await step()
    onTable((i + 1) / steps.length)
  }
}

function damageOf(file: ImportFile, { damaged }: Archive): string[] {
  if (damaged.size === 0) return []
  const names = [...damaged].sort().join(', ')
  return [`${file.filename} is damaged: ${names} could be read only in part. Export it again for the rest.`]
}

import { tryParseInstant } from '../../normalise/time.ts'
import { buildRecords } from '../days/build.ts'
import { type Collector, openCollector, SampleFlag } from '../days/collector.ts'
import type { Measure } from '../days/measures.ts'
import { describeProblems } from '../days/problems.ts'
import { createSourceBook, nameOf, type SourceBook } from '../days/sources.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed } from '../observed-at.ts'
import { breaksOff, guardEmpty, rowsOfFile } from '../tables/brought.ts'
import type { TableReading } from '../tables/csv.ts'
import { createFloatingClock, wallTime } from '../tables/floating-time.ts'
import { decimal, glucoseOf } from '../tables/glucose-cell.ts'
import { column, isLibreHeader, recordType } from './columns.ts'
import { type Survey, surveyLibre } from './survey.ts'

/**
 * The glucose history that LibreView gives as a CSV: FreeStyle Libre sensors, their scans, test strips, ketones and
 * insulin. The file is read twice: first to find out how it writes dates, then for what it tells.
 */
export const libreCsv: Importer = { kind: 'libre-csv', provider: 'FREESTYLELIBRE', read }

/** Shares of the progress bar: the survey, the reading, the days. */
const surveyShare = 0.3
const readShare = 0.4

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  context.signal.throwIfAborted()
  guardEmpty(file)
  const progress = (share: number): void => context.onProgress(Math.floor(file.sizeBytes * Math.min(1, share)))
  const part = (bytes: number): number => bytes / file.sizeBytes
  const survey = await surveyLibre(file, context, (bytes) => progress(part(bytes) * surveyShare))
  using collector = openCollector(context.workDir)
  const book = createSourceBook()
  const reading: TableReading = { damaged: false }
  const take = createTaker(collector, book, survey, context.fallbackZone)
  let isBelowHeader = false
  for await (const row of rowsOfFile(file, reading, context, (bytes) =>
    progress(surveyShare + part(bytes) * readShare),
  )) {
    if (isBelowHeader) take(row)
    else isBelowHeader = isLibreHeader(row)
  }
  const madeAtMs = survey.created === null ? null : (tryParseInstant(survey.created)?.epochMs ?? null)
  const batches = buildRecords({
    provider: libreCsv.provider,
    collector,
    sources: book.list,
    context,
    onDay: (done) => progress(surveyShare + readShare + done * (1 - surveyShare - readShare)),
  })
  for await (const batch of batches) yield batch.map((imported) => observed(imported, madeAtMs))
  if (reading.damaged) context.warn(breaksOff(file.filename))
  if (survey.isGuessed) {
    context.warn(`The dates of ${file.filename} do not tell day from month: they were read as ${survey.order}.`)
  }
  for (const sentence of describeProblems(collector.problems)) context.warn(sentence)
  context.onProgress(file.sizeBytes)
}

/** Glucose columns by record type, and what they become. */
const glucoseColumns: ReadonlyMap<string, readonly [number, Measure]> = new Map([
  [recordType.HISTORIC, [column.historic, 'glucose']],
  [recordType.SCAN, [column.scan, 'spotGlucose']],
  [recordType.STRIP, [column.strip, 'spotGlucose']],
])

/** 1 mmol of β-hydroxybutyrate, the ketone that a strip measures, is 104.1 mg (molar mass of C₄H₈O₃). */
const ketoneMgPerDlPerMmol = 10.41

/** Turns rows into readings. The clock of each record type runs by itself: the types need not stand in one order. */
function createTaker(collector: Collector, book: SourceBook, survey: Survey, zone: string): (row: string[]) => void {
  const clocks = new Map<string, ReturnType<typeof createFloatingClock>>()
  const { problems } = collector
  return (row) => {
    const type = row[column.recordType] ?? ''
    const glucose = glucoseColumns.get(type)
    if (glucose === undefined && type !== recordType.KETONE && type !== recordType.INSULIN) return
    const clock = clocks.get(type) ?? createFloatingClock(zone, survey.isAscending)
    clocks.set(type, clock)
    const wall = wallTime(row[column.time] ?? '', survey.order)
    const instant = wall === null ? null : clock(wall)
    if (instant === null) {
      problems.badTimes++
      return
    }
    const add = (measure: Measure, value: number | null, flags = 0): void => {
      if (value === null) problems.badValues++
      else {
        const { epochMs: startMs, offsetMinutes } = instant
        collector.add({ measure, startMs, value, source: sourceOf(row, book), offsetMinutes, flags })
      }
    }
    if (glucose !== undefined) {
      const [at, measure] = glucose
      const read = glucoseOf(row[at] ?? '', survey.unitAt(at))
      add(measure, read?.value ?? null, read?.flags)
    } else if (type === recordType.KETONE) {
      const mmol = decimal(row[column.ketones] ?? '')
      add('ketones', mmol === null ? null : mmol * ketoneMgPerDlPerMmol)
    } else {
      // A dose may be noted without its size.
      const [rapid, long] = [decimal(row[column.rapidInsulin] ?? ''), decimal(row[column.longInsulin] ?? '')]
      if (rapid !== null) add('insulin', rapid, SampleFlag.BOLUS)
      if (long !== null) add('insulin', long, SampleFlag.BASAL)
    }
  }
}

function sourceOf(row: readonly string[], book: SourceBook): number {
  const [device, serial] = [nameOf(row[column.device]), nameOf(row[column.serial])]
  const name = device ?? 'FreeStyle Libre'
  return book.numberOf(`${name} ${serial}`, () => ({
    name,
    rank: 0,
    isDevice: true,
    device: { name, manufacturer: 'Abbott', ...(serial !== null && { serial_number: serial }) },
  }))
}

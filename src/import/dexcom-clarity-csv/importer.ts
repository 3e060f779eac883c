import { TellusError } from '../../lib/errors.ts'
import { readDate } from '../../normalise/instant-text.ts'
import type { Athlete } from '../../schema/records.ts'
import { buildRecords } from '../days/build.ts'
import { type Collector, openCollector, SampleFlag } from '../days/collector.ts'
import { describeProblems } from '../days/problems.ts'
import { createSourceBook, nameOf, type SourceBook } from '../days/sources.ts'
import type { ImportContext, ImportedRecord, Importer, ImportFile } from '../importer.ts'
import { observed } from '../observed-at.ts'
import { breaksOff, guardEmpty, rowsOfFile } from '../tables/brought.ts'
import type { TableReading } from '../tables/csv.ts'
import { createFloatingClock, wallTime } from '../tables/floating-time.ts'
import { decimal, type GlucoseUnit, glucoseOf, unitOf } from '../tables/glucose-cell.ts'
import { column, eventOf, insulinKind, isClarityHeader } from './columns.ts'

/** The export of Dexcom Clarity as a CSV: readings of the sensor, calibrations, insulin, and whose they are. */
export const dexcomClarityCsv: Importer = { kind: 'dexcom-clarity-csv', provider: 'DEXCOM', read }

/** Share of the progress bar for the reading; the rest is for the days. */
const readShare = 0.7

async function* read(file: ImportFile, context: ImportContext): AsyncGenerator<ImportedRecord[], void, undefined> {
  context.signal.throwIfAborted()
  guardEmpty(file)
  using collector = openCollector(context.workDir)
  const book = createSourceBook()
  const reading: TableReading = { damaged: false }
  const progress = (share: number): void => context.onProgress(Math.floor(file.sizeBytes * Math.min(1, share)))
  const rows = rowsOfFile(file, reading, context, (bytes) => progress((bytes / file.sizeBytes) * readShare))
  const taker = createTaker(collector, book, context.fallbackZone)
  let isBelowHeader = false
  for await (const row of rows) {
    if (isBelowHeader) taker.take(row)
    else if (isClarityHeader(row)) {
      isBelowHeader = true
      taker.unit = unitOf(row[column.glucose] ?? '') ?? 'mg/dL'
    }
  }
  if (!isBelowHeader) {
    throw new TellusError(
      'unprocessable',
      `${file.filename} is no export of Dexcom Clarity: bring the CSV that "Export" gives there.`,
    )
  }
  // The file has no date of its own: what it tells was known when the last of it was measured.
  const knownAtMs = Number.isFinite(taker.lastMs) ? taker.lastMs : null
  const athlete = athleteOf(taker.person)
  if (athlete !== null) yield [observed({ type: 'athlete', record: athlete }, knownAtMs)]
  const batches = buildRecords({
    provider: dexcomClarityCsv.provider,
    collector,
    sources: book.list,
    context,
    onDay: (done) => progress(readShare + done * (1 - readShare)),
  })
  for await (const batch of batches) yield batch.map((imported) => observed(imported, knownAtMs))
  if (reading.damaged) context.warn(breaksOff(file.filename))
  for (const sentence of describeProblems(collector.problems)) context.warn(sentence)
  context.onProgress(file.sizeBytes)
}

/** What the rows without a time say of the person, by the name of the row. */
type Person = ReadonlyMap<string, string>

function athleteOf(person: Person): Athlete | null {
  const birth = person.get('DateOfBirth') ?? ''
  const athlete = {
    first_name: nameOf(person.get('FirstName')),
    last_name: nameOf(person.get('LastName')),
    date_of_birth: /^\d{4}-\d\d-\d\d$/.test(birth) && !Number.isNaN(readDate(birth)) ? birth : null,
  }
  return Object.values(athlete).every((part) => part === null) ? null : athlete
}

const personRows: ReadonlySet<string> = new Set(['FirstName', 'LastName', 'DateOfBirth'])

const doseFlags = { bolus: SampleFlag.BOLUS, basal: SampleFlag.BASAL } as const

interface Taker {
  unit: GlucoseUnit
  /** When the last of it was measured. */
  lastMs: number
  person: Person
  take(row: readonly string[]): void
}

/** A table that names more is none of a person's. */
const mostDevices = 1000

/** Turns rows into readings; those of a sensor and those of a hand have a clock each. */
function createTaker(collector: Collector, book: SourceBook, zone: string) {
  const sensorClock = createFloatingClock(zone, true)
  const handClock = createFloatingClock(zone, true)
  const person = new Map<string, string>()
  const deviceNames = new Map<string, string>()
  const { problems } = collector
  const taker: Taker = {
    unit: 'mg/dL',
    lastMs: Number.NEGATIVE_INFINITY,
    person,
    take(row) {
      const time = row[column.time] ?? ''
      const name = row[column.event] ?? ''
      if (time === '') {
        if (personRows.has(name)) person.set(name, row[column.patient] ?? '')
        const [id, device] = [row[column.deviceId] ?? '', row[column.device] ?? '']
        if (id !== '' && device !== '' && deviceNames.size < mostDevices) deviceNames.set(id, device)
        return
      }
      const event = eventOf(row)
      if (event === null) return
      const wall = wallTime(time, 'day first')
      const instant = wall === null ? null : (event === 'sensor' ? sensorClock : handClock)(wall)
      if (instant === null) {
        problems.badTimes++
        return
      }
      taker.lastMs = Math.max(taker.lastMs, instant.epochMs)
      const place = {
        startMs: instant.epochMs,
        offsetMinutes: instant.offsetMinutes,
        source: deviceOf(row, deviceNames, book),
      }
      if (event === 'insulin') {
        const value = decimal(row[column.insulin] ?? '')
        const kind = insulinKind(row[column.subtype] ?? '')
        if (value === null) problems.badValues++
        else collector.add({ measure: 'insulin', value, ...place, flags: kind === null ? 0 : doseFlags[kind] })
        return
      }
      const read = glucoseOf(row[column.glucose] ?? '', taker.unit)
      if (read === null) problems.badValues++
      else collector.add({ measure: event === 'sensor' ? 'glucose' : 'spotGlucose', ...read, ...place })
    },
  }
  return taker
}

/** The receiver or phone that a row names, and the transmitter it listened to. */
function deviceOf(row: readonly string[], deviceNames: ReadonlyMap<string, string>, book: SourceBook): number {
  const [id, transmitter] = [nameOf(row[column.deviceId]), nameOf(row[column.transmitterId])]
  const name = nameOf(deviceNames.get(id ?? '')) ?? id ?? 'Dexcom'
  return book.numberOf(`${name} ${transmitter}`, () => ({
    name,
    rank: 0,
    isDevice: true,
    device: { name, manufacturer: 'Dexcom', ...(transmitter !== null && { serial_number: transmitter }) },
  }))
}

import { type Reading, SampleFlag } from '../days/collector.ts'
import type { Columns } from './database.ts'
import { manualEntry, type SessionInput } from './sessions.ts'
import { Category } from './sources.ts'
import { glucose, type SeriesRule, type TableRule } from './tables.ts'

const recordColumns = {
  app_info_id: 'number',
  device_info_id: 'number',
  recording_method: 'number',
  last_modified_time: 'number',
} as const

const valueColumns = (names: readonly string[]): Columns =>
  Object.fromEntries(names.map((name): [string, 'number'] => [name, 'number']))

const flagsOf = (recordingMethod: number | null): number => (recordingMethod === manualEntry ? SampleFlag.MANUAL : 0)

/** A value by the name of its column; null when it is none. */
const numberIn = (row: Readonly<Record<string, unknown>>, name: string): number | null => {
  const value = row[name]
  return typeof value === 'number' ? value : null
}

/** Reads a table of things measured at a moment. */
export async function readInstants(input: SessionInput, rule: TableRule): Promise<void> {
  const { db, collector, sources } = input
  const times = { time: 'number', zone_offset: 'number' } as const
  const values = valueColumns(rule.columns.map(({ column }) => column))
  for (const row of db.rows(rule.table, { ...values, ...recordColumns, ...times })) {
    await input.seen(row.last_modified_time)
    if (row.time === null) {
      collector.problems.badTimes++
      continue
    }
    const place = {
      startMs: row.time,
      source: sources.numberOf(rule.category ?? Category.ACTIVITY, row.app_info_id, row.device_info_id),
      offsetMinutes: input.offsetAt(row.zone_offset, row.time),
      flags: flagsOf(row.recording_method),
    }
    addValues(input, rule, row, place)
  }
}

/** Reads a table of amounts gathered over intervals. */
export async function readIntervals(input: SessionInput, rule: TableRule, energyDivisor: number): Promise<void> {
  const { db, collector, sources } = input
  const times = { start_time: 'number', end_time: 'number', start_zone_offset: 'number' } as const
  const values = valueColumns(rule.columns.map(({ column }) => column))
  for (const row of db.rows(rule.table, { ...values, ...recordColumns, ...times })) {
    await input.seen(row.last_modified_time)
    if (row.start_time === null || row.end_time === null) {
      collector.problems.badTimes++
      continue
    }
    const place = {
      startMs: row.start_time,
      endMs: row.end_time,
      source: sources.numberOf(rule.category ?? Category.ACTIVITY, row.app_info_id, row.device_info_id),
      offsetMinutes: input.offsetAt(row.start_zone_offset, row.start_time),
      flags: flagsOf(row.recording_method),
    }
    addValues(input, rule, row, place, energyDivisor)
  }
}

function addValues(
  { collector }: SessionInput,
  rule: TableRule,
  row: Readonly<Record<string, unknown>>,
  place: Omit<Reading, 'measure' | 'value'>,
  energyDivisor = 1,
): void {
  for (const { column, measure, convert } of rule.columns) {
    const stored = numberIn(row, column)
    const unit = column === 'energy' ? energyDivisor : 1
    const value = stored === null ? null : convert === undefined ? stored / unit : convert(stored)
    if (value === null) collector.problems.badValues++
    else collector.add({ measure, value, ...place })
  }
}

/** Reads blood glucose, by what was measured. */
export async function readGlucose(input: SessionInput): Promise<void> {
  const { db, collector, sources } = input
  const columns = { time: 'number', zone_offset: 'number', level: 'number', specimen_source: 'number' } as const
  for (const row of db.rows(glucose.table, { ...recordColumns, ...columns })) {
    await input.seen(row.last_modified_time)
    if (row.time === null) collector.problems.badTimes++
    else if (row.level === null) collector.problems.badValues++
    else {
      collector.add({
        measure: glucose.measureOf(row.specimen_source),
        startMs: row.time,
        value: glucose.convert(row.level),
        source: sources.numberOf(Category.ACTIVITY, row.app_info_id, row.device_info_id),
        offsetMinutes: input.offsetAt(row.zone_offset, row.time),
        flags: flagsOf(row.recording_method),
      })
    }
  }
}

/** Reads the values of records that hold many; who measured them and where stands in the record. */
export async function readSeries(input: SessionInput, rule: SeriesRule): Promise<void> {
  const { db, collector, sources } = input
  const values = { ...valueColumns([rule.column]), epoch_millis: 'number' } as const
  const parent = { ...recordColumns, start_zone_offset: 'number' } as const
  for (const row of db.series(rule.table, values, rule.parent, parent)) {
    await input.seen(row.last_modified_time)
    const value = numberIn(row, rule.column)
    if (row.epoch_millis === null) collector.problems.badTimes++
    else if (value === null) collector.problems.badValues++
    else {
      collector.add({
        measure: rule.measure,
        startMs: row.epoch_millis,
        value,
        source: sources.numberOf(Category.ACTIVITY, row.app_info_id, row.device_info_id),
        offsetMinutes: input.offsetAt(row.start_zone_offset, row.epoch_millis),
        flags: flagsOf(row.recording_method),
      })
    }
  }
}

import type { Collector, Owner, Reading } from '../days/collector.ts'
import type { Archive, TableRow } from './archive.ts'
import { figure, momentOf, offsetOf } from './fields.ts'
import type { Sources } from './sources.ts'
import type { FieldRule, TableRule } from './tables.ts'

/** What all tables are read with. */
export interface ReadInput {
  archive: Archive
  collector: Collector
  sources: Sources
  zone: string
  pending: Pending
}

type Place = Pick<Reading, 'startMs' | 'offsetMinutes' | 'source'>

type Value = Pick<Reading, 'measure' | 'value' | 'endMs'>

/** A JSON file that a row names: whose it is, and what counts when the archive has it not. */
type Waiting = { fields: readonly FieldRule[] } & (
  | { owner: Owner; place?: undefined; instead?: undefined }
  | { owner?: undefined; place: Place; instead: readonly Value[] }
)

/** The files that rows named, by name. */
export type Pending = Map<string, Waiting>

/** Twenty years of a file an hour; beyond, memory would grow with the archive. */
const mostPending = 500_000

/** Notes that a file will tell more; false when it cannot be waited for. */
export function wait(pending: Pending, name: string, waiting: Waiting): boolean {
  if (!name.endsWith('.json') || pending.size >= mostPending) return false
  pending.set(name, waiting)
  return true
}

/** Where and when a row was measured; null when it does not say. */
export function placeOf(row: TableRow, { collector, sources, zone }: ReadInput): Place | null {
  const startMs = momentOf(row('start_time'))
  if (startMs === null) {
    collector.problems.badTimes++
    return null
  }
  return {
    startMs,
    offsetMinutes: offsetOf(row('time_offset'), startMs, zone),
    source: sources.numberOf(row('deviceuuid')),
  }
}

/** Reads a table of readings or amounts. */
export async function readTable(input: ReadInput, rule: TableRule): Promise<void> {
  const { archive, collector, pending } = input
  for await (const row of archive.rows(rule.table)) {
    const place = placeOf(row, input)
    if (place === null) continue
    const endMs = rule.isSpan ? momentOf(row('end_time')) : null
    const values = rule.fields.flatMap(({ field, measure, convert }): Value[] => {
      const value = figure(row(field))
      return value === null ? [] : [{ measure, value: convert?.(value) ?? value, endMs }]
    })
    const { details } = rule
    const isWaiting =
      details !== undefined && wait(pending, row(details.column), { fields: details.fields, place, instead: values })
    if (!isWaiting) for (const value of values) collector.add({ ...place, ...value })
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Reads the files that rows named. What the archive does not have counts as its row told it. */
export async function readFiles(input: ReadInput, onEntry: (done: number) => void): Promise<void> {
  const { archive, collector, pending } = input
  for await (const { name, content } of archive.files((file) => pending.has(file), onEntry)) {
    const waiting = pending.get(name)
    const points = Array.isArray(content) ? content.filter(isObject) : []
    if (waiting === undefined || points.length === 0) continue
    pending.delete(name)
    for (const point of points) addPoint(collector, waiting, point)
  }
  for (const { place, instead } of pending.values()) {
    if (place === undefined) continue
    for (const value of instead) collector.add({ ...place, ...value })
  }
}

function addPoint(collector: Collector, waiting: Waiting, point: Readonly<Record<string, unknown>>): void {
  const startMs = momentOf(point['start_time'])
  if (startMs === null) {
    collector.problems.badTimes++
    return
  }
  for (const { field, measure, convert } of waiting.fields) {
    // A point of a workout tells one thing or another, never all; a place may lie west or south.
    const value = point[field]
    if (typeof value !== 'number') continue
    if (waiting.owner !== undefined) collector.addTo(waiting.owner, measure, startMs, value)
    else if (value >= 0) collector.add({ ...waiting.place, startMs, measure, value: convert?.(value) ?? value })
  }
}

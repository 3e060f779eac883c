import { mealTypes } from '../../import/health-connect/meals.ts'
import { manualEntry, stageLevel } from '../../import/health-connect/sessions.ts'
import { ownDevices } from '../../import/health-connect/sources.ts'
import { nutrientsOf } from '../../normalise/nutrients.ts'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { readSport } from '../../normalise/sport-map.ts'
import { convert, type Unit } from '../../normalise/unit-text.ts'
import { MealType, SleepLevel } from '../../schema/enums.ts'
import { readAggregate, spanOf } from './aggregate.ts'
import type {
  DayEntry,
  EntryOrigin,
  EntryReading,
  TotalEntry,
  TotalOf,
  WorkoutEntry,
  WorkoutPart,
} from './day-entry.ts'
import { type FieldRule, numberIn, objectsIn, textIn, valueIn } from './fields.ts'
import { glucoseRule, instants, intervals, seriesTypes, sports, totalTypes } from './health-connect-types.ts'
import { type Clock, type Moment, momentOf, zoneOf, zoneToKeep } from './moments.ts'
import type { ListReader, ReadContext, Told } from './platform.ts'
import { isObject, type JsonObject } from './shape.ts'

/** What all kinds of records are read with. */
interface Reading {
  record: JsonObject
  told: Told
  origin: EntryOrigin
  isManual: boolean
  clock: Clock
}

const levels = Object.values(SleepLevel)

/** `StepsRecord` and `Steps` are the same. */
export const plainType = (type: string): string => type.replace(/Record$/, '')

/** Reads a record of Health Connect, as Jetpack's library names its fields. */
export const readRecord: ListReader<DayEntry> = (raw, context) => {
  if (!isObject(raw)) return 'It is no object.'
  const name = textIn(raw, 'type')
  if (name === null) return 'Its "type" is missing.'
  const type = plainType(name)
  const metadata = isObject(raw['metadata']) ? raw['metadata'] : {}
  const id = textIn(metadata, 'id')
  if (id === null) return 'Its "metadata.id" is missing.'
  const span = spanIn(raw, context)
  if (typeof span === 'string') return span
  const modified = momentOf(metadata['lastModifiedTime'], { own: null, phone: null })
  const reading: Reading = {
    record: raw,
    told: { id, type, ...span.times, changedAtMs: modified?.atMs ?? null },
    origin: originOf(metadata),
    isManual: metadata['recordingMethod'] === manualEntry,
    clock: span.clock,
  }
  switch (type) {
    case 'SleepSession':
      return readNight(reading)
    case 'ExerciseSession':
      return readWorkout(reading)
    case 'Nutrition':
      return readMeal(reading)
    case 'BloodGlucose':
      return readInstant(reading, [glucoseRule(numberIn(raw, 'specimenSource'))])
  }
  const many = seriesTypes.get(type)
  if (many !== undefined) return readSeries(reading, many.list, many.rule)
  const rules = instants.get(type) ?? intervals.get(type)
  return rules === undefined ? 'Its type has no place in the schema: leave it out.' : readInstant(reading, rules)
}

/** When a record was, with the offsets it carries itself; without one the phone's zone counts. */
function spanIn(
  record: JsonObject,
  { phone }: ReadContext,
): { times: { start: Moment; end: Moment; zone: string }; clock: Clock } | string {
  const isInstant = record['time'] !== undefined
  const offset = zoneOf(record[isInstant ? 'zoneOffset' : 'startZoneOffset'])
  const kept = zoneOf(record['tz'])
  const own = offset ?? kept
  const start = momentOf(record[isInstant ? 'time' : 'startTime'], { own, phone })
  if (start === null) return `Its "${isInstant ? 'time' : 'startTime'}" is no time: send ISO 8601.`
  const endOwn = zoneOf(record['endZoneOffset']) ?? own
  const end = isInstant ? start : momentOf(record['endTime'], { own: endOwn, phone })
  if (end === null) return 'Its "endTime" is no time: send ISO 8601.'
  const place = kept ?? phone
  return { times: { start, end, zone: zoneToKeep(start, { own: null, phone: place }) }, clock: { own, phone } }
}

/** The app that wrote a record and the device that measured it; one of its own is trusted before a phone. */
function originOf(metadata: JsonObject): EntryOrigin {
  const app = textIn(metadata, 'dataOrigin') ?? 'unknown app'
  const device = isObject(metadata['device']) ? metadata['device'] : {}
  const isDevice = ownDevices.has(numberIn(device, 'type') ?? 0)
  const manufacturer = textIn(device, 'manufacturer')
  return {
    name: app,
    rank: isDevice ? 0 : 1,
    isDevice,
    device: { name: textIn(device, 'model') ?? app, ...(manufacturer !== null && { manufacturer }) },
  }
}

const noValue = 'It has no value that a body or device has.'

function readInstant({ record, told, origin, isManual }: Reading, rules: readonly FieldRule[]): DayEntry | string {
  const isInterval = told.end.atMs !== told.start.atMs || record['time'] === undefined
  const readings = rules.flatMap((rule): EntryReading[] => {
    const value = valueIn(record, rule)
    const endMs = isInterval ? told.end.atMs : null
    return value === null ? [] : [{ measure: rule.measure, startMs: told.start.atMs, endMs, value }]
  })
  return readings.length === 0 ? noValue : { ...told, kind: 'sample', origin, isManual, readings }
}

function readSeries(
  { record, told, origin, isManual, clock }: Reading,
  list: string,
  rule: FieldRule,
): DayEntry | string {
  const readings = objectsIn(record, list)
    .flatMap((point): EntryReading[] => {
      const at = momentOf(point['time'], clock)
      const value = valueIn(point, rule)
      return at === null || value === null ? [] : [{ measure: rule.measure, startMs: at.atMs, endMs: null, value }]
    })
    .sort((a, b) => a.startMs - b.startMs)
  return readings.length === 0 ? noValue : { ...told, kind: 'series', origin, isManual, readings }
}

/** The identity that the same record has in an export: there ids are sixteen bytes. */
const keyOf = (id: string): string =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.replaceAll('-', '').toUpperCase() : id

function readNight({ record, told, origin, isManual, clock }: Reading): DayEntry | string {
  const stages = objectsIn(record, 'stages').flatMap((stage) => {
    const [start, end] = [momentOf(stage['startTime'], clock), momentOf(stage['endTime'], clock)]
    const level = levels.find((each) => each === stageLevel(numberIn(stage, 'stage') ?? -1))
    return start === null || end === null || level === undefined
      ? []
      : [{ startMs: start.atMs, endMs: end.atMs, level }]
  })
  return { ...told, kind: 'night', key: keyOf(told.id), origin, isManual, score: null, stages }
}

function readWorkout({ record, told, origin, isManual, clock }: Reading): WorkoutEntry {
  const sport = readSport(sports, `${numberIn(record, 'exerciseType') ?? 0}`)
  const route = Array.isArray(record['route']) ? record : isObject(record['route']) ? record['route'] : {}
  const parts = objectsIn(route, 'route').flatMap((place): WorkoutPart[] => {
    const at = momentOf(place['time'], clock)
    const [latitude, longitude] = [numberIn(place, 'latitude'), numberIn(place, 'longitude')]
    if (at === null || latitude === null || longitude === null) return []
    const altitude = numberIn(place, 'altitude', 'inMeters')
    const here = { startMs: at.atMs, endMs: at.atMs }
    return [
      { measure: 'latitude', ...here, value: latitude },
      { measure: 'longitude', ...here, value: longitude },
      ...(altitude === null ? [] : [{ measure: 'altitude', ...here, value: altitude } as const]),
    ]
  })
  for (const lap of objectsIn(record, 'laps')) {
    const [start, end] = [momentOf(lap['startTime'], clock), momentOf(lap['endTime'], clock)]
    if (start === null || end === null) continue
    parts.push({
      measure: 'lap',
      startMs: start.atMs,
      endMs: end.atMs,
      value: numberIn(lap, 'length', 'inMeters') ?? 0,
    })
  }
  const name = textIn(record, 'title') ?? sport.rawName
  const { start, end } = told
  const session = { key: keyOf(told.id), start, end, sport: sport.type, name, figures: {}, parts }
  return { ...told, kind: 'workout', origin, isManual, sessions: [session] }
}

/** Nutrients by the names of the export's columns, which are the library's in another spelling. */
function gramsOf(record: JsonObject): JsonObject {
  const grams: Record<string, unknown> = {}
  for (const field of Object.keys(record)) {
    const column = field.replace(/(?<=[a-z])(?=[A-Z])/g, '_').toLowerCase()
    grams[column] = numberIn(record, field, 'inGrams')
  }
  return grams
}

function readMeal({ record, told, origin, isManual }: Reading): DayEntry {
  return {
    ...told,
    kind: 'meal',
    key: keyOf(told.id),
    origin,
    isManual,
    name: textIn(record, 'name') ?? 'Food',
    meal: mealTypes[numberIn(record, 'mealType') ?? 0] ?? MealType.UNKNOWN,
    ...nutrientsOf(gramsOf(record), numberIn(record, 'energy', 'inKilocalories')),
  }
}

/** Reads an aggregate of Health Connect. */
export const readTotal: ListReader<TotalEntry> = (raw, context) => totalOf(raw, context, totalTypes, plainType)

/** The unit that each figure is kept in, and what may be believed of it. */
const totalUnits: Readonly<Record<TotalOf, readonly [Unit, PlausibleKind]>> = {
  steps: ['count', 'steps'],
  meters: ['m', 'distance_meters'],
  floors: ['count', 'steps'],
  activeKcal: ['kcal', 'calories'],
  restKcal: ['kcal', 'calories'],
  totalKcal: ['kcal', 'calories'],
  activeSeconds: ['s', 'duration_seconds'],
}

/** Reads an aggregate of one of some types. */
export function totalOf(
  raw: unknown,
  { phone, sentAtMs }: ReadContext,
  types: ReadonlyMap<string, TotalOf>,
  nameOf: (type: string) => string,
): TotalEntry | string {
  const aggregate = readAggregate(raw, phone)
  if (typeof aggregate === 'string') return aggregate
  const type = nameOf(aggregate.type)
  const total = types.get(type)
  if (total === undefined) return 'Its type has no figure of a day in the schema: leave it out.'
  const { sum, unit, hourly } = aggregate
  if (sum === null) return 'Its "sum" is missing.'
  const [kept, kind] = totalUnits[total]
  const inUnit = (value: number): number | null =>
    unit === null || kept === 'count' ? value : convert(value, unit, kept)
  const value = inUnit(sum)
  if (value === null) return `Its unit cannot be turned into ${kept}.`
  if (plausible(kind, value) === null) return 'Its sum is none that a body has in a day.'
  const hours = hourly.map((each) => (each === null ? null : inUnit(each)))
  const id = `${type} ${aggregate.date}`
  const told = { id, type, ...spanOf(aggregate), changedAtMs: sentAtMs }
  return { kind: 'aggregate', ...told, total, value, aggregate: { ...aggregate, hourly: hours } }
}

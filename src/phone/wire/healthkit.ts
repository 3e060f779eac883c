import { z } from 'zod'
import { type HealthType, nutrients, typesByIdentifier } from '../../import/apple-health/types.ts'
import { type Aggregate, readAggregate, spanOf } from './aggregate.ts'
import { activityName, classificationName, eventName } from './healthkit-numbers.ts'
import { isPlainSample } from './healthkit-plain.ts'
import { categoryOf, flagsOf, quantityOf } from './healthkit-values.ts'
import { type Clock, momentOf, zoneOf, zoneToKeep } from './moments.ts'
import type { ListReader, Told } from './platform.ts'
import { name, nameOf, object, origin, word, wrongIn } from './shape.ts'

export type Origin = z.infer<typeof origin>

export interface HealthKitSample extends Told {
  kind: 'sample' | 'series'
  healthType: HealthType
  /** Each value at its moment; a sample has one, gathered until `end` where it is an amount. */
  points: readonly { atMs: number; value: number }[]
  flags: number
  origin: Origin
}

/** A food, of which the nutrients also come as samples. */
export interface HealthKitMeal extends Told {
  kind: 'meal'
  name: string | null
  meal: string | null
  nutrients: [type: number, amount: number][]
  origin: Origin
}

export type HealthKitWorkout = Told & { kind: 'workout'; said: z.infer<typeof workoutShape> }
export type HealthKitEcg = Told & { kind: 'ecg'; said: z.infer<typeof ecgShape> }
export type HealthKitAggregate = Told & { kind: 'aggregate'; aggregate: Aggregate; healthType: HealthType }

const number = z.number()
const point = z.tuple([number, number])

export const sampleShape = origin.extend({
  id: word,
  type: word,
  start: z.unknown().optional(),
  end: z.unknown().optional(),
  value: z.union([number, z.string()]).nullish(),
  unit: name,
  tz: z.string().nullish(),
  manual: z.boolean().nullish(),
  meta: object.nullish(),
  series: z.array(point).min(1).max(100_000).nullish(),
})

function sampleOf(raw: unknown): z.infer<typeof sampleShape> | string {
  if (isPlainSample(raw)) return raw
  const read = sampleShape.safeParse(raw)
  return read.success ? read.data : wrongIn(read.error)
}

/** HealthKit's food correlation. */
const foodType = 'HKCorrelationTypeIdentifierFood'
const foodShape = sampleShape.extend({ objects: z.array(z.object({ type: word, value: number, unit: word })).max(200) })

/** Reads what stands in `samples`. */
export const readSample: ListReader<HealthKitSample | HealthKitMeal> = (raw, { phone }) => {
  const said = sampleOf(raw)
  if (typeof said === 'string') return said
  const clock: Clock = { own: zoneOf(said.tz), phone }
  if (said.type === foodType) return readFood(raw, clock)
  const healthType = typesByIdentifier.get(said.type)
  if (healthType === undefined) return 'Its type has no place in the schema: leave it out.'
  const flags = flagsOf(said.meta, said.manual === true)
  const common = { id: said.id, type: said.type, healthType, flags, origin: said, changedAtMs: null }
  if (said.series) return readSeries(common, said.series, nameOf(said.unit), clock)
  const start = momentOf(said.start, clock)
  if (start === null) return noTime('start')
  const end = said.end == null ? start : momentOf(said.end, clock)
  if (end === null) return noTime('end')
  let value: number | null | string
  if (healthType.unit === null) value = categoryOf(healthType, said.value) ?? 'Its value is none of its type.'
  else if (typeof said.value !== 'number') return 'Its "value" is not a number.'
  else value = quantityOf(healthType, said.value, nameOf(said.unit))
  if (typeof value === 'string') return value
  const zone = zoneToKeep(start, clock)
  return { ...common, kind: 'sample', start, end, zone, points: [{ atMs: start.atMs, value }] }
}

const noTime = (field: string): string => `Its "${field}" is no time: send ISO 8601 with an offset.`

function readSeries(
  common: Pick<HealthKitSample, 'id' | 'type' | 'healthType' | 'flags' | 'origin' | 'changedAtMs'>,
  series: readonly (readonly [number, number])[],
  unit: string | null,
  clock: Clock,
): HealthKitSample | string {
  if (common.healthType.unit === null || common.healthType.cumulative)
    return 'A series holds readings of a moment: send amounts and categories as samples.'
  const points: { atMs: number; value: number }[] = []
  let reason = ''
  for (const [atMs, raw] of series) {
    const value = quantityOf(common.healthType, raw, unit)
    if (typeof value === 'string') reason = value
    else points.push({ atMs, value })
  }
  points.sort((a, b) => a.atMs - b.atMs)
  const [first, last] = [points[0], points.at(-1)]
  if (first === undefined || last === undefined) return reason
  const [start, end] = [momentOf(first.atMs, clock), momentOf(last.atMs, clock)]
  if (start === null || end === null) return 'Its series has points that are no moments: send milliseconds since 1970.'
  return { ...common, kind: 'series', start, end, zone: zoneToKeep(start, clock), points }
}

function readFood(raw: unknown, clock: Clock): HealthKitMeal | string {
  const read = foodShape.safeParse(raw)
  if (!read.success) return wrongIn(read.error)
  const said = read.data
  const start = momentOf(said.start, clock)
  if (start === null) return noTime('start')
  const text = (key: string): string | null => {
    const value = said.meta?.[key]
    return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, 500) : null
  }
  const eaten: [number, number][] = []
  for (const each of said.objects) {
    const type = typesByIdentifier.get(each.type)
    const value = type === undefined ? null : quantityOf(type, each.value, each.unit)
    if (type !== undefined && nutrients.has(type.id) && typeof value === 'number') eaten.push([type.id, value])
  }
  eaten.sort(([a, x], [b, y]) => a - b || x - y)
  return {
    kind: 'meal',
    id: said.id,
    type: said.type,
    start,
    end: start,
    zone: zoneToKeep(start, clock),
    changedAtMs: null,
    name: text('HKFoodType'),
    meal: text('HKFoodMeal') ?? text('Meal'),
    nutrients: eaten,
    origin: said,
  }
}

/** What HealthKit calls a workout, which says no type of its own. */
export const workoutType = 'HKWorkoutTypeIdentifier'
/** What HealthKit calls an electrocardiogram. */
export const ecgType = 'HKDataTypeIdentifierElectrocardiogram'

const figure = number.nullish()
/** A value of an enumeration, by number or by name. */
const enumerated = z.union([z.int().min(0), word], 'expected a name of HealthKit or its number')
const workoutShape = origin.extend({
  id: word,
  activity: enumerated.transform(activityName),
  start: z.unknown().optional(),
  end: z.unknown().optional(),
  tz: z.string().nullish(),
  duration_s: number
    .min(0)
    .max(31 * 86_400)
    .nullish(),
  manual: z.boolean().nullish(),
  indoor: z.boolean().nullish(),
  stats: z.record(z.string(), z.object({ unit: word, sum: figure, avg: figure, min: figure, max: figure })).nullish(),
  events: z
    .array(
      z.object({
        type: enumerated.transform(eventName),
        start: z.unknown().optional(),
        end: z.unknown().optional(),
      }),
    )
    .max(5000)
    .nullish(),
  /** Milliseconds since 1970, latitude, longitude, metres above the sea, accuracy, metres per second. */
  route: z.array(z.array(number.nullable()).min(3).max(6)).max(200_000).nullish(),
  samples: z.record(z.string(), z.object({ unit: word, points: z.array(point).max(100_000) })).nullish(),
  meta: object.nullish(),
})

/** Reads what stands in `workouts`. */
export const readWorkout: ListReader<HealthKitWorkout> = (raw, { phone }) => {
  const read = workoutShape.safeParse(raw)
  if (!read.success) return wrongIn(read.error)
  const said = read.data
  const clock: Clock = { own: zoneOf(said.tz), phone }
  const [start, end] = [momentOf(said.start, clock), momentOf(said.end, clock)]
  if (start === null || end === null) return noTime(start === null ? 'start' : 'end')
  const zone = zoneToKeep(start, clock)
  return { kind: 'workout', id: said.id, type: workoutType, start, end, zone, changedAtMs: null, said }
}

function inUnit(healthType: HealthType, value: number | null, unit: string | null): number | null {
  const converted = value === null ? null : quantityOf(healthType, value, unit)
  return typeof converted === 'number' ? converted : null
}

const ecgShape = origin.extend({
  id: word,
  start: z.unknown().optional(),
  tz: z.string().nullish(),
  classification: z
    .union([number, z.string()])
    .nullish()
    .transform((said) => (said == null ? null : classificationName(said))),
  avg_hr: figure,
  freq_hz: number.min(50).max(5000),
  /** Apple records 30 seconds at 512 Hz; ten times that is no electrocardiogram of a watch. */
  voltages_uV: z.array(number).max(153_600),
})

/** Reads what stands in `ecgs`. */
export const readEcg: ListReader<HealthKitEcg> = (raw, { phone }) => {
  const read = ecgShape.safeParse(raw)
  if (!read.success) return wrongIn(read.error)
  const said = read.data
  const clock: Clock = { own: zoneOf(said.tz), phone }
  const start = momentOf(said.start, clock)
  if (start === null) return noTime('start')
  const zone = zoneToKeep(start, clock)
  return { kind: 'ecg', id: said.id, type: ecgType, start, end: start, zone, changedAtMs: null, said }
}

/** The quantities of which a day's record has a figure. */
const figuresOfDay: ReadonlySet<string> = new Set([
  'StepCount',
  'DistanceWalkingRunning',
  'FlightsClimbed',
  'ActiveEnergyBurned',
  'BasalEnergyBurned',
  'DietaryEnergyConsumed',
  'AppleExerciseTime',
  'AppleStandTime',
  'HeartRate',
  'RestingHeartRate',
])

/** Reads what stands in `aggregates`. */
export const readHealthKitAggregate: ListReader<HealthKitAggregate> = (raw, { phone, sentAtMs }) => {
  const aggregate = readAggregate(raw, phone)
  if (typeof aggregate === 'string') return aggregate
  const healthType = typesByIdentifier.get(aggregate.type)
  if (healthType === undefined || !figuresOfDay.has(healthType.name))
    return 'Its type has no figure of a day in the schema: leave it out.'
  for (const value of [aggregate.sum, aggregate.avg, aggregate.min, aggregate.max]) {
    const figureOfDay = value === null ? value : quantityOf(healthType, value, aggregate.unit)
    if (typeof figureOfDay === 'string') return figureOfDay
  }
  return {
    kind: 'aggregate',
    id: `${aggregate.type} ${aggregate.date}`,
    type: aggregate.type,
    ...spanOf(aggregate),
    changedAtMs: sentAtMs,
    aggregate: { ...aggregate, hourly: aggregate.hourly.map((each) => inUnit(healthType, each, aggregate.unit)) },
    healthType,
  }
}

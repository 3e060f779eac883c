import { type Day, dayOf, type Sample } from '../../import/apple-health/build/days.ts'
import { createDayMemory, recordsOfDay } from '../../import/apple-health/build/records.ts'
import type { MealDocument } from '../../import/apple-health/collect/meal-document.ts'
import { withEndOffset } from '../../import/apple-health/collect/rows.ts'
import type { Source } from '../../import/apple-health/collect/sources.ts'
import type { WorkoutDocument } from '../../import/apple-health/collect/workout-document.ts'
import { healthTypes, typeId } from '../../import/apple-health/types.ts'
import { buildActivity } from '../../import/apple-health/workout/activity.ts'
import { isCopy } from '../../import/apple-health/workout/duplicates.ts'
import type { ImportedRecord } from '../../import/importer.ts'
import { readDate } from '../../normalise/instant-text.ts'
import { offsetOfZone } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity, ECGReading } from '../../schema/records.ts'
import type { PhoneItem } from '../wire/batch.ts'
import {
  type HealthKitAggregate,
  type HealthKitSample,
  type Origin,
  readEcg,
  readHealthKitAggregate,
  readSample,
  readWorkout,
} from '../wire/healthkit.ts'
import { dayNumberOf, type Moment } from '../wire/moments.ts'
import { nameOf } from '../wire/shape.ts'
import { withFigures } from './healthkit-figures.ts'
import { createOrigins, type Origins } from './healthkit-origins.ts'
import { documentOf, ecgOf, type OwnWorkout, routeOf, streamsOf } from './healthkit-workout.ts'
import type { MapContext } from './map.ts'
import { createWitnesses } from './witnesses.ts'

/** Days before and after that a record of one day may need, as far as they are known. */
const reach = 1

const typesOfWaking = new Set((['SleepAnalysis', 'AppleSleepingWristTemperature'] as const).map(typeId))

/** Something that waits until all sources are known and ranked. */
interface Waiting {
  day: number
  type: number
  source: number
  sample: Omit<Sample, 'source'>
}

/** The records of some days of HealthKit, made as those of the Health app's export are. */
export function recordsOfHealthKit(
  items: readonly PhoneItem[],
  days: readonly string[],
  { zone, device }: MapContext,
): ImportedRecord[] {
  const gathered = gather(items, zone)
  const sources = gathered.origins.ranked()
  const dayAt = openDays(gathered, sources)
  return days.flatMap((date) => {
    const number = readDate(date)
    const figures = gathered.aggregates.get(number) ?? []
    const ecgs = gathered.ecgs.get(number) ?? []
    const day = dayAt(number) ?? (figures.length + ecgs.length > 0 ? emptyDay(number, gathered) : undefined)
    if (day === undefined) return []
    const window: Day[] = []
    for (let each = number - reach; each <= number + reach; each++) {
      const found = each === number ? day : dayAt(each)
      if (found !== undefined) window.push(found)
    }
    const [before, after] = [dayAt(number - 1), dayAt(number + 1)]
    const memory = createDayMemory()
    if (before !== undefined) memory.menstruationOf(before)
    const around = { before, day, after }
    const records = withFigures(recordsOfDay(around, window, sources, memory, ecgs), day, figures, device)
    const rivals = window.flatMap(({ workouts }) => workouts)
    for (const workout of day.workouts) {
      if (isCopy(workout, rivals, sources)) continue
      const own = gathered.owned.get(workout)
      const record = buildActivity(workout, window, sources, own?.route ?? [])
      records.push({ type: 'activity', record: told(record, own) })
    }
    return records
  })
}

/** What an app wrote that is not the platform's own is an upload of a third party. */
function told(activity: Activity, own: OwnWorkout | undefined): Activity {
  const { metadata } = activity
  if (own?.isForeign !== true || metadata.upload_type === UploadType.MANUAL) return activity
  return { ...activity, metadata: { ...metadata, upload_type: UploadType.THIRD_PARTY_UPLOAD } }
}

/** All that the items tell, by local day. */
interface Gathered {
  origins: Origins
  waiting: Waiting[]
  workouts: Map<number, WorkoutDocument[]>
  meals: Map<number, MealDocument[]>
  owned: Map<WorkoutDocument, OwnWorkout>
  ecgs: Map<number, ECGReading[]>
  aggregates: Map<number, HealthKitAggregate[]>
  witnesses: ReturnType<typeof createWitnesses>
}

function gather(items: readonly PhoneItem[], zone: string | null): Gathered {
  const context = { phone: zone, sentAtMs: 0 }
  const gathered: Gathered = {
    origins: createOrigins(),
    waiting: [],
    workouts: new Map(),
    meals: new Map(),
    owned: new Map(),
    ecgs: new Map(),
    aggregates: new Map(),
    witnesses: createWitnesses(zone ?? 'UTC'),
  }
  const { origins, witnesses } = gathered
  for (const { kind, item } of items) {
    switch (kind) {
      case 'sample':
      case 'series': {
        const read = readSample(item, context)
        if (typeof read === 'string') break
        if (read.kind !== 'meal') {
          addSample(gathered, read)
          break
        }
        const { start, name, meal, nutrients, origin } = read
        const at = { start: secondsOf(start), offsetMinutes: start.offsetMinutes }
        put(gathered.meals, dayNumberOf(start), {
          kind: 'meal',
          ...at,
          source: origins.numberOf(origin),
          name,
          meal,
          nutrients,
        })
        witnesses.see(dayNumberOf(start), 0, start.atMs, read.zone)
        break
      }
      case 'workout': {
        const read = readWorkout(item, context)
        if (typeof read === 'string') break
        const source = origins.numberOf(read.said)
        const document = documentOf(read, source)
        put(gathered.workouts, dayNumberOf(read.start), document)
        gathered.owned.set(document, { route: routeOf(read), isForeign: isForeign(read.said) })
        witnesses.see(dayNumberOf(read.start), 0, read.start.atMs, read.zone)
        for (const stream of streamsOf(read)) addSample(gathered, stream)
        break
      }
      case 'aggregate': {
        const read = readHealthKitAggregate(item, context)
        if (typeof read === 'string') break
        put(gathered.aggregates, readDate(read.aggregate.date), read)
        witnesses.see(readDate(read.aggregate.date), 2, read.start.atMs, read.zone)
        break
      }
      case 'ecg': {
        const read = readEcg(item, context)
        if (typeof read === 'string') break
        put(gathered.ecgs, dayNumberOf(read.start), ecgOf(read))
        witnesses.see(dayNumberOf(read.start), 0, read.start.atMs, read.zone)
        break
      }
      case 'characteristics':
        break
    }
  }
  return gathered
}

/** The Health app writes with this and what Apple's other apps are called. */
const isForeign = ({ source }: Origin): boolean => nameOf(source?.bundle)?.startsWith('com.apple.') === false

const secondsOf = ({ atMs }: Moment): number => Math.floor(atMs / 1000)

function put<T>(into: Map<number, T[]>, day: number, value: T): void {
  const list = into.get(day)
  if (list === undefined) into.set(day, [value])
  else list.push(value)
}

function addSample({ waiting, origins, witnesses }: Gathered, read: HealthKitSample): void {
  const { healthType, start, end, points, zone, flags } = read
  const source = origins.numberOf(read.origin)
  const isOfWaking = typesOfWaking.has(healthType.id)
  const difference = end.offsetMinutes - start.offsetMinutes
  for (const { atMs, value } of points) {
    const at: Moment = read.kind === 'sample' ? start : { atMs, offsetMinutes: offsetOfZone(zone, atMs) }
    const seconds = secondsOf(at)
    const length = read.kind === 'sample' ? secondsOf(end) - seconds : 0
    const day = dayNumberOf(isOfWaking ? end : at)
    const marked = read.kind === 'sample' && difference !== 0 ? withEndOffset(flags, difference) : flags
    const sample = { start: seconds, length, value, offsetMinutes: at.offsetMinutes, flags: marked }
    waiting.push({ day, type: healthType.id, source, sample })
    witnesses.see(day, isOfWaking ? 1 : 0, isOfWaking ? end.atMs : at.atMs, zone)
  }
}

/** Gives days by number, each made once; undefined where nothing is known of one. */
function openDays(gathered: Gathered, sources: readonly Source[]) {
  const samples = new Map<number, Sample[][]>()
  for (const { day, type, source, sample } of gathered.waiting) {
    const known = sources[source]
    if (known === undefined) continue
    const lists = samples.get(day) ?? healthTypes.map((): Sample[] => [])
    samples.set(day, lists)
    lists[type]?.push({ ...sample, source: known })
  }
  const made = new Map<number, Day>()
  return (number: number): Day | undefined => {
    const known = made.get(number)
    if (known !== undefined) return known
    const lists = samples.get(number)
    const [workouts, meals] = [gathered.workouts.get(number), gathered.meals.get(number)]
    if (lists === undefined && workouts === undefined && meals === undefined) return undefined
    const day = dayOfLists(number, lists ?? healthTypes.map((): Sample[] => []), workouts ?? [], meals ?? [], gathered)
    made.set(number, day)
    return day
  }
}

function dayOfLists(
  number: number,
  lists: Sample[][],
  workouts: readonly WorkoutDocument[],
  meals: readonly MealDocument[],
  { witnesses }: Gathered,
): Day {
  // A phone tells the zone, an export only the offsets: midnight is that of the zone.
  return { ...dayOf(number, lists, workouts, meals, witnesses.metadataOf), metadata: witnesses.metadataOf(number) }
}

const emptyDay = (number: number, gathered: Gathered): Day =>
  dayOfLists(
    number,
    healthTypes.map((): Sample[] => []),
    [],
    [],
    gathered,
  )

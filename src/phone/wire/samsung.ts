import { foodOf } from '../../import/samsung-health/meals.ts'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { readSport } from '../../normalise/sport-map.ts'
import { MealType, SleepLevel } from '../../schema/enums.ts'
import type {
  DayEntry,
  EntryOrigin,
  EntryReading,
  TotalEntry,
  WorkoutFigures,
  WorkoutPart,
  WorkoutSession,
} from './day-entry.ts'
import { numberIn, objectsIn, textIn, valueIn } from './fields.ts'
import { totalOf } from './health-connect.ts'
import { type Clock, momentOf, zoneOf, zoneToKeep } from './moments.ts'
import type { ListReader, Told } from './platform.ts'
import { logRules, mealTypes, type PointRule, points, sports, totalTypes } from './samsung-types.ts'
import { isObject, type JsonObject } from './shape.ts'

interface Reading {
  point: JsonObject
  told: Told
  origin: EntryOrigin
  clock: Clock
}

/** Reads a data point of Samsung Health. */
export const readPoint: ListReader<DayEntry> = (raw, { phone }) => {
  if (!isObject(raw)) return 'It is no object.'
  const [type, id] = [textIn(raw, 'type'), textIn(raw, 'uid')]
  if (type === null || id === null) return `Its "${type === null ? 'type' : 'uid'}" is missing.`
  const kept = zoneOf(raw['tz'])
  const clock: Clock = { own: zoneOf(raw['zoneOffset']) ?? kept, phone }
  const start = momentOf(raw['startTime'], clock)
  if (start === null) return 'Its "startTime" is no time: send ISO 8601 or milliseconds.'
  const end = raw['endTime'] == null ? start : momentOf(raw['endTime'], clock)
  if (end === null) return 'Its "endTime" is no time: send ISO 8601 or milliseconds.'
  const zone = zoneToKeep(start, { own: null, phone: kept ?? phone })
  const updated = momentOf(raw['updateTime'], clock)
  const told: Told = { id, type, start, end, zone, changedAtMs: updated?.atMs ?? null }
  const reading: Reading = { point: raw, told, origin: originOf(raw), clock }
  switch (type) {
    case 'SLEEP':
      return readNight(reading)
    case 'EXERCISE':
      return readWorkout(reading)
    case 'NUTRITION':
      return readMeal(reading)
  }
  const rule = points.get(type)
  return rule === undefined ? 'Its type has no place in the schema: leave it out.' : readValues(reading, rule)
}

/** Kinds of devices that are worn, and those that are carried. */
const worn = new Set(['watch', 'ring', 'band', 'chest_strap'])

/** Samsung Health itself. */
const ownApp = 'com.sec.android.app.shealth'

/** A device of Samsung's is known by its id, as in the archive; what it is called stands beside it. */
function originOf(point: JsonObject): EntryOrigin {
  const source = isObject(point['dataSource']) ? point['dataSource'] : {}
  const device = isObject(point['device']) ? point['device'] : {}
  const kind = (textIn(device, 'kind') ?? '').toLowerCase()
  const [name, manufacturer, model] = ['name', 'manufacturer', 'model'].map((field) => textIn(device, field))
  const shown = name ?? model ?? null
  const app = textIn(source, 'appId')
  return {
    name: textIn(source, 'deviceId') ?? app ?? 'unknown device',
    isForeign: app !== null && app !== ownApp,
    rank: worn.has(kind) ? 0 : kind === 'phone' ? 2 : 1,
    isDevice: worn.has(kind),
    device: {
      ...(shown !== null && { name: shown }),
      ...(manufacturer != null && { manufacturer }),
      ...(model != null && { hardware_version: model }),
    },
  }
}

/** A number above zero: Samsung writes zero where nothing was measured. */
function positive(record: JsonObject, field: string): number | null {
  const value = numberIn(record, field)
  return value !== null && value > 0 ? value : null
}

function readValues({ point, told, origin, clock }: Reading, rule: PointRule): DayEntry | string {
  const { series } = rule
  const fine =
    series === undefined
      ? []
      : objectsIn(point, 'seriesData').flatMap((each): EntryReading[] => {
          const at = momentOf(each['startTime'] ?? each['timestamp'], clock)
          const value = positive(each, series.field) === null ? null : valueIn(each, series)
          return at === null || value === null
            ? []
            : [{ measure: series.measure, startMs: at.atMs, endMs: null, value }]
        })
  if (fine.length > 0) {
    const readings = fine.sort((a, b) => a.startMs - b.startMs)
    return { ...told, kind: 'series', origin, isManual: false, readings }
  }
  const readings = rule.fields.flatMap((field): EntryReading[] => {
    const value = positive(point, field.field) === null ? null : valueIn(point, field)
    const endMs = rule.isSpan ? told.end.atMs : null
    return value === null ? [] : [{ measure: field.measure, startMs: told.start.atMs, endMs, value }]
  })
  if (readings.length === 0) return 'It has no value that a body or device has.'
  return { ...told, kind: 'sample', origin, isManual: false, readings }
}

const stageLevels: ReadonlyMap<string, SleepLevel> = new Map<string, SleepLevel>([
  ['AWAKE', SleepLevel.AWAKE],
  ['LIGHT', SleepLevel.LIGHT_SLEEP],
  ['DEEP', SleepLevel.DEEP_SLEEP],
  ['REM', SleepLevel.REM_SLEEP],
])

/** A night with the stages of all its sessions: one that was broken off has several. */
function readNight({ point, told, origin, clock }: Reading): DayEntry {
  const stages = objectsIn(point, 'sessions').flatMap((session) =>
    objectsIn(session, 'stages').flatMap((stage) => {
      const [start, end] = [momentOf(stage['startTime'], clock), momentOf(stage['endTime'], clock)]
      const level = stageLevels.get(textIn(stage, 'stage') ?? '')
      return start === null || end === null || level === undefined
        ? []
        : [{ startMs: start.atMs, endMs: end.atMs, level }]
    }),
  )
  const score = plausible('percentage', positive(point, 'sleepScore'))
  return { ...told, kind: 'night', key: told.id, origin, isManual: false, score, stages }
}

/** Field of a session, figure, what may be believed of it. */
const figures: readonly (readonly [string, keyof WorkoutFigures, PlausibleKind])[] = [
  ['distance', 'meters', 'distance_meters'],
  // The calories of a session are all that was burned in it.
  ['calories', 'totalKcal', 'calories'],
  ['meanHeartRate', 'avgHeartRate', 'heart_rate_bpm'],
  ['maxHeartRate', 'maxHeartRate', 'heart_rate_bpm'],
  ['minHeartRate', 'minHeartRate', 'heart_rate_bpm'],
  ['meanSpeed', 'avgSpeed', 'speed_meters_per_second'],
  ['maxSpeed', 'maxSpeed', 'speed_meters_per_second'],
  ['meanCadence', 'avgCadence', 'cadence_rpm'],
  ['maxCadence', 'maxCadence', 'cadence_rpm'],
  ['altitudeGain', 'climbMeters', 'altitude_meters'],
  ['altitudeLoss', 'descentMeters', 'altitude_meters'],
  ['vo2Max', 'vo2max', 'vo2max'],
]

/** A workout; one of several sports has a session for each. */
function readWorkout({ point, told, origin, clock }: Reading): DayEntry | string {
  const listed = objectsIn(point, 'sessions')
  const sessions = (listed.length === 0 ? [point] : listed).flatMap((session, i): WorkoutSession[] => {
    const start = momentOf(session['startTime'], clock)
    const end = momentOf(session['endTime'], clock)
    if (start === null || end === null) return []
    const sport = readSport(sports, textIn(session, 'exerciseType') ?? textIn(point, 'exerciseType') ?? 'UNDEFINED')
    const title = textIn(session, 'customTitle') ?? textIn(point, 'customTitle')
    return [
      {
        key: i === 0 ? told.id : `${told.id} ${i}`,
        start,
        end,
        sport: sport.type,
        name: title ?? sport.rawName,
        figures: figuresOf(session),
        parts: [...logOf(session, clock), ...routeOf(session, clock)],
      },
    ]
  })
  return sessions.length === 0
    ? 'It has no session with a "startTime" and an "endTime".'
    : { ...told, kind: 'workout', origin, isManual: false, sessions }
}

function figuresOf(session: JsonObject): WorkoutFigures {
  const made: WorkoutFigures = {}
  for (const [field, figure, kind] of figures) {
    const value = plausible(kind, positive(session, field))
    if (value !== null) made[figure] = value
  }
  const durationMs = positive(session, 'duration')
  const seconds = plausible('duration_seconds', durationMs === null ? null : durationMs / 1000)
  const count = plausible('steps', positive(session, 'count'))
  if (seconds !== null) made.activeSeconds = seconds
  if (count !== null && session['countType'] === 'STRIDE') made.steps = count
  if (count !== null && session['countType'] === 'STROKE') made.strokes = count
  return made
}

const logOf = (session: JsonObject, clock: Clock): WorkoutPart[] =>
  objectsIn(session, 'log').flatMap((line) => {
    const at = momentOf(line['timestamp'], clock)
    if (at === null) return []
    return logRules.flatMap((rule): WorkoutPart[] => {
      const value = valueIn(line, rule)
      return value === null ? [] : [{ measure: rule.measure, startMs: at.atMs, endMs: at.atMs, value }]
    })
  })

const routeOf = (session: JsonObject, clock: Clock): WorkoutPart[] =>
  objectsIn(session, 'route').flatMap((place): WorkoutPart[] => {
    const at = momentOf(place['timestamp'], clock)
    const [latitude, longitude, altitude] = ['latitude', 'longitude', 'altitude'].map((field) => numberIn(place, field))
    if (at === null || latitude == null || longitude == null) return []
    const here = { startMs: at.atMs, endMs: at.atMs }
    return [
      { measure: 'latitude', ...here, value: latitude },
      { measure: 'longitude', ...here, value: longitude },
      ...(altitude == null ? [] : [{ measure: 'altitude', ...here, value: altitude } as const]),
    ]
  })

function readMeal({ point, told, origin }: Reading): DayEntry {
  return {
    ...told,
    kind: 'meal',
    key: told.id,
    origin,
    isManual: false,
    name: textIn(point, 'title') ?? 'Food',
    meal: mealTypes.get(textIn(point, 'mealType') ?? '') ?? MealType.UNKNOWN,
    ...foodOf((column) => numberIn(point, fieldNames.get(column) ?? column)),
  }
}

/** The archive's columns that the SDK spells otherwise. */
const fieldNames: ReadonlyMap<string, string> = new Map([
  ['calorie', 'calories'],
  ['total_fat', 'totalFat'],
  ['saturated_fat', 'saturatedFat'],
  ['trans_fat', 'transFat'],
  ['dietary_fiber', 'dietaryFiber'],
  ['monosaturated_fat', 'monosaturatedFat'],
  ['polysaturated_fat', 'polysaturatedFat'],
])

/** `STEPS.TOTAL` and `STEPS` are the same. */
export const plainTotal = (type: string): string => type.replace(/\.TOTAL$/, '')

/** Reads an aggregate of Samsung Health. */
export const readTotal: ListReader<TotalEntry> = (raw, context) => totalOf(raw, context, totalTypes, plainTotal)

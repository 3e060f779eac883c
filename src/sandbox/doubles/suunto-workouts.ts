import { createHash } from 'node:crypto'
import { fitOfSession } from '../../generate/fit/recording.ts'
import { hasPower } from '../../generate/life/session.ts'
import { addDays } from '../../generate/local-day.ts'
import { maxOf, meanOf, minOf, round, sumOf } from '../../generate/numbers.ts'
import { localDate, offsetOfZone } from '../../normalise/time.ts'
import { ActivityType } from '../../schema/enums.ts'
import type { Life, LivedSession } from '../life/life.ts'

/** The watch that they all wear. */
export const gear = { manufacturer: 'Suunto', name: 'Suunto Race S', productType: 'SPORT_WATCH' }
const watch = {
  ...gear,
  displayName: 'Suunto Race S',
  serialNumber: '241012345678',
  swVersion: '2.40.44',
  hwVersion: 'P1',
}
/** The number of Suunto in the FIT profile. */
const suuntoMaker = 23

/** For how long they have had it. */
const wornDays = 3 * 366
const usualLimit = 50

/** Suunto's number of what people do. */
const activityIds: ReadonlyMap<ActivityType, number> = new Map([
  [ActivityType.RUNNING, 1],
  [ActivityType.TRAIL_RUNNING, 22],
  [ActivityType.TREADMILL_RUNNING, 53],
  [ActivityType.WALKING, 0],
  [ActivityType.HIKING, 11],
  [ActivityType.BIKING, 2],
  [ActivityType.ROAD_BIKING, 2],
  [ActivityType.GRAVEL_CYCLING, 99],
  [ActivityType.STATIONARY_BIKING, 52],
  [ActivityType.ROWING_MACHINE, 57],
  [ActivityType.SWIMMING_IN_POOL, 21],
  [ActivityType.STRENGTH_TRAINING, 23],
  [ActivityType.HIIT, 73],
  [ActivityType.ELLIPTICAL, 55],
  [ActivityType.YOGA, 121],
  [ActivityType.STRETCHING, 58],
])

/** The key of a workout: 24 hexadecimal digits. */
export const workoutKeyOf = (person: string, key: string): string =>
  createHash('sha256').update(`SUUNTO ${person} ${key}`).digest('hex').slice(0, 24)

/** A page of the workouts that began in a time, the newest first; null for a query that is not understood. */
export function workoutsOf(life: Life, person: string, query: URLSearchParams) {
  const number = (name: string, usual: number): number => Number(query.get(name) ?? usual)
  const [since, until] = [number('since', 0), Math.min(number('until', life.nowMs), life.nowMs)]
  const [limit, offset] = [number('limit', usualLimit), number('offset', 0)]
  if (![since, until, limit, offset].every((one) => Number.isInteger(one) && one >= 0) || limit === 0) return null
  const first = [dateAt(life, since), addDays(life.today, -wornDays)].sort().at(-1) ?? life.today
  const found = life
    .days(first, dateAt(life, until))
    .flatMap(({ sessions }) => sessions)
    .filter(({ startMs }) => startMs >= since && startMs < until)
    .reverse()
  const shown = found.slice(offset, offset + limit)
  return {
    payload: shown.map((session) => workoutOf(life, person, session)),
    metadata: { until: `${until}`, workoutcount: `${shown.length}` },
  }
}

const dateAt = ({ zone }: Life, epochMs: number): string => localDate(epochMs, offsetOfZone(zone, epochMs))

/** A session by its key; null where there is none. */
export function workoutAt(life: Life, person: string, workoutKey: string): LivedSession | null {
  for (let days = 0; days < wornDays; days++) {
    const sessions = life.day(addDays(life.today, -days))?.sessions ?? []
    const found = sessions.find(({ key }) => workoutKeyOf(person, key) === workoutKey)
    if (found !== undefined) return found
  }
  return null
}

export const fitOf = ({ zone }: Life, session: LivedSession): Buffer =>
  fitOfSession(session, offsetOfZone(zone, session.startMs), {
    manufacturer: suuntoMaker,
    productName: watch.name,
    serialNumber: 1_012_345,
  })

/** A workout as the list has it. Energy is in kilocalories, of x and y x is the longitude, and `max` is the person's. */
export function workoutOf(life: Life, person: string, session: LivedSession) {
  const { key, number, startMs, endMs, durationSeconds, points, sport, position } = session
  const last = points.at(-1)
  const course = position?.()
  const place = (meters: number) => {
    const [latitude, longitude] = course?.(meters) ?? [0, 0]
    return { x: longitude, y: latitude }
  }
  const meters = last?.meters ?? 0
  const pulse = { avg: Math.round(meanOf(points, ({ bpm }) => bpm)), most: maxOf(points, ({ bpm }) => bpm) }
  const climbs = points.map(({ elevation }, at) => elevation - (points[at - 1]?.elevation ?? elevation))
  return {
    workoutId: number,
    workoutKey: workoutKeyOf(person, key),
    activityId: activityIds.get(sport.type) ?? 4,
    startTime: startMs,
    stopTime: endMs,
    totalTime: durationSeconds,
    timeOffsetInMinutes: offsetOfZone(life.zone, startMs),
    totalDistance: meters,
    stepCount: last?.steps ?? 0,
    energyConsumption: Math.round(last?.grossKcal ?? 0),
    avgSpeed: round(meters / durationSeconds, 2),
    maxSpeed: maxOf(points, ({ speed }) => speed),
    totalAscent: round(
      sumOf(climbs, (climb) => Math.max(0, climb)),
      1,
    ),
    totalDescent: round(
      sumOf(climbs, (climb) => Math.max(0, -climb)),
      1,
    ),
    ...(position === null
      ? {}
      : {
          maxAltitude: maxOf(points, ({ elevation }) => elevation),
          minAltitude: minOf(points, ({ elevation }) => elevation),
        }),
    ...(hasPower(sport.motion)
      ? {
          avgPower: Math.round(meanOf(points.slice(1), ({ watts }) => watts)),
          maxPower: maxOf(points, ({ watts }) => watts),
        }
      : {}),
    startPosition: place(0),
    stopPosition: place(meters),
    centerPosition: place(meters / 2),
    hrdata: {
      workoutMaxHR: pulse.most,
      workoutAvgHR: pulse.avg,
      userMaxHR: life.person.maxHr,
      avg: pulse.avg,
      hrmax: pulse.most,
      max: life.person.maxHr,
    },
    recoveryTime: Math.round(session.trimp * 600),
    gear: watch,
    isEdited: session.revision > 0,
    isManuallyAdded: false,
  }
}

/** What the notification of a new workout says of it; of one that nobody planned when it was, and no more. */
export function newWorkoutOf(
  life: Life,
  person: string,
  told: { key: string; date: string; startMs: number; endMs: number },
): object {
  const { key, date, startMs, endMs } = told
  const session = life.day(date)?.sessions.find((one) => one.key === key)
  const known = {
    workoutKey: workoutKeyOf(person, key),
    startTime: startMs,
    totalTime: (endMs - startMs) / 1000,
    timeOffsetInMinutes: offsetOfZone(life.zone, startMs),
  }
  if (session === undefined) return known
  const { stopTime: _, gear: __, ...whole } = workoutOf(life, person, session)
  return { ...whole, ...known }
}

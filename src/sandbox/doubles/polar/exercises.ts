import { hasPower } from '../../../generate/life/session.ts'
import { addDays } from '../../../generate/local-day.ts'
import { maxOf, meanOf, round, sumOf } from '../../../generate/numbers.ts'
import { offsetOfZone } from '../../../normalise/time.ts'
import { ActivityType } from '../../../schema/enums.ts'
import { uuidOf } from '../../life/keys.ts'
import type { Life, LivedSession } from '../../life/life.ts'
import { api, isoDuration, wallTime } from './form.ts'

const dayMs = 86_400_000
/** Uploads of so many days are shown. */
const shownDays = 30

/** What a call wants beside the summary. */
export interface Wanted {
  samples: boolean
  zones: boolean
  route: boolean
}

/** Polar's words for each kind of session that its people do, the plain one and the detailed one. */
const sports: ReadonlyMap<ActivityType, readonly [sport: string, detailed: string]> = new Map<
  ActivityType,
  readonly [string, string]
>([
  [ActivityType.RUNNING, ['RUNNING', 'RUNNING']],
  [ActivityType.TRAIL_RUNNING, ['RUNNING', 'TRAIL_RUNNING']],
  [ActivityType.TREADMILL_RUNNING, ['RUNNING', 'TREADMILL_RUNNING']],
  [ActivityType.WALKING, ['WALKING', 'WALKING']],
  [ActivityType.HIKING, ['OTHER', 'HIKING']],
  [ActivityType.BIKING, ['CYCLING', 'CYCLING']],
  [ActivityType.ROAD_BIKING, ['CYCLING', 'ROAD_BIKING']],
  [ActivityType.GRAVEL_CYCLING, ['CYCLING', 'GRAVEL']],
  [ActivityType.STATIONARY_BIKING, ['CYCLING', 'INDOOR_CYCLING']],
  [ActivityType.ROWING_MACHINE, ['OTHER', 'INDOOR_ROWING']],
  [ActivityType.SWIMMING_IN_POOL, ['SWIMMING', 'POOL_SWIMMING']],
  [ActivityType.STRENGTH_TRAINING, ['STRENGTH_TRAINING', 'STRENGTH_TRAINING']],
  [ActivityType.HIIT, ['OTHER', 'HIIT']],
  [ActivityType.ELLIPTICAL, ['OTHER', 'CROSS_TRAINER']],
  [ActivityType.YOGA, ['OTHER', 'YOGA']],
  [ActivityType.STRETCHING, ['OTHER', 'STRETCHING']],
])

/** The hashed id of a workout. */
export const exerciseId = (person: string, key: string): string =>
  uuidOf('POLAR', person, key).replaceAll('-', '').slice(0, 8).toUpperCase()

/**
 * The workouts that are shown: uploaded in the last thirty days, and after the person was registered. A watch uploads a
 * workout when it ends.
 */
export function exercisesOf(life: Life, registeredAtMs: number): LivedSession[] {
  const oldest = Math.max(registeredAtMs, life.nowMs - shownDays * dayMs)
  return life
    .days(addDays(life.today, -shownDays - 1), life.today)
    .flatMap(({ sessions }) => sessions)
    .filter(({ endMs }) => endMs >= oldest)
}

/** A workout. Its distance is in decimetres, as the watch's samples have it; calories are whole. */
export function exerciseOf(person: string, account: string, life: Life, session: LivedSession, wanted: Wanted) {
  const { sport, startMs, endMs, durationSeconds, points, trimp } = session
  const [plain, detailed] = sports.get(sport.type) ?? ['OTHER', 'OTHER_OUTDOOR']
  const last = points.at(-1)
  const load = round(trimp, 2)
  return {
    id: exerciseId(person, session.key),
    upload_time: new Date(endMs).toISOString(),
    polar_user: `${api}/v3/users/${account}`,
    device: 'Polar Vantage V3',
    device_id: 'D3A1B2C4',
    start_time: wallTime(life.zone, startMs),
    start_time_utc_offset: offsetOfZone(life.zone, startMs),
    duration: isoDuration(durationSeconds),
    calories: Math.round(last?.grossKcal ?? 0),
    ...(sport.motion === 'still' ? {} : { distance: last?.meters ?? 0 }),
    heart_rate: {
      average: Math.round(meanOf(points, ({ bpm }) => bpm)),
      maximum: maxOf(points, ({ bpm }) => bpm),
    },
    training_load: load,
    sport: plain,
    has_route: session.position !== null,
    detailed_sport_info: detailed,
    ...(sport.motion === 'run' ? { 'running-index': Math.round(40 + 20 * life.person.fitness) } : {}),
    training_load_pro: {
      date: session.date,
      'cardio-load': load,
      'muscle-load': 0,
      'perceived-load': 0,
      'cardio-load-interpretation': load > 120 ? 'HIGH' : load > 50 ? 'MEDIUM' : 'LOW',
      'muscle-load-interpretation': 'NOT_AVAILABLE',
      'perceived-load-interpretation': 'NOT_AVAILABLE',
      'user-rpe': 'UNKNOWN',
    },
    ...(wanted.zones ? { heart_rate_zones: zonesOf(life, session) } : {}),
    ...(wanted.samples ? { samples: samplesOf(session) } : {}),
    ...(wanted.route && session.position !== null ? { route: routeOf(session, session.position()) } : {}),
  }
}

/** Five zones of a tenth of the highest heart rate, from half of it on. What lies below is in none. */
function zonesOf({ person }: Life, { points, stepSeconds }: LivedSession) {
  return [1, 2, 3, 4, 5].map((index) => {
    const [low, high] = [0.4 + 0.1 * index, 0.5 + 0.1 * index].map((share) => Math.round(share * person.maxHr))
    const isLast = index === 5
    const within = points.slice(1).filter(({ bpm }) => bpm >= (low ?? 0) && (isLast || bpm < (high ?? 0)))
    return {
      index,
      'lower-limit': low,
      'upper-limit': high,
      'in-zone': isoDuration(sumOf(within, () => stepSeconds)),
    }
  })
}

/** Series of text. The strap has no contact yet at the first; a foot's steps are every second step. */
function samplesOf({ points, stepSeconds, sport }: LivedSession) {
  const onFoot = sport.motion === 'run' || sport.motion === 'walk'
  const isMoving = sport.motion !== 'still'
  const series = (type: number, values: readonly (number | null)[]) => ({
    'recording-rate': stepSeconds,
    'sample-type': `${type}`,
    data: values.map((value) => `${value}`).join(','),
  })
  return [
    series(
      0,
      points.map(({ bpm }, at) => (at === 0 ? null : bpm)),
    ),
    ...(isMoving
      ? [
          series(
            1,
            points.map(({ speed }) => round(speed * 3.6, 2)),
          ),
          series(
            onFoot ? 8 : 2,
            points.map(({ cadence }) => (onFoot ? Math.round(cadence / 2) : cadence)),
          ),
          series(
            10,
            points.map(({ meters }) => meters),
          ),
        ]
      : []),
    ...(sport.outdoors
      ? [
          series(
            3,
            points.map(({ elevation }) => elevation),
          ),
        ]
      : []),
    ...(hasPower(sport.motion)
      ? [
          series(
            4,
            points.map(({ watts }) => watts),
          ),
        ]
      : []),
  ]
}

const routeOf = ({ points }: LivedSession, at: (meters: number) => readonly [number, number]) =>
  points.map(({ seconds, meters }) => {
    const [latitude, longitude] = at(meters)
    return {
      latitude: round(latitude, 6),
      longitude: round(longitude, 6),
      time: `PT${seconds}.000S`,
      satellites: 12,
      fix: 1,
    }
  })

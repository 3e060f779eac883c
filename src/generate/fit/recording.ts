import { ActivityType } from '../../schema/enums.ts'
import { hasPower, type Point, type Session } from '../life/session.ts'
import { maxOf, meanOf, round, sumOf } from '../numbers.ts'
import { encodeFit, type FitMessageSpec, fitTime } from './encode.ts'
import { recordingProfile } from './profile.ts'

/** What recorded it. Numbers of makers are those of the FIT profile. */
export interface FitRecorder {
  manufacturer: number
  productName: string
  serialNumber: number
}

/** `sport` and `sub_sport` of the FIT profile for what people do. */
const sports: ReadonlyMap<ActivityType, readonly [sport: number, subSport: number]> = new Map([
  [ActivityType.RUNNING, [1, 0]],
  [ActivityType.TRAIL_RUNNING, [1, 3]],
  [ActivityType.TREADMILL_RUNNING, [1, 1]],
  [ActivityType.WALKING, [11, 0]],
  [ActivityType.HIKING, [17, 0]],
  [ActivityType.BIKING, [2, 0]],
  [ActivityType.ROAD_BIKING, [2, 7]],
  [ActivityType.GRAVEL_CYCLING, [2, 46]],
  [ActivityType.STATIONARY_BIKING, [2, 6]],
  [ActivityType.ROWING_MACHINE, [4, 14]],
  [ActivityType.SWIMMING_IN_POOL, [5, 17]],
  [ActivityType.STRENGTH_TRAINING, [10, 20]],
  [ActivityType.HIIT, [10, 70]],
  [ActivityType.ELLIPTICAL, [4, 15]],
  [ActivityType.YOGA, [10, 43]],
  [ActivityType.STRETCHING, [10, 19]],
])

const timerEvent = 0
const [start, stopAll] = [0, 4]
const lapByDistance = 2
const lapAtEnd = 7

/**
 * The FIT file of a session that was lived, as a device of that make writes it: who recorded, every sample, laps where the
 * device makes them, the figures of the whole, and the clock of the person (minutes east of Greenwich). Counts one leg on foot.
 */
export function fitOfSession(session: Session, offsetMinutes: number, recorder: FitRecorder): Buffer<ArrayBuffer> {
  const begun = Math.floor(fitTime(new Date(session.startMs).toISOString()))
  const ended = begun + session.durationSeconds
  const maker = { manufacturer: recorder.manufacturer, serial_number: recorder.serialNumber }
  const [sport, subSport] = sports.get(session.sport.type) ?? [0, 0]
  const timer = (timestamp: number, event_type: number) =>
    message('event', { timestamp, event: timerEvent, event_type })
  return encodeFit(recordingProfile, [
    message('file_id', { type: 4, ...maker, time_created: begun }),
    message('device_info', { timestamp: begun, device_index: 0, ...maker, product_name: recorder.productName }),
    timer(begun, start),
    ...recordsOf(session, begun),
    timer(ended, stopAll),
    ...lapsOf(session, begun),
    message('session', {
      timestamp: ended,
      start_time: begun,
      message_index: 0,
      sport,
      sub_sport: subSport,
      ...figuresOf(session, session.points),
      ...climbOf(session),
    }),
    message('activity', { timestamp: ended, num_sessions: 1, local_timestamp: ended + offsetMinutes * 60 }),
  ])
}

const message = (name: keyof typeof recordingProfile, fields: FitMessageSpec['fields']): FitMessageSpec => ({
  name,
  fields,
})

/** Whether the sport has a cadence that counts steps: the file has those of one leg. */
const legsOf = ({ sport: { motion } }: Session): 1 | 2 => (motion === 'run' || motion === 'walk' ? 2 : 1)
const isMoving = ({ points }: Session): boolean => (points.at(-1)?.meters ?? 0) > 0

function recordsOf(session: Session, begun: number): FitMessageSpec[] {
  const course = session.position?.()
  const [moves, powered, legs] = [isMoving(session), hasPower(session.sport.motion), legsOf(session)]
  return session.points.map(({ seconds, meters, speed, cadence, bpm, elevation, watts }) => {
    const [latitude, longitude] = course?.(meters) ?? []
    const half = cadence / legs
    return message('record', {
      timestamp: begun + seconds,
      ...(latitude === undefined || longitude === undefined
        ? {}
        : { position_lat: latitude, position_long: longitude, enhanced_altitude: elevation }),
      heart_rate: bpm,
      ...(moves
        ? { distance: meters, enhanced_speed: speed, cadence: Math.floor(half), fractional_cadence: half % 1 }
        : {}),
      ...(powered ? { power: watts } : {}),
    })
  })
}

/** Laps by distance where the sport has them, else the whole as one. */
function lapsOf(session: Session, begun: number): FitMessageSpec[] {
  const { points, sport } = session
  const laps: FitMessageSpec[] = []
  let from = 0
  points.forEach((point, to) => {
    const first = points[from]
    const isLast = to === points.length - 1
    if (first === undefined || to === from) return
    if (!isLast && (sport.lapMeters === null || point.meters < (laps.length + 1) * sport.lapMeters)) return
    const figures = figuresOf(session, points.slice(from, to + 1))
    laps.push(
      message('lap', {
        timestamp: begun + point.seconds,
        start_time: begun + first.seconds,
        ...Object.fromEntries(Object.entries(figures).filter(([name]) => name in recordingProfile.lap[1])),
        lap_trigger: isLast ? lapAtEnd : lapByDistance,
      }),
    )
    from = to
  })
  return laps
}

/** What a session and a lap tell of a stretch of samples, in FIT's words. */
interface Figures {
  total_elapsed_time: number
  total_timer_time: number
  total_calories: number
  avg_heart_rate: number
  max_heart_rate: number
  total_distance?: number
  avg_cadence?: number
  max_cadence?: number
  max_speed?: number
  avg_power?: number
  max_power?: number
  total_work?: number
}

/** The figures of a stretch of samples, the first of which is where it begins. */
function figuresOf(session: Session, points: readonly Point[]): Figures {
  const [first, ...moving] = points
  const last = points.at(-1)
  const seconds = (last?.seconds ?? 0) - (first?.seconds ?? 0)
  const legs = legsOf(session)
  return {
    total_elapsed_time: seconds,
    total_timer_time: seconds,
    total_calories: Math.round((last?.grossKcal ?? 0) - (first?.grossKcal ?? 0)),
    avg_heart_rate: Math.round(meanOf(points, ({ bpm }) => bpm)),
    max_heart_rate: maxOf(points, ({ bpm }) => bpm),
    ...(isMoving(session)
      ? {
          total_distance: round((last?.meters ?? 0) - (first?.meters ?? 0), 1),
          avg_cadence: Math.round(meanOf(moving, ({ cadence }) => cadence) / legs),
          max_cadence: Math.floor(maxOf(moving, ({ cadence }) => cadence) / legs),
          max_speed: maxOf(moving, ({ speed }) => speed),
        }
      : {}),
    ...(hasPower(session.sport.motion)
      ? {
          avg_power: Math.round(meanOf(moving, ({ watts }) => watts)),
          max_power: maxOf(moving, ({ watts }) => watts),
          total_work: sumOf(moving, ({ watts }) => watts * session.stepSeconds),
        }
      : {}),
  }
}

/** Metres up and down, where the device knew its height. */
function climbOf({ points, position }: Session): { total_ascent?: number; total_descent?: number } {
  if (position === null) return {}
  const steps = points.map(({ elevation }, index) => elevation - (points[index - 1]?.elevation ?? elevation))
  return {
    total_ascent: Math.round(sumOf(steps, (step) => Math.max(0, step))),
    total_descent: Math.round(sumOf(steps, (step) => Math.max(0, -step))),
  }
}

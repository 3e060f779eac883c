import polyline from '@mapbox/polyline'
import { hasPower, type Point } from '../../generate/life/session.ts'
import { maxOf, meanOf, minOf, round, sumOf } from '../../generate/numbers.ts'
import { offsetOfZone, offsetText } from '../../normalise/time.ts'
import { ActivityType } from '../../schema/enums.ts'
import type { Life, LivedSession } from '../life/life.ts'

/** Strava's words for what the invented people do; a machine is told by `trainer`. */
const sportTypes: ReadonlyMap<ActivityType, string> = new Map([
  [ActivityType.RUNNING, 'Run'],
  [ActivityType.TRAIL_RUNNING, 'TrailRun'],
  [ActivityType.TREADMILL_RUNNING, 'Run'],
  [ActivityType.WALKING, 'Walk'],
  [ActivityType.HIKING, 'Hike'],
  [ActivityType.BIKING, 'Ride'],
  [ActivityType.ROAD_BIKING, 'Ride'],
  [ActivityType.GRAVEL_CYCLING, 'GravelRide'],
  [ActivityType.STATIONARY_BIKING, 'VirtualRide'],
  [ActivityType.ROWING_MACHINE, 'Rowing'],
  [ActivityType.SWIMMING_IN_POOL, 'Swim'],
  [ActivityType.STRENGTH_TRAINING, 'WeightTraining'],
  [ActivityType.HIIT, 'HighIntensityIntervalTraining'],
  [ActivityType.ELLIPTICAL, 'Elliptical'],
  [ActivityType.YOGA, 'Yoga'],
])

/** `start_date` and its like: whole seconds, as Strava writes them. */
const textOf = (epochMs: number): string => `${new Date(epochMs).toISOString().slice(0, 19)}Z`

/** A zone as Strava names it. Its GMT is that of winter all year round, as Strava has it. */
export function zoneLabel(zone: string, epochMs: number): string {
  const year = new Date(epochMs).getUTCFullYear()
  const minutes = Math.min(offsetOfZone(zone, Date.UTC(year, 0, 1)), offsetOfZone(zone, Date.UTC(year, 6, 1)))
  return `(GMT${offsetText(minutes)}) ${zone}`
}

/** The start of something, as Strava tells it three ways. */
export const clockOf = (zone: string, epochMs: number) => {
  const offset = offsetOfZone(zone, epochMs) * 60
  return { start_date: textOf(epochMs), start_date_local: textOf(epochMs + offset * 1000), utc_offset: offset }
}

/** What is stretched at home is typed in by hand: without a watch there are no samples. */
export const isManual = ({ sport }: LivedSession): boolean => sport.type === ActivityType.STRETCHING

/** What was done on every eleventh day is for the eyes of the person alone. */
export const isPrivate = ({ number }: Pick<LivedSession, 'number'>): boolean => Math.floor(number / 1000) % 11 === 0

/** Who pays Strava has zones: every other person. */
export const isSubscriber = (account: string): boolean => Number(account) % 2 === 0

/** Strava counts one leg. */
export const cyclesOf = (cadence: number, { sport: { motion } }: LivedSession): number =>
  motion === 'run' || motion === 'walk' ? Math.round(cadence / 2) : cadence

export const movingPoints = ({ points }: LivedSession): Point[] => points.slice(1)

/** The course at each point, to five decimals, as an encoded line has it. */
export function placesOf({ position, points }: LivedSession): [number, number][] {
  const course = position?.()
  if (course === undefined) return []
  return points.map(({ meters }) => {
    const [latitude, longitude] = course(meters)
    return [round(latitude, 5), round(longitude, 5)]
  })
}

/**
 * A session as the list has it. Distances are to the decimetre, as the life has them: nothing of them is rounded further.
 * Speeds are to the millimetre, heart rates and watts to a tenth.
 */
export function summaryOf(account: string, { zone }: Life, session: LivedSession) {
  const { number: id, sport, startMs, durationSeconds, points } = session
  const manual = isManual(session)
  const moving = movingPoints(session)
  const meters = points.at(-1)?.meters ?? 0
  const places = placesOf(session)
  const outdoors = places.length > 0
  const shown = places.filter((_, index) => index % Math.ceil(places.length / 60) === 0)
  const sportType = sportTypes.get(sport.type) ?? 'Workout'
  const powered = hasPower(sport.motion)
  const climbs = points.map(({ elevation }, index) =>
    Math.max(0, elevation - (points[index - 1]?.elevation ?? elevation)),
  )
  return {
    resource_state: 2,
    athlete: { id: Number(account), resource_state: 1 },
    id,
    name: nameOf(session, zone),
    distance: meters,
    moving_time: durationSeconds,
    elapsed_time: durationSeconds,
    total_elevation_gain: outdoors
      ? round(
          sumOf(climbs, (climb) => climb),
          1,
        )
      : 0,
    type: sportType === 'TrailRun' ? 'Run' : sportType === 'GravelRide' ? 'Ride' : sportType,
    sport_type: sportType,
    ...clockOf(zone, startMs),
    timezone: zoneLabel(zone, startMs),
    map: { id: `a${id}`, summary_polyline: polyline.encode(shown), resource_state: 2 },
    trainer: !outdoors,
    commute: false,
    manual,
    private: isPrivate(session),
    visibility: isPrivate(session) ? 'only_me' : 'followers_only',
    flagged: false,
    gear_id: null,
    start_latlng: places[0] ?? [],
    end_latlng: places.at(-1) ?? [],
    average_speed: round(meters / durationSeconds, 3),
    max_speed: meters === 0 ? 0 : maxOf(moving, ({ speed }) => speed),
    ...(meters === 0
      ? {}
      : {
          average_cadence: round(
            meanOf(moving, ({ cadence }) => cyclesOf(cadence, session)),
            1,
          ),
        }),
    ...(powered
      ? {
          average_watts: round(
            meanOf(moving, ({ watts }) => watts),
            1,
          ),
          max_watts: maxOf(moving, ({ watts }) => watts),
          device_watts: true,
          kilojoules: round(sumOf(moving, ({ watts }) => watts * session.stepSeconds) / 1000, 1),
        }
      : {}),
    has_heartrate: !manual,
    ...(manual
      ? {}
      : {
          average_heartrate: round(
            meanOf(points, ({ bpm }) => bpm),
            1,
          ),
          max_heartrate: maxOf(points, ({ bpm }) => bpm),
        }),
    ...(outdoors
      ? {
          elev_high: maxOf(points, ({ elevation }) => elevation),
          elev_low: minOf(points, ({ elevation }) => elevation),
        }
      : {}),
    external_id: manual ? null : `garmin_ping_${id}`,
    upload_id: manual ? null : id + 1,
    device_name: manual ? null : 'Garmin Forerunner 265',
    kudos_count: id % 7,
  }
}

/** The name that Strava gives where the person gives none; one that was looked at again says so. */
function nameOf({ startMs, sport, revision }: LivedSession, zone: string): string {
  const hour = new Date(startMs + offsetOfZone(zone, startMs) * 60_000).getUTCHours()
  const part = hour < 5 ? 'Night' : hour < 11 ? 'Morning' : hour < 14 ? 'Lunch' : hour < 18 ? 'Afternoon' : 'Evening'
  return `${part} ${sport.name}${revision > 0 ? ` (corrected ${revision})` : ''}`
}

/** A session with its details: kilocalories to a tenth, and its laps. */
export function detailOf(account: string, life: Life, session: LivedSession) {
  const { points } = session
  return {
    ...summaryOf(account, life, session),
    resource_state: 3,
    calories: round(points.at(-1)?.grossKcal ?? 0, 1),
    description: null,
    laps: isManual(session) ? [] : lapsOf(life, session),
    segment_efforts: [],
  }
}

/** Laps by distance where the device makes them; their distances sum to the session's. */
function lapsOf({ zone }: Life, session: LivedSession) {
  const { sport, points, startMs, number } = session
  const laps: object[] = []
  let from = 0
  points.forEach((point, to) => {
    const start = points[from]
    const isLast = to === points.length - 1
    if (start === undefined || to === from) return
    if (!isLast && (sport.lapMeters === null || point.meters < (laps.length + 1) * sport.lapMeters)) return
    const seconds = point.seconds - start.seconds
    const lap = points.slice(from + 1, to + 1)
    laps.push({
      id: number * 100 + laps.length,
      resource_state: 2,
      name: `Lap ${laps.length + 1}`,
      ...clockOf(zone, startMs + start.seconds * 1000),
      elapsed_time: seconds,
      moving_time: seconds,
      distance: round(point.meters - start.meters, 1),
      average_speed: round((point.meters - start.meters) / seconds, 3),
      max_speed: maxOf(lap, ({ speed }) => speed),
      average_heartrate: round(
        meanOf(lap, ({ bpm }) => bpm),
        1,
      ),
      max_heartrate: maxOf(lap, ({ bpm }) => bpm),
      ...(hasPower(sport.motion)
        ? {
            average_watts: round(
              meanOf(lap, ({ watts }) => watts),
              1,
            ),
          }
        : {}),
      lap_index: laps.length + 1,
      split: laps.length + 1,
      start_index: from,
      end_index: to,
    })
    from = to
  })
  return laps
}

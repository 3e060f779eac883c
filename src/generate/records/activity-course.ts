import polyline from '@mapbox/polyline'
import { paceMinutesPerKm } from '../../normalise/units.ts'
import type { Activity, LapSample, MovementData, PositionData } from '../../schema/records.ts'
import { filled, known } from '../filled.ts'
import type { LatLng } from '../life/route.ts'
import { hasPower, type Point, type Session } from '../life/session.ts'
import { stamp } from '../local-day.ts'
import { maxOf, meanOf, minOf, round } from '../numbers.ts'
import type { Scene } from '../scene.ts'
import { lastOf, timed } from './session-samples.ts'

/** Distance, steps, climbs and strokes. */
export function distanceOf(scene: Scene, session: Session): Activity['distance_data'] {
  const { can } = scene
  const { sport, points } = session
  const last = lastOf(points)
  const climbs = can.elevation && session.position !== null
  const steps = (can.steps || can.cadence) && last.steps > 0
  if (last.meters === 0) return undefined
  const samples = can.workout_samples
  return known({
    summary: known({
      distance_meters: last.meters,
      steps: steps ? last.steps : undefined,
      elevation: climbs ? elevationOf(points) : undefined,
      swimming:
        sport.motion === 'swim'
          ? { num_laps: Math.floor(last.meters / 25), num_strokes: last.strokes, pool_length_meters: 25 }
          : undefined,
    }),
    detailed: samples
      ? known({
          distance_samples: points.map((p) => ({ ...timed(scene, session, p), distance_meters: p.meters })),
          step_samples: steps ? points.map((p) => ({ ...timed(scene, session, p), steps: p.steps })) : undefined,
          elevation_samples: climbs
            ? points.map((p) => ({ ...timed(scene, session, p), elev_meters: p.elevation }))
            : undefined,
        })
      : undefined,
  })
}

function elevationOf(points: readonly Point[]) {
  let gain = 0
  let loss = 0
  for (let i = 1; i < points.length; i++) {
    const rise = (points[i]?.elevation ?? 0) - (points[i - 1]?.elevation ?? 0)
    if (rise > 0) gain += rise
    else loss -= rise
  }
  return {
    gain_actual_meters: round(gain, 1),
    loss_actual_meters: round(loss, 1),
    min_meters: minOf(points, ({ elevation }) => elevation),
    max_meters: maxOf(points, ({ elevation }) => elevation),
    avg_meters: round(
      meanOf(points, ({ elevation }) => elevation),
      1,
    ),
  }
}

/** Speed, pace and cadence. */
export function movementOf(scene: Scene, session: Session): MovementData | undefined {
  const { can } = scene
  const last = lastOf(session.points)
  const moving = session.points.slice(1)
  const cadence = can.cadence && maxOf(moving, (p) => p.cadence) > 0
  if (last.meters === 0) return undefined
  const avgSpeed = last.meters / session.durationSeconds
  const avgPace = paceMinutesPerKm(avgSpeed)
  const onFoot = session.sport.motion === 'run' || session.sport.motion === 'walk'
  return filled<MovementData>({
    avg_speed_meters_per_second: round(avgSpeed, 3),
    max_speed_meters_per_second: can.workout_samples ? maxOf(moving, (p) => p.speed) : undefined,
    avg_pace_minutes_per_kilometer: onFoot && avgPace !== null ? round(avgPace, 3) : undefined,
    avg_cadence_rpm: cadence
      ? round(
          meanOf(moving, (p) => p.cadence),
          1,
        )
      : undefined,
    max_cadence_rpm: cadence ? maxOf(moving, (p) => p.cadence) : undefined,
    speed_samples: can.workout_samples
      ? session.points.map((p) => ({ ...timed(scene, session, p), speed_meters_per_second: p.speed }))
      : undefined,
    cadence_samples:
      cadence && can.workout_samples
        ? session.points.map((p) => ({ ...timed(scene, session, p), cadence_rpm: p.cadence }))
        : undefined,
  })
}

/** Rounded to about a decimetre, as receivers give it. */
const coordinates = ([latitude, longitude]: LatLng): LatLng => [round(latitude, 6), round(longitude, 6)]

/** Where it went, for those who record it outdoors. */
export function positionOf(scene: Scene, session: Session): PositionData | undefined {
  const course = session.position?.()
  if (!scene.can.gps || course === undefined) return undefined
  const samples = session.points.map((p) => ({
    ...timed(scene, session, p),
    coords_lat_lng_deg: coordinates(course(p.meters)),
  }))
  const middle = (axis: 0 | 1): number =>
    round(
      meanOf(samples, (s) => s.coords_lat_lng_deg[axis]),
      6,
    )
  return known<PositionData>({
    start_pos_lat_lng_deg: samples[0]?.coords_lat_lng_deg,
    end_pos_lat_lng_deg: samples.at(-1)?.coords_lat_lng_deg,
    center_pos_lat_lng_deg: [middle(0), middle(1)],
    position_samples: samples,
  })
}

/** The course as a line of at most 121 points. */
export function mapOf(scene: Scene, session: Session): Activity['polyline_map_data'] {
  const course = session.position?.()
  if (!scene.can.gps || course === undefined) return undefined
  const every = Math.ceil(session.points.length / 120)
  const last = lastOf(session.points)
  const shown = session.points.filter((point, index) => index % every === 0 || point === last)
  return { summary_polyline: polyline.encode(shown.map((point) => course(point.meters))) }
}

/** Watts of a ride or row. */
export function powerOf(scene: Scene, session: Session): Activity['power_data'] {
  const moving = session.points.slice(1)
  return known({
    avg_watts: round(
      meanOf(moving, (p) => p.watts),
      1,
    ),
    max_watts: maxOf(moving, (p) => p.watts),
    power_samples: scene.can.workout_samples
      ? session.points.map((p) => ({ ...timed(scene, session, p), watts: p.watts }))
      : undefined,
  })
}

/** Laps by distance; the last is what was left. Their distances and times sum to those of the session. */
export function lapsOf(scene: Scene, session: Session, lapMeters: number): LapSample[] {
  const { can, person } = scene
  const laps: LapSample[] = []
  let from = 0
  session.points.forEach((point, to) => {
    const ended = to === session.points.length - 1
    const start = session.points[from]
    if (start === undefined || to === from) return
    if (!ended && point.meters < (laps.length + 1) * lapMeters) return
    const lap = session.points.slice(from + 1, to + 1)
    const seconds = point.seconds - start.seconds
    laps.push(
      known<LapSample>({
        start_time: stamp(person.zone, session.startMs + start.seconds * 1000),
        end_time: stamp(person.zone, session.startMs + point.seconds * 1000),
        active_duration_seconds: seconds,
        distance_meters: round(point.meters - start.meters, 1),
        avg_speed_meters_per_second: round((point.meters - start.meters) / seconds, 3),
        calories: Math.round(point.grossKcal - start.grossKcal),
        avg_hr_bpm: can.workout_heart_rate
          ? round(
              meanOf(lap, (p) => p.bpm),
              1,
            )
          : undefined,
        avg_watts:
          can.power && hasPower(session.sport.motion)
            ? round(
                meanOf(lap, (p) => p.watts),
                1,
              )
            : undefined,
        total_strokes: session.sport.motion === 'swim' ? point.strokes - start.strokes : undefined,
        stroke_type: session.sport.motion === 'swim' ? 'freestyle' : undefined,
        trigger_method: ended ? 'SESSION_END' : 'DISTANCE',
      }),
    )
    from = to
  })
  return laps
}

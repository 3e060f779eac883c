import { UploadType } from '../../schema/enums.ts'
import type { Activity, HeartRateData } from '../../schema/records.ts'
import { known } from '../filled.ts'
import { conditionOn } from '../life/condition.ts'
import { dayPlan, type PlannedSession } from '../life/day-plan.ts'
import { hasPower, type Point, playSession, type Session } from '../life/session.ts'
import { type LocalDay, stamp } from '../local-day.ts'
import { maxOf, meanOf, minOf, round, sumOf } from '../numbers.ts'
import { deviceOf, heartRateZones, idOf, type Scene } from '../scene.ts'
import { distanceOf, lapsOf, mapOf, movementOf, positionOf, powerOf } from './activity-course.ts'
import { lastOf, timed } from './session-samples.ts'

/** The sessions of a day, one or sometimes two. */
export function activities(scene: Scene, day: LocalDay): Activity[] {
  return dayPlan(scene.person, day, scene.sports).sessions.map((plan) => activityOf(scene, day, plan))
}

/** One session, planned for the day or not, as it is recorded. */
export const activityOf = (scene: Scene, day: LocalDay, plan: PlannedSession): Activity =>
  activity(scene, day, playSession(scene.person, conditionOn(scene.person, day), plan))

function activity(scene: Scene, day: LocalDay, session: Session): Activity {
  const { can, person } = scene
  const { sport, durationSeconds } = session
  const last = lastOf(session.points)
  const powered = can.power && hasPower(sport.motion)
  const trainingLoad = Math.round(session.trimp)
  const intensity = session.trimp / (durationSeconds / 36)
  return known<Activity>({
    metadata: known({
      summary_id: idOf(scene, 'activity', day.date, session.index),
      name: nameOf(scene, session),
      type: sport.type,
      upload_type: scene.provider.devices.length > 0 ? UploadType.AUTOMATIC : UploadType.MANUAL,
      start_time: stamp(person.zone, session.startMs),
      end_time: stamp(person.zone, session.endMs),
      timestamp_localization: 1,
      city: session.position && can.gps ? person.home.city : undefined,
      state: session.position && can.gps ? person.home.state : undefined,
      country: session.position && can.gps ? person.home.country : undefined,
    }),
    device_data: deviceOf(scene, session.endMs),
    active_durations_data: { activity_seconds: durationSeconds, rest_seconds: 0 },
    calories_data: caloriesOf(scene, session),
    heart_rate_data: can.workout_heart_rate ? heartRateOf(scene, session) : undefined,
    distance_data: distanceOf(scene, session),
    movement_data: movementOf(scene, session),
    position_data: positionOf(scene, session),
    polyline_map_data: mapOf(scene, session),
    power_data: powered ? powerOf(scene, session) : undefined,
    work_data: powered ? { work_kilojoules: round(sumOf(session.points, workOf(session)), 1) } : undefined,
    energy_data: can.strain ? { energy_kilojoules: round(last.grossKcal * 4.184, 1) } : undefined,
    strain_data: can.strain ? { strain_level: strainOf(session.trimp) } : undefined,
    TSS_data: can.training_load
      ? { TSS_samples: [{ actual: trainingLoad, method: 'hr', intensity_factor_actual: round(intensity, 2) }] }
      : undefined,
    lap_data: can.laps && sport.lapMeters !== null ? { laps: lapsOf(scene, session, sport.lapMeters) } : undefined,
  })
}

/** Strain between 0 and 21, which grows ever slower with the training impulse. */
export const strainOf = (trimp: number): number => round(21 * (1 - Math.exp(-trimp / 160)), 1)

const workOf = (session: Session) => (point: Point) =>
  (point.watts * (point.seconds > 0 ? session.stepSeconds : 0)) / 1000

function nameOf(scene: Scene, session: Session): string {
  const hour = Number(stamp(scene.person.zone, session.startMs).slice(11, 13))
  const part = hour < 11 ? 'Morning' : hour < 14 ? 'Lunch' : hour < 18 ? 'Afternoon' : 'Evening'
  return `${part} ${session.sport.name}`
}

function caloriesOf(scene: Scene, session: Session): NonNullable<Activity['calories_data']> {
  const last = lastOf(session.points)
  let burned = 0
  const everyMinute = session.points.filter(
    (point) => point.seconds > 0 && (point.seconds % 60 === 0 || point === last),
  )
  return known({
    total_burned_calories: round(last.grossKcal, 1),
    net_activity_calories: scene.can.calories ? round(last.activeKcal, 1) : undefined,
    // What was burned since the sample before; the samples sum to the total.
    calorie_samples: scene.can.workout_samples
      ? everyMinute.map((point) => {
          const sum = round(point.grossKcal, 1)
          const calories = round(sum - burned, 1)
          burned = sum
          return { ...timed(scene, session, point), calories }
        })
      : undefined,
  })
}

function heartRateOf(scene: Scene, session: Session): HeartRateData {
  const { can, person } = scene
  const beats = session.points.slice(1).map(({ bpm }) => ({ bpm, seconds: session.stepSeconds }))
  const withSamples = can.workout_samples || can.intraday
  return known<HeartRateData>({
    summary: known({
      avg_hr_bpm: round(
        meanOf(session.points, ({ bpm }) => bpm),
        1,
      ),
      max_hr_bpm: maxOf(session.points, ({ bpm }) => bpm),
      min_hr_bpm: withSamples ? minOf(session.points, ({ bpm }) => bpm) : undefined,
      user_max_hr_bpm: can.heart_rate_zones ? person.maxHr : undefined,
      hr_zone_data: can.heart_rate_zones ? heartRateZones(beats, person.maxHr) : undefined,
    }),
    detailed: withSamples
      ? { hr_samples: session.points.map((p) => ({ ...timed(scene, session, p), bpm: p.bpm, context: 1 })) }
      : undefined,
  })
}

import type { Minute } from '../../generate/life/day-course.ts'
import { meanOf, round, sumOf } from '../../generate/numbers.ts'
import { ActivityType as T } from '../../schema/enums.ts'
import type { Life, LivedDay, LivedSession } from '../life/life.ts'
import type { DoubleAnswer } from './double.ts'
import {
  type Asked,
  badParameter,
  datesOf,
  daysOf,
  deviceIdOf,
  mapOf,
  models,
  ok,
  paged,
  picked,
  seconds,
  spanOf,
} from './withings-answers.ts'

const usualFields = [
  'steps',
  'distance',
  'elevation',
  'soft',
  'moderate',
  'intense',
  'active',
  'calories',
  'totalcalories',
]

/** Seconds in zones of the heart rate, each sample standing for so many. */
function heartOf(life: Life, bpms: readonly number[], secondsEach: number) {
  if (bpms.length === 0) return {}
  // Withings does not publish the bounds of its zones.
  const zone = (bpm: number) => [0.5, 0.7, 0.85].filter((share) => bpm >= share * life.person.maxHr).length
  const zones = [0, 1, 2, 3].map((wanted) => secondsEach * bpms.filter((bpm) => zone(bpm) === wanted).length)
  const [hr_zone_0, hr_zone_1, hr_zone_2, hr_zone_3] = zones
  const hr_average = Math.round(meanOf(bpms, (bpm) => bpm))
  return {
    hr_average,
    hr_min: Math.min(...bpms),
    hr_max: Math.max(...bpms),
    hr_zone_0,
    hr_zone_1,
    hr_zone_2,
    hr_zone_3,
  }
}

/** A day by tracker: the watch, and on every other day also the phone, which counts a part of the same steps. */
export function activities(asked: Asked): DoubleAnswer {
  const days = daysOf(asked)
  if (days === null) return badParameter('startdateymd')
  const rows = asked.life
    .days(days.first, days.last)
    .filter(({ course, day }) => course.toldMs > day.startMs && seconds(course.toldMs) > days.since)
    .flatMap((lived) => [watchDay(asked, lived), ...(lived.day.number % 2 === 0 ? [phoneDay(asked, lived)] : [])])
  return paged(asked, 'activities', rows)
}

/** Withings rounds metres and kilocalories of a day to three places; steps and seconds are whole. */
function watchDay({ form, life, person }: Asked, { day, course, body }: LivedDay): object {
  const { minutes, toldMs } = course
  const secondsOf = (level: Minute['level']) => 60 * minutes.filter((minute) => minute.level === level).length
  const calories = sumOf(minutes, ({ activeKcal }) => activeKcal)
  const [moderate, intense] = [secondsOf('medium'), secondsOf('high')]
  const bpms = minutes.map(({ bpm }) => bpm)
  const id = deviceIdOf(person, 'watch')
  return {
    ...picked(form, usualFields, {
      steps: sumOf(minutes, ({ steps }) => steps),
      distance: round(
        sumOf(minutes, ({ meters }) => meters),
        3,
      ),
      elevation: sumOf(minutes, ({ floors }) => floors),
      soft: secondsOf('low'),
      moderate,
      intense,
      active: moderate + intense,
      calories: round(calories, 3),
      totalcalories: round(calories + (body.bmr * minutes.length) / 1440, 3),
      ...heartOf(life, bpms, 60),
    }),
    deviceid: id,
    hash_deviceid: id,
    timezone: life.zone,
    date: day.date,
    modified: seconds(toldMs),
    brand: 1,
    modelid: models.watch.model_id,
    model: models.watch.model,
    is_tracker: true,
  }
}

/** What the phone in a pocket counted of the same day. */
function phoneDay({ form, life }: Asked, { day, course }: LivedDay): object {
  const { minutes, toldMs } = course
  const steps = Math.floor(0.8 * sumOf(minutes, (minute) => minute.steps))
  const distance = round(0.8 * sumOf(minutes, ({ meters }) => meters), 3)
  return {
    ...picked(form, usualFields, { steps, distance }),
    deviceid: null,
    hash_deviceid: null,
    timezone: life.zone,
    date: day.date,
    modified: seconds(toldMs),
    brand: 18,
    modelid: 1055,
    model: 'GoogleFit tracker',
    is_tracker: false,
  }
}

/** Minutes with steps, and heart rates: every ten minutes, in a session every minute. */
export function intraday(asked: Asked): DoubleAnswer {
  const span = spanOf(asked)
  if (span === null) return badParameter('startdate')
  const { form, life, person } = asked
  const device = { deviceid: deviceIdOf(person, 'watch'), model: models.watch.model, model_id: models.watch.model_id }
  const entries = datesOf(life, span.from, span.to)
    .flatMap(({ course }) => course.minutes)
    .flatMap((minute): (readonly [number, Record<string, unknown>])[] => {
      const at = seconds(minute.startMs)
      const hasPulse = minute.inSession || at % 600 === 0
      const { steps, floors, meters, activeKcal } = minute
      const counted = {
        steps,
        elevation: floors,
        calories: round(activeKcal, 2),
        distance: round(meters, 2),
        duration: 60,
      }
      const pulse: (readonly [number, Record<string, unknown>])[] = hasPulse
        ? [[at + 30, { heart_rate: minute.bpm }]]
        : []
      return steps > 0 ? [[at, counted], ...pulse] : pulse
    })
    .filter(([second]) => second >= span.from && second <= span.to)
    .map(([second, fields]) => [second, picked(form, Object.keys(fields), fields)] as const)
    .filter(([, fields]) => Object.keys(fields).length > 0)
  return ok({ series: mapOf(entries.map(([second, fields]) => [second, { ...device, ...fields }] as const)) })
}

/** Withings' category of each kind of session that its people do. */
const categories: ReadonlyMap<T, number> = new Map<T, number>([
  [T.RUNNING, 2],
  [T.TRAIL_RUNNING, 498],
  [T.TREADMILL_RUNNING, 307],
  [T.WALKING, 1],
  [T.HIKING, 3],
  [T.BIKING, 6],
  [T.ROAD_BIKING, 6],
  [T.GRAVEL_CYCLING, 524],
  [T.STATIONARY_BIKING, 308],
  [T.ROWING_MACHINE, 187],
  [T.SWIMMING_IN_POOL, 7],
  [T.STRENGTH_TRAINING, 16],
  [T.HIIT, 550],
  [T.ELLIPTICAL, 18],
  [T.YOGA, 28],
  [T.STRETCHING, 552],
])
const otherCategory = 36

export const poolMeters = 25

export function workouts(asked: Asked): DoubleAnswer {
  const days = daysOf(asked)
  if (days === null) return badParameter('startdateymd')
  const rows = asked.life
    .days(days.first, days.last)
    .flatMap(({ sessions }) => sessions)
    .filter(({ changedAtMs }) => seconds(changedAtMs) >= days.since)
    .map((session) => workoutOf(asked, session))
  return paged(asked, 'series', rows)
}

/** Withings writes a workout's metres, kilocalories and heart rates as whole numbers; of a swim it counts lengths alone. */
function workoutOf({ form, life, person }: Asked, session: LivedSession): object {
  const { number, date, sport, startMs, endMs, points, stepSeconds, changedAtMs } = session
  const last = points.at(-1)
  const isSwim = sport.motion === 'swim'
  const rises = points
    .slice(1)
    .map(({ elevation }, at) => Math.max(0, elevation - (points[at]?.elevation ?? elevation)))
  const climbed = sumOf(rises, (rise) => rise)
  const moved = { steps: last?.steps ?? 0, distance: Math.round(last?.meters ?? 0), elevation: Math.round(climbed / 3) }
  const pool_laps = Math.round((last?.meters ?? 0) / poolMeters)
  const swum = { pool_laps, pool_length: poolMeters, strokes: last?.strokes ?? 0 }
  const bpms = points.slice(1).map(({ bpm }) => bpm)
  const data = {
    calories: Math.round(last?.activeKcal ?? 0),
    intensity: 0,
    manual_distance: 0,
    manual_calories: 0,
    ...heartOf(life, bpms, stepSeconds),
    pause_duration: 0,
    ...(isSwim ? swum : moved),
  }
  return {
    id: number,
    category: categories.get(sport.type) ?? otherCategory,
    timezone: life.zone,
    model: models.watch.model_id,
    attrib: 7,
    startdate: seconds(startMs),
    enddate: seconds(endMs),
    date,
    deviceid: deviceIdOf(person, 'watch'),
    modified: seconds(changedAtMs),
    data: { ...picked(form, [], data), algo_pause_duration: isSwim ? 0 : null },
  }
}

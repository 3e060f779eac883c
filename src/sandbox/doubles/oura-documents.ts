import type { Minute } from '../../generate/life/day-course.ts'
import type { Stage } from '../../generate/life/night.ts'
import { addDays, clockTime, localDay, minuteMs } from '../../generate/local-day.ts'
import { clamp, meanOf, round, sumOf } from '../../generate/numbers.ts'
import { offsetOfZone } from '../../normalise/time.ts'
import { ActivityType } from '../../schema/enums.ts'
import { uuidOf } from '../life/keys.ts'
import type { Life, LivedDay, LivedNight, LivedSession } from '../life/life.ts'

/** A document of one day. */
export interface OuraDocument {
  id: string
  day: string
  [field: string]: unknown
}

const two = (n: number): string => `${n}`.padStart(2, '0')

/** As Oura writes times: milliseconds and the offset of the person's clock. */
export function ouraTime(zone: string, epochMs: number): string {
  const offset = offsetOfZone(zone, epochMs)
  const wall = new Date(epochMs + offset * 60_000).toISOString().slice(0, -1)
  const size = Math.abs(offset)
  return `${wall}${offset < 0 ? '-' : '+'}${two(Math.floor(size / 60))}:${two(size % 60)}`
}

/** What a ring recorded of a day, collection by collection. */
export function documentsOf(collection: string, person: string, life: Life, lived: LivedDay): OuraDocument[] {
  const { date } = lived.day
  const idOf = (key: string) => uuidOf('OURA', person, `${collection} ${key}`)
  const ofDay = (fields: object): OuraDocument[] => [{ id: idOf(`day ${date} 0`), day: date, ...fields }]
  const [main] = lived.nights.filter(({ isNap }) => !isNap)
  switch (collection) {
    case 'sleep':
      return lived.nights.map((night) => ({ id: idOf(night.key), day: date, ...nightOf(life.zone, lived, night) }))
    case 'daily_sleep':
      return main === undefined ? [] : ofDay({ score: scoreOf(main), timestamp: `${date}T00:00:00+00:00` })
    case 'daily_readiness':
      return main === undefined
        ? []
        : ofDay({
            score: readinessOf(lived),
            temperature_deviation: round(0.6 * (lived.body.load - 0.45), 2),
            timestamp: `${date}T00:00:00+00:00`,
          })
    case 'daily_spo2':
      return main === undefined
        ? []
        : ofDay({ spo2_percentage: { average: round(saturationOf(main), 1) }, breathing_disturbance_index: 4 })
    case 'daily_activity': {
      const moved = movedOf(life, date)
      return moved === null ? [] : ofDay(moved)
    }
    case 'daily_stress':
      return ofDay({
        stress_high: Math.round((lived.body.load * 7200) / 900) * 900,
        recovery_high: Math.round(((1 - lived.body.load) * 5400) / 900) * 900,
        day_summary: lived.body.load > 0.65 ? 'stressful' : lived.body.load < 0.25 ? 'restored' : 'normal',
      })
    case 'daily_cardiovascular_age':
      return main === undefined
        ? []
        : ofDay({
            vascular_age: Math.round(lived.body.age - 6 * (lived.body.fitness - 0.5)),
            pulse_wave_velocity: round(5.2 + 0.045 * lived.body.age - lived.body.fitness, 1),
          })
    case 'vO2_max':
      // Worked out from a walk, now and then.
      return lived.day.weekday === 0 && main !== undefined
        ? ofDay({ timestamp: ouraTime(life.zone, main.endMs), vo2_max: Math.round(lived.body.vo2max) })
        : []
    case 'enhanced_tag':
      return []
    case 'workout':
      return lived.sessions.map((session) => ({
        id: idOf(session.key),
        day: date,
        ...workoutOf(life.zone, session),
      }))
    default:
      return []
  }
}

const phaseDigits: Readonly<Record<Stage, string>> = { deep: '1', light: '2', rem: '3', awake: '4', unmeasured: '4' }

/** Totals are those of the stages, in whole minutes; what the ring did not feel counts as awake, as Oura counts it. */
function nightOf(zone: string, { body }: LivedDay, night: LivedNight) {
  const { startMs, endMs, minutesOf } = night
  const seconds = (endMs - startMs) / 1000
  const asleep = (minutesOf.light + minutesOf.deep + minutesOf.rem) * 60
  const start = ouraTime(zone, startMs)
  const every5 = Array.from({ length: Math.floor(seconds / 300) }, (_, at) => startMs + at * 300_000)
  const every30 = Array.from({ length: Math.floor(seconds / 30) }, (_, at) => startMs + at * 30_000)
  const stageAt = (epochMs: number) => night.stages.find((stage) => epochMs < stage.endMs)?.stage ?? 'awake'
  const rates = every5.map((at) => Math.round(night.hrAt(at)))
  const variations = every5.map((at) => Math.round(body.rmssd * night.hrvFactorAt(at)))
  const firstAsleep = night.stages.find(({ stage }) => stage !== 'awake')?.startMs ?? endMs
  return {
    type: night.isNap ? 'late_nap' : 'long_sleep',
    period: night.isNap ? 1 : 0,
    bedtime_start: start,
    bedtime_end: ouraTime(zone, endMs),
    time_in_bed: seconds,
    total_sleep_duration: asleep,
    deep_sleep_duration: minutesOf.deep * 60,
    light_sleep_duration: minutesOf.light * 60,
    rem_sleep_duration: minutesOf.rem * 60,
    awake_time: seconds - asleep,
    latency: (firstAsleep - startMs) / 1000,
    efficiency: Math.round((100 * asleep) / seconds),
    average_breath: round(
      meanOf(every5, (at) => night.breathsAt(at)),
      3,
    ),
    average_heart_rate: round(
      meanOf(rates, (rate) => rate),
      2,
    ),
    lowest_heart_rate: Math.min(...rates),
    average_hrv: Math.round(meanOf(variations, (value) => value)),
    heart_rate: { interval: 300, items: rates, timestamp: start },
    hrv: { interval: 300, items: variations, timestamp: start },
    sleep_phase_5_min: every5.map((at) => phaseDigits[stageAt(at)]).join(''),
    sleep_phase_30_sec: every30.map((at) => phaseDigits[stageAt(at)]).join(''),
    readiness: night.isNap ? null : { score: readinessOf({ body }), temperature_deviation: null },
  }
}

const scoreOf = ({ minutesOf }: LivedNight): number =>
  Math.round(clamp(40 + (minutesOf.light + minutesOf.deep + minutesOf.rem) / 9, 1, 100))

const readinessOf = ({ body }: Pick<LivedDay, 'body'>): number => Math.round(clamp(95 - 45 * body.load, 1, 100))

const saturationOf = ({ startMs, saturationAt }: LivedNight): number =>
  meanOf([1, 2, 3, 4], (hour) => saturationAt(startMs + hour * 3_600_000))

const startHour = 4

/**
 * A day of activity, which runs from 04:00 to 04:00 of the person's clock and stands under the date on which it begins. Null
 * while nothing of it is over.
 */
function movedOf(life: Life, date: string) {
  const startMs = clockTime(localDay(date, life.zone), startHour * 60)
  const endMs = clockTime(localDay(addDays(date, 1), life.zone), startHour * 60)
  const minutes = [life.day(date), life.day(addDays(date, 1))]
    .flatMap((lived) => lived?.course.minutes ?? [])
    .filter((minute) => minute.startMs >= startMs && minute.startMs < endMs)
  const body = life.day(date)?.body
  if (minutes.length === 0 || body === undefined) return null
  const secondsOf = (...levels: Minute['level'][]) => 60 * minutes.filter(({ level }) => levels.includes(level)).length
  const active = sumOf(minutes, ({ activeKcal }) => activeKcal)
  return {
    timestamp: ouraTime(life.zone, startMs),
    score: Math.round(clamp(60 + sumOf(minutes, ({ steps }) => steps) / 300, 1, 100)),
    steps: sumOf(minutes, ({ steps }) => steps),
    equivalent_walking_distance: Math.round(sumOf(minutes, ({ meters }) => meters)),
    active_calories: Math.round(active),
    total_calories: Math.round(active + (body.bmr * minutes.length) / 1440),
    high_activity_time: secondsOf('high'),
    medium_activity_time: secondsOf('medium'),
    low_activity_time: secondsOf('low'),
    sedentary_time: secondsOf('inactive'),
    resting_time: secondsOf('rest'),
    non_wear_time: 0,
    average_met_minutes: round(
      meanOf(minutes, ({ met }) => met),
      4,
    ),
    class_5_min: Array.from({ length: Math.floor(minutes.length / 5) }, (_, at) => {
      const { level = 'rest' } = minutes[at * 5 + 2] ?? {}
      return { rest: '1', inactive: '2', low: '3', medium: '4', high: '5' }[level]
    }).join(''),
    met: {
      interval: 60,
      items: minutes.map(({ met }) => round(met, 1)),
      timestamp: ouraTime(life.zone, startMs),
    },
  }
}

/** Oura's word for each kind of session that its people do. */
const activities: ReadonlyMap<ActivityType, string> = new Map<ActivityType, string>([
  [ActivityType.RUNNING, 'running'],
  [ActivityType.TRAIL_RUNNING, 'trailRunning'],
  [ActivityType.TREADMILL_RUNNING, 'running'],
  [ActivityType.WALKING, 'walking'],
  [ActivityType.HIKING, 'hiking'],
  [ActivityType.BIKING, 'cycling'],
  [ActivityType.ROAD_BIKING, 'cycling'],
  [ActivityType.GRAVEL_CYCLING, 'cycling'],
  [ActivityType.STATIONARY_BIKING, 'indoorCycling'],
  [ActivityType.ROWING_MACHINE, 'rowing'],
  [ActivityType.SWIMMING_IN_POOL, 'swimming'],
  [ActivityType.STRENGTH_TRAINING, 'strengthTraining'],
  [ActivityType.HIIT, 'HIIT'],
  [ActivityType.ELLIPTICAL, 'elliptical'],
  [ActivityType.YOGA, 'yoga'],
])

function workoutOf(zone: string, { sport, startMs, endMs, points }: LivedSession) {
  const last = points.at(-1)
  const isMoving = sport.motion !== 'still'
  return {
    activity: activities.get(sport.type) ?? 'other',
    start_datetime: ouraTime(zone, startMs),
    end_datetime: ouraTime(zone, endMs),
    calories: round(last?.activeKcal ?? 0, 1),
    distance: isMoving ? (last?.meters ?? 0) : null,
    intensity: sport.effort[0] > 0.6 ? 'hard' : sport.effort[0] > 0.4 ? 'moderate' : 'easy',
    label: null,
    source: 'confirmed',
  }
}

/** Heart rates every five minutes between two instants, in UTC as Oura has them; a session has one a minute. */
export function heartRatesBetween(life: Life, startMs: number, endMs: number) {
  const first = localDateOf(life, startMs)
  const last = localDateOf(life, endMs)
  return life
    .days(first, last)
    .flatMap(({ course }) => course.minutes)
    .filter((minute) => minute.startMs >= startMs && minute.startMs < endMs)
    .filter((minute) => minute.inSession || (minute.startMs / minuteMs) % 5 === 0)
    .map(({ startMs: at, bpm, asleep, inSession }) => ({
      timestamp: new Date(at).toISOString(),
      timestamp_unix: at,
      bpm,
      source: inSession ? 'workout' : asleep ? 'sleep' : 'awake',
    }))
}

const localDateOf = (life: Life, epochMs: number): string =>
  new Date(epochMs + offsetOfZone(life.zone, epochMs) * 60_000).toISOString().slice(0, 10)

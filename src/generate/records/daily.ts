import { ActivityLevel, UploadType } from '../../schema/enums.ts'
import type {
  ActiveDurationsData,
  CaloriesData,
  Daily,
  DailyDistanceData,
  METData,
  TagEntry,
} from '../../schema/records.ts'
import { filled, known } from '../filled.ts'
import { courseUntil, type DayCourse, type Level, liveDay, type Minute } from '../life/day-course.ts'
import { clockTime, dayMetadataOf, type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { clamp, meanOf, round, sumOf } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { deviceOf, type Scene } from '../scene.ts'
import { strainOf } from './activity.ts'
import { dailyHeartRate, dailyOxygen } from './daily-heart.ts'
import { bodyBattery, dailyStress } from './daily-stress.ts'
import { recoveryScore, sleepScore } from './sleep.ts'

/**
 * The day as a whole, from local midnight to local midnight, or what is known of it at a moment: at least a quarter of an
 * hour of it. What the night gives is known when it is over.
 */
export function daily(scene: Scene, day: LocalDay, untilMs = day.endMs): Daily {
  const { can, person } = scene
  const course = courseUntil(liveDay(person, day, scene.sports), untilMs)
  const isRested = course.night.endMs <= course.toldMs
  const stress = dailyStress(scene, course)
  const battery = can.body_battery ? { body_battery_samples: bodyBattery(scene, course) } : undefined
  return known<Daily>({
    metadata: { ...dayMetadataOf(day), upload_type: UploadType.AUTOMATIC },
    device_data: deviceOf(scene, course.toldMs, /^(?!.*(BPM|Scan$|Sleep|M1$))/),
    distance_data: distanceOf(scene, course),
    calories_data: can.calories ? caloriesOf(scene, course) : undefined,
    active_durations_data: durationsOf(scene, course),
    heart_rate_data: can.heart_rate ? dailyHeartRate(scene, course) : undefined,
    MET_data: can.met ? metOf(scene, course) : undefined,
    oxygen_data: dailyOxygen(scene, course),
    stress_data: stress || battery ? { ...stress, ...battery } : undefined,
    strain_data: can.strain
      ? { strain_level: strainOf(sumOf(course.sessions, (s) => s.trimp) + 60 * course.body.load) }
      : undefined,
    scores: filled<NonNullable<Daily['scores']>>({
      activity: can.activity_score ? activityScore(scene, course) : undefined,
      recovery: can.recovery_score && isRested ? recoveryScore(course.body) : undefined,
      sleep: can.sleep_score && isRested ? sleepScore(person, course.night) : undefined,
    }),
    tag_data: can.tags ? { tags: tagsOf(scene, course) } : undefined,
  })
}

/** Sums up to the end of each quarter of an hour; the last is that of the day. */
function cumulated(scene: Scene, minutes: readonly Minute[], read: (minute: Minute) => number) {
  const sums: { timestamp: string; sum: number }[] = []
  let sum = 0
  minutes.forEach((minute, index) => {
    sum += read(minute)
    if ((index + 1) % 15 === 0) sums.push({ timestamp: stamp(scene.person.zone, minute.startMs + minuteMs), sum })
  })
  return sums
}

function distanceOf(scene: Scene, { minutes }: DayCourse): DailyDistanceData | undefined {
  const { can } = scene
  return filled<DailyDistanceData>({
    steps: can.steps ? sumOf(minutes, (m) => m.steps) : undefined,
    distance_meters: can.distance
      ? round(
          sumOf(minutes, (m) => m.meters),
          1,
        )
      : undefined,
    floors_climbed: can.floors ? sumOf(minutes, (m) => m.floors) : undefined,
    detailed: can.intraday
      ? filled<NonNullable<DailyDistanceData['detailed']>>({
          step_samples: can.steps
            ? cumulated(scene, minutes, (m) => m.steps).map(({ timestamp, sum }) => ({ timestamp, steps: sum }))
            : undefined,
          distance_samples: can.distance
            ? cumulated(scene, minutes, (m) => m.meters).map(({ timestamp, sum }) => ({
                timestamp,
                distance_meters: round(sum, 1),
              }))
            : undefined,
          floors_climbed_samples: can.floors
            ? cumulated(scene, minutes, (m) => m.floors).map(({ timestamp, sum }) => ({
                timestamp,
                floors_climbed: sum,
              }))
            : undefined,
        })
      : undefined,
  })
}

function caloriesOf(scene: Scene, { minutes, body, day }: DayCourse): CaloriesData {
  const perMinute = (body.bmr * minuteMs) / (day.endMs - day.startMs)
  const BMR_calories = Math.round(perMinute * minutes.length)
  const net_activity_calories = Math.round(sumOf(minutes, (m) => m.activeKcal))
  return known<CaloriesData>({
    BMR_calories,
    net_activity_calories,
    total_burned_calories: BMR_calories + net_activity_calories,
    calorie_samples: scene.can.intraday
      ? quarters(minutes).map((quarter) => ({
          timestamp: stamp(scene.person.zone, quarter.startMs),
          calories: round(
            sumOf(quarter.minutes, (m) => m.activeKcal + perMinute),
            2,
          ),
        }))
      : undefined,
  })
}

/** The day in pieces of a quarter of an hour. */
function quarters(minutes: readonly Minute[]): { startMs: number; minutes: Minute[] }[] {
  return minutes.flatMap((minute, index) =>
    index % 15 === 0 ? [{ startMs: minute.startMs, minutes: minutes.slice(index, index + 15) }] : [],
  )
}

const levels: Record<Level, ActivityLevel> = {
  rest: ActivityLevel.REST,
  inactive: ActivityLevel.INACTIVE,
  low: ActivityLevel.LOW_INTENSITY,
  medium: ActivityLevel.MEDIUM_INTENSITY,
  high: ActivityLevel.HIGH_INTENSITY,
}

function durationsOf(scene: Scene, { minutes }: DayCourse): ActiveDurationsData | undefined {
  const { can, person } = scene
  const secondsAt = (level: Level): number => 60 * minutes.filter((minute) => minute.level === level).length
  const active = secondsAt('low') + secondsAt('medium') + secondsAt('high')
  return filled<ActiveDurationsData>({
    ...(can.active_minutes
      ? {
          activity_seconds: active,
          inactivity_seconds: secondsAt('inactive'),
          rest_seconds: secondsAt('rest'),
          low_intensity_seconds: secondsAt('low'),
          moderate_intensity_seconds: secondsAt('medium'),
          vigorous_intensity_seconds: secondsAt('high'),
          num_continuous_inactive_periods: longSits(minutes),
        }
      : {}),
    standing_hours_count: can.standing ? hoursWith(minutes, (m) => m.level !== 'rest' && m.steps > 0) : undefined,
    standing_seconds: can.standing ? Math.round(active * 1.4) : undefined,
    activity_levels_samples: can.activity_levels
      ? quarters(minutes).map((quarter) => ({
          timestamp: stamp(person.zone, quarter.startMs),
          activity_level: levels[commonest(quarter.minutes)],
        }))
      : undefined,
  })
}

const order: readonly Level[] = ['rest', 'inactive', 'low', 'medium', 'high']

function commonest(minutes: readonly Minute[]): Level {
  const countOf = (level: Level): number => minutes.filter((minute) => minute.level === level).length
  return order.reduce((best, level) => (countOf(level) > countOf(best) ? level : best))
}

/** Stretches of an hour or longer without getting up. */
function longSits(minutes: readonly Minute[]): number {
  let sitting = 0
  let count = 0
  for (const { level } of minutes) {
    sitting = level === 'inactive' ? sitting + 1 : 0
    if (sitting === 60) count++
  }
  return count
}

function hoursWith(minutes: readonly Minute[], holds: (minute: Minute) => boolean): number {
  return new Set(minutes.flatMap((minute, index) => (holds(minute) ? [Math.floor(index / 60)] : []))).size
}

function metOf(scene: Scene, { minutes }: DayCourse): METData {
  const minutesAt = (level: Level): number => minutes.filter((minute) => minute.level === level).length
  return known<METData>({
    avg_level: round(
      meanOf(minutes, (m) => m.met),
      2,
    ),
    num_inactive_minutes: minutesAt('inactive'),
    num_low_intensity_minutes: minutesAt('low'),
    num_moderate_intensity_minutes: minutesAt('medium'),
    num_high_intensity_minutes: minutesAt('high'),
    MET_samples: quarters(minutes).map((quarter) => ({
      timestamp: stamp(scene.person.zone, quarter.startMs),
      level: round(
        meanOf(quarter.minutes, (m) => m.met),
        2,
      ),
    })),
  })
}

function activityScore(scene: Scene, { minutes }: DayCourse): number {
  const steps = sumOf(minutes, (m) => m.steps) / scene.person.stepsPerDay
  const brisk = minutes.filter(({ level }) => level === 'medium' || level === 'high').length
  return Math.round(clamp(35 + 35 * Math.min(1, steps) + 28 * Math.min(1, brisk / 45), 20, 99))
}

const tagNames = ['caffeine', 'late_meal', 'alcohol', 'stress', 'travel', 'sauna', 'meditation'] as const

function tagsOf(scene: Scene, { day, toldMs }: DayCourse): TagEntry[] {
  const random = randomStream(scene.person.seed, 'tags', day.date)
  const all = Array.from({ length: random.integer(0, 2) }, (_, index) => ({
    atMs: clockTime(day, random.integer(8 * 60, 14 * 60) + 420 * index),
    tag_name: random.pick(tagNames),
  }))
  return all
    .filter(({ atMs }) => atMs <= toldMs)
    .map(({ atMs, tag_name }) => ({ timestamp: stamp(scene.person.zone, atMs), tag_name, notes: '' }))
}

import { StressLevel } from '../../schema/enums.ts'
import type { BodyBatterySample, StressData } from '../../schema/records.ts'
import { filled } from '../filled.ts'
import type { DayCourse, Minute } from '../life/day-course.ts'
import { stamp } from '../local-day.ts'
import { clamp, maxOf, meanOf, round } from '../numbers.ts'
import { randomStream, smoothNoise } from '../random.ts'
import type { Scene } from '../scene.ts'

/** Stress 0 to 100 while the body is quiet enough to tell; null while it moves. */
function stressAt(scene: Scene, course: DayCourse): (minute: Minute) => number | null {
  const waver = smoothNoise(scene.person.seed, 'stress')
  return ({ startMs, asleep, level }) => {
    if (level === 'medium' || level === 'high') return null
    const base = asleep ? 17 : 30 + 26 * course.body.load
    const swing = asleep ? 8 : 24
    return Math.round(clamp(base + swing * waver(startMs / 2_700_000) + 0.3 * swing * waver(startMs / 400_000), 1, 99))
  }
}

/** Stress of a day: a sample every three minutes and how long it was low, medium and high. */
export function dailyStress(scene: Scene, course: DayCourse): StressData | undefined {
  const { can, person } = scene
  if (!can.stress) return undefined
  const levelOf = stressAt(scene, course)
  const told = course.minutes.map((minute) => ({ minute, level: levelOf(minute) }))
  const quiet = told.flatMap(({ minute, level }) => (level === null ? [] : [{ minute, level }]))
  if (quiet.length === 0) return undefined
  const secondsIn = (low: number, high: number): number =>
    60 * quiet.filter(({ level }) => level >= low && level <= high).length
  const average = round(meanOf(quiet, ({ level }) => level))
  return filled<StressData>({
    avg_stress_level: average,
    max_stress_level: maxOf(quiet, ({ level }) => level),
    rest_stress_duration_seconds: secondsIn(1, 25),
    low_stress_duration_seconds: secondsIn(26, 50),
    medium_stress_duration_seconds: secondsIn(51, 75),
    high_stress_duration_seconds: secondsIn(76, 100),
    stress_duration_seconds: secondsIn(26, 100),
    activity_stress_duration_seconds: 60 * (told.length - quiet.length),
    stress_rating: ratingOf(average),
    samples: can.intraday
      ? told.flatMap(({ minute, level }, index) =>
          index % 3 === 0 && level !== null ? [{ timestamp: stamp(person.zone, minute.startMs), level }] : [],
        )
      : undefined,
  })
}

/** Quarters of the scale, as Garmin names them. */
function ratingOf(average: number): StressLevel {
  if (average <= 25) return StressLevel.REST
  if (average <= 50) return StressLevel.LOW
  return average <= 75 ? StressLevel.MEDIUM : StressLevel.HIGH
}

/** Energy left, 0 to 100: sleep fills it, being awake and above all moving drains it. A sample every quarter of an hour. */
export function bodyBattery(scene: Scene, course: DayCourse): BodyBatterySample[] {
  let level = 38 + randomStream(scene.person.seed, 'battery', course.day.date).between(-10, 10)
  const samples: BodyBatterySample[] = []
  course.minutes.forEach(({ startMs, asleep, met }, index) => {
    if (index % 15 === 0) samples.push({ timestamp: stamp(scene.person.zone, startMs), level: Math.round(level) })
    const change = asleep ? 0.15 - 0.05 * course.body.load : -0.045 - 0.03 * Math.max(0, met - 1.3)
    level = clamp(level + change, 5, 100)
  })
  return samples
}

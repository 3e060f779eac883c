import { HeartRateContext } from '../../schema/enums.ts'
import type { HeartRateData, OxygenData } from '../../schema/records.ts'
import { filled, known } from '../filled.ts'
import type { DayCourse } from '../life/day-course.ts'
import { clockTime, stamp } from '../local-day.ts'
import { maxOf, meanOf, minOf, round } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { heartRateZones, type Scene } from '../scene.ts'

/** Heart rate of a day: the summary over every minute, a sample every five. */
export function dailyHeartRate(
  scene: Scene,
  { minutes, sessions, body, day, night, toldMs }: DayCourse,
): HeartRateData {
  const { can, person } = scene
  const random = randomStream(person.seed, 'daily-hrv', day.date)
  const base = can.hrv === 'sdnn' ? body.sdnn : body.rmssd
  const factors = Array.from({ length: 12 }, (_, i) => night.hrvFactorAt(night.startMs + (i + 1) * 30 * 60_000))
  const variability = [3, 7, 11, 15, 19, 22]
    .map((hour) => ({
      atMs: clockTime(day, hour * 60 + random.integer(0, 40)),
      ms: round(base * random.between(0.75, 1.15), 1),
    }))
    .filter(({ atMs }) => atMs <= toldMs)
    .map(({ atMs, ms }) => ({ timestamp: stamp(person.zone, atMs), ms }))
  const isRested = night.endMs <= toldMs
  const hrv = round(base * meanOf(factors, (factor) => factor), 1)
  return known<HeartRateData>({
    summary: known({
      avg_hr_bpm: round(
        meanOf(minutes, (m) => m.bpm),
        1,
      ),
      min_hr_bpm: minOf(minutes, (m) => m.bpm),
      // A session is seen more closely than the day.
      max_hr_bpm: maxOf([...minutes, ...sessions.flatMap((session) => session.points)], (m) => m.bpm),
      resting_hr_bpm: can.resting_heart_rate && isRested ? Math.round(body.restingHr) : undefined,
      user_max_hr_bpm: can.heart_rate_zones ? person.maxHr : undefined,
      avg_hrv_rmssd: can.hrv === 'rmssd' && isRested ? hrv : undefined,
      avg_hrv_sdnn: can.hrv === 'sdnn' && isRested ? hrv : undefined,
      hr_zone_data:
        can.heart_rate_zones && can.intraday
          ? heartRateZones(
              minutes.map(({ bpm }) => ({ bpm, seconds: 60 })),
              person.maxHr,
            )
          : undefined,
    }),
    detailed: can.intraday
      ? known({
          hr_samples: minutes
            .filter((_, index) => index % 5 === 0)
            .map(({ startMs, bpm, inSession, asleep }) => ({
              timestamp: stamp(person.zone, startMs),
              bpm,
              context: inSession
                ? HeartRateContext.ACTIVE
                : asleep
                  ? HeartRateContext.NOT_ACTIVE
                  : HeartRateContext.NOT_SET,
            })),
          hrv_samples_rmssd:
            can.hrv === 'rmssd' ? variability.map(({ timestamp, ms }) => ({ timestamp, hrv_rmssd: ms })) : undefined,
          hrv_samples_sdnn:
            can.hrv === 'sdnn' ? variability.map(({ timestamp, ms }) => ({ timestamp, hrv_sdnn: ms })) : undefined,
        })
      : undefined,
  })
}

/** Saturation of the night hours of the day, and the estimate of VO2max. */
export function dailyOxygen(scene: Scene, { body, day, night, toldMs }: DayCourse): OxygenData | undefined {
  const { can, person } = scene
  const from = Math.max(day.startMs, night.startMs)
  const count = Math.floor((night.endMs - from) / (30 * 60_000))
  const samples = Array.from({ length: count }, (_, i) => from + i * 30 * 60_000)
    .filter((at) => at <= toldMs)
    .map((at) => ({
      timestamp: stamp(person.zone, at),
      percentage: Math.round(night.saturationAt(at)),
      type: 0 as const,
    }))
  const vo2max = round(body.vo2max, 1)
  return filled<OxygenData>({
    ...(can.spo2 && samples.length > 0
      ? known({
          avg_saturation_percentage: round(
            meanOf(samples, (s) => s.percentage),
            1,
          ),
          saturation_samples: can.intraday ? samples : undefined,
        })
      : {}),
    ...(can.vo2max && night.endMs <= toldMs
      ? {
          vo2max_ml_per_min_per_kg: vo2max,
          day_avg_vo2max_ml_per_min_per_kg: vo2max,
          vo2_samples: [{ timestamp: stamp(person.zone, night.endMs), vo2max_ml_per_min_per_kg: vo2max }],
        }
      : {}),
  })
}

import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { HeartRateData, RespirationData, Sleep, SleepDurationsData } from '../../schema/records.ts'
import { filled, known } from '../filled.ts'
import type { Condition } from '../life/condition.ts'
import { cycleAround, phaseOn } from '../life/cycle.ts'
import { nightsOf } from '../life/day-course.ts'
import type { Night, Stage } from '../life/night.ts'
import type { Person } from '../life/person.ts'
import { type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { clamp, maxOf, meanOf, minOf, round, sumOf } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { deviceOf, idOf, type Scene } from '../scene.ts'

/** The sleeps that end on a day: the night, and where the provider tells naps apart, a nap now and then. */
export function sleeps(scene: Scene, day: LocalDay): Sleep[] {
  const { body, nights } = nightsOf(scene.person, day, scene.sports)
  const kept = scene.can.naps ? nights : nights.slice(0, 1)
  return kept.map((night, index) => sleep(scene, day, body, night, index > 0))
}

function sleep(scene: Scene, day: LocalDay, body: Condition, night: Night, isNap: boolean): Sleep {
  const { can, person } = scene
  const readiness = can.recovery_score && !isNap ? recoveryScore(body) : undefined
  return known<Sleep>({
    metadata: {
      summary_id: idOf(scene, 'sleep', day.date, isNap ? 1 : 0),
      start_time: stamp(person.zone, night.startMs),
      end_time: stamp(person.zone, night.endMs),
      is_nap: isNap,
      upload_type: SleepUploadType.AUTOMATIC,
      timestamp_localization: 1,
    },
    device_data: deviceOf(scene, night.endMs, /^(?!.*(BPM|M1$))/),
    sleep_durations_data: durationsOf(scene, night),
    heart_rate_data: can.heart_rate ? heartRateOf(scene, body, night) : undefined,
    respiration_data: respirationOf(scene, night),
    temperature_data:
      can.temperature_delta && !isNap ? { delta: temperatureDelta(person, body, day.number) } : undefined,
    scores: can.sleep_score && !isNap ? { sleep: sleepScore(person, night) } : undefined,
    readiness_data: readiness === undefined ? undefined : { readiness, recovery_level: readiness },
  })
}

const levels: Record<Stage, SleepLevel> = {
  awake: SleepLevel.AWAKE,
  light: SleepLevel.LIGHT_SLEEP,
  deep: SleepLevel.DEEP_SLEEP,
  rem: SleepLevel.REM_SLEEP,
  unmeasured: SleepLevel.UNKNOWN,
}

export const minutesAsleep = (night: Night): number =>
  night.minutesOf.light + night.minutesOf.deep + night.minutesOf.rem

function durationsOf(scene: Scene, night: Night): SleepDurationsData {
  const { can, person } = scene
  const seconds = (minutes: number): number => minutes * 60
  const { deep, light, rem, awake, unmeasured } = night.minutesOf
  const asleep = minutesAsleep(night)
  const inBed = asleep + awake + unmeasured
  const wakes = night.stages.filter(({ stage }, i) => stage === 'awake' && i > 0 && i < night.stages.length - 1)
  const lengthOf = (span: { startMs: number; endMs: number }): number => (span.endMs - span.startMs) / 1000
  const first = night.stages[0]
  const last = night.stages.at(-1)
  const long = wakes.filter((span) => lengthOf(span) >= 300)
  return known<SleepDurationsData>({
    asleep: known({
      duration_asleep_state_seconds: seconds(asleep),
      duration_deep_sleep_state_seconds: can.sleep_stages ? seconds(deep) : undefined,
      duration_light_sleep_state_seconds: can.sleep_stages ? seconds(light) : undefined,
      duration_REM_sleep_state_seconds: can.sleep_stages ? seconds(rem) : undefined,
      num_REM_events: can.hypnogram ? night.stages.filter(({ stage }) => stage === 'rem').length : undefined,
    }),
    awake: {
      duration_awake_state_seconds: seconds(awake),
      num_wakeup_events: wakes.length,
      duration_long_interruption_seconds: sumOf(long, lengthOf),
      duration_short_interruption_seconds: sumOf(wakes, lengthOf) - sumOf(long, lengthOf),
      sleep_latency_seconds: first?.stage === 'awake' ? lengthOf(first) : 0,
      wake_up_latency_seconds: last?.stage === 'awake' ? lengthOf(last) : 0,
    },
    other: { duration_in_bed_seconds: seconds(inBed), duration_unmeasurable_sleep_seconds: seconds(unmeasured) },
    sleep_efficiency: round((100 * asleep) / inBed, 1),
    hypnogram_samples: can.hypnogram
      ? night.stages.map(({ stage, startMs }) => ({ timestamp: stamp(person.zone, startMs), level: levels[stage] }))
      : undefined,
  })
}

const every = (night: Night, minutes: number): number[] => {
  const count = Math.floor((night.endMs - night.startMs) / (minutes * minuteMs)) + 1
  return Array.from({ length: count }, (_, i) => night.startMs + i * minutes * minuteMs)
}

function heartRateOf(scene: Scene, body: Condition, night: Night): HeartRateData {
  const { can, person } = scene
  const beats = every(night, 5).map((at) => ({ at, bpm: Math.round(night.hrAt(at)) }))
  const base = can.hrv === 'sdnn' ? body.sdnn : body.rmssd
  const variability = every(night, can.hrv === 'sdnn' ? 90 : 5).map((at) => ({
    timestamp: stamp(person.zone, at),
    ms: round(base * night.hrvFactorAt(at), 1),
  }))
  const hrv = round(
    meanOf(variability, ({ ms }) => ms),
    1,
  )
  return known<HeartRateData>({
    summary: known({
      avg_hr_bpm: round(
        meanOf(beats, ({ bpm }) => bpm),
        1,
      ),
      min_hr_bpm: minOf(beats, ({ bpm }) => bpm),
      max_hr_bpm: maxOf(beats, ({ bpm }) => bpm),
      resting_hr_bpm: can.resting_heart_rate ? Math.round(body.restingHr) : undefined,
      avg_hrv_rmssd: can.hrv === 'rmssd' ? hrv : undefined,
      avg_hrv_sdnn: can.hrv === 'sdnn' ? hrv : undefined,
    }),
    detailed: can.intraday
      ? known({
          hr_samples: beats.map(({ at, bpm }) => ({ timestamp: stamp(person.zone, at), bpm, context: 2 as const })),
          hrv_samples_rmssd:
            can.hrv === 'rmssd' ? variability.map(({ timestamp, ms }) => ({ timestamp, hrv_rmssd: ms })) : undefined,
          hrv_samples_sdnn:
            can.hrv === 'sdnn' ? variability.map(({ timestamp, ms }) => ({ timestamp, hrv_sdnn: ms })) : undefined,
        })
      : undefined,
  })
}

function respirationOf(scene: Scene, night: Night): RespirationData | undefined {
  const { can, person } = scene
  const span = { start_time: stamp(person.zone, night.startMs), end_time: stamp(person.zone, night.endMs) }
  const breaths = every(night, 10).map((at) => ({
    timestamp: stamp(person.zone, at),
    breaths_per_min: round(night.breathsAt(at), 1),
  }))
  const saturation = every(night, 15).map((at) => ({
    timestamp: stamp(person.zone, at),
    percentage: Math.round(night.saturationAt(at)),
    type: 0 as const,
  }))
  return filled<RespirationData>({
    breaths_data: can.respiration
      ? known({
          ...span,
          avg_breaths_per_min: round(
            meanOf(breaths, (s) => s.breaths_per_min),
            1,
          ),
          min_breaths_per_min: can.intraday ? minOf(breaths, (s) => s.breaths_per_min) : undefined,
          max_breaths_per_min: can.intraday ? maxOf(breaths, (s) => s.breaths_per_min) : undefined,
          samples: can.intraday ? breaths : undefined,
        })
      : undefined,
    oxygen_saturation_data: can.spo2
      ? known({
          ...span,
          avg_saturation_percentage: round(
            meanOf(saturation, (s) => s.percentage),
            1,
          ),
          samples: can.intraday ? saturation : undefined,
        })
      : undefined,
    snoring_data: can.snoring ? { ...span, ...snoringOf(scene, night) } : undefined,
  })
}

function snoringOf(scene: Scene, night: Night) {
  const random = randomStream(scene.person.seed, 'snoring', night.startMs)
  const samples = night.stages
    .filter(({ stage, startMs, endMs }) => stage === 'light' && endMs - startMs > 6 * minuteMs && random.chance(0.3))
    .map(({ startMs }) => ({
      timestamp: stamp(scene.person.zone, startMs + 2 * minuteMs),
      duration_seconds: 10 * random.integer(3, 21),
    }))
  const total_snoring_duration_seconds = sumOf(samples, (s) => s.duration_seconds)
  return { num_snoring_events: samples.length, total_snoring_duration_seconds, samples }
}

/** Nearly half for length against need, the rest for deep sleep, REM and little time awake. */
export function sleepScore(person: Person, night: Night): number {
  const { deep, rem, awake } = night.minutesOf
  const length = clamp(minutesAsleep(night) / person.sleepNeedMinutes, 0, 1)
  const stages = clamp(deep / 100, 0, 1) * 17 + clamp(rem / 130, 0, 1) * 17
  return Math.round(clamp(46 * length + stages + 20 * clamp(1.15 - awake / 60, 0, 1), 20, 99))
}

export const recoveryScore = (body: Condition): number => Math.round(clamp(92 - 62 * body.load, 8, 99))

/** Skin temperature against the person's own baseline; after ovulation about a third of a degree higher. */
export function temperatureDelta(person: Person, body: Condition, day: number): number {
  const luteal = person.sex === 'female' && phaseOn(cycleAround(person, day), day).phase === 'luteal'
  const noise = randomStream(person.seed, 'skin', day).normal(0, 0.12)
  return round((luteal ? 0.28 : person.sex === 'female' ? -0.1 : 0) + 0.25 * (body.load - 0.45) + noise, 2)
}

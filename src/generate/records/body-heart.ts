import { AFibFlag } from '../../schema/enums.ts'
import type { BloodPressureData, ECGReading, HeartData } from '../../schema/records.ts'
import { filled, known } from '../filled.ts'
import type { Condition } from '../life/condition.ts'
import { nightBefore } from '../life/day-plan.ts'
import { clockTime, type LocalDay, minuteMs, stamp } from '../local-day.ts'
import { clamp, meanOf, round } from '../numbers.ts'
import { randomStream } from '../random.ts'
import type { Scene } from '../scene.ts'

/** When the cuff is put on: soon after rising, and most evenings. */
function cuffTimes(scene: Scene, day: LocalDay): number[] {
  const random = randomStream(scene.person.seed, 'cuff', day.date)
  const morning = nightBefore(scene.person, day).endMs + random.integer(18, 35) * minuteMs
  const evening = clockTime(day, random.normal(20 * 60 + 40, 20))
  return random.chance(0.7) ? [morning, evening] : [morning]
}

/** Blood pressure in pairs; the pulse pressure stays between 28 and 60 mmHg. */
export function bloodPressureOf(scene: Scene, day: LocalDay, condition: Condition): BloodPressureData | undefined {
  const { can, person } = scene
  if (!can.blood_pressure) return undefined
  const random = randomStream(person.seed, 'pressure', day.date)
  const samples = cuffTimes(scene, day).map((at, index) => {
    const swing = random.normal(0, 4) + 8 * (condition.load - 0.45) - 3 * index
    const systolic_bp = Math.round(clamp(person.bloodPressure.systolic + swing, 88, 165))
    const diastolic = Math.round(person.bloodPressure.diastolic + 0.5 * swing + random.normal(0, 2))
    const diastolic_bp = clamp(diastolic, systolic_bp - 60, systolic_bp - 28)
    return { timestamp: stamp(person.zone, at), systolic_bp, diastolic_bp }
  })
  return {
    blood_pressure_samples: samples,
    day_avg_systolic_bp: round(
      meanOf(samples, (s) => s.systolic_bp),
      1,
    ),
    day_avg_diastolic_bp: round(
      meanOf(samples, (s) => s.diastolic_bp),
      1,
    ),
  }
}

/** Pulse of the cuff, stiffness of the arteries, and an electrocardiogram every few days. */
export function heartOf(scene: Scene, day: LocalDay, condition: Condition): HeartData | undefined {
  const { can, person } = scene
  const random = randomStream(person.seed, 'heart', day.date)
  const atRest = condition.restingHr + 8
  const beats = cuffTimes(scene, day).map((at) => ({
    timestamp: stamp(person.zone, at),
    bpm: Math.round(atRest + random.normal(0, 3)),
  }))
  // Arteries stiffen with age: about 6 m/s at 30, 9 at 70.
  const stiffness = round(6 + 0.075 * (condition.age - 30) + random.normal(0, 0.2), 2)
  const morning = nightBefore(person, day).endMs + 16 * minuteMs
  const recorded = random.chance(0.35)
  const ecgMs = clockTime(day, random.integer(20 * 60, 22 * 60))
  return filled<HeartData>({
    heart_rate_data: can.blood_pressure
      ? known({
          summary: {
            avg_hr_bpm: round(
              meanOf(beats, (s) => s.bpm),
              1,
            ),
          },
          detailed: { hr_samples: beats },
        })
      : undefined,
    pulse_wave_velocity_samples: can.pulse_wave_velocity
      ? [{ timestamp: stamp(person.zone, morning), pulse_wave_velocity_meters_per_second: stiffness }]
      : undefined,
    afib_classification_samples:
      can.ecg && recorded
        ? [{ timestamp: stamp(person.zone, ecgMs), afib_classification: AFibFlag.NEGATIVE }]
        : undefined,
    ecg_signal: can.ecg && recorded ? [electrocardiogram(scene, ecgMs, Math.round(atRest))] : undefined,
  })
}

const sampleRateHz = 125
const ecgSeconds = 10

/** The waves of one beat: height in µV, centre as share of the beat and width. */
const beatWaves = [
  { microvolts: 110, at: 0.2, width: 0.025 },
  { microvolts: -90, at: 0.345, width: 0.008 },
  { microvolts: 1050, at: 0.37, width: 0.011 },
  { microvolts: -220, at: 0.4, width: 0.01 },
  { microvolts: 260, at: 0.62, width: 0.045 },
] as const

/** Ten seconds of lead I in sinus rhythm. */
function electrocardiogram(scene: Scene, startMs: number, bpm: number): ECGReading {
  const { person } = scene
  const random = randomStream(person.seed, 'ecg', startMs)
  const beatSeconds = 60 / bpm
  const raw_signal = Array.from({ length: sampleRateHz * ecgSeconds }, (_, index) => {
    const phase = (index / sampleRateHz / beatSeconds) % 1
    let potential = random.normal(0, 8)
    for (const wave of beatWaves) potential += wave.microvolts * Math.exp(-(((phase - wave.at) / wave.width) ** 2) / 2)
    return {
      timestamp: stamp(person.zone, startMs + (index * 1000) / sampleRateHz),
      potential_uV: round(potential),
    }
  })
  return {
    start_timestamp: stamp(person.zone, startMs),
    avg_hr_bpm: bpm,
    afib_classification: AFibFlag.NEGATIVE,
    raw_signal,
  }
}

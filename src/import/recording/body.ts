import { mean } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { dayMetadata, formatTimestamp } from '../../normalise/time.ts'
import type { Body } from '../../schema/records.ts'
import type { DayPage } from './day-page.ts'

/** The day's measurements of the body; null when there are none. */
export function bodyOf(day: DayPage): Body | null {
  const { offset, measurements, bloodPressures, rrIntervals, bodyTemperatures } = day
  if ([measurements, bloodPressures, rrIntervals, bodyTemperatures].every((list) => list.length === 0)) return null
  const time = (ms: number): string => formatTimestamp(ms, offset.minutes)
  const ordered = measurements.toSorted((a, b) => compare(a.measurement_time, b.measurement_time))
  const average = (field: NumericField): number | null => tidyOrNull(mean(ordered.map((sample) => sample[field])))
  const intervals = rrIntervals.toSorted((a, b) => a[0] - b[0])
  const temperatures = bodyTemperatures.toSorted((a, b) => a[0] - b[0])
  return {
    metadata: dayMetadata(day.date, offset.minutes, offset.minutes, offset.known),
    measurements_data: {
      measurements: ordered,
      day_avg_weight_kg: average('weight_kg'),
      day_avg_bodyfat_percentage: average('bodyfat_percentage'),
      day_avg_bmi: average('BMI'),
      day_avg_bmr: average('BMR'),
      day_avg_bone_mass_g: average('bone_mass_g'),
      day_avg_muscle_mass_g: average('muscle_mass_g'),
      day_avg_water_percentage: average('water_percentage'),
      day_avg_visceral_fat_level: average('visceral_fat_level'),
      day_avg_estimated_fitness_age: average('estimated_fitness_age'),
    },
    blood_pressure_data: {
      blood_pressure_samples: bloodPressures.toSorted((a, b) => compare(a.timestamp, b.timestamp)),
      day_avg_systolic_bp: tidyOrNull(mean(bloodPressures.map((sample) => sample.systolic_bp))),
      day_avg_diastolic_bp: tidyOrNull(mean(bloodPressures.map((sample) => sample.diastolic_bp))),
    },
    heart_data: {
      heart_rate_data: {
        detailed: {
          hr_samples: day.cuffHeartRates
            .toSorted((a, b) => a[0] - b[0])
            .map(([ms, bpm]) => ({ timestamp: time(ms), bpm })),
          hrv_samples_rmssd: [],
          hrv_samples_sdnn: [],
        },
        summary: { avg_hr_bpm: tidyOrNull(mean(day.cuffHeartRates.map(([, bpm]) => bpm))) },
      },
      rr_interval_samples: intervals.map(([ms, interval]) => ({
        timestamp: time(ms),
        rr_interval_ms: interval,
        hr_bpm: tidy(60_000 / interval),
      })),
      afib_classification_samples: [],
      ecg_signal: [],
      pulse_wave_velocity_samples: [],
    },
    temperature_data: {
      body_temperature_samples: temperatures.map(([ms, celsius]) => ({
        timestamp: time(ms),
        temperature_celsius: tidy(celsius),
      })),
      day_avg_body_temperature_celsius: tidyOrNull(mean(temperatures.map(([, celsius]) => celsius))),
      ambient_temperature_samples: [],
      skin_temperature_samples: [],
    },
    device_data: day.device,
  }
}

type NumericField =
  | 'weight_kg'
  | 'bodyfat_percentage'
  | 'BMI'
  | 'BMR'
  | 'bone_mass_g'
  | 'muscle_mass_g'
  | 'water_percentage'
  | 'visceral_fat_level'
  | 'estimated_fitness_age'

const compare = (a: string | null | undefined, b: string | null | undefined): number =>
  (a ?? '') < (b ?? '') ? -1 : (a ?? '') > (b ?? '') ? 1 : 0

const tidyOrNull = (value: number | null): number | null => (value === null ? null : tidy(value))

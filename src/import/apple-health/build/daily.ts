import { fillCalories } from '../../../normalise/calories.ts'
import { tidy } from '../../../normalise/tidy.ts'
import { HeartRateContext, OxygenSaturationType, UploadType } from '../../../schema/enums.ts'
import type { Daily, HeartRateData, HeartRateDataSample, OxygenData } from '../../../schema/records.ts'
import { RowFlag } from '../collect/rows.ts'
import { typeId } from '../types.ts'
import { countOnce, type Portion } from './cumulative.ts'
import { type Day, isUserEntered, type Sample } from './days.ts'
import { clean, deviceOf, endText, meanOf, spreadOf, startText } from './emit.ts'

const type = {
  steps: typeId('StepCount'),
  distance: typeId('DistanceWalkingRunning'),
  floors: typeId('FlightsClimbed'),
  strokes: typeId('SwimmingStrokeCount'),
  active: typeId('ActiveEnergyBurned'),
  basal: typeId('BasalEnergyBurned'),
  exercise: typeId('AppleExerciseTime'),
  standing: typeId('AppleStandTime'),
  standHours: typeId('AppleStandHour'),
  heartRate: typeId('HeartRate'),
  resting: typeId('RestingHeartRate'),
  hrv: typeId('HeartRateVariabilitySDNN'),
  saturation: typeId('OxygenSaturation'),
  vo2max: typeId('VO2Max'),
  effort: typeId('PhysicalEffort'),
  summaryEnergy: typeId('SummaryActiveEnergy'),
  summaryExercise: typeId('SummaryExercise'),
  summaryStand: typeId('SummaryStandHours'),
  intake: typeId('DietaryEnergyConsumed'),
} as const

/** What a day is made of; food alone makes a nutrition record, not a day of movement. */
const all = Object.values(type).filter((id) => id !== type.intake)

/** A day with its neighbours, whose samples may reach into it. */
export interface Neighbourhood {
  before: Day | undefined
  day: Day
  after: Day | undefined
}

/** The movement, heart and energy of a day; null when the export has none of it. */
export function buildDaily({ before, day, after }: Neighbourhood): Daily | null {
  const of = (id: number): readonly Sample[] => day.samples[id] ?? []
  if (all.every((id) => of(id).length === 0)) return null
  const counted = (id: number): Portion[] => countOnce(of(id), before?.samples[id], after?.samples[id])
  const lists = all.map(of)
  const isManual = lists.some((list) => list.some(isUserEntered))
  return {
    metadata: { ...day.metadata, upload_type: isManual ? UploadType.MANUAL : UploadType.AUTOMATIC },
    device_data: deviceOf(lists),
    distance_data: distanceData(
      counted(type.steps),
      counted(type.distance),
      counted(type.floors),
      counted(type.strokes),
    ),
    calories_data: caloriesData(
      counted(type.active),
      counted(type.basal),
      counted(type.intake),
      of(type.summaryEnergy),
    ),
    active_durations_data: durations(day, counted(type.exercise), counted(type.standing)),
    heart_rate_data: heartRateData(of(type.heartRate), of(type.resting), of(type.hrv)),
    oxygen_data: oxygenData(of(type.saturation), of(type.vo2max)),
    MET_data: metData(of(type.effort)),
  }
}

/** Sum of what counts; null when nothing was measured, 0 when 0 was (R9). */
const total = (portions: readonly Portion[]): number | null => {
  if (portions.length === 0) return null
  let sum = 0
  for (const { value } of portions) sum += value
  return tidy(sum)
}

const whole = (value: number | null): number | null => (value === null ? null : Math.round(value))

/** Running totals: each sample at the end of its interval, when the total is reached. */
export function runningTotals<T>(portions: readonly Portion[], make: (timestamp: string, total: number) => T): T[] {
  const inOrder = isOrderedByEnd(portions) ? portions : portions.toSorted((a, b) => endOf(a) - endOf(b))
  let sum = 0
  return inOrder.map(({ sample, value }) => {
    sum += value
    return make(endText(sample), sum)
  })
}

const endOf = ({ sample }: Portion): number => sample.start + sample.length

function isOrderedByEnd(portions: readonly Portion[]): boolean {
  for (let i = 1; i < portions.length; i++) {
    const [before, here] = [portions[i - 1], portions[i]]
    if (before && here && endOf(before) > endOf(here)) return false
  }
  return true
}

function distanceData(
  steps: readonly Portion[],
  distance: readonly Portion[],
  floors: readonly Portion[],
  strokes: readonly Portion[],
): Daily['distance_data'] {
  if (steps.length + distance.length + floors.length + strokes.length === 0) return null
  return {
    steps: whole(total(steps)),
    distance_meters: total(distance),
    floors_climbed: whole(total(floors)),
    ...(strokes.length > 0 && {
      swimming: { num_strokes: whole(total(strokes)), num_laps: null, pool_length_meters: null },
    }),
    detailed: {
      step_samples: runningTotals(steps, (timestamp, sum) => ({ timestamp, steps: Math.round(sum) })),
      distance_samples: runningTotals(distance, (timestamp, sum) => ({ timestamp, distance_meters: clean(sum) })),
      floors_climbed_samples: runningTotals(floors, (timestamp, sum) => ({
        timestamp,
        floors_climbed: Math.round(sum),
      })),
      elevation_samples: [],
    },
  }
}

function caloriesData(
  active: readonly Portion[],
  basal: readonly Portion[],
  intake: readonly Portion[],
  summary: readonly Sample[],
): Daily['calories_data'] {
  if (active.length + basal.length + intake.length + summary.length === 0) return null
  return fillCalories({
    net_activity_calories: total(active) ?? summary[0]?.value ?? null,
    BMR_calories: total(basal),
    total_burned_calories: null,
    net_intake_calories: total(intake),
    // Not a running total: the active energy of each interval, at its start.
    calorie_samples: active.map(({ sample, value }) => ({ timestamp: startText(sample), calories: clean(value) })),
  })
}

function durations(
  day: Day,
  exercise: readonly Portion[],
  standing: readonly Portion[],
): Daily['active_durations_data'] {
  const hours = day.samples[type.standHours] ?? []
  const summaryExercise = day.samples[type.summaryExercise]?.[0]?.value ?? null
  const summaryHours = day.samples[type.summaryStand]?.[0]?.value ?? null
  if (exercise.length + standing.length + hours.length === 0 && summaryExercise === null && summaryHours === null) {
    return null
  }
  const stood = new Set(hours.filter(({ value }) => value === 1).map(({ start }) => Math.floor(start / 3600)))
  return {
    activity_seconds: total(exercise) ?? summaryExercise,
    standing_seconds: total(standing),
    standing_hours_count: hours.length > 0 ? stood.size : summaryHours,
  }
}

/** A heart rate sample as it stands in days, nights and workouts. */
export function heartRateSample(sample: Sample): HeartRateDataSample {
  const timestamp = startText(sample)
  const bpm = clean(sample.value)
  if ((sample.flags & RowFlag.ACTIVE) !== 0) return { timestamp, bpm, context: HeartRateContext.ACTIVE }
  if ((sample.flags & RowFlag.SEDENTARY) !== 0) return { timestamp, bpm, context: HeartRateContext.NOT_ACTIVE }
  return { timestamp, bpm }
}

/** Heart rate of a stretch of time; Apple's variability is SDNN, never RMSSD (R12). Null without any sample. */
export function heartRateData(
  beats: readonly Sample[],
  resting: readonly Sample[],
  variability: readonly Sample[],
): HeartRateData | null {
  if (beats.length + resting.length + variability.length === 0) return null
  const { mean, least, most } = spreadOf(beats)
  return {
    summary: {
      avg_hr_bpm: mean,
      min_hr_bpm: least,
      max_hr_bpm: most,
      resting_hr_bpm: meanOf(resting),
      avg_hrv_sdnn: meanOf(variability),
      avg_hrv_rmssd: null,
    },
    detailed: {
      hr_samples: beats.map(heartRateSample),
      hrv_samples_sdnn: variability.map((sample) => ({ timestamp: startText(sample), hrv_sdnn: clean(sample.value) })),
      hrv_samples_rmssd: [],
    },
  }
}

export const saturationSamples = (saturation: readonly Sample[]) =>
  saturation.map((sample) => ({
    timestamp: startText(sample),
    percentage: clean(sample.value),
    type: OxygenSaturationType.BLOOD,
  }))

/** Oxygen saturation and VO2max of a day; null without either. */
export function oxygenData(saturation: readonly Sample[], vo2max: readonly Sample[]): OxygenData | null {
  if (saturation.length + vo2max.length === 0) return null
  return {
    avg_saturation_percentage: meanOf(saturation),
    saturation_samples: saturationSamples(saturation),
    vo2_samples: vo2max.map((sample) => ({
      timestamp: startText(sample),
      vo2max_ml_per_min_per_kg: clean(sample.value),
    })),
    vo2max_ml_per_min_per_kg: vo2max.at(-1)?.value ?? null,
    day_avg_vo2max_ml_per_min_per_kg: meanOf(vo2max),
  }
}

function metData(effort: readonly Sample[]): Daily['MET_data'] {
  if (effort.length === 0) return null
  return {
    avg_level: meanOf(effort),
    MET_samples: effort.map((sample) => ({ timestamp: startText(sample), level: clean(sample.value) })),
  }
}

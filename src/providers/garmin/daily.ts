import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { figures } from '../../normalise/possible.ts'
import type { Instant } from '../../normalise/time.ts'
import { StressLevel, UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { type Context, resource } from '../resource.ts'
import { dayRecords, figure, listed } from '../shapes.ts'
import { broughtInPieces } from './client.ts'
import { epoch, quartersOf } from './epochs.ts'
import { dayClock, ofDay, onDay, readings, samplesOf, summary } from './shapes.ts'

const day = summary.and(z.object({ durationInSeconds: figure, timeOffsetHeartRateSamples: readings })).and(
  figures({
    active: {
      activity_seconds: 'activeTimeInSeconds',
      moderate_intensity_seconds: 'moderateIntensityDurationInSeconds',
      vigorous_intensity_seconds: 'vigorousIntensityDurationInSeconds',
    },
    burned: {
      net_activity_calories: 'activeKilocalories',
      BMR_calories: 'bmrKilocalories',
      // Garmin writes 0 where nobody notes what they eat.
      net_intake_calories: ['consumedCalories', (kilocalories) => kilocalories || null],
    },
    moved: { steps: 'steps', distance_meters: 'distanceInMeters', floors_climbed: ['floorsClimbed', Math.trunc] },
    pulse: {
      avg_hr_bpm: 'averageHeartRateInBeatsPerMinute',
      max_hr_bpm: 'maxHeartRateInBeatsPerMinute',
      min_hr_bpm: 'minHeartRateInBeatsPerMinute',
      resting_hr_bpm: 'restingHeartRateInBeatsPerMinute',
    },
    stress: {
      avg_stress_level: 'averageStressLevel',
      max_stress_level: 'maxStressLevel',
      stress_duration_seconds: 'stressDurationInSeconds',
      rest_stress_duration_seconds: 'restStressDurationInSeconds',
      activity_stress_duration_seconds: 'activityStressDurationInSeconds',
      low_stress_duration_seconds: 'lowStressDurationInSeconds',
      medium_stress_duration_seconds: 'mediumStressDurationInSeconds',
      high_stress_duration_seconds: 'highStressDurationInSeconds',
    },
  }),
)
type Day = z.output<typeof day>

const raw = z.object({
  dailies: listed(day),
  epochs: listed(epoch),
  stressDetails: listed(
    summary.and(z.object({ timeOffsetStressLevelValues: readings, timeOffsetBodyBatteryValues: readings })),
  ),
  pulseox: listed(summary.and(z.object({ timeOffsetSpo2Values: readings }))),
  hrv: listed(summary.and(figures({ pulse: { avg_hrv_rmssd: 'lastNightAvg' } }))),
  userMetrics: listed(
    ofDay.and(figures({ oxygen: { vo2max_ml_per_min_per_kg: { anyOf: ['vo2Max', 'vo2MaxCycling'] } } })),
  ),
})
type Raw = z.output<typeof raw>

/** Days as Garmin counts them, from all that it brings of each. */
export const daily = resource({
  raw,
  ...broughtInPieces('daily', 'HEALTH_EXPORT'),
  normalise(brought, context) {
    const dates = Object.values(brought).flatMap((list) => list.flatMap((one) => one.date ?? []))
    return dayRecords(dates, (date) => recordOf(date, brought, context))
  },
})

function recordOf(date: string, brought: Raw, { zone, isPart }: Context): Daily {
  // One takes the place of another, so of several in one body the last one counts.
  const whole = onDay(brought.dailies, date).at(-1)
  const variability = onDay(brought.hrv, date)
  const epochs = onDay(brought.epochs, date)
  const stress = onDay(brought.stressDetails, date)
  const oxygen = onDay(brought.pulseox, date)
  const begun = [whole ?? variability, epochs, stress, oxygen].flat().map(({ at }) => at)
  const { clock, metadata } = dayClock(date, begun, zone, endOf(whole))
  const { active_durations_data, distance_data, MET_data } = quartersOf(epochs, clock, isPart === true)
  return clearUnworn({
    metadata: { ...metadata, upload_type: UploadType.AUTOMATIC },
    active_durations_data: { ...active_durations_data, ...whole?.active },
    calories_data: whole && fillCalories(whole.burned),
    distance_data: { ...distance_data, ...whole?.moved },
    heart_rate_data: {
      summary: { ...whole?.pulse, ...variability.at(-1)?.pulse },
      detailed: { hr_samples: samplesOf('bpm', whole ? [whole] : [], 'timeOffsetHeartRateSamples', clock) },
    },
    MET_data,
    oxygen_data: {
      saturation_samples: samplesOf('percentage', oxygen, 'timeOffsetSpo2Values', clock),
      ...onDay(brought.userMetrics, date).at(-1)?.oxygen,
    },
    stress_data: {
      ...whole?.stress,
      stress_rating: ratingOf(whole?.stress.avg_stress_level),
      samples: levelsOf(samplesOf('avg_stress_level', stress, 'timeOffsetStressLevelValues', clock)),
      body_battery_samples: levelsOf(samplesOf('avg_stress_level', stress, 'timeOffsetBodyBatteryValues', clock)),
    },
  })
}

const daySeconds = 86_400
/** Days on which clocks change by an hour or half of one. Any other length is that of a day which goes on. */
const changedDays: readonly number[] = [23, 23.5, 24.5, 25].map((hours) => hours * 3600)

/**
 * The end of a day of which its length says that clocks changed. One that is synced exactly an hour before its end looks like
 * one on which clocks went forward, until the next sync.
 */
function endOf(whole: Day | undefined): Instant[] {
  const { at, durationInSeconds: length } = whole ?? {}
  if (!at?.offsetKnown || length == null || !changedDays.includes(length)) return []
  return [{ ...at, epochMs: at.epochMs + length * 1000, offsetMinutes: at.offsetMinutes + (daySeconds - length) / 60 }]
}

const levelsOf = (stress: readonly { timestamp: string; avg_stress_level: number }[]) =>
  stress.map(({ timestamp, avg_stress_level: level }) => ({ timestamp, level }))

/** Up to which mean each rating goes. */
const ratings = [
  [25, StressLevel.REST],
  [50, StressLevel.LOW],
  [75, StressLevel.MEDIUM],
] as const

const ratingOf = (average: number | null | undefined): StressLevel | null =>
  average == null ? null : (ratings.find(([most]) => average <= most)?.[1] ?? StressLevel.HIGH)

import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { knownOnly } from '../../normalise/known.ts'
import { type PlausibleKind, plausible } from '../../normalise/plausible.ts'
import { StressLevel, UploadType } from '../../schema/enums.ts'
import type { Daily, StressData } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { type Clock, clockOf, dayOf, type Told, toldBy } from './clock.ts'
import { epoch, quartersOf } from './epochs.ts'
import { broughtInPieces } from './history.ts'
import { type Dated, dated, dayOf as dateOf } from './kinds.ts'
import { figure, listed, readings, readingsOf, samplesOf } from './samples.ts'

const summary = dated.extend({ startTimeInSeconds: z.number(), startTimeOffsetInSeconds: figure })

const day = summary.extend({
  durationInSeconds: figure,
  steps: figure,
  distanceInMeters: figure,
  floorsClimbed: figure,
  activeTimeInSeconds: figure,
  moderateIntensityDurationInSeconds: figure,
  vigorousIntensityDurationInSeconds: figure,
  activeKilocalories: figure,
  bmrKilocalories: figure,
  consumedCalories: figure,
  minHeartRateInBeatsPerMinute: figure,
  maxHeartRateInBeatsPerMinute: figure,
  averageHeartRateInBeatsPerMinute: figure,
  restingHeartRateInBeatsPerMinute: figure,
  timeOffsetHeartRateSamples: readings,
  averageStressLevel: figure,
  maxStressLevel: figure,
  stressDurationInSeconds: figure,
  restStressDurationInSeconds: figure,
  activityStressDurationInSeconds: figure,
  lowStressDurationInSeconds: figure,
  mediumStressDurationInSeconds: figure,
  highStressDurationInSeconds: figure,
})

const raw = z.object({
  dailies: listed(day),
  epochs: listed(dated.extend(epoch.shape)),
  stressDetails: listed(
    summary.extend({ timeOffsetStressLevelValues: readings, timeOffsetBodyBatteryValues: readings }),
  ),
  pulseox: listed(summary.extend({ timeOffsetSpo2Values: readings })),
  hrv: listed(summary.extend({ lastNightAvg: figure })),
  userMetrics: listed(dated.extend({ vo2Max: figure, vo2MaxCycling: figure })),
})
type Raw = z.output<typeof raw>

/** Days as Garmin counts them, from all that it brings of each. */
export const daily = resource({
  raw,
  ...broughtInPieces('daily', 'HEALTH_EXPORT'),
  normalise(brought, { zone, isPart }) {
    const dates = [...new Set(Object.values(brought).flatMap((list) => list.flatMap((one) => dateOf(one) ?? [])))]
    return dates
      .sort()
      .map((date) => recordOf(onlyOf(brought, date), { date, zone, isPart: isPart === true }))
      .filter((record) => Object.keys(record).length > 1)
      .map((record) => ({ record }))
  },
})

function onlyOf(brought: Raw, date: string): Raw {
  const of = <T extends Dated>(list: readonly T[]): T[] => list.filter((one) => dateOf(one) === date)
  return {
    dailies: of(brought.dailies),
    epochs: of(brought.epochs),
    stressDetails: of(brought.stressDetails),
    pulseox: of(brought.pulseox),
    hrv: of(brought.hrv),
    userMetrics: of(brought.userMetrics),
  }
}

function recordOf(told: Raw, { date, zone, isPart }: { date: string; zone: string | null; isPart: boolean }): object {
  // One takes the place of another, so of several in one body the last one counts.
  const whole = told.dailies.at(-1) ?? null
  const witnesses = [whole === null ? [] : [whole], told.epochs, told.stressDetails, told.pulseox]
    .flat()
    .map(toldOf)
    .concat(whole === null ? told.hrv.map(toldOf) : [])
  const midnights = dayOf(date, witnesses, whole?.durationInSeconds ?? null, zone)
  const clock = clockOf([...toldBy(midnights), ...witnesses], zone)
  const quarters = quartersOf(told.epochs, clock, isPart)
  const record: Daily = {
    metadata: { ...midnights, upload_type: UploadType.AUTOMATIC },
    ...quarters,
    ...(whole === null ? {} : figuresOf(whole, quarters)),
    heart_rate_data: pulseOf(told, whole, clock),
    oxygen_data: {
      saturation_samples: samplesOf(
        told.pulseox,
        (one) => readingsOf(one, one.timeOffsetSpo2Values, 'saturation_percentage'),
        clock,
        (timestamp, percentage) => ({ timestamp, percentage }),
      ),
      vo2max_ml_per_min_per_kg:
        plausible('vo2max', told.userMetrics.at(-1)?.vo2Max) ??
        plausible('vo2max', told.userMetrics.at(-1)?.vo2MaxCycling),
    },
    stress_data: stressOf(told, whole, clock),
  }
  return knownOnly(clearUnworn(record))
}

const toldOf = (one: { startTimeInSeconds: number; startTimeOffsetInSeconds?: number | null | undefined }): Told => ({
  seconds: one.startTimeInSeconds,
  offsetSeconds: one.startTimeOffsetInSeconds,
})

type Day = z.output<typeof day>

function figuresOf(whole: Day, quarters: Partial<Daily>): Partial<Daily> {
  const seconds = (value: number | null | undefined) => plausible('duration_seconds', value)
  return {
    active_durations_data: {
      ...quarters.active_durations_data,
      activity_seconds: seconds(whole.activeTimeInSeconds),
      moderate_intensity_seconds: seconds(whole.moderateIntensityDurationInSeconds),
      vigorous_intensity_seconds: seconds(whole.vigorousIntensityDurationInSeconds),
    },
    calories_data: fillCalories({
      net_activity_calories: plausible('calories', whole.activeKilocalories),
      BMR_calories: plausible('calories', whole.bmrKilocalories),
      // Garmin writes 0 where nobody notes what they eat.
      net_intake_calories: plausible('calories', whole.consumedCalories || null),
    }),
    distance_data: {
      ...quarters.distance_data,
      steps: plausible('steps', whole.steps),
      distance_meters: plausible('distance_meters', whole.distanceInMeters),
      floors_climbed: whole.floorsClimbed != null && whole.floorsClimbed >= 0 ? Math.trunc(whole.floorsClimbed) : null,
    },
  }
}

function pulseOf({ hrv }: Raw, whole: Day | null, clock: Clock): Daily['heart_rate_data'] {
  const bpm = (value: number | null | undefined) => plausible('heart_rate_bpm', value)
  return {
    summary: {
      avg_hr_bpm: bpm(whole?.averageHeartRateInBeatsPerMinute),
      max_hr_bpm: bpm(whole?.maxHeartRateInBeatsPerMinute),
      min_hr_bpm: bpm(whole?.minHeartRateInBeatsPerMinute),
      resting_hr_bpm: bpm(whole?.restingHeartRateInBeatsPerMinute),
      avg_hrv_rmssd: plausible('hrv_ms', hrv.at(-1)?.lastNightAvg),
    },
    detailed: {
      hr_samples: samplesOf(
        whole === null ? [] : [whole],
        (one) => readingsOf(one, one.timeOffsetHeartRateSamples, 'heart_rate_bpm'),
        clock,
        (timestamp, value) => ({ timestamp, bpm: value }),
      ),
    },
  }
}

function stressOf({ stressDetails }: Raw, whole: Day | null, clock: Clock): StressData {
  const seconds = (value: number | null | undefined) => plausible('duration_seconds', value)
  const levels = (of: (one: (typeof stressDetails)[number]) => z.output<typeof readings>, kind: PlausibleKind) =>
    samplesOf(
      stressDetails,
      (one) => readingsOf(one, of(one), kind),
      clock,
      (timestamp, level) => ({ timestamp, level }),
    )
  const average = plausible('percentage', whole?.averageStressLevel)
  return {
    avg_stress_level: average,
    max_stress_level: plausible('percentage', whole?.maxStressLevel),
    stress_rating: average === null ? null : ratingOf(average),
    stress_duration_seconds: seconds(whole?.stressDurationInSeconds),
    rest_stress_duration_seconds: seconds(whole?.restStressDurationInSeconds),
    activity_stress_duration_seconds: seconds(whole?.activityStressDurationInSeconds),
    low_stress_duration_seconds: seconds(whole?.lowStressDurationInSeconds),
    medium_stress_duration_seconds: seconds(whole?.mediumStressDurationInSeconds),
    high_stress_duration_seconds: seconds(whole?.highStressDurationInSeconds),
    samples: levels((one) => one.timeOffsetStressLevelValues, 'percentage'),
    body_battery_samples: levels((one) => one.timeOffsetBodyBatteryValues, 'percentage'),
  }
}

/** Up to which mean each rating goes. */
const ratings = [
  [25, StressLevel.REST],
  [50, StressLevel.LOW],
  [75, StressLevel.MEDIUM],
] as const

const ratingOf = (average: number): StressLevel => ratings.find(([most]) => average <= most)?.[1] ?? StressLevel.HIGH

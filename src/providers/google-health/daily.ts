import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { sum } from '../../normalise/samples.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { ProviderError } from '../provider-error.ts'
import { resource } from '../resource.ts'
import {
  allAllowed,
  dailyTotals,
  listed,
  minutesOfHeart,
  ofDays,
  orNull,
  reconciled,
  spanOf,
  whereAllowed,
} from './client.ts'
import { dayClock } from './clock.ts'
import {
  date,
  duration,
  figure,
  instantOf,
  int64,
  interval,
  isWithin,
  metersOf,
  minuteRates,
  range,
  ratesOf,
} from './shapes.ts'

const total = z.object({
  civilStartTime: z.object({ date }),
  steps: z.object({ countSum: int64 }).nullish(),
  distance: z.object({ millimetersSum: int64 }).nullish(),
  floors: z.object({ countSum: int64 }).nullish(),
  altitude: z.object({ gainMillimetersSum: int64 }).nullish(),
  totalCalories: z.object({ kcalSum: figure }).nullish(),
  activeEnergyBurned: z.object({ kcalSum: figure }).nullish(),
  activityLevel: z
    .object({
      activityLevelRollupsByActivityLevelType: z
        .array(z.object({ activityLevelType: z.string(), totalDuration: duration }))
        .nullish(),
    })
    .nullish(),
  heartRate: z.object({ beatsPerMinuteAvg: figure, beatsPerMinuteMax: figure, beatsPerMinuteMin: figure }).nullish(),
  timeInHeartRateZone: z
    .object({ timeInHeartRateZones: z.array(z.object({ heartRateZone: z.string(), duration })).nullish() })
    .nullish(),
  swimLengthsData: z.object({ strokeCountSum: int64 }).nullish(),
})
const totalTypes = [
  'steps',
  'distance',
  'floors',
  'altitude',
  'total-calories',
  'active-energy-burned',
  'activity-level',
  'heart-rate',
  'time-in-heart-rate-zone',
  'swim-lengths-data',
]

const day = z.object({
  dailyRestingHeartRate: z.object({ date, beatsPerMinute: int64 }).nullish(),
  dailyHeartRateVariability: z.object({ date, averageHeartRateVariabilityMilliseconds: figure }).nullish(),
  dailyOxygenSaturation: z.object({ date, averagePercentage: figure }).nullish(),
  dailyVo2Max: z.object({ date, vo2Max: figure }).nullish(),
})
const dayTypes = [
  'daily-resting-heart-rate',
  'daily-heart-rate-variability',
  'daily-oxygen-saturation',
  'daily-vo2-max',
]

const raw = z.object({
  range,
  totals: z.array(total),
  days: z.array(day),
  /** By the minute, and a day beyond at both ends. */
  heart_rate: minuteRates,
  /** Of which only the clock counts. */
  sleep: z.array(z.object({ sleep: z.object({ interval }) })),
})
type Raw = z.output<typeof raw>

const zones = ['LIGHT', 'MODERATE', 'VIGOROUS', 'PEAK']

/** Days as Google sums them up, over all sources and without the hours in which nothing was worn. */
export const daily = resource({
  raw,
  // Heart rates by the minute of a week are a page and a bit; 14 days with what lies around them would be refused.
  windowDays: 7,
  historyDays: null,
  fetch: async (access, days) => {
    const [totals, figures, heart, sleep] = await Promise.all([
      orNull(allAllowed(totalTypes.map((type) => dailyTotals(access, type, days)))),
      orNull(allAllowed(dayTypes.map((type) => reconciled(access, type, ofDays(type, 'daily', days))))),
      whereAllowed(minutesOfHeart(access, ...spanOf(days))),
      whereAllowed(listed(access, 'sleep', ofDays('sleep', 'sleep', days))),
    ])
    if (totals === null && figures === null) throw new ProviderError('forbidden', 'nothing of a day is allowed')
    return { range: days, totals: totals ?? [], days: figures ?? [], heart_rate: heart, sleep }
  },
  normalise(told, { zone }) {
    const recorded = told.sleep.flatMap(({ sleep: { interval: of } }) => [
      instantOf(of.startTime, of.startUtcOffset, null),
      instantOf(of.endTime, of.endUtcOffset, null),
    ])
    const clock = dayClock(recorded, zone)
    const rates = ratesOf(told.heart_rate)
    const byDate = Map.groupBy(rates, ({ epochMs }) => clock.dateOf(epochMs))
    const dates = [
      ...told.totals.map(({ civilStartTime }) => civilStartTime.date),
      ...told.days.flatMap((one) => Object.values(one).flatMap((value) => value?.date ?? [])),
      ...byDate.keys(),
    ]
    return [...new Set(dates)]
      .filter((one) => isWithin(told.range, one))
      .sort()
      .flatMap((one) => {
        const known = knownOnly(
          clearUnworn({
            metadata: { ...clock.metadataOf(one), upload_type: UploadType.AUTOMATIC },
            ...dayOf(told, one),
            heart_rate_data: heartOf(
              told,
              one,
              (byDate.get(one) ?? []).map(({ epochMs, bpm }) => ({ timestamp: clock.stamp(epochMs), bpm })),
            ),
          }),
        )
        // A day of which nothing is known is none.
        return Object.keys(known).length === 1 ? [] : [{ record: known }]
      })
  },
})

const totalOf = <K extends keyof Raw['totals'][number]>({ totals }: Raw, date: string, key: K) =>
  totals.find((one) => one.civilStartTime.date === date && one[key] != null)?.[key]

const figureOf = <K extends keyof Raw['days'][number]>({ days }: Raw, date: string, key: K) =>
  days.find((one) => one[key]?.date === date)?.[key]

function dayOf(told: Raw, date: string): Partial<Daily> {
  const of = <K extends keyof Raw['totals'][number]>(key: K) => totalOf(told, date, key)
  const levels = of('activityLevel')?.activityLevelRollupsByActivityLevelType ?? []
  const seconds = (level: string) =>
    plausible('duration_seconds', levels.find((one) => one.activityLevelType === level)?.totalDuration)
  const active = [seconds('LIGHTLY_ACTIVE'), seconds('MODERATELY_ACTIVE'), seconds('VERY_ACTIVE')]
  const [low, moderate, vigorous] = active
  return {
    distance_data: {
      steps: plausible('steps', of('steps')?.countSum),
      distance_meters: metersOf(of('distance')?.millimetersSum),
      floors_climbed: of('floors')?.countSum,
      elevation: { gain_actual_meters: metersOf(of('altitude')?.gainMillimetersSum) },
      swimming: { num_strokes: of('swimLengthsData')?.strokeCountSum },
    },
    calories_data: fillCalories({
      total_burned_calories: plausible('calories', of('totalCalories')?.kcalSum),
      net_activity_calories: plausible('calories', of('activeEnergyBurned')?.kcalSum),
    }),
    active_durations_data: {
      activity_seconds: sum(active),
      low_intensity_seconds: low,
      moderate_intensity_seconds: moderate,
      vigorous_intensity_seconds: vigorous,
      inactivity_seconds: seconds('SEDENTARY'),
    },
    oxygen_data: {
      avg_saturation_percentage: plausible(
        'saturation_percentage',
        figureOf(told, date, 'dailyOxygenSaturation')?.averagePercentage,
      ),
      vo2max_ml_per_min_per_kg: plausible('vo2max', figureOf(told, date, 'dailyVo2Max')?.vo2Max),
    },
  }
}

function heartOf(told: Raw, date: string, hr_samples: { timestamp: string; bpm: number }[]): Daily['heart_rate_data'] {
  const heart = totalOf(told, date, 'heartRate')
  const bpm = (value: number | null | undefined) => plausible('heart_rate_bpm', value)
  const inZones = totalOf(told, date, 'timeInHeartRateZone')?.timeInHeartRateZones ?? []
  const variability = figureOf(told, date, 'dailyHeartRateVariability')
  return {
    summary: {
      avg_hr_bpm: bpm(heart?.beatsPerMinuteAvg),
      max_hr_bpm: bpm(heart?.beatsPerMinuteMax),
      min_hr_bpm: bpm(heart?.beatsPerMinuteMin),
      resting_hr_bpm: bpm(figureOf(told, date, 'dailyRestingHeartRate')?.beatsPerMinute),
      avg_hrv_rmssd: plausible('hrv_ms', variability?.averageHeartRateVariabilityMilliseconds),
      hr_zone_data: zones.flatMap((name, zone) => {
        const spent = plausible('duration_seconds', inZones.find((one) => one.heartRateZone === name)?.duration)
        return spent === null ? [] : [{ zone, name, duration_seconds: spent }]
      }),
    },
    detailed: { hr_samples },
  }
}

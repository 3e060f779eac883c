import { z } from 'zod'
import { stampOf } from '../../normalise/clock.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { figures, possible, samples } from '../../normalise/possible.ts'
import { StressLevel, UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { dayRecords, isWithin, listed, range } from '../shapes.ts'
import { bundleOf } from './client.ts'
import { dayClock } from './clock.ts'
import { heartRateData, heartRates } from './heart.ts'
import { isWorn, moved, movedOf } from './movement.ts'
import { instantOf, nightly, ofDay, onDay } from './shapes.ts'

const stress = figures({
  durations: { high_stress_duration_seconds: 'stress_high', rest_stress_duration_seconds: 'recovery_high' },
})
const tag = z.object({
  start_day: z.iso.date(),
  start_time: z.string(),
  tag_type_code: z.string().nullish(),
  custom_name: z.string().nullish(),
  comment: z.string().nullish(),
})

/** What a day is made of, by the names of the collections. */
const documents = {
  ...nightly,
  daily_activity: listed(moved),
  daily_stress: listed(ofDay({ day_summary: z.string().nullish() }).and(stress)),
  vO2_max: listed(ofDay({ timestamp: z.string() }).and(figures({ oxygen: { vo2max_ml_per_min_per_kg: 'vo2_max' } }))),
  enhanced_tag: listed(tag),
  heartrate: heartRates,
}
const raw = z.object({ range, ...documents })
type Raw = z.output<typeof raw>

const ratings: ReadonlyMap<string, StressLevel> = new Map([
  ['restored', StressLevel.REST],
  ['normal', StressLevel.MEDIUM],
  ['stressful', StressLevel.HIGH],
])

/** Days as Oura counts them: totals run from 04:00 to 04:00, and stand under the calendar date on which they begin. */
export const daily = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: (access, days) => bundleOf(access, days, Object.keys(documents)),
  normalise(bundle, { zone }) {
    const clock = dayClock(bundle.daily_activity, zone)
    const rates = Map.groupBy(bundle.heartrate, ({ epochMs }) => clock.dateOf(epochMs))
    const dates = [...datesOf(bundle), ...rates.keys()].filter((date) => isWithin(bundle.range, date))
    return dayRecords(dates, (date) => {
      const activity = onDay(bundle.daily_activity, date)
      const day = {
        metadata: { ...clock.metadataOf(date), upload_type: UploadType.AUTOMATIC },
        ...(activity && movedOf(activity, zone)),
        ...figuresOf(bundle, date, zone),
        heart_rate_data: heartRateData(rates.get(date) ?? [], clock.stamp),
      }
      return activity === undefined || isWorn(activity) ? day : clearUnworn(day)
    })
  },
})

const datesOf = ({ enhanced_tag, ...told }: Raw): string[] => [
  ...[told.daily_activity, told.daily_sleep, told.daily_readiness, told.daily_spo2].flat().map(({ day }) => day),
  ...[told.daily_stress, told.vO2_max].flat().map(({ day }) => day),
  ...enhanced_tag.map(({ start_day }) => start_day),
]

function figuresOf(bundle: Raw, date: string, zone: string | null): Partial<Daily> {
  const stress = onDay(bundle.daily_stress, date)
  const oxygen = onDay(bundle.vO2_max, date)
  return {
    scores: {
      ...onDay(bundle.daily_activity, date)?.scores,
      ...possible({
        sleep: onDay(bundle.daily_sleep, date)?.score,
        recovery: onDay(bundle.daily_readiness, date)?.score,
      }),
    },
    stress_data: { ...stress?.durations, stress_rating: ratings.get(stress?.day_summary ?? '') },
    oxygen_data: {
      ...possible({ avg_saturation_percentage: onDay(bundle.daily_spo2, date)?.spo2_percentage?.average }),
      ...oxygen?.oxygen,
      vo2_samples: samples(
        'vo2max_ml_per_min_per_kg',
        oxygen
          ? [{ timestamp: stampOf(instantOf(oxygen.timestamp, zone)), value: oxygen.oxygen.vo2max_ml_per_min_per_kg }]
          : [],
      ),
    },
    tag_data: { tags: bundle.enhanced_tag.flatMap((one) => (one.start_day === date ? tagOf(one, zone) : [])) },
  }
}

function tagOf({ start_time, custom_name, tag_type_code, comment }: z.output<typeof tag>, zone: string | null) {
  const tag_name = custom_name || tag_type_code
  return tag_name ? [{ timestamp: stampOf(instantOf(start_time, zone)), tag_name, notes: comment ?? '' }] : []
}

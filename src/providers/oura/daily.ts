import { z } from 'zod'
import { clearUnworn } from '../../normalise/day-state.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import { StressLevel, UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { bundleOf } from './client.ts'
import { dayClock } from './clock.ts'
import { heartRateData, heartRatesOf } from './heart.ts'
import { isWorn, moved, movedOf } from './movement.ts'
import { figure, heartRates, isWithin, ofDay, range } from './shapes.ts'

const raw = z.object({
  range,
  daily_activity: z.array(moved).optional(),
  daily_sleep: z.array(ofDay({ score: figure })).optional(),
  daily_readiness: z.array(ofDay({ score: figure })).optional(),
  daily_spo2: z.array(ofDay({ spo2_percentage: z.object({ average: figure }).nullish() })).optional(),
  daily_stress: z
    .array(ofDay({ stress_high: figure, recovery_high: figure, day_summary: z.string().nullish() }))
    .optional(),
  vO2_max: z.array(ofDay({ timestamp: z.string(), vo2_max: figure })).optional(),
  enhanced_tag: z
    .array(
      z.object({
        start_day: z.iso.date(),
        start_time: z.string(),
        tag_type_code: z.string().nullish(),
        custom_name: z.string().nullish(),
        comment: z.string().nullish(),
      }),
    )
    .optional(),
  heartrate: heartRates.optional(),
})
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
  fetch: (access, days) =>
    bundleOf(access, days, [
      'daily_activity',
      'daily_sleep',
      'daily_readiness',
      'daily_spo2',
      'daily_stress',
      'vO2_max',
      'enhanced_tag',
      'heartrate',
    ]),
  normalise(bundle, { zone }) {
    const clock = dayClock(bundle.daily_activity ?? [], zone)
    const rates = Map.groupBy(heartRatesOf(bundle.heartrate), ({ epochMs }) => clock.dateOf(epochMs))
    return [...new Set([...datesOf(bundle), ...rates.keys()])]
      .filter((date) => isWithin(bundle.range, date))
      .sort()
      .map((date): Daily => {
        const activity = bundle.daily_activity?.find(({ day }) => day === date)
        const day = {
          metadata: { ...clock.metadataOf(date), upload_type: UploadType.AUTOMATIC },
          ...movedOf(activity, zone),
          ...figuresOf(bundle, date, zone),
          heart_rate_data: heartRateData(rates.get(date) ?? [], clock.stamp),
        }
        return isWorn(activity) ? day : clearUnworn(day)
      })
      .map((record) => ({ record: knownOnly(record) }))
      .filter(({ record }) => Object.keys(record).length > 1)
  },
})

const datesOf = (bundle: Raw): string[] => [
  ...[bundle.daily_activity, bundle.daily_sleep, bundle.daily_readiness, bundle.daily_spo2]
    .flatMap((list) => list ?? [])
    .map(({ day }) => day),
  ...[bundle.daily_stress, bundle.vO2_max].flatMap((list) => list ?? []).map(({ day }) => day),
  ...(bundle.enhanced_tag ?? []).map(({ start_day }) => start_day),
]

function figuresOf(bundle: Raw, date: string, zone: string | null): Partial<Daily> {
  const of = <T extends { day: string }>(list: readonly T[] | undefined) => list?.find(({ day }) => day === date)
  const activity = of(bundle.daily_activity)
  const stress = of(bundle.daily_stress)
  const oxygen = of(bundle.vO2_max)
  const vo2max = plausible('vo2max', oxygen?.vo2_max)
  return {
    scores: {
      activity: plausible('percentage', activity?.score),
      sleep: plausible('percentage', of(bundle.daily_sleep)?.score),
      recovery: plausible('percentage', of(bundle.daily_readiness)?.score),
    },
    stress_data: {
      high_stress_duration_seconds: plausible('duration_seconds', stress?.stress_high),
      rest_stress_duration_seconds: plausible('duration_seconds', stress?.recovery_high),
      stress_rating: ratings.get(stress?.day_summary ?? ''),
    },
    oxygen_data: {
      avg_saturation_percentage: plausible('saturation_percentage', of(bundle.daily_spo2)?.spo2_percentage?.average),
      vo2max_ml_per_min_per_kg: vo2max,
      vo2_samples:
        oxygen === undefined || vo2max === null
          ? []
          : [{ timestamp: stampOf(oxygen.timestamp, zone), vo2max_ml_per_min_per_kg: vo2max }],
    },
    tag_data: { tags: tagsOf(bundle, date, zone) },
  }
}

const tagsOf = ({ enhanced_tag: tags }: Raw, date: string, zone: string | null) =>
  (tags ?? []).flatMap(({ start_day, start_time, custom_name, tag_type_code, comment }) => {
    const name = custom_name || tag_type_code
    if (start_day !== date || !name) return []
    return [{ timestamp: stampOf(start_time, zone), tag_name: name, notes: comment ?? '' }]
  })

function stampOf(text: string, zone: string | null): string {
  const { epochMs, offsetMinutes } = parseInstant(text, zone ?? undefined)
  return formatTimestamp(epochMs, offsetMinutes)
}

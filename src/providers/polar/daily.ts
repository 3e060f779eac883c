import { z } from 'zod'
import { fillCalories } from '../../normalise/calories.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { max, mean, min } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { asking } from './client.ts'
import { type Clock, clockOf, stamp } from './clock.ts'
import { activityDay, dateOf, movedOf } from './movement.ts'
import { begun, figure, isWithin, night, nightsNear, range, recharge, rechargesOf, witnessesOf } from './shapes.ts'
import { recoveryOf } from './sleep.ts'

const heartRates = z.object({
  date: z.iso.date(),
  heart_rate_samples: z
    .array(z.object({ heart_rate: figure, sample_time: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$/) }))
    .nullish(),
})

const raw = z.object({
  range,
  activities: z.array(activityDay).nullable(),
  /** Of some days, or of one as the papers have it. */
  heart_rates: z
    .union([z.object({ heart_rates: z.array(heartRates) }), heartRates.transform((one) => ({ heart_rates: [one] }))])
    .nullable(),
  cardio_loads: z
    .array(z.object({ date: z.iso.date(), cardio_load_status: z.string().nullish(), cardio_load: figure }))
    .nullable(),
  recharges: z.array(recharge).nullable(),
  nights: z.array(night).nullable(),
  /** For the clock: no day of Polar says an offset. */
  exercises: z.array(begun).nullable(),
})
type Raw = z.output<typeof raw>

/** Days as the watch counts them, midnight to midnight by its clock. */
export const daily = resource({
  raw,
  // Heart rates may come every five seconds: a month of them is too much at once.
  windowDays: 7,
  historyDays: 365,
  fetch: async (access, days) => {
    const polar = asking(access)
    const nights = await nightsNear(polar, days)
    const isListed = polar.isListed(days)
    const recharges = isListed ? await rechargesOf(polar, days) : null
    const exercises = isListed ? await polar.get(z.unknown(), '/v3/exercises') : null
    const window = polar.window(days)
    const told = { range: days, nights, recharges, exercises }
    if (window === null) return { ...told, activities: null, heart_rates: null, cardio_loads: null }
    return {
      ...told,
      activities: await polar.get(z.unknown(), '/v3/users/activities', {
        ...window,
        steps: 'true',
        activity_zones: 'true',
      }),
      heart_rates: await polar.getAny('/v3/users/continuous-heart-rate', window),
      cardio_loads: await polar.getAny('/v3/users/cardio-load/date', window),
    }
  },
  normalise(told, { zone }) {
    const clock = clockOf(witnessesOf(told.nights, told.exercises), zone)
    return datesOf(told)
      .map((date): Daily => {
        const activity = told.activities?.find((one) => dateOf(one) === date)
        const moved = movedOf(activity, clock)
        return clearUnworn({
          metadata: { ...clock.metadataOf(date), upload_type: UploadType.AUTOMATIC },
          ...moved,
          calories_data: fillCalories(moved.calories_data ?? {}),
          ...figuresOf(told, date, clock),
          scores: scoresOf(told, date),
        })
      })
      .map((record) => ({ record: knownOnly(record) }))
      .filter(({ record }) => Object.keys(record).length > 1)
  },
})

const datesOf = (told: Raw): string[] =>
  [
    ...new Set([
      ...(told.activities ?? []).map(dateOf),
      ...[told.heart_rates?.heart_rates, told.cardio_loads, told.recharges, told.nights].flatMap((list) =>
        (list ?? []).map(({ date }) => date),
      ),
    ]),
  ]
    .filter((date) => isWithin(told.range, date))
    .sort()

function figuresOf(told: Raw, date: string, clock: Clock): Partial<Daily> {
  const rates = (told.heart_rates?.heart_rates ?? [])
    .filter((one) => one.date === date)
    .flatMap(({ heart_rate_samples: samples }) => samples ?? [])
    .flatMap(({ heart_rate, sample_time }) => {
      const bpm = plausible('heart_rate_bpm', heart_rate)
      return bpm === null ? [] : [{ at: clock.at(`${date}T${sample_time}`), bpm }]
    })
    .sort((a, b) => a.at.epochMs - b.at.epochMs)
  const bpm = rates.map((rate) => rate.bpm)
  const average = mean(bpm)
  const load = told.cardio_loads?.find((one) => one.date === date)
  const recharged = told.recharges?.find((one) => one.date === date)
  return {
    heart_rate_data: {
      summary: {
        avg_hr_bpm: average === null ? null : tidy(average),
        max_hr_bpm: max(bpm),
        min_hr_bpm: min(bpm),
        avg_hrv_rmssd: plausible('hrv_ms', recharged?.heart_rate_variability_avg),
      },
      detailed: { hr_samples: rates.map((rate) => ({ timestamp: stamp(rate.at), bpm: rate.bpm })) },
    },
    // There is one of every day asked for, also where none could be worked out.
    strain_data: { strain_level: load?.cardio_load_status === 'LOAD_STATUS_NOT_AVAILABLE' ? null : load?.cardio_load },
  }
}

function scoresOf(told: Raw, date: string): Daily['scores'] {
  const goal = told.activities?.find((one) => dateOf(one) === date)?.daily_activity
  return {
    // Percent of the day's goal: more than reached is reached.
    activity: typeof goal === 'number' && goal >= 0 ? Math.min(100, goal) : null,
    recovery: recoveryOf(told.recharges?.find((one) => one.date === date)?.nightly_recharge_status),
    sleep: plausible('percentage', told.nights?.find((one) => one.date === date)?.sleep_score),
  }
}

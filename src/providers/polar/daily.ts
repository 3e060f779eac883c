import { z } from 'zod'
import { type Clock, clockOf, stampOf } from '../../normalise/clock.ts'
import { clearUnworn } from '../../normalise/day-state.ts'
import { heartSummary, samples } from '../../normalise/possible.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { dayRecords, figure, isWithin, listed, range } from '../shapes.ts'
import { asking } from './client.ts'
import { activityDay, movedOf } from './movement.ts'
import { begun, minute, night, nightsNear, recharge, rechargesOf, witnessesOf } from './shapes.ts'

const heartRates = z.object({
  date: z.iso.date(),
  heart_rate_samples: listed(z.object({ heart_rate: figure, sample_time: minute })),
})

const raw = z.object({
  range,
  activities: listed(activityDay),
  /** Of some days, or of one as the papers have it. */
  heart_rates: z
    .union([z.object({ heart_rates: z.array(heartRates) }), heartRates.transform((one) => ({ heart_rates: [one] }))])
    .nullable()
    .transform((told) => told?.heart_rates ?? []),
  cardio_loads: listed(z.object({ date: z.iso.date(), cardio_load_status: z.string().nullish(), cardio_load: figure })),
  recharges: listed(recharge),
  nights: listed(night),
  /** For the clock: no day of Polar says an offset. */
  exercises: listed(begun),
})

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
    const detail = { steps: 'true', activity_zones: 'true' }
    return {
      range: days,
      nights,
      recharges,
      exercises,
      activities: window && (await polar.get(z.unknown(), '/v3/users/activities', { ...window, ...detail })),
      heart_rates: await polar.getAny('/v3/users/continuous-heart-rate', window),
      cardio_loads: await polar.getAny('/v3/users/cardio-load/date', window),
    }
  },
  normalise(told, { zone }) {
    const clock = clockOf(witnessesOf(told.nights, told.exercises), zone)
    const { activities, heart_rates, cardio_loads, recharges, nights } = told
    const dates = [activities, heart_rates, cardio_loads, recharges, nights].flat().map(({ date }) => date)
    return dayRecords(
      dates.filter((date) => isWithin(told.range, date)),
      (date) => clearUnworn(recordOf(told, date, clock)),
    )
  },
})

function recordOf(told: z.output<typeof raw>, date: string, clock: Clock): Daily {
  const of = <T extends { date: string }>(list: readonly T[]): T | undefined => list.find((one) => one.date === date)
  const [activity, load, recharged] = [of(told.activities), of(told.cardio_loads), of(told.recharges)]
  const hr_samples = samples(
    'bpm',
    told.heart_rates
      .filter((one) => one.date === date)
      .flatMap((one) => one.heart_rate_samples)
      .map(({ heart_rate, sample_time }) => ({ value: heart_rate, at: clock.at(`${date}T${sample_time}`) }))
      .sort((a, b) => a.at.epochMs - b.at.epochMs)
      .map(({ value, at }) => ({ value, timestamp: stampOf(at) })),
  )
  return {
    metadata: { ...clock.metadataOf(date), upload_type: UploadType.AUTOMATIC },
    ...movedOf(activity, clock),
    heart_rate_data: { summary: { ...heartSummary(hr_samples), ...recharged?.variability }, detailed: { hr_samples } },
    // There is one of every day asked for, also where none could be worked out.
    strain_data: { strain_level: load?.cardio_load_status === 'LOAD_STATUS_NOT_AVAILABLE' ? null : load?.cardio_load },
    scores: { ...activity?.scores, ...recharged?.scores, ...of(told.nights)?.scores },
  }
}

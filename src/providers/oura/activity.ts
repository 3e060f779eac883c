import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { bundleOf } from './client.ts'
import { type HeartRate, heartRateData, heartRatesOf } from './heart.ts'
import { figure, heartRates, isWithin, ofDay, range } from './shapes.ts'
import { sportOf } from './sports.ts'

const workout = ofDay({
  id: z.string().min(1),
  activity: z.string().min(1),
  start_datetime: z.string(),
  end_datetime: z.string(),
  calories: figure,
  distance: figure,
  label: z.string().nullish(),
  source: z.string(),
})

const raw = z.object({ range, workout: z.array(workout).optional(), heartrate: heartRates.optional() })

/** Workouts, with the heart rates that were taken meanwhile. */
export const activity = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: (access, days) => bundleOf(access, days, ['workout', 'heartrate']),
  normalise(bundle, { zone }) {
    const at = (text: string) => parseInstant(text, zone ?? undefined)
    const rates = heartRatesOf(bundle.heartrate)
    return (bundle.workout ?? [])
      .filter(({ day }) => isWithin(bundle.range, day))
      .map((one) => ({ one, start: at(one.start_datetime), end: at(one.end_datetime) }))
      .sort((a, b) => a.start.epochMs - b.start.epochMs)
      .map(({ one, start, end }) => ({ record: knownOnly(recordOf(one, start, end, rates)) }))
  },
})

function recordOf(one: z.output<typeof workout>, start: Instant, end: Instant, rates: readonly HeartRate[]): Activity {
  const { type, rawName } = sportOf(one.activity)
  const within = rates.filter(({ epochMs }) => epochMs >= start.epochMs && epochMs <= end.epochMs)
  return {
    metadata: {
      start_time: formatTimestamp(start.epochMs, start.offsetMinutes),
      end_time: formatTimestamp(end.epochMs, end.offsetMinutes),
      timestamp_localization: start.offsetKnown ? 1 : 0,
      summary_id: one.id,
      type,
      name: one.label || rawName,
      upload_type: one.source === 'manual' ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    calories_data: { net_activity_calories: plausible('calories', one.calories) },
    distance_data: { summary: { distance_meters: plausible('distance_meters', one.distance) } },
    heart_rate_data: heartRateData(within, (epochMs) => formatTimestamp(epochMs, start.offsetMinutes)),
  }
}

import { z } from 'zod'
import { sessionTimes, stampOf } from '../../normalise/clock.ts'
import { figures } from '../../normalise/possible.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { isWithin, listed, range, recordsInOrder } from '../shapes.ts'
import { bundleOf } from './client.ts'
import { type HeartRate, heartRateData, heartRates } from './heart.ts'
import { instantOf, ofDay } from './shapes.ts'
import { sportOf } from './sports.ts'

const workout = ofDay({
  id: z.string().min(1),
  activity: z.string().min(1),
  start_datetime: z.string(),
  end_datetime: z.string(),
  label: z.string().nullish(),
  source: z.string(),
}).and(figures({ energy: { net_activity_calories: 'calories' }, distance: { distance_meters: 'distance' } }))

/** What workouts are made of, by the names of the collections. */
const documents = { workout: listed(workout), heartrate: heartRates }

/** Workouts, with the heart rates that were taken meanwhile. */
export const activity = resource({
  raw: z.object({ range, ...documents }),
  windowDays: 28,
  historyDays: null,
  fetch: (access, days) => bundleOf(access, days, Object.keys(documents)),
  normalise: ({ range, workout, heartrate }, { zone }) =>
    recordsInOrder(workout.filter(({ day }) => isWithin(range, day)).map((one) => recordOf(one, heartrate, zone))),
})

function recordOf(one: z.output<typeof workout>, rates: readonly HeartRate[], zone: string | null): Activity {
  const [start, end] = [instantOf(one.start_datetime, zone), instantOf(one.end_datetime, zone)]
  const { type, rawName } = sportOf(one.activity)
  const within = rates.filter(({ epochMs }) => epochMs >= start.epochMs && epochMs <= end.epochMs)
  return {
    metadata: {
      ...sessionTimes(start, end),
      summary_id: one.id,
      type,
      name: one.label || rawName,
      upload_type: one.source === 'manual' ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    calories_data: one.energy,
    distance_data: { summary: one.distance },
    heart_rate_data: heartRateData(within, (epochMs) => stampOf({ ...start, epochMs })),
  }
}

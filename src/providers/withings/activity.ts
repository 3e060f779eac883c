import { z } from 'zod'
import { type Clock, sessionTimes } from '../../normalise/clock.ts'
import { figures, namesIn, possible } from '../../normalise/possible.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { range } from '../shapes.ts'
import { askBelow, sessionOf } from './client.ts'
import { identity, newest, numbers, session, sessionRecords, timeOf } from './shapes.ts'
import { sportOf } from './sports.ts'
import { heartSummary, type Intraday, intraday, intradayOf, recordedIn, trackerFigures } from './trackers.ts'

const workoutFigures = figures({
  // Of what a person typed in, 0 stands for nothing.
  typed: {
    calories: ['manual_calories', (calories) => calories || null],
    distance_meters: ['manual_distance', (meters) => meters || null],
  },
  pause: { duration_seconds: 'pause_duration' },
  swum: { num_laps: 'pool_laps', num_strokes: 'strokes', pool_length_meters: 'pool_length' },
  oxygen: { avg_saturation_percentage: 'spo2_average' },
  ...trackerFigures,
})

const workout = session.extend({
  category: z.int(),
  model: z.int().nullish(),
  attrib: z.int().nullish(),
  deviceid: identity.nullish(),
  data: numbers.pipe(workoutFigures),
})
type Workout = z.output<typeof workout>

/** Entered by the person, now or when the account was made. */
const manual: readonly unknown[] = [2, 4]
/** From here on models are trackers of other makers, which pass their data on. */
const firstForeignModel = 1051

/** Workouts: `/v2/measure` `getworkouts`, each with what was recorded meanwhile, `getintradayactivity`. */
export const activity = resource({
  raw: z.object({ range, workouts: z.array(workout), intraday: z.record(z.string(), intraday) }),
  windowDays: 28,
  historyDays: null,
  // Withings tells that something changed, and not that something is gone.
  isWhole: true,
  fetch: async (access, days) => {
    const list = { path: '/v2/measure', action: 'getworkouts', data_fields: namesIn(workoutFigures), name: 'series' }
    const { items, below } = await askBelow(
      access,
      list,
      days,
      (item) => sessionOf(item, days, 'startdate'),
      intradayOf,
    )
    return { range: days, workouts: items, intraday: below }
  },
  normalise: ({ range: days, workouts, intraday: meanwhile }, { zone }) => {
    const all = newest(workouts, ({ id }) => id)
    return sessionRecords(all, { days, by: 'startdate', zone }, (one, clock) => recordOf(one, meanwhile[one.id], clock))
  },
})

function recordOf(one: Workout, meanwhile: Intraday | undefined, clock: Clock): Activity {
  const { startdate, enddate, data } = one
  const { energy, distance, typed, pause, swum, oxygen } = data
  const tracker = { deviceid: one.deviceid, model_id: one.model }
  const recorded = recordedIn(meanwhile, timeOf(one), tracker, clock)
  return {
    metadata: {
      ...sessionTimes(clock.of(startdate), clock.of(enddate)),
      ...sportOf(one.category),
      summary_id: one.id,
      upload_type: uploadOf(one),
    },
    active_durations_data: possible({
      activity_seconds: pause.duration_seconds === null ? null : (enddate - startdate) / 1000 - pause.duration_seconds,
    }),
    calories_data: {
      net_activity_calories: energy.net_activity_calories ?? typed.calories,
      calorie_samples: recorded.calorie_samples,
    },
    distance_data: {
      summary: { ...distance, distance_meters: distance.distance_meters ?? typed.distance_meters, swimming: swum },
      detailed: recorded.moved,
    },
    heart_rate_data: { summary: heartSummary(data), detailed: recorded.heart },
    oxygen_data: { ...oxygen, saturation_samples: recorded.saturation_samples },
    device_data: { name: recorded.model },
  }
}

function uploadOf({ attrib, model }: Workout): UploadType {
  if (manual.includes(attrib)) return UploadType.MANUAL
  return (model ?? 0) >= firstForeignModel ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}

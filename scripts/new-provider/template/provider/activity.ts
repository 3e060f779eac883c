import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { listOf } from './client.ts'
import { sportOf } from './sports.ts'

const figure = z.number().nullish()

/** The fields that are used; what else there is is kept, and left alone. */
const workout = z.object({
  id: z.string().min(1),
  sport: z.string(),
  start: z.iso.datetime({ offset: true }),
  end: z.iso.datetime({ offset: true }),
  calories: figure,
  distance_km: figure,
  average_heart_rate: figure,
  max_heart_rate: figure,
})

/** Workouts: `/v1/workouts`. */
export const activity = resource({
  raw: z.object({ workouts: z.array(workout) }),
  windowDays: 30,
  historyDays: null,
  fetch: (access, days) => listOf(access, 'workouts', days),
  normalise: ({ workouts }) =>
    workouts
      .map((one) => ({ one, start: parseInstant(one.start), end: parseInstant(one.end) }))
      .sort((a, b) => a.start.epochMs - b.start.epochMs)
      .map(({ one, start, end }) => {
        const { type, rawName } = sportOf(one.sport)
        const record: Activity = {
          metadata: {
            start_time: formatTimestamp(start.epochMs, start.offsetMinutes),
            end_time: formatTimestamp(end.epochMs, end.offsetMinutes),
            timestamp_localization: start.offsetKnown ? 1 : 0,
            summary_id: one.id,
            type,
            name: rawName,
            upload_type: UploadType.AUTOMATIC,
          },
          calories_data: { net_activity_calories: plausible('calories', one.calories) },
          distance_data: {
            summary: {
              distance_meters: plausible('distance_meters', one.distance_km == null ? null : one.distance_km * 1000),
            },
          },
          heart_rate_data: {
            summary: {
              avg_hr_bpm: plausible('heart_rate_bpm', one.average_heart_rate),
              max_hr_bpm: plausible('heart_rate_bpm', one.max_heart_rate),
            },
          },
        }
        return { record: knownOnly(record) }
      }),
})

import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { figures } from '../../normalise/possible.ts'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { listOf } from './client.ts'
import { sportOf } from './sports.ts'

/** The fields that are used; what else there is is kept, and left alone. */
const workout = z
  .object({
    id: z.string().min(1),
    sport: z.string(),
    start: z.iso.datetime({ offset: true }),
    end: z.iso.datetime({ offset: true }),
  })
  .and(
    figures({
      burned: { net_activity_calories: 'calories' },
      way: { distance_meters: ['distance_km', (kilometers) => kilometers * 1000] },
      pulse: { avg_hr_bpm: 'average_heart_rate', max_hr_bpm: 'max_heart_rate' },
    }),
  )

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
          calories_data: one.burned,
          distance_data: { summary: one.way },
          heart_rate_data: { summary: one.pulse },
        }
        return { record: knownOnly(record) }
      }),
})

import { z } from 'zod'
import { workStatusSchema } from './import.ts'
import { count, idOf, listOf, time, userId } from './shared.ts'

export const backfillId = idOf('bkf')

export const backfillSchema = z
  .strictObject({
    id: backfillId,
    user_id: userId,
    status: workStatusSchema,
    phase: z.enum(['fetching', 'sending']).meta({ description: 'its events are sent when all is fetched' }),
    types: z.array(z.string()),
    from: z.iso.date().nullable().meta({ description: 'null: as far back as the provider goes' }),
    to: z.iso.date(),
    reference: z.string().meta({ description: 'terra-reference of its events' }),
    windows_done: count,
    windows_total: count.nullable().meta({ description: 'null while nobody knows how far back there is something' }),
    records: count.meta({ description: 'stored new or changed' }),
    oldest_day: z.iso.date().nullable().meta({ description: 'from that day on all types have been fetched' }),
    payloads_sent: count,
    payloads_total: count.nullable().meta({ description: 'data events there are to be; null until all is fetched' }),
    waits_until: time.nullable().meta({ description: 'when the provider is asked again, where it asked to wait' }),
    error: z.string().nullable(),
    created_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: 'Backfill' })
export type Backfill = z.output<typeof backfillSchema>
export const backfillListSchema = listOf(backfillSchema)

/** `POST /users/:id/fetch`. */
export const fetchedSchema = z
  .strictObject({
    status: z.enum(['done', 'processing', 'rate_limited', 'failed']).meta({
      description: 'processing and rate_limited: it goes on in the background',
    }),
    records: count.meta({ description: 'stored new or changed so far' }),
    retry_after_seconds: count.nullable(),
    error: z.string().nullable(),
  })
  .meta({ id: 'FetchedNow' })
export type FetchedNow = z.output<typeof fetchedSchema>

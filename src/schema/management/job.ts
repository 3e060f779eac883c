import { z } from 'zod'
import { workStatusSchema } from './import.ts'
import { count, destinationId, jobId, listOf, time, userId } from './shared.ts'

const window = { since: time.nullable(), until: time.nullable() }

export const jobSchema = z
  .strictObject({
    id: jobId,
    kind: z.enum(['recover', 'resend']),
    status: workStatusSchema,
    done: count.meta({ description: 'deliveries put into the queue' }),
    total: count.nullable().meta({ description: 'of so many; null until they are counted' }),
    error: z.string().nullable(),
    rate_per_second: z.number().nullable(),
    request: z.union([
      z.strictObject({
        destination_id: destinationId.nullable(),
        include: z.enum(['failed', 'missed', 'all']),
        ...window,
      }),
      z.strictObject({
        type: z.string().nullable(),
        user_id: userId.nullable(),
        destination_id: destinationId.nullable(),
        status: z.string().nullable(),
        ...window,
      }),
    ]),
    created_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: 'Job' })
export type Job = z.output<typeof jobSchema>
export const jobListSchema = listOf(jobSchema)

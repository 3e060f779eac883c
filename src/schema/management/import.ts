import { z } from 'zod'
import { count, countsByName, importId, listOf, time, userId } from './shared.ts'

export const workStatusSchema = z.enum(['queued', 'running', 'completed', 'failed', 'cancelled'])
export type WorkStatus = z.output<typeof workStatusSchema>

export const importStatusSchema = z
  .strictObject({
    import_id: importId,
    user_id: userId,
    kind: z.string(),
    filename: z.string(),
    status: workStatusSchema,
    bytes_read: count,
    bytes_total: count,
    counts: countsByName.meta({ description: 'records found in the file, by type' }),
    saved: countsByName.meta({ description: 'of them, stored new or changed' }),
    warnings: z.array(z.string()),
    error: z.string().nullable(),
    created_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: 'ImportStatus' })
export type ImportStatus = z.output<typeof importStatusSchema>
export const importListSchema = listOf(importStatusSchema)

/** `POST /imports`. */
export const uploadedSchema = z.strictObject({ import_id: importId, user_id: userId })

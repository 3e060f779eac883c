import { z } from 'zod'
import { dataTypes } from '../records.ts'
import { workStatusSchema } from './import.ts'
import { rawId } from './raw.ts'
import { count, idOf, importId, listOf, time, userId } from './shared.ts'

const inputId = z.union([rawId, importId])

/** What a replay found of one type. */
const typeSchema = z.strictObject({
  type: z.enum(dataTypes),
  checked: count.meta({ description: 'records that were made anew' }),
  changed: count.meta({ description: 'of them, those that say something else than before' }),
  added: count.meta({ description: 'records of which there was none' }),
  unmade: count.meta({ description: 'stored records that are not made any more; they stay' }),
  examples: z.array(
    z.strictObject({
      user_id: userId,
      raw_id: inputId,
      day: z.iso.date().nullable(),
      is_new: z.boolean(),
      paths: z.array(z.string()).meta({ description: 'where it differs, without values' }),
    }),
  ),
})

export const replaySchema = z
  .strictObject({
    id: idOf('rpl'),
    status: workStatusSchema,
    dry_run: z.boolean().meta({ description: 'true: the counts are of what would change' }),
    request: z.strictObject({
      provider: z.string().nullable(),
      type: z.enum(dataTypes).nullable(),
      user_id: userId.nullable(),
      since: time.nullable(),
      until: time.nullable(),
    }),
    done: count.meta({ description: 'answers and files that were gone through' }),
    total: count.meta({ description: 'of so many' }),
    answers: count.meta({ description: 'kept answers that the request finds' }),
    files: count.meta({ description: 'kept files of imports likewise' }),
    users: count.meta({ description: 'whose they are' }),
    types: z.array(typeSchema),
    refused: count.meta({ description: 'answers and files that are not understood: they change nothing' }),
    refusals: z.array(z.strictObject({ raw_id: inputId, why: z.string() })).meta({ description: 'the first of them' }),
    error: z.string().nullable(),
    created_at: time,
    started_at: time.nullable(),
    finished_at: time.nullable(),
  })
  .meta({ id: 'Replay' })
export type Replay = z.output<typeof replaySchema>
export const replayListSchema = listOf(replaySchema)

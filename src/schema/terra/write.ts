import { z } from 'zod'
import { terraUserSchema } from '../user.ts'

/** What was written at the provider, in the order it was posted. */
export const writtenSchema = z
  .strictObject({
    status: z.literal('success'),
    user: terraUserSchema,
    log_ids: z.array(z.string()).meta({ description: 'the id of each record, in the order they were posted' }),
    message: z.string(),
  })
  .meta({ id: 'Written' })

/** What became of each id. */
export const deletedSchema = z
  .strictObject({
    status: z.literal('success'),
    user: terraUserSchema,
    processed_data: z.array(
      z.strictObject({
        id: z.string(),
        response_code: z.int().meta({ description: 'of the provider: 204 gone, 404 not there' }),
      }),
    ),
  })
  .meta({ id: 'Deleted' })

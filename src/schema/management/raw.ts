import { z } from 'zod'
import { dataTypes } from '../records.ts'
import { count, idOf, importId, listOf, time } from './shared.ts'

export const rawId = idOf('raw')

const fields = {
  id: rawId,
  provider: z.string(),
  type: z.enum(dataTypes),
  first_day: z.iso.date().meta({ description: 'the days that were asked for' }),
  last_day: z.iso.date(),
  zone: z.string().nullable().meta({ description: 'in which times without one were read' }),
  observed_at: time.meta({ description: 'when it was last given' }),
  bytes: count.meta({ description: 'before it is compressed' }),
}

export const rawAnswerSchema = z.strictObject(fields).meta({ id: 'RawAnswer' })
export const rawListSchema = listOf(rawAnswerSchema)
/** `GET /users/:id/raw/:rawId`. */
export const rawDetailSchema = z
  .strictObject({ ...fields, answer: z.unknown().meta({ description: 'what the provider answered, as it wrote it' }) })
  .meta({ id: 'RawAnswerDetail' })

/** What a record was made of. */
export const provenanceSchema = z
  .strictObject({
    raw_id: z
      .union([rawId, importId])
      .nullable()
      .meta({ description: 'the answer or the import that was the last to make it; null where none was kept' }),
    mapper: z
      .string()
      .nullable()
      .meta({ description: 'what read it, and its version', examples: ['OURA@1', 'gpx@1'] }),
  })
  .meta({ id: 'Provenance' })

import { z } from 'zod'

const count = z.int().min(0)
const counts = {
  /** Stored: new, or a newer version. */
  accepted: count,
  /** Known already as they are, or in a newer version, or deleted since. */
  duplicates: count,
  /** Ids of which something was there that is gone now. */
  deleted: count,
}

/** A text that a column takes: no control characters. */
const label = (most: number) =>
  z
    .string()
    .min(1)
    .max(most)
    .regex(/^\P{Cc}*$/u)

/** What a phone says of itself; whatever else it says is passed over. */
const device = z.object({
  model: label(200).nullish(),
  os: label(200).nullish(),
  timezone: label(100).nullish(),
})

/** The body of `POST /ingest/connect`. */
export const connectAsked = z.object({
  token: z.string().max(200),
  platform: z.enum(['healthkit', 'health_connect', 'samsung']),
  reference_id: label(500).nullish(),
  /** The app and its version. */
  app: label(200).nullish(),
  device: device.nullish(),
})

/** Its answer. */
export const connectedSchema = z.strictObject({
  user_id: z.guid(),
  ingest_token: z.string(),
  expires_at: z.iso.datetime(),
})

/** The answer of `POST /ingest/batches`. */
export const batchAnswerSchema = z.strictObject({
  batch_id: z.string(),
  ...counts,
  rejected: z.array(
    z.strictObject({ id: z.string().nullable(), index: count, type: z.string().nullable(), reason: z.string() }),
  ),
  types: z.record(z.string(), z.strictObject({ ...counts, rejected: count })),
})
export type BatchAnswer = z.infer<typeof batchAnswerSchema>

/** The answer of `GET /ingest/state`. */
export const ingestStateSchema = z.strictObject({
  user_id: z.guid(),
  platform: z.enum(['healthkit', 'health_connect', 'samsung']),
  types: z.record(
    z.string(),
    z.strictObject({ anchor: z.string().nullable(), last_sample_at: z.iso.datetime().nullable() }),
  ),
})

import { z } from 'zod'
import { keyId, listOf, time } from './shared.ts'

export const apiKeySchema = z
  .strictObject({
    id: keyId,
    name: z.string(),
    hint: z.string(),
    created_at: time,
    revoked_at: time.nullable(),
  })
  .meta({ id: 'ApiKey' })
export type ApiKey = z.output<typeof apiKeySchema>
export const apiKeyListSchema = listOf(apiKeySchema)

/** The one answer that shows the key. */
export const newApiKeySchema = z
  .strictObject({ id: keyId, name: z.string(), hint: z.string(), dev_id: z.string(), api_key: z.string() })
  .meta({ id: 'NewApiKey' })
export type NewApiKey = z.output<typeof newApiKeySchema>

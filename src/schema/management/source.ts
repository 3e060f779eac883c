import { z } from 'zod'
import { count, listOf } from './shared.ts'

export const sourceSchema = z
  .strictObject({
    provider: z.string().meta({ description: 'its slug, such as APPLE' }),
    label: z.string(),
    kind: z.enum(['file', 'phone', 'cloud', 'sandbox']),
    types: z.array(z.string()),
    state: z.enum(['ready', 'needs_keys', 'sandbox', 'off']),
    enabled: z.boolean().meta({ description: 'offered to end users of this environment' }),
    users: count.meta({ description: 'connected in this environment' }),
    file_kinds: z.array(z.string()).meta({ description: 'of files that are imported for it, such as apple-health' }),
  })
  .meta({ id: 'Source' })
export type Source = z.output<typeof sourceSchema>
export const sourceListSchema = listOf(sourceSchema)

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
    retired: z
      .string()
      .nullable()
      .meta({ description: 'why nobody can connect it any more, and what to do instead; null where one can' }),
    file_kinds: z.array(z.string()).meta({ description: 'of files that are imported for it, such as apple-health' }),
  })
  .meta({ id: 'Source' })
export type Source = z.output<typeof sourceSchema>
export const sourceListSchema = listOf(sourceSchema)

export const coverageSchema = z
  .strictObject({
    type: z.string(),
    providers: z.array(z.string()).meta({ description: 'slugs of all that have this type of data' }),
    recorded: z.array(z.string()).meta({
      description:
        'those that Tellus connects to: what they fill is read off their own answers, of the others off generated data',
    }),
    in_use: z.array(z.string()).meta({ description: 'those of them that users of this environment are connected to' }),
    fields: z.array(
      z.strictObject({
        path: z.string().meta({ description: 'dotted; `[]` stands behind a list' }),
        providers: z.array(z.string()).meta({ description: 'slugs of those that fill it' }),
      }),
    ),
  })
  .meta({ id: 'Coverage' })
export type Coverage = z.output<typeof coverageSchema>

import { z } from 'zod'
import { count, listOf } from './shared.ts'

const address = z.string()

export const providerKeySchema = z
  .strictObject({
    provider: z.string().meta({ description: 'its slug, such as OURA' }),
    label: z.string(),
    from: z
      .enum(['environment', 'dashboard'])
      .nullable()
      .meta({ description: 'where the keys in force come from; null where there are none' }),
    client_id: z.string().nullable(),
    secret_hint: z.string().nullable().meta({ description: 'the last four characters of the secret, of a long one' }),
    entered: z
      .strictObject({ at: z.iso.datetime(), by: z.string() })
      .nullable()
      .meta({ description: 'keys that were entered here, also where those of the environment count more' }),
    client_key: z
      .strictObject({ label: z.string(), hint: z.string().nullable() })
      .nullable()
      .meta({ description: 'a further key that the source wants, and the last four characters of it; null for most' }),
    variables: z.strictObject({ client_id: z.string(), client_secret: z.string(), client_key: z.string().nullable() }),
    half_set: z.string().nullable().meta({ description: 'a variable that is set without another' }),
    half_lacks: z.string().nullable().meta({ description: 'that other one' }),
    stands_in: z.boolean().meta({ description: 'the sandbox plays this source while there are no keys' }),
    users: count.meta({ description: 'connected by it, in all environments' }),
    callback_url: address,
    webhook: z
      .strictObject({
        url: address,
        by_hand: z.boolean().meta({ description: 'the developer enters it at the provider' }),
        has_secret: z.boolean().meta({ description: 'with a secret, which reveal-webhook-secret shows' }),
      })
      .nullable()
      .meta({ description: 'null for a source that does not tell of news' }),
    setup: z.strictObject({ url: address, steps: z.array(z.string()) }).nullable(),
  })
  .meta({ id: 'ProviderKey' })
export type ProviderKey = z.output<typeof providerKeySchema>
export const providerKeyListSchema = listOf(providerKeySchema)

/** A part of a client, which people paste: what stands around it is no part of it. */
const pasted = (what: string) =>
  z
    .string()
    .trim()
    .min(1, `${what} is empty`)
    .max(1000, `${what} has more than 1000 characters`)
    .regex(/^[\x21-\x7e]+$/, `${what} has blanks or characters inside that no provider gives`)

export const newProviderKey = z.strictObject({
  client_id: pasted('client_id'),
  client_secret: pasted('client_secret'),
  client_key: pasted('client_key').optional(),
})

export const keyVerdictSchema = z
  .strictObject({
    result: z.enum(['right', 'wrong', 'unknown']),
    says: z.string().meta({ description: 'a sentence for the developer' }),
  })
  .meta({ id: 'KeyVerdict' })

export const webhookSecretSchema = z.strictObject({ secret: z.string() }).meta({ id: 'WebhookSecret' })

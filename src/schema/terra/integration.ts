import { z } from 'zod'

const status = z.literal('success')

export const integrationsSchema = z
  .strictObject({
    status,
    providers: z.array(z.string()).meta({ description: 'sources that are signed in to' }),
    sdk_providers: z.array(z.string()).meta({ description: 'sources on a phone' }),
  })
  .meta({ id: 'Integrations' })

const offered = z.boolean()

export const detailedIntegrationsSchema = z
  .strictObject({
    status,
    providers: z.array(
      z.strictObject({
        provider: z.string(),
        name: z.string(),
        setup: z.enum(['SDK', 'API_KEYS_MANAGED']),
        enabled: z.boolean(),
        types: z.strictObject({
          activity: offered,
          body: offered,
          nutrition: offered,
          daily: offered,
          sleep: offered,
          menstruation: offered,
        }),
      }),
    ),
  })
  .meta({ id: 'DetailedIntegrations' })

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { hookUrl } from '../../../ingest/fetch/subscribe.ts'
import { webhookSecretOf } from '../../../ingest/fetch/webhook-secret.ts'
import { TellusError } from '../../../lib/errors.ts'
import type { Client } from '../../../providers/oauth2.ts'
import { type CloudProvider, clientVariables } from '../../../providers/provider.ts'
import {
  keyVerdictSchema,
  newProviderKey,
  type ProviderKey,
  providerKeyListSchema,
  providerKeySchema,
  webhookSecretSchema,
} from '../../../schema/management/provider-key.ts'
import {
  enterKeys,
  forgetKeys,
  keyedProvider,
  keysOf,
  listKeys,
  type ProviderKeys,
  tryKeys,
} from '../../../users/clients/clients.ts'
import { callbackUrl, isStoodFor } from '../../../users/sign-in/ready.ts'
import { sessionRoutesOf } from '../../route.ts'

const bySlug = z.object({ provider: z.string() })
/** Of a shorter one the last four characters would be too much. */
const hintedLength = 12
const hintOf = (secret: string | undefined): string | null =>
  secret !== undefined && secret.length >= hintedLength ? secret.slice(-4) : null

function variablesOf(provider: CloudProvider): ProviderKey['variables'] {
  const { id, secret, key } = clientVariables(provider)
  return { client_id: id, client_secret: secret, client_key: key }
}

/** A client as it was entered. Throws `bad_request` where the further key is missing, or none is wanted. */
function clientOf(provider: CloudProvider, id: string, secret: string, key: string | undefined): Client {
  const { clientKey, label } = provider
  if (clientKey === undefined && key !== undefined)
    throw new TellusError('bad_request', `${label} wants no client_key: leave it out`)
  if (clientKey !== undefined && key === undefined)
    throw new TellusError('bad_request', `${label} wants its ${clientKey.label} too: send it as client_key`)
  return { id, secret, ...(key === undefined ? {} : { key }) }
}

/** The developer's own clients at providers: for the whole installation, so of its owners alone. */
export function providerKeyRoutes(server: FastifyInstance, hub: Hub): void {
  const route = sessionRoutesOf(server, hub)

  const view = ({ provider, client, from, entered, half, users }: ProviderKeys): ProviderKey => ({
    provider: provider.name,
    label: provider.label,
    from,
    client_id: client?.id ?? null,
    secret_hint: hintOf(client?.secret),
    client_key:
      provider.clientKey === undefined ? null : { label: provider.clientKey.label, hint: hintOf(client?.key) },
    entered: entered === null ? null : { at: entered.changed_at.toISOString(), by: entered.changed_by },
    variables: variablesOf(provider),
    half_set: half?.set ?? null,
    half_lacks: half?.lacks ?? null,
    stands_in: isStoodFor(hub, provider),
    users,
    callback_url: callbackUrl(hub, provider),
    webhook:
      provider.notification === undefined
        ? null
        : {
            url: hookUrl(hub, provider),
            by_hand: provider.setup?.webhook !== undefined,
            has_secret: provider.setup?.webhook === 'address_and_secret',
          },
    setup: provider.setup === undefined ? null : { url: provider.setup.url, steps: [...provider.setup.steps] },
  })

  route({
    method: 'GET',
    url: '/provider-keys',
    needs: 'developer',
    summary: 'The keys of your apps at providers, without their secrets, and what to enter there',
    answer: providerKeyListSchema,
    async handle() {
      return { items: (await listKeys(hub)).map(view), next_cursor: null }
    },
  })

  route({
    method: 'POST',
    url: '/provider-keys/:provider',
    needs: 'owner',
    summary: 'Enters the keys of your app at a provider, in place of those before',
    params: bySlug,
    body: newProviderKey,
    answer: providerKeySchema,
    async handle({ params, body, session, audit }) {
      const provider = keyedProvider(params.provider)
      const client = clientOf(provider, body.client_id, body.client_secret, body.client_key)
      const given = { client, by: session.actor.email }
      await enterKeys(hub, provider, given, (sql) =>
        audit('provider_keys.entered', provider.name, { client_id: body.client_id }, sql),
      )
      return view(await keysOf(hub, provider))
    },
  })

  route({
    method: 'DELETE',
    url: '/provider-keys/:provider',
    needs: 'owner',
    summary: 'Forgets the keys that were entered for a provider',
    params: bySlug,
    answer: providerKeySchema,
    async handle({ params, audit }) {
      const provider = keyedProvider(params.provider)
      await forgetKeys(hub, provider, (sql) => audit('provider_keys.removed', provider.name, undefined, sql))
      return view(await keysOf(hub, provider))
    },
  })

  route({
    method: 'POST',
    url: '/provider-keys/:provider/test',
    needs: 'owner',
    summary: 'Asks a provider whether it knows keys: those in force, or others before they are entered',
    params: bySlug,
    body: newProviderKey.partial(),
    answer: keyVerdictSchema,
    async handle({ params, body, audit }) {
      const provider = keyedProvider(params.provider)
      const { client_id: id, client_secret: secret, client_key: key } = body
      if ((id === undefined) !== (secret === undefined))
        throw new TellusError('bad_request', 'client_id and client_secret belong together: send both or neither')
      const given =
        id === undefined || secret === undefined ? null : { id, secret, ...(key === undefined ? {} : { key }) }
      const verdict = await tryKeys(hub, provider, given)
      await audit('provider_keys.tested', provider.name, { result: verdict.result })
      return verdict
    },
  })

  route({
    method: 'POST',
    url: '/provider-keys/:provider/reveal-webhook-secret',
    needs: 'owner',
    summary: 'Shows the secret that is entered at a provider beside the webhook URL, and writes down who asked',
    params: bySlug,
    answer: webhookSecretSchema,
    async handle({ params, audit }) {
      const provider = keyedProvider(params.provider)
      if (provider.setup?.webhook !== 'address_and_secret')
        throw new TellusError('not_found', `${provider.label} takes no secret beside the webhook URL`)
      await audit('provider_keys.webhook_secret_revealed', provider.name)
      return { secret: await webhookSecretOf(hub, provider) }
    },
  })
}

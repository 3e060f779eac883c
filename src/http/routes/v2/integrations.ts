import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { type Provider, typesOf } from '../../../providers/provider.ts'
import { type ProviderSlug, providerSlugs, providers } from '../../../schema/providers.ts'
import { detailedIntegrationsSchema, integrationsSchema } from '../../../schema/terra/integration.ts'
import { readyProviders } from '../../../users/sign-in/ready.ts'
import { flag } from '../../parameters.ts'
import { openRoutesOf } from '../../route.ts'

const live = providerSlugs.filter((slug) => providers[slug].retired === null)
/** A file that someone brings is no integration: nobody connects to it. */
const ofServers = live.filter((slug) => providers[slug].kind === 'cloud')
const ofPhones = live.filter((slug) => providers[slug].kind === 'phone')

/** A source that people can connect on this server. */
const readyDetailsOf = (provider: Provider) => {
  const has = new Set<string>(typesOf(provider))
  return {
    provider: provider.name,
    name: provider.label,
    setup: provider.kind === 'phone' ? 'SDK' : 'API_KEYS_MANAGED',
    enabled: true,
    types: Object.fromEntries(detailedTypes.map((type) => [type, has.has(type)])),
  }
}
const detailedTypes = ['activity', 'body', 'nutrition', 'daily', 'sleep', 'menstruation'] as const

const detailsOf = (slug: ProviderSlug) => {
  const { name, kind, types } = providers[slug]
  const { activity, body, nutrition, daily, sleep, menstruation } = types
  return {
    provider: slug,
    name,
    setup: kind === 'phone' ? 'SDK' : 'API_KEYS_MANAGED',
    enabled: true,
    types: { activity, body, nutrition, daily, sleep, menstruation },
  }
}

export function integrationRoutes(server: FastifyInstance, hub: Pick<Hub, 'config'>): void {
  const route = openRoutesOf(server)

  route({
    method: 'GET',
    url: '/integrations',
    summary: 'The catalogue of sources',
    answer: integrationsSchema,
    async handle() {
      return { status: 'success', providers: ofServers, sdk_providers: ofPhones }
    },
  })

  // With a dev-id: what can be connected here, those with a sign-in first. Without: the catalogue.
  route({
    method: 'GET',
    url: '/integrations/detailed',
    summary: 'With a dev-id the sources that can be connected here, without one the catalogue',
    answer: detailedIntegrationsSchema,
    query: z.object({ sdk: flag(false) }),
    async handle({ query, request }) {
      if (request.headers['dev-id'] !== undefined) {
        const ready = readyProviders(hub)
        const ofKind = (kind: Provider['kind']) => ready.filter((provider) => provider.kind === kind)
        const shown = query.sdk ? [...ofKind('cloud'), ...ofKind('phone')] : ofKind('cloud')
        return { status: 'success', providers: shown.map(readyDetailsOf) }
      }
      const shown = query.sdk ? [...ofServers, ...ofPhones].sort() : ofServers
      return { status: 'success', providers: shown.map(detailsOf) }
    },
  })
}

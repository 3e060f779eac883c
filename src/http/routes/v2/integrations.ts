import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { type ProviderSlug, providerSlugs, providers } from '../../../schema/providers.ts'
import { flag } from '../../parameters.ts'
import { openRoutesOf } from '../../route.ts'

const live = providerSlugs.filter((slug) => !providers[slug].retired)
/** A file that someone brings is no integration: nobody connects to it. */
const ofServers = live.filter((slug) => providers[slug].kind === 'cloud')
const ofPhones = live.filter((slug) => providers[slug].kind === 'phone')

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

export function integrationRoutes(server: FastifyInstance): void {
  const route = openRoutesOf(server)

  route({
    method: 'GET',
    url: '/integrations',
    async handle() {
      return { status: 'success', providers: ofServers, sdk_providers: ofPhones }
    },
  })

  route({
    method: 'GET',
    url: '/integrations/detailed',
    query: z.object({ sdk: flag(false) }),
    async handle({ query }) {
      const shown = query.sdk ? [...ofServers, ...ofPhones].sort() : ofServers
      return { status: 'success', providers: shown.map(detailsOf) }
    },
  })
}

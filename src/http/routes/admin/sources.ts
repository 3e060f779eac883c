import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { listSources, providersInUse, setSource } from '../../../overview/sources.ts'
import { coverageSchema, sourceListSchema, sourceSchema } from '../../../schema/management/source.ts'
import { dataTypes } from '../../../schema/records.ts'
import { coverageOfType } from '../../coverage.ts'
import { routesOf } from '../../route.ts'

/** Sources: what data can come from. */
export function sourceRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/sources',
    summary: 'Every source, with its state and its users here',
    answer: sourceListSchema,
    async handle({ environment }) {
      return { items: await listSources(hub, environment.id), next_cursor: null }
    },
  })

  route({
    method: 'GET',
    url: '/coverage',
    summary: 'Which provider fills which fields of a type of data',
    answer: coverageSchema,
    query: z.object({ type: z.enum(dataTypes, `expected one of ${dataTypes.join(', ')}`) }),
    async handle({ query, environment }) {
      const { providers, recorded, fields } = await coverageOfType(query.type)
      const used = await providersInUse(hub, environment.id)
      const inUse = providers.filter((slug) => used.includes(slug))
      return { type: query.type, providers, recorded, in_use: inUse, fields }
    },
  })

  route({
    method: 'PATCH',
    url: '/sources/:provider',
    summary: 'Switches a source on or off for this environment',
    params: z.object({ provider: z.string() }),
    body: z.strictObject({ enabled: z.boolean() }),
    answer: sourceSchema,
    async handle({ params, body, environment, audit }) {
      const source = await setSource(hub, environment.id, params.provider, body.enabled)
      await audit(body.enabled ? 'source.switched_on' : 'source.switched_off', source.provider)
      return source
    },
  })
}

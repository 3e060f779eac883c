import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { listDestinations } from '../../../destinations/destination.ts'
import type { Hub } from '../../../hub.ts'
import { publicId } from '../../../lib/ids.ts'
import { readDestinationStats, readStats } from '../../../overview/stats.ts'
import { destinationStatsSchema, destinationsStatsSchema } from '../../../schema/management/destination.ts'
import { statsSchema } from '../../../schema/management/overview.ts'
import { byId, wholeNumber } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'

const period = z.object({ hours: wholeNumber(1, 168).default(24) })

/** How it goes: figures of the environment and of its destinations. */
export function statsRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/stats',
    summary: 'Users, events, share delivered and median delay, by the hour',
    query: period,
    answer: statsSchema,
    handle: ({ query, environment }) => readStats(hub, environment.id, query.hours),
  })

  route({
    method: 'GET',
    url: '/destinations/stats',
    summary: 'How deliveries to each destination went, by the hour',
    query: period,
    answer: destinationsStatsSchema,
    async handle({ query, environment }) {
      const ids = (await listDestinations(hub, environment.id)).map(({ id }) => id)
      const stats = await readDestinationStats(hub, environment.id, ids, query.hours)
      return { items: Object.fromEntries([...stats].map(([id, one]) => [publicId('destination', id), one])) }
    },
  })

  route({
    method: 'GET',
    url: '/destinations/:id/stats',
    summary: 'How deliveries to one destination went, by the hour',
    params: byId,
    query: period,
    answer: destinationStatsSchema,
    async handle({ params, query, environment }) {
      const id = uuidOf('destination', params.id)
      if (!(await listDestinations(hub, environment.id)).some((one) => one.id === id))
        throw notFound('destination', params.id)
      return (await readDestinationStats(hub, environment.id, [id], query.hours)).get(id)
    },
  })
}

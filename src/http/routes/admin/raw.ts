import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { listRaws, readRaw } from '../../../ingest/raw/raw.ts'
import { rawDetailSchema, rawListSchema } from '../../../schema/management/raw.ts'
import { dataTypes } from '../../../schema/records.ts'
import { byId, cursorOf, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'
import { userOf } from './users.ts'

const rawsAsked = z.object({
  ...paging,
  type: z.enum(dataTypes).optional(),
  day: z.iso.date('expected a day such as 2026-07-01').optional(),
})

/** What providers answered about a user, as they wrote it. */
export function rawRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/users/:id/raw',
    summary: 'Kept answers of the provider about a user, newest first, without what they say',
    needs: 'developer',
    answer: rawListSchema,
    params: byId,
    query: rawsAsked,
    async handle({ params, query, environment }) {
      const { userId } = await userOf(hub, environment.id, params.id)
      const page = { limit: query.limit, cursor: cursorOf('raw', query.cursor) }
      return listRaws(hub, userId, { type: query.type, day: query.day }, page)
    },
  })

  route({
    method: 'GET',
    url: '/users/:id/raw/:rawId',
    summary: 'One kept answer, as the provider wrote it',
    needs: 'developer',
    answer: rawDetailSchema,
    params: byId.extend({ rawId: z.string() }),
    async handle({ params, environment, audit }) {
      const { userId } = await userOf(hub, environment.id, params.id)
      const raw = await readRaw(hub, userId, uuidOf('raw', params.rawId))
      if (raw === null) throw notFound('raw', params.rawId)
      await audit('raw.read', params.rawId, { user_id: userId })
      return raw
    },
  })
}

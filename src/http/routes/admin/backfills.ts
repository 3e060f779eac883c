import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { cancelBackfill, getBackfill, listBackfills, startBackfill } from '../../../ingest/backfill/backfill.ts'
import { viewBackfill } from '../../../ingest/backfill/view.ts'
import { fetchNow } from '../../../ingest/fetch/fetch-now.ts'
import { publicId } from '../../../lib/ids.ts'
import { backfillListSchema, backfillSchema, fetchedSchema } from '../../../schema/management/backfill.ts'
import { dataTypes } from '../../../schema/records.ts'
import { byId, cursorOf, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'
import { userOf } from './users.ts'

const types = z.array(z.enum(dataTypes)).min(1).optional()
const historyAsked = z.object({
  from: z.iso.date('expected a date such as 2024-01-31').optional(),
  to: z.iso.date('expected a date such as 2024-12-31').optional(),
  types,
})
const nowAsked = z.object({ days: z.int().min(1).max(31).default(3), types })

type Page = Awaited<ReturnType<typeof listBackfills>>
const viewPage = ({ items, nextCursor }: Page) => ({
  items: items.map(viewBackfill),
  next_cursor: nextCursor === null ? null : publicId('backfill', nextCursor),
})

/** What is fetched of a user because somebody asks: their history, or what is new. */
export function backfillRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/users/:id/backfill',
    summary: 'Fetches the history of a user, window by window, and sends it when all is there',
    status: 202,
    answer: backfillSchema,
    params: byId,
    body: historyAsked,
    refuses: [409],
    async handle({ params, body, environment, audit }) {
      const user = await userOf(hub, environment.id, params.id)
      const asked = { from: body.from ?? null, to: body.to ?? null, types: body.types }
      const made = await startBackfill(hub, user, asked)
      await audit('backfill.started', params.id, { backfill_id: publicId('backfill', made.id) })
      return viewBackfill(made)
    },
  })

  route({
    method: 'GET',
    url: '/users/:id/backfills',
    summary: 'The backfills of a user, newest first',
    answer: backfillListSchema,
    params: byId,
    query: z.object(paging),
    async handle({ params, query, environment }) {
      const { userId } = await userOf(hub, environment.id, params.id)
      const page = { userId, limit: query.limit, cursor: cursorOf('backfill', query.cursor) }
      return viewPage(await listBackfills(hub, environment.id, page))
    },
  })

  route({
    method: 'GET',
    url: '/backfills',
    summary: 'Backfills, newest first',
    answer: backfillListSchema,
    query: z.object(paging),
    async handle({ query, environment }) {
      const page = { userId: null, limit: query.limit, cursor: cursorOf('backfill', query.cursor) }
      return viewPage(await listBackfills(hub, environment.id, page))
    },
  })

  route({
    method: 'GET',
    url: '/backfills/:id',
    summary: 'How far a backfill is',
    answer: backfillSchema,
    params: byId,
    async handle({ params, environment }) {
      const found = await getBackfill(hub, environment.id, uuidOf('backfill', params.id))
      if (found === null) throw notFound('backfill', params.id)
      return viewBackfill(found)
    },
  })

  route({
    method: 'POST',
    url: '/backfills/:id/cancel',
    summary: 'Stops a backfill; what it fetched stays, and what it has not sent is not sent',
    answer: backfillSchema,
    params: byId,
    async handle({ params, environment, audit }) {
      const found = await cancelBackfill(hub, environment.id, uuidOf('backfill', params.id))
      if (found === null) throw notFound('backfill', params.id)
      await audit('backfill.cancelled', params.id)
      return viewBackfill(found)
    },
  })

  route({
    method: 'POST',
    url: '/users/:id/fetch',
    summary: 'Asks the provider for the last days of a user at once',
    answer: fetchedSchema,
    params: byId,
    body: nowAsked,
    refuses: [409],
    async handle({ params, body, environment, audit }) {
      const user = await userOf(hub, environment.id, params.id)
      const fetched = await fetchNow(hub, user, body)
      await audit('user.fetched', params.id)
      return {
        status: fetched.status,
        records: fetched.records,
        retry_after_seconds: 'retryAfterSeconds' in fetched ? fetched.retryAfterSeconds : null,
        error: 'error' in fetched ? fetched.error : null,
      }
    },
  })
}

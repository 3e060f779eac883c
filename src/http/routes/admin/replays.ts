import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { cancelReplay, createReplay, getReplay, listReplays, viewReplay } from '../../../ingest/replay/replays.ts'
import { publicId } from '../../../lib/ids.ts'
import { replayListSchema, replaySchema } from '../../../schema/management/replay.ts'
import { dataTypes } from '../../../schema/records.ts'
import { byId, cursorOf, instant, needed, paging } from '../../parameters.ts'
import { notFound, routesOf, uuidOf } from '../../route.ts'
import { userOf } from './users.ts'

const replayAsked = z.strictObject({
  provider: needed.toUpperCase().optional(),
  type: z.enum(dataTypes).optional(),
  user_id: z.guid().toLowerCase().optional(),
  since: instant.optional(),
  until: instant.optional(),
  dry_run: z.boolean().default(false),
})

/** Running the mappers of today over what is kept. */
export function replayRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/replays',
    summary:
      'Reads kept answers and files anew, as a job, and sends the records that change; with dry_run, sends and changes nothing',
    status: 202,
    answer: replaySchema,
    body: replayAsked,
    async handle({ body, environment, audit }) {
      const { provider, type, user_id, since, until, dry_run } = body
      if (user_id !== undefined) await userOf(hub, environment.id, user_id)
      const replay = await createReplay(hub, environment.id, {
        provider,
        type,
        userId: user_id,
        sinceMs: since,
        untilMs: until,
        isDryRun: dry_run,
      })
      if (!dry_run) await audit('replay.started', publicId('replay', replay.id))
      return viewReplay(replay)
    },
  })

  route({
    method: 'GET',
    url: '/replays',
    summary: 'Replays, newest first',
    answer: replayListSchema,
    query: z.object(paging),
    async handle({ query, environment }) {
      const page = { limit: query.limit, cursor: cursorOf('replay', query.cursor) }
      const { items, nextCursor } = await listReplays(hub, environment.id, page)
      return { items: items.map(viewReplay), next_cursor: nextCursor === null ? null : publicId('replay', nextCursor) }
    },
  })

  route({
    method: 'GET',
    url: '/replays/:id',
    summary: 'One replay: how far it is, and what it found',
    answer: replaySchema,
    params: byId,
    async handle({ params, environment }) {
      const replay = await getReplay(hub, environment.id, uuidOf('replay', params.id))
      if (replay === null) throw notFound('replay', params.id)
      return viewReplay(replay)
    },
  })

  route({
    method: 'POST',
    url: '/replays/:id/cancel',
    summary: 'Stops a replay; what it changed stays so',
    answer: replaySchema,
    params: byId,
    async handle({ params, environment, audit }) {
      const replay = await cancelReplay(hub, environment.id, uuidOf('replay', params.id))
      if (replay === null) throw notFound('replay', params.id)
      await audit('replay.cancelled', params.id)
      return viewReplay(replay)
    },
  })
}

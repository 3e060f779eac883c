import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { parseRange, readAthlete, streamRecords } from '../../../ingest/read.ts'
import { dataTypes } from '../../../schema/records.ts'
import { deauthenticateUser } from '../../../users/deauthenticate.ts'
import { findUser, listUsers } from '../../../users/find.ts'
import type { User } from '../../../users/user.ts'
import { listPieces, sendPieces } from '../../json-pieces.ts'
import { byId, flag, paging } from '../../parameters.ts'
import { notFound, routesOf } from '../../route.ts'

const usersAsked = z.object({ ...paging, search: z.string().trim().min(1).optional() })
const dataAsked = z.object({
  type: z.enum(dataTypes),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  with_samples: flag(true),
})

const view = (user: User) => ({
  user_id: user.userId,
  provider: user.provider,
  reference_id: user.referenceId,
  scopes: user.scopes,
  active: user.active,
  zone: user.zone,
  created_at: user.createdAt.toISOString(),
  last_webhook_update: user.lastWebhookUpdate?.toISOString() ?? null,
  last_data_at: user.lastDataAt?.toISOString() ?? null,
})

const dayMs = 86_400_000
const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)

export function userAdminRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)
  const userOf = async (environmentId: string, id: string): Promise<User> => {
    const user = await findUser(hub, environmentId, id)
    if (user === null) throw notFound('user', id)
    return user
  }

  route({
    method: 'GET',
    url: '/users',
    query: usersAsked,
    async handle({ query, environment }) {
      const { users, nextCursor } = await listUsers(hub, environment.id, query)
      return { items: users.map(view), next_cursor: nextCursor }
    },
  })

  route({
    method: 'GET',
    url: '/users/:id',
    params: byId,
    async handle({ params, environment }) {
      return view(await userOf(environment.id, params.id))
    },
  })

  route({
    method: 'DELETE',
    url: '/users/:id',
    params: byId,
    status: 204,
    async handle({ params, environment }) {
      if ((await deauthenticateUser(hub, environment.id, params.id)) === null) throw notFound('user', params.id)
    },
  })

  // Without dates: the last thirty days, today included.
  route({
    method: 'GET',
    url: '/users/:id/data',
    params: byId,
    query: dataAsked,
    async handle({ params, query, environment, reply }) {
      const nowMs = hub.clock.now()
      const start = query.start_date ?? dayOf(nowMs - 29 * dayMs)
      const end = query.end_date ?? (query.start_date === undefined ? dayOf(nowMs + dayMs) : undefined)
      const range = parseRange(start, end)
      const user = await userOf(environment.id, params.id)
      const chunks =
        query.type === 'athlete'
          ? athleteOf(hub, user)
          : streamRecords(hub, user, query.type, range, { withSamples: query.with_samples })
      return sendPieces(
        reply,
        listPieces('{"items":[', chunks, () => '],"next_cursor":null}'),
      )
    },
  })
}

async function* athleteOf(hub: Hub, user: User): AsyncGenerator<string[], void, undefined> {
  const text = await readAthlete(hub, user)
  yield text === null ? [] : [text]
}

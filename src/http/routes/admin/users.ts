import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { viewProvenance } from '../../../ingest/provenance.ts'
import { athleteRow, parseRange, type ReadRow, streamRows, textOf } from '../../../ingest/read.ts'
import { recordListSchema, userDetailSchema, userListSchema } from '../../../schema/management/user.ts'
import { type DataType, dataTypes } from '../../../schema/records.ts'
import { type Connection, findConnection } from '../../../users/connection/connection.ts'
import { deauthenticateUser } from '../../../users/deauthenticate.ts'
import { findUser, listUsers, readToken, type TokenAge } from '../../../users/find.ts'
import { recordCounts } from '../../../users/presence.ts'
import type { User } from '../../../users/user.ts'
import { listPieces, sendPieces } from '../../json-pieces.ts'
import { byId, flag, needed, paging } from '../../parameters.ts'
import { notFound, routesOf } from '../../route.ts'

const usersAsked = z.object({
  ...paging,
  search: z.string().trim().min(1).optional(),
  provider: needed.toUpperCase().optional(),
  status: z.enum(['connected', 'needs_reauth', 'disconnected']).optional(),
})
const dataAsked = z.object({
  type: z.enum(dataTypes),
  start_date: z.string().optional(),
  end_date: z.string().optional(),
  with_samples: flag(true),
})

const view = (user: User & { needsReauth: boolean }) => ({
  user_id: user.userId,
  provider: user.provider,
  reference_id: user.referenceId,
  scopes: user.scopes,
  active: user.active,
  needs_reauth: user.needsReauth,
  zone: user.zone,
  created_at: user.createdAt.toISOString(),
  last_webhook_update: user.lastWebhookUpdate?.toISOString() ?? null,
  last_data_at: user.lastDataAt?.toISOString() ?? null,
})

const viewToken = (token: TokenAge | null) =>
  token === null
    ? null
    : {
        renewed_at: token.renewedAt.toISOString(),
        expires_at: token.expiresAt?.toISOString() ?? null,
        is_renewable: token.isRenewable,
      }

const viewConnection = (connection: Connection | null) =>
  connection === null
    ? null
    : {
        last_polled_at: connection.lastPolledAt?.toISOString() ?? null,
        next_poll_at: connection.nextPollAt?.toISOString() ?? null,
        failing_since: connection.failingSince?.toISOString() ?? null,
      }

const dayMs = 86_400_000
const dayOf = (epochMs: number): string => new Date(epochMs).toISOString().slice(0, 10)

/** The user of a `user_id` in an environment. Throws 404. */
export async function userOf(hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<User> {
  const user = await findUser(hub, environmentId, id)
  if (user === null) throw notFound('user', id)
  return user
}

export function userAdminRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/users',
    summary: 'Users in order of creation',
    answer: userListSchema,
    query: usersAsked,
    async handle({ query, environment }) {
      const { users, nextCursor } = await listUsers(hub, environment.id, {
        limit: query.limit,
        cursor: query.cursor,
        search: query.search,
        provider: query.provider,
        standing: query.status,
      })
      return { items: users.map(view), next_cursor: nextCursor }
    },
  })

  route({
    method: 'GET',
    url: '/users/:id',
    summary: 'One user, with stored records by type',
    answer: userDetailSchema,
    params: byId,
    async handle({ params, environment }) {
      const user = await userOf(hub, environment.id, params.id)
      const [counts, token, connection] = await Promise.all([
        recordCounts(hub, user.userId),
        readToken(hub, user.userId),
        findConnection(hub, user.userId),
      ])
      const needsReauth = token?.hasEnded === true || connection?.isTold === true
      return {
        ...view({ ...user, needsReauth }),
        counts,
        token: viewToken(token),
        connection: viewConnection(connection),
      }
    },
  })

  route({
    method: 'DELETE',
    url: '/users/:id',
    summary: 'Ends a user: everything about them is erased',
    params: byId,
    status: 204,
    async handle({ params, environment, audit }) {
      if ((await deauthenticateUser(hub, environment.id, params.id)) === null) throw notFound('user', params.id)
      await audit('user.erased', params.id)
    },
  })

  // Without dates: the last thirty days, today included.
  route({
    method: 'GET',
    url: '/users/:id/data',
    summary: 'Stored records of one type, exactly as they are sent, and of what each was made',
    answer: recordListSchema,
    params: byId,
    query: dataAsked,
    async handle({ params, query, environment, reply }) {
      const nowMs = hub.clock.now()
      const start = query.start_date ?? dayOf(nowMs - 29 * dayMs)
      const end = query.end_date ?? (query.start_date === undefined ? dayOf(nowMs + dayMs) : undefined)
      const range = parseRange(start, end)
      const user = await userOf(hub, environment.id, params.id)
      const rows = query.type === 'athlete' ? athleteOf(hub, user) : streamRows(hub, user, query.type, range)
      const provenance: object[] = []
      const chunks = textsOf(query.type, rows, query.with_samples, (row) => provenance.push(viewProvenance(row)))
      return sendPieces(
        reply,
        listPieces('{"items":[', chunks, () => `],"provenance":${JSON.stringify(provenance)},"next_cursor":null}`),
      )
    },
  })
}

async function* athleteOf(hub: Hub, user: User): AsyncGenerator<ReadRow[], void, undefined> {
  const row = await athleteRow(hub, user)
  yield row === null ? [] : [row]
}

/** The texts of rows, each of which is shown to `onRow`. */
async function* textsOf(
  type: DataType,
  groups: AsyncIterable<ReadRow[]>,
  withSamples: boolean,
  onRow: (row: ReadRow) => void,
): AsyncGenerator<string[], void, undefined> {
  for await (const rows of groups) {
    for (const row of rows) onRow(row)
    yield rows.map((row) => textOf(type, row, { withSamples }))
  }
}

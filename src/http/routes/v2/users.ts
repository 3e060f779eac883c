import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { findConnection } from '../../../users/connection/connection.ts'
import { deauthenticateUser } from '../../../users/deauthenticate.ts'
import { allUsers, findUser, findUsers, pageOfUsers, usersByReference } from '../../../users/find.ts'
import { terraUser, type User } from '../../../users/user.ts'
import { needed, wholeNumber } from '../../parameters.ts'
import { routesOf } from '../../route.ts'

/** The sentence for a user that is unknown or belongs to another environment. */
export const userNotFound = () => new TellusError('not_found', 'user not found')

/** The user with what only `/userInfo` tells. */
const userInfo = (user: User, lastPolledAt: Date | null) => ({
  ...terraUser(user),
  last_polled_at: lastPolledAt === null ? null : formatTimestamp(lastPolledAt.getTime(), 0),
  most_recent_data_at: user.lastDataAt === null ? null : formatTimestamp(user.lastDataAt.getTime(), 0),
})

const whose = z.object({ user_id: needed.optional(), reference_id: needed.optional() })
const page = z.object({ page: wholeNumber(0, 10_000_000).optional(), per_page: wholeNumber(1, 1000).optional() })
const userIds = z.array(z.string(), 'expected a list of user ids').max(10_000)

export function userRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/userInfo',
    query: whose,
    async handle({ query, environment }) {
      if (query.user_id === undefined) {
        if (query.reference_id === undefined)
          throw new TellusError('bad_request', 'user_id or reference_id is required')
        return (await usersByReference(hub, environment.id, query.reference_id)).map(terraUser)
      }
      const user = await findUser(hub, environment.id, query.user_id)
      if (user === null) throw userNotFound()
      const connection = await findConnection(hub, user.userId)
      return { status: 'success', is_authenticated: true, user: userInfo(user, connection?.lastPolledAt ?? null) }
    },
  })

  route({
    method: 'GET',
    url: '/subscriptions',
    query: page,
    async handle({ query, environment }) {
      if (query.page === undefined && query.per_page === undefined)
        return { status: 'success', users: (await allUsers(hub, environment.id)).map(terraUser) }
      const asked = query.page ?? 0
      const perPage = query.per_page ?? 500
      const { users, total } = await pageOfUsers(hub, environment.id, asked, perPage)
      const lastPage = Math.max(0, Math.ceil(total / perPage) - 1)
      const next = asked < lastPage ? asked + 1 : null
      return { status: 'success', data: { next, max_page: lastPage, results: users.map(terraUser) } }
    },
  })

  route({
    method: 'POST',
    url: '/bulkUserInfo',
    body: userIds,
    async handle({ body, environment }) {
      const users = await findUsers(hub, environment.id, body)
      if (users.length === 0) throw userNotFound()
      return users.map(terraUser)
    },
  })

  route({
    method: 'DELETE',
    url: '/auth/deauthenticateUser',
    query: z.object({ user_id: needed }),
    async handle({ query, environment, audit }) {
      const user = await deauthenticateUser(hub, environment.id, query.user_id)
      if (user === null) throw userNotFound()
      await audit('user.erased', user.userId)
      return { status: 'success' }
    },
  })
}

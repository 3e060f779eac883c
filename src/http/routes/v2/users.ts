import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { successSchema } from '../../../schema/terra/authentication.ts'
import { changedUserSchema, subscriptionsSchema, userInfoSchema, usersSchema } from '../../../schema/terra/user.ts'
import { findConnection } from '../../../users/connection/connection.ts'
import { deauthenticateUser } from '../../../users/deauthenticate.ts'
import { findUser, findUsers, usersByReference } from '../../../users/find.ts'
import { modifyUser } from '../../../users/modify.ts'
import { everyUser, pageOfUsers } from '../../../users/pages.ts'
import { terraUser, type User } from '../../../users/user.ts'
import { listPieces, sendPieces } from '../../json-pieces.ts'
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
const page = z.object({ page: wholeNumber(0, 10_000_000).optional(), per_page: wholeNumber(1, 10_000).default(500) })
/** Null and what is left out stay as they are; so does an empty reference id, which older clients send for none. */
const modification = z.object(
  {
    reference_id: z.string('expected a text').max(500, 'expected at most 500 characters').nullish(),
    active: z.boolean('expected true or false').nullish(),
  },
  'expected an object',
)
const userIds = z.array(z.string(), 'expected a list of user ids').max(10_000)

export function userRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)
  async function* allTexts(environmentId: string) {
    for await (const users of everyUser(hub, environmentId)) yield users.map((user) => JSON.stringify(terraUser(user)))
  }

  route({
    method: 'GET',
    url: '/userInfo',
    summary: 'One user by their id, or all that have a reference id',
    answer: userInfoSchema,
    refuses: [404],
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
    summary: 'All users, or a page of them',
    answer: subscriptionsSchema,
    query: page,
    async handle({ query, environment, reply }) {
      const { page: asked, per_page: perPage } = query
      if (asked === undefined)
        return sendPieces(
          reply,
          listPieces('{"status":"success","users":[', allTexts(environment.id), () => ']}'),
        )
      const { users, total } = await pageOfUsers(hub, environment.id, asked, perPage)
      const lastPage = Math.max(0, Math.ceil(total / perPage) - 1)
      const next = asked < lastPage ? asked + 1 : null
      return { status: 'success', data: { next, max_page: lastPage, results: users.map(terraUser) } }
    },
  })

  route({
    method: 'POST',
    url: '/bulkUserInfo',
    summary: 'Users by their ids',
    answer: usersSchema,
    refuses: [404],
    body: userIds,
    async handle({ body, environment }) {
      const users = await findUsers(hub, environment.id, body)
      if (users.length === 0) throw userNotFound()
      return users.map(terraUser)
    },
  })

  route({
    method: 'PATCH',
    url: '/users/:user_id',
    summary: 'Changes the reference id of a user, or pauses and resumes them',
    answer: changedUserSchema,
    refuses: [404, 409],
    params: z.object({ user_id: z.string() }),
    body: modification,
    async handle({ params, body, environment, audit }) {
      const referenceId = body.reference_id || null
      const active = body.active ?? null
      const user = await modifyUser(hub, environment.id, params.user_id, { referenceId, active })
      if (user === null) throw userNotFound()
      // Whom an app means by a reference id is not for the log.
      if (referenceId !== null || active !== null)
        await audit('user.changed', user.userId, active === null ? {} : { active })
      return { status: 'success', user: terraUser(user) }
    },
  })

  route({
    method: 'DELETE',
    url: '/auth/deauthenticateUser',
    summary: 'Ends a user and erases what is stored about them',
    answer: successSchema,
    refuses: [404],
    query: z.object({ user_id: needed }),
    async handle({ query, environment, audit }) {
      const user = await deauthenticateUser(hub, environment.id, query.user_id)
      if (user === null) throw userNotFound()
      await audit('user.erased', user.userId)
      return { status: 'success' }
    },
  })
}

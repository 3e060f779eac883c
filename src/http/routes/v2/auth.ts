import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { authLinkSchema, phoneTokenSchema, widgetSessionSchema } from '../../../schema/terra/authentication.ts'
import { authenticateUser } from '../../../users/sign-in/begin.ts'
import { generateAuthToken } from '../../../users/sign-in/phone-token.ts'
import { checkCredentials } from '../../credentials.ts'
import { routesOf } from '../../route.ts'
import {
  eitherOf,
  openWidgetSession,
  type SessionAsked,
  sessionAsked,
  sessionQuery,
  signInAsked,
  wishOf,
} from '../../widget-session.ts'

const slug = z.string('expected the slug of a source').max(60).nullish()

/** How end users are sent to sign in. */
export function authRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/auth/generateWidgetSession',
    summary: 'Opens a page on which a person connects a source',
    answer: widgetSessionSchema,
    refuses: [410],
    query: sessionQuery,
    body: sessionAsked,
    handle: ({ query, body, environment }) =>
      openWidgetSession(hub, environment.id, eitherOf<SessionAsked>(query, body)),
  })

  // Older clients name the source in the body; the Java client says all of it in the query.
  route({
    method: 'POST',
    url: '/auth/authenticateUser',
    summary: 'Gives the address at which a person signs in to one source',
    answer: authLinkSchema,
    refuses: [404, 410],
    query: z.object({ ...signInAsked, resource: slug }),
    body: z.object({ ...signInAsked, resource: slug }, 'expected an object'),
    async handle({ query, body, environment }) {
      const resource = query.resource || body.resource
      if (!resource) throw new TellusError('bad_request', 'resource is required')
      const wish = wishOf(eitherOf<Omit<typeof body, 'resource'>>(query, body))
      const { userId, authUrl } = await authenticateUser(hub, environment.id, resource, wish)
      return { status: 'success', user_id: userId, auth_url: authUrl }
    },
  })

  route({
    method: 'POST',
    url: '/auth/generateAuthToken',
    summary: 'Gives a token with which an app on a phone connects',
    answer: phoneTokenSchema,
    async handle({ environment }) {
      const { token, expiresIn } = await generateAuthToken(hub, environment.id)
      return { status: 'success', token, expires_in: expiresIn }
    },
  })
}

/** The two later paths of a widget session; one of them answers bad credentials with 403. */
export function widgetRoutes(server: FastifyInstance, hub: Hub): void {
  const forbidding = async (request: FastifyRequest) => {
    request.caller = await checkCredentials(hub, request).catch((error: unknown) => {
      if (!(error instanceof TellusError && error.code === 'unauthorized')) throw error
      throw new TellusError('forbidden', error.message)
    })
  }
  for (const [url, route] of [
    ['/api/widget/session', routesOf(server, hub)],
    ['/widget/api/session', routesOf(server, hub, forbidding)],
  ] as const)
    route({
      method: 'POST',
      url,
      summary: 'Opens a page on which a person connects a source, by its later path',
      answer: widgetSessionSchema,
      refuses: [403, 410],
      body: sessionAsked,
      handle: ({ body, environment }) => openWidgetSession(hub, environment.id, body),
    })
}

import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { TellusError } from '../../../lib/errors.ts'
import { authenticateUser } from '../../../users/sign-in/begin.ts'
import { generateAuthToken } from '../../../users/sign-in/phone-token.ts'
import { callerOf, checkCredentials } from '../../credentials.ts'
import { misfit } from '../../errors.ts'
import { routesOf } from '../../route.ts'
import { openWidgetSession, sessionAsked, signInAsked, wishOf } from '../../widget-session.ts'

const slug = z.string('expected the slug of a source').max(60).nullish()

/** How end users are sent to sign in. */
export function authRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'POST',
    url: '/auth/generateWidgetSession',
    body: sessionAsked,
    handle: ({ body, environment }) => openWidgetSession(hub, environment.id, body),
  })

  // Older clients name the source in the body.
  route({
    method: 'POST',
    url: '/auth/authenticateUser',
    query: z.object({ resource: slug }),
    body: z.object({ ...signInAsked, resource: slug }, 'expected an object'),
    async handle({ query, body, environment }) {
      const resource = query.resource || body.resource
      if (!resource) throw new TellusError('bad_request', 'resource is required')
      const { userId, authUrl } = await authenticateUser(hub, environment.id, resource, wishOf(body))
      return { status: 'success', user_id: userId, auth_url: authUrl }
    },
  })

  route({
    method: 'POST',
    url: '/auth/generateAuthToken',
    async handle({ environment }) {
      const { token, expiresIn } = await generateAuthToken(hub, environment.id)
      return { status: 'success', token, expires_in: expiresIn }
    },
  })
}

/** The two later paths of a widget session; one of them answers bad credentials with 403. */
export function widgetRoutes(server: FastifyInstance, hub: Hub): void {
  routesOf(
    server,
    hub,
  )({
    method: 'POST',
    url: '/api/widget/session',
    body: sessionAsked,
    handle: ({ body, environment }) => openWidgetSession(hub, environment.id, body),
  })

  server.route({
    method: 'POST',
    url: '/widget/api/session',
    onRequest: async (request) => {
      request.caller = await checkCredentials(hub, request).catch((error: unknown) => {
        if (!(error instanceof TellusError && error.code === 'unauthorized')) throw error
        throw new TellusError('forbidden', error.message)
      })
    },
    handler: async (request) => {
      const body = request.body ?? {}
      const parsed = sessionAsked.safeParse(body)
      if (!parsed.success) throw misfit(parsed.error, body, 'body')
      return openWidgetSession(hub, callerOf(request).environment.id, parsed.data)
    },
  })
}

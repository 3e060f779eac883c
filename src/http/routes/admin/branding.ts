import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../../hub.ts'
import { brandingChange, brandingSchema, widgetSessionAnswer } from '../../../schema/management/branding.ts'
import { brandingOf, changeBranding } from '../../../users/sign-in/branding.ts'
import { routesOf } from '../../route.ts'
import { openWidgetSession, sessionAsked } from '../../widget-session.ts'

/** How the end user's pages look, and a session to try them. */
export function brandingRoutes(server: FastifyInstance, hub: Hub): void {
  const route = routesOf(server, hub)

  route({
    method: 'GET',
    url: '/branding',
    summary: 'How the Connect pages of the environment look.',
    answer: brandingSchema,
    async handle({ environment }) {
      return (await brandingOf(hub.db, environment.id)).look
    },
  })

  route({
    method: 'PATCH',
    url: '/branding',
    body: brandingChange,
    summary: 'Changes how the Connect pages look; what is left out stays.',
    answer: brandingSchema,
    async handle({ body, environment, audit }) {
      const changed = Object.keys(body).sort().join(',')
      return changeBranding(hub, environment.id, body, (sql) =>
        audit('branding.changed', environment.devId, { fields: changed }, sql),
      )
    },
  })

  route({
    method: 'POST',
    url: '/widget-sessions',
    body: sessionAsked,
    status: 201,
    summary: 'Opens a widget session, as `POST /v2/auth/generateWidgetSession` does.',
    answer: widgetSessionAnswer,
    handle: ({ body, environment }) => openWidgetSession(hub, environment.id, body),
  })
}

import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../../hub.ts'
import { type Api, openApi } from '../../openapi.ts'
import { openApiRoute } from '../../openapi-route.ts'

const about = `Everything the dashboard does. Calls that work on an environment take the headers \`dev-id\` and \`x-api-key\`, or
the session of somebody who is signed in. Lists are \`{items, next_cursor}\`: give \`next_cursor\` as \`cursor\` to go on.
Errors are problem details (RFC 9457); their \`detail\` says what failed, on what, and what to do. Every answer has the
header \`terra-reference\`, which finds its request in the server's log.`

export const managementApi: Api = {
  title: 'Tellus management API',
  about,
  prefixes: ['/admin/api'],
  takesSessions: true,
}

/** `GET /openapi.json`: what the management API is, for everybody. */
export function openApiRoutes(server: FastifyInstance, hub: Pick<Hub, 'publicUrl'>): void {
  openApiRoute(server, () => openApi(managementApi, server.described, hub.publicUrl()))
}

import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../../hub.ts'
import { type Api, openApi } from '../../openapi.ts'
import { openApiRoute } from '../../openapi-route.ts'

const about = `The paths of Terra's API that this server answers, the same below \`/v2\` and \`/api/v2\`. Calls take the
headers \`dev-id\` and \`x-api-key\`. Errors are problem details (RFC 9457) with \`status\` and \`message\` for older
clients. Every answer has the header \`terra-reference\`, which finds its request in the server's log.`

const terraApi: Api = {
  title: 'Tellus, paths of Terra',
  about,
  prefixes: ['/v2', '/api/v2'],
  takesSessions: false,
}

/** `GET /openapi.json`: what is served of Terra's paths, for everybody. */
export function terraOpenApiRoutes(server: FastifyInstance, hub: Pick<Hub, 'publicUrl'>): void {
  openApiRoute(server, () => openApi(terraApi, server.terra.described, hub.publicUrl(), server.terraAtRoot.described))
}

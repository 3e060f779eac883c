import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { type Api, type OpenApi, openApi } from '../../openapi.ts'
import { openRoutesOf } from '../../route.ts'

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
  // All routes are there by the first request, and the address is known.
  let made: OpenApi | null = null
  openRoutesOf(server)({
    method: 'GET',
    url: '/openapi.json',
    summary: 'This description, as OpenAPI 3.1',
    answer: z.looseObject({ openapi: z.string(), paths: z.record(z.string(), z.unknown()) }),
    async handle() {
      made ??= openApi(terraApi, server.terra.described, hub.publicUrl(), server.terraAtRoot.described)
      return made
    },
  })
}

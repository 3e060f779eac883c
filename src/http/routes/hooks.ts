import type { FastifyInstance } from 'fastify'
import type { Hub } from '../../hub.ts'
import { acceptNotification } from '../../ingest/fetch/notice.ts'
import { receivedHeaders, takeBytes } from '../bodies.ts'
import { queryOf } from '../forms.ts'

const limitBytes = 1024 * 1024

/** Where providers send their notifications, and their challenges before. */
export function hookRoutes(server: FastifyInstance, hub: Hub): void {
  takeBytes(server, limitBytes)
  server.route<{ Params: { provider: string }; Body: Buffer | undefined }>({
    method: ['GET', 'HEAD', 'POST'],
    url: '/hooks/:provider',
    bodyLimit: limitBytes,
    handler: async (request, reply) => {
      const { status, type, body } = await acceptNotification(hub, request.params.provider, {
        method: request.method,
        query: queryOf(request.url),
        headers: Object.fromEntries(
          Object.entries(receivedHeaders(request)).map(([name, value]) => [
            name,
            [value].flat().join(', ') || undefined,
          ]),
        ),
        body: request.body ?? Buffer.alloc(0),
      })
      return reply.code(status).type(type).send(body)
    },
  })
}

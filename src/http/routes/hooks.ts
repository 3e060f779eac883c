import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Hub } from '../../hub.ts'
import { acceptNotification, refuseStranger } from '../../ingest/fetch/notice.ts'
import type { HookRequest } from '../../providers/notification.ts'
import { registry } from '../../providers/registry.ts'
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
      const { status, type, body } = await acceptNotification(hub, request.params.provider, asked(request))
      return reply.code(status).type(type).send(body)
    },
  })
  for (const provider of registry) {
    const mostBytes = provider.kind === 'cloud' ? provider.notification?.mostBytes : undefined
    if (mostBytes === undefined) continue
    server.route<{ Body: Buffer | undefined }>({
      method: ['GET', 'HEAD', 'POST'],
      url: `/hooks/${provider.name}`,
      bodyLimit: mostBytes,
      // Nobody but the provider has so much kept in memory.
      onRequest: (request) => refuseStranger(hub, provider.name, asked(request)),
      handler: async (request, reply) => {
        const { status, type, body } = await acceptNotification(hub, provider.name, asked(request))
        return reply.code(status).type(type).send(body)
      },
    })
  }
}

const asked = (request: FastifyRequest<{ Body: Buffer | undefined }>): HookRequest => ({
  method: request.method,
  query: queryOf(request.url),
  headers: Object.fromEntries(
    Object.entries(receivedHeaders(request)).map(([name, value]) => [name, [value].flat().join(', ') || undefined]),
  ),
  body: request.body ?? Buffer.alloc(0),
})

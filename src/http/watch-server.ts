import { type FastifyInstance, fastify } from 'fastify'
import type { Hub } from '../hub.ts'
import { newUuid } from '../lib/ids.ts'
import { sendError } from './errors.ts'
import { healthRoutes } from './routes/health.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { answerUnrouted, knownRoutes } from './unrouted.ts'

/** The little server of a process that has no API: health and metrics alone. Not yet listening. */
export function buildWatchServer(hub: Hub): FastifyInstance {
  const server = fastify({
    logger: false,
    genReqId: newUuid,
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    exposeHeadRoutes: false,
  })
  const known = knownRoutes(server)
  server.addHook('onRequest', async (request, reply) => setSecurityHeaders(request, reply))
  server.setErrorHandler((error, request, reply) => sendError(hub, error, request, reply))
  server.setNotFoundHandler(async (request, reply) => answerUnrouted(known, request, reply))
  healthRoutes(server, hub)
  return server
}

import compress from '@fastify/compress'
import { type FastifyInstance, fastify } from 'fastify'
import type { Hub } from '../hub.ts'
import { newUuid } from '../lib/ids.ts'
import { jsonLimitBytes, takeJson } from './bodies.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { sendError } from './errors.ts'
import { logRequests } from './request-log.ts'
import { adminRoutes } from './routes/admin.ts'
import { healthRoutes } from './routes/health.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { payloadRoutes } from './routes/payloads.ts'
import { unbuiltWidgetRoutes } from './routes/v2/unbuilt.ts'
import { v2Routes } from './routes/v2.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { answerUnrouted, knownRoutes } from './unrouted.ts'

/**
 * The HTTP server with all its routes, not yet listening. Closing it lets requests under way finish and drops idle
 * connections.
 */
export async function buildServer(hub: Hub): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    genReqId: newUuid,
    bodyLimit: jsonLimitBytes,
    // An upload takes as long as it takes: only silence ends a connection.
    connectionTimeout: 120_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5000 },
    forceCloseConnections: 'idle',
    return503OnClosing: false,
    // Reads may send webhooks, so a HEAD must not run them.
    exposeHeadRoutes: false,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 500 },
    frameworkErrors: (error, request, reply) => {
      setSecurityHeaders(request, reply)
      sendError(hub, error, request, reply)
    },
    clientErrorHandler: answerBrokenRequest,
  })
  server.removeAllContentTypeParsers()
  server.decorateRequest('environment', null)
  const known = knownRoutes(server)
  server.addHook('onRequest', async (request, reply) => setSecurityHeaders(request, reply))
  logRequests(server, hub)
  server.setErrorHandler((error, request, reply) => sendError(hub, error, request, reply))
  server.setNotFoundHandler(async (request, reply) => answerUnrouted(known, request, reply))
  await server.register(compress, { encodings: ['br', 'gzip'], globalDecompression: false })

  await server.register(async (scope) => healthRoutes(scope, hub))
  await server.register(async (scope) => inboxRoutes(scope, hub))
  await server.register(async (scope) => payloadRoutes(scope, hub))
  for (const prefix of ['/v2', '/api/v2'])
    await server.register(
      async (scope) => {
        takeJson(scope)
        v2Routes(scope, hub)
      },
      { prefix },
    )
  await server.register(async (scope) => unbuiltWidgetRoutes(scope, hub))
  await server.register(async (scope) => adminRoutes(scope, hub), { prefix: '/admin/api' })
  return server
}

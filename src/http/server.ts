import { constants } from 'node:zlib'
import compress from '@fastify/compress'
import cookie from '@fastify/cookie'
import { type FastifyInstance, fastify } from 'fastify'
import type { Hub } from '../hub.ts'
import { newUuid } from '../lib/ids.ts'
import { noteStep } from '../overview/first-steps.ts'
import { jsonLimitBytes, takeJson } from './bodies.ts'
import { answerBrokenRequest } from './broken-request.ts'
import { sendError } from './errors.ts'
import { gatherRoutes } from './openapi.ts'
import { logRequests } from './request-log.ts'
import { adminRoutes } from './routes/admin.ts'
import { connectRoutes } from './routes/connect.ts'
import { asksForPage, dashboardFiles, sendDashboard } from './routes/dashboard.ts'
import { healthRoutes } from './routes/health.ts'
import { hookRoutes } from './routes/hooks.ts'
import { inboxRoutes } from './routes/inbox.ts'
import { ingestRoutes } from './routes/ingest.ts'
import { asksForLive, liveRoutes } from './routes/live.ts'
import { mcpRoutes } from './routes/mcp.ts'
import { oauthRoutes } from './routes/oauth.ts'
import { payloadRoutes } from './routes/payloads.ts'
import { phonePageRoutes } from './routes/phone-page.ts'
import { sandboxRoutes } from './routes/sandbox.ts'
import { sandboxWriteRoutes } from './routes/sandbox-writes.ts'
import { standInRoutes } from './routes/stand-in.ts'
import { widgetRoutes } from './routes/v2/auth.ts'
import { v2Routes } from './routes/v2.ts'
import { setSecurityHeaders } from './security-headers.ts'
import { signAnswers } from './sign-answers.ts'
import { answerUnrouted, knownRoutes } from './unrouted.ts'

/**
 * How answers are compressed where a client takes that: samples come out as small as with the usual levels (brotli 4,
 * gzip 6), for half the work.
 */
const compressing = {
  brotliOptions: {
    params: {
      [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT,
      [constants.BROTLI_PARAM_QUALITY]: 2,
    },
  },
  zlibOptions: { level: 4 },
}

/**
 * The HTTP server with all its routes, not yet listening. Closing it lets requests under way finish and drops idle
 * connections. `onFirstOwner` hears that the link which was to make the first owner is spent.
 */
export async function buildServer(hub: Hub, onFirstOwner: () => void = () => undefined): Promise<FastifyInstance> {
  const server = fastify({
    logger: false,
    genReqId: newUuid,
    bodyLimit: jsonLimitBytes,
    // An upload takes as long as it takes: only silence ends a connection.
    connectionTimeout: 120_000,
    keepAliveTimeout: 72_000,
    http: { headersTimeout: 15_000, connectionsCheckingInterval: 5000, shouldUpgradeCallback: asksForLive },
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
  server.decorate('described', [])
  server.decorate('undescribed', [])
  server.decorate('terra', { described: [], undescribed: [] })
  server.decorate('terraAtRoot', { described: [], undescribed: [] })
  server.decorate('phone', { described: [], undescribed: [] })
  server.decorateRequest('caller', null)
  server.decorateRequest('session', null)
  const known = knownRoutes(server)
  server.addHook('onRequest', async (request, reply) => setSecurityHeaders(request, reply))
  // A key that was used is one of the first steps.
  server.addHook('preHandler', async ({ caller }) => {
    if (caller?.actor.kind === 'key') await noteStep(hub, caller.environment.id, 'key')
  })
  logRequests(server, hub)
  server.setErrorHandler((error, request, reply) => sendError(hub, error, request, reply))
  // Before a body is read that nothing here takes.
  server.addHook('onRequest', async (request, reply) => {
    if (request.is404 && !asksForPage(request)) answerUnrouted(known, request, reply)
  })
  server.setNotFoundHandler(async (_request, reply) => sendDashboard(reply))
  await server.register(cookie)
  await server.register(compress, { encodings: ['br', 'gzip'], globalDecompression: false, ...compressing })

  await server.register(async (scope) => healthRoutes(scope, hub))
  await server.register(async (scope) => inboxRoutes(scope, hub))
  await server.register(async (scope) => hookRoutes(scope, hub))
  await server.register(async (scope) => payloadRoutes(scope, hub))
  await server.register(async (scope) => mcpRoutes(scope, hub))
  await server.register(async (scope) => ingestRoutes(scope, hub))
  for (const prefix of ['/v2', '/api/v2'])
    await server.register(
      async (scope) => {
        takeJson(scope)
        signAnswers(scope, hub)
        v2Routes(scope, hub)
      },
      { prefix },
    )
  await server.register(async (scope) => {
    takeJson(scope)
    signAnswers(scope, hub)
    gatherRoutes(scope, scope.terraAtRoot)
    widgetRoutes(scope, hub)
    liveRoutes(scope, hub)
  })
  await server.register(async (scope) => connectRoutes(scope, hub))
  await server.register(async (scope) => oauthRoutes(scope, hub))
  await server.register(async (scope) => sandboxRoutes(scope, hub))
  await server.register(async (scope) => sandboxWriteRoutes(scope, hub))
  await server.register(async (scope) => phonePageRoutes(scope, hub))
  await server.register(async (scope) => standInRoutes(scope, hub))
  await server.register(async (scope) => adminRoutes(scope, hub, onFirstOwner), { prefix: '/admin/api' })
  await server.register(async (scope) => dashboardFiles(scope))
  return server
}

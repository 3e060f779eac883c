import type { FastifyInstance } from 'fastify'
import type { Hub } from '../hub.ts'

/** Asked so often that their lines would bury the others. */
const quiet = new Set(['/healthz', '/readyz', '/metrics', '/inbox/:id'])

/** One line a request: the route's pattern and never the path asked for, which holds ids. */
export function logRequests(server: FastifyInstance, hub: Pick<Hub, 'log'>): void {
  server.addHook('onResponse', async (request, reply) => {
    const route = request.routeOptions.url ?? 'no route'
    const status = reply.statusCode
    const fields = { method: request.method, route, status, ms: Math.round(reply.elapsedTime), reference: request.id }
    const line = `Answered ${request.method} ${route} with ${status}`
    if (quiet.has(route)) hub.log.debug(fields, line)
    else hub.log.info(fields, line)
  })

  server.addHook('onRequestAbort', async (request) => {
    const route = request.routeOptions.url ?? 'no route'
    const fields = { method: request.method, route, reference: request.id }
    hub.log.info(fields, `Lost ${request.method} ${route}: its client went away`)
  })
}

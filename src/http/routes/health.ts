import type { FastifyInstance, FastifyRequest } from 'fastify'
import ipaddr from 'ipaddr.js'
import { readinessProblem } from '../../db/readiness.ts'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { databaseGauges } from '../../watch/gauges.ts'
import { checkCredentials } from '../credentials.ts'

/** For who watches over the process: is it up, can it work, what has it done. */
export function healthRoutes(server: FastifyInstance, hub: Hub): void {
  server.get('/healthz', { exposeHeadRoute: true }, async () => ({ status: 'up' }))

  server.get('/readyz', { exposeHeadRoute: true }, async () => {
    const problem = await readinessProblem(hub.db)
    if (problem !== null) throw new TellusError('unavailable', problem)
    return { status: 'ready' }
  })

  const gauges = databaseGauges(hub)
  server.get('/metrics', async (request, reply) => {
    if (!isFromHere(request)) await checkCredentials(hub, request)
    await gauges.refresh()
    return reply.type(hub.metrics.registry.contentType).send(await hub.metrics.registry.metrics())
  })
}

/** Whether a request was made on this machine; what a proxy passes on was not. */
function isFromHere(request: FastifyRequest): boolean {
  if (request.headers['x-forwarded-for'] !== undefined || request.headers.forwarded !== undefined) return false
  const address = request.socket.remoteAddress
  return address !== undefined && ipaddr.process(address).range() === 'loopback'
}

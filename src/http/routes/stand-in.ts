import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { standInPath } from '../../providers/stand-in.ts'
import type { DoubleAnswer, DoubleRequest } from '../../sandbox/doubles/double.ts'
import { frameOf } from '../../sandbox/doubles/frame.ts'
import { doubleAt } from '../../sandbox/doubles/registry.ts'
import { houseOf } from '../../sandbox/house.ts'
import { receivedHeaders, takeBytes } from '../bodies.ts'
import { queryOf } from '../forms.ts'
import { sendConsent } from './sandbox-page.ts'

const limitBytes = 1024 * 1024

/** The doubles of real providers: below `/sandbox/at` the host, then what would be its path. */
export function standInRoutes(server: FastifyInstance, hub: Hub): void {
  if (hub.config.sandbox === 'off') return
  takeBytes(server, limitBytes)
  server.route<{ Params: { host: string; '*': string }; Body: Buffer | undefined }>({
    method: ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'],
    url: `${standInPath}/:host/*`,
    bodyLimit: limitBytes,
    handler: async (request, reply) => {
      const { host } = request.params
      const double = doubleAt(host)
      if (double === null) throw new TellusError('not_found', `the sandbox does not stand for ${host.slice(0, 100)}`)
      const asked = requestOf(request, host)
      const house = houseOf(double.provider)
      if (house !== null && request.method === 'GET' && `${host}${asked.url.pathname}` === double.authorizeAt)
        return sendConsent(reply, hub, house, queryOf(request.url))
      const hungUp = new AbortController()
      const hangUp = () => hungUp.abort()
      request.raw.socket.once('close', hangUp)
      try {
        return send(reply, await double.answer(asked, frameOf(hub, double, hungUp.signal)))
      } catch (error) {
        if (hungUp.signal.aborted) return reply.hijack()
        throw error
      } finally {
        request.raw.socket.off('close', hangUp)
      }
    },
  })
}

function requestOf(request: FastifyRequest<{ Body: Buffer | undefined }>, host: string): DoubleRequest {
  const below = request.url.slice(`${standInPath}/${host}`.length)
  return {
    method: request.method,
    url: new URL(`https://${host}${below}`),
    headers: Object.fromEntries(
      Object.entries(receivedHeaders(request)).map(([name, value]) => [name, [value].flat().join(', ') || undefined]),
    ),
    body: request.body ?? Buffer.alloc(0),
  }
}

function send(reply: FastifyReply, { status, headers = {}, body }: DoubleAnswer) {
  const isJson = typeof body === 'object' && !Buffer.isBuffer(body)
  return reply
    .code(status)
    .headers({ ...(isJson ? { 'content-type': 'application/json; charset=utf-8' } : {}), ...headers })
    .send(isJson ? JSON.stringify(body) : (body ?? ''))
}

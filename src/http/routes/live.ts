import type { IncomingMessage } from 'node:http'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { Gateway } from '../../live/gateway.ts'
import { makeLiveToken } from '../../live/tokens.ts'
import { liveTokenSchema } from '../../schema/terra/live.ts'
import { findUser } from '../../users/find.ts'
import { checkCredentials } from '../credentials.ts'
import { needed } from '../parameters.ts'
import { type Call, openRoutesOf, routesOf } from '../route.ts'

/**
 * Whether a request may leave HTTP. Only for the live stream: whatever else asks for an upgrade, as a browser or curl does for
 * HTTP/2, is answered as if it had not.
 */
export const asksForLive = ({ method, headers, url }: IncomingMessage): boolean =>
  method === 'GET' && headers.upgrade?.toLowerCase() === 'websocket' && /^\/connect\/?(\?|$)/.test(url ?? '')

/** Terra's streaming API: the tokens, and the socket they open. No cookie opens it, so it is no matter which page asks. */
export function liveRoutes(server: FastifyInstance, hub: Hub): void {
  const gateway = new Gateway(hub)
  server.server.on('upgrade', (request, socket, head) => gateway.accept(request, socket, head))
  // Sockets never end by themselves: without this the server would wait for them when it stops.
  server.addHook('preClose', () => gateway.close())

  // As Terra's streaming host: 400 without credentials, 403 for wrong ones, and Basic does too.
  const letIn = async (request: FastifyRequest) => {
    const given = { ...basicCredentials(request.headers.authorization), ...request.headers }
    if (!given['dev-id'] || !given['x-api-key'])
      throw new TellusError('bad_request', 'dev-id or x-api-key headers are missing')
    Object.assign(request.headers, given)
    await checkCredentials(hub, request).catch((error: unknown) => {
      if (!(error instanceof TellusError && error.code === 'unauthorized')) throw error
      throw new TellusError('forbidden', error.message)
    })
  }
  const route = routesOf(server, hub, letIn)

  route({
    method: 'POST',
    url: '/auth/user',
    summary: 'Gives a token by which a user’s device submits live values',
    answer: liveTokenSchema,
    refuses: [403],
    query: z.object({ id: needed }),
    async handle(call) {
      const user = await findUser(hub, call.environment.id, call.query.id)
      if (user === null) throw new TellusError('forbidden', 'there is no such user in this environment')
      if (!user.active) throw new TellusError('forbidden', 'the user is paused: resume them first')
      return tokenOf(call, user.userId)
    },
  })

  route({
    method: 'POST',
    url: '/auth/developer',
    summary: 'Gives a token by which an app listens to the live values of all users',
    answer: liveTokenSchema,
    refuses: [400, 403],
    handle: (call) => tokenOf(call, null),
  })

  async function tokenOf(
    call: Pick<Call<undefined, undefined, undefined>, 'environment' | 'actor'>,
    userId: string | null,
  ) {
    const { environment, actor } = call
    if (actor.kind !== 'key') throw new TellusError('forbidden', 'live tokens are made with an API key')
    return { token: await makeLiveToken(hub, { environmentId: environment.id, keyId: actor.keyId, userId }) }
  }

  openRoutesOf(server)({
    method: 'GET',
    url: '/connect',
    status: 101,
    summary: 'The WebSocket of the live stream',
    refuses: [426, 503],
    async handle() {
      const sentence = 'GET /connect is a WebSocket: open it with a client for those, as docs/live.md says'
      throw new TellusError('upgrade_required', sentence, { headers: { upgrade: 'websocket', connection: 'upgrade' } })
    },
  })
}

/** The two headers that `Authorization: Basic` of a dev-id and a key stands for; nothing for anything else. */
function basicCredentials(authorization: string | undefined): Record<string, string> {
  const [, encoded] = /^Basic +([\w+/=-]+)$/i.exec(authorization ?? '') ?? []
  const text = Buffer.from(encoded ?? '', 'base64').toString('utf8')
  const colon = text.indexOf(':')
  return colon < 1 ? {} : { 'dev-id': text.slice(0, colon), 'x-api-key': text.slice(colon + 1) }
}

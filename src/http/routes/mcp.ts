import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Hub } from '../../hub.ts'
import { answerMcp } from '../../mcp/answer.ts'
import { type McpToken, openToken } from '../../mcp/tokens.ts'
import { takeJson } from '../bodies.ts'
import { wrongKey } from '../key-guesses.ts'
import { countRequest } from '../request-limit.ts'
import { openRoutesOf } from '../route.ts'

/** What a client is told without a token that is good: one that was revoked or has ended is none. */
const refusal = { sentence: 'invalid or missing MCP token', headers: { 'WWW-Authenticate': 'Bearer' } }

/**
 * `/mcp`: the Streamable HTTP transport of the Model Context Protocol, without sessions. The token says whose records are read; nothing
 * else of the request does.
 */
export function mcpRoutes(server: FastifyInstance, hub: Hub): void {
  const tokens = new WeakMap<FastifyRequest, McpToken>()
  takeJson(server)
  // Before a body is read.
  server.addHook('onRequest', async (request) => {
    const [, text = ''] = /^Bearer +(\S+) *$/i.exec(request.headers.authorization ?? '') ?? []
    const token = await openToken(hub, text)
    if (token === null) throw wrongKey(hub, request.ip, 'MCP token', refusal)
    countRequest(hub, token.id, 'MCP token')
    tokens.set(request, token)
  })
  const route = openRoutesOf(server)

  route({
    method: 'POST',
    url: '/mcp',
    async handle({ request, reply }) {
      const token = tokens.get(request)
      if (token === undefined) throw new Error('A request came past the check of its token.')
      const answer = await answerMcp(hub, token, asWebRequest(hub, request), request.body)
      const type = answer.headers.get('content-type')
      if (type !== null) reply.type(type)
      return reply.code(answer.status).send(await answer.text())
    },
  })
}

/** The headers of a request that the transport looks at; its body is handed over as it was parsed. */
function asWebRequest(hub: Pick<Hub, 'publicUrl'>, { headers }: FastifyRequest): Request {
  const looked = ['accept', 'content-type', 'mcp-protocol-version'] as const
  const given = looked.flatMap((name): [string, string][] => {
    const value = headers[name]
    return typeof value === 'string' ? [[name, value]] : []
  })
  return new Request(`${hub.publicUrl()}/mcp`, { method: 'POST', headers: given })
}

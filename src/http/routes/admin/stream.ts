import type { ServerResponse } from 'node:http'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Hub } from '../../../hub.ts'
import { Live, type Placed } from '../../../stream/live.ts'
import { demandRole } from '../../credentials.ts'
import { needed } from '../../parameters.ts'
import { routesOf } from '../../route.ts'

/** A comment keeps proxies and clients from taking a quiet line for a dead one. */
const heartbeatMs = 15_000
/** A client that takes so little that this much waits for it is let go; it comes back and goes on from where it was. */
const mostWaitingBytes = 256 * 1024

/** `GET /stream`: what happens, as it happens, as server-sent events. */
export function streamRoutes(server: FastifyInstance, hub: Hub): void {
  const live = new Live(hub)
  // Streams never end by themselves: without this the server would wait for them when it stops.
  server.addHook('preClose', () => live.close())
  const check = demandRole(hub, 'viewer')

  routesOf(
    server,
    hub,
  )({
    method: 'GET',
    url: '/stream',
    summary: 'What happens, as server-sent events; Last-Event-ID goes on from there',
    query: z.object({ environment: needed.optional() }),
    answer: z.string().meta({ description: 'text/event-stream: event is the topic, data is JSON, id is the cursor' }),
    answerType: 'text/event-stream',
    refuses: [503],
    async handle({ environment, request, reply }) {
      const lastId = request.headers['last-event-id']
      const cursor = typeof lastId === 'string' && lastId !== '' ? lastId : null
      const stream: { raw: ServerResponse | null } = { raw: null }
      const early: Placed[] = []
      const { missed, leave } = await live.join(environment.id, cursor, {
        send: (placed) => (stream.raw === null ? early.push(placed) : write(stream.raw, textOf(placed))),
        end: () => stream.raw?.end(),
      })
      stream.raw = open(request, reply)
      const { raw } = stream
      raw.write(`retry: 1000\nid: ${live.cursor}\n: listening\n\n`)
      if (missed === null) raw.write(`event: reset\nid: ${live.cursor}\ndata: {}\n\n`)
      for (const placed of [...(missed ?? []), ...early]) write(raw, textOf(placed))
      const heartbeat = setInterval(() => {
        write(raw, ': still here\n\n')
        // Who has been signed out, or lost the role, hears no more.
        check(request).catch(() => raw.end())
      }, heartbeatMs)
      heartbeat.unref()
      raw.once('close', () => {
        clearInterval(heartbeat)
        leave()
      })
      return reply
    },
  })
}

/** Takes the answer out of the framework's hands and begins it. */
function open(request: FastifyRequest, reply: FastifyReply): ServerResponse {
  const headers = reply.getHeaders()
  reply.hijack()
  request.raw.socket.setNoDelay(true)
  request.raw.socket.setTimeout(0)
  for (const [name, value] of Object.entries(headers)) if (value !== undefined) reply.raw.setHeader(name, value)
  reply.raw.writeHead(200, {
    'content-type': 'text/event-stream; charset=utf-8',
    'cache-control': 'no-store, no-transform',
    // Nginx would gather what is to be seen at once.
    'x-accel-buffering': 'no',
    // Nothing comes after it: kept alive, the connection would hold up a server that stops.
    connection: 'close',
  })
  return reply.raw
}

const textOf = ({ cursor, message }: Placed): string =>
  `event: ${message.topic}\nid: ${cursor}\ndata: ${JSON.stringify(message.data)}\n\n`

function write(raw: ServerResponse, text: string): void {
  if (raw.writableLength > mostWaitingBytes) raw.destroy()
  else raw.write(text)
}

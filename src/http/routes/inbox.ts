import { setTimeout as sleep } from 'node:timers/promises'
import type { FastifyInstance, FastifyReply } from 'fastify'
import type { Hub } from '../../hub.ts'
import { openInbox } from '../../inbox/inbox.ts'
import { receive } from '../../inbox/receive.ts'
import { publicId } from '../../lib/ids.ts'
import { receivedHeaders, takeBytes } from '../bodies.ts'
import { judgeOf } from '../inbox-judge.ts'
import { notFound, uuidOf } from '../route.ts'

const limitBytes = 32 * 1024 * 1024

/** The built-in receiver: keeps what is sent to it, then answers as its inbox was told to. Open to everybody. */
export function inboxRoutes(server: FastifyInstance, hub: Hub): void {
  takeBytes(server, limitBytes)
  const judge = judgeOf(hub)
  const closing = new AbortController()
  server.addHook('preClose', async () => closing.abort())

  server.route<{ Params: { id: string }; Body: Buffer | undefined }>({
    method: ['POST', 'PUT'],
    url: '/inbox/:id',
    bodyLimit: limitBytes,
    handler: async (request, reply) => {
      const inbox = await openInbox(hub, uuidOf('inbox', request.params.id))
      if (inbox === null) throw notFound('inbox', request.params.id)
      const headers = receivedHeaders(request)
      const body = request.body ?? Buffer.alloc(0)
      const verdict = await judge(inbox, headers, body)
      const { id } = await receive(hub, inbox, { method: request.method, path: request.url, headers, body }, verdict)
      if (inbox.respondDelayMs > 0) await pause(inbox.respondDelayMs, reply, closing.signal)
      const isBodyless = inbox.respondStatus === 204 || inbox.respondStatus === 205 || inbox.respondStatus === 304
      return reply.code(inbox.respondStatus).send(isBodyless ? undefined : { message_id: publicId('message', id) })
    },
  })
}

/** Waits, but no longer than the sender does or the server runs. */
async function pause(ms: number, reply: FastifyReply, closing: AbortSignal): Promise<void> {
  const gone = new AbortController()
  const onClose = () => gone.abort()
  reply.raw.once('close', onClose)
  try {
    await sleep(ms, undefined, { signal: AbortSignal.any([gone.signal, closing]) })
  } catch {
    // woken early: the answer goes out now, or nobody waits for it
  } finally {
    reply.raw.off('close', onClose)
  }
}

import type { AddressInfo } from 'node:net'
import { fastify } from 'fastify'

/**
 * What the HTTP library alone does: a handler that answers the body it was given, whatever is asked. Runs as a process of
 * its own; each message over IPC is the next body, and is answered with the port.
 */
const server = fastify({ logger: false })
let body = ''
server.get('/*', (_request, reply) => reply.type('application/json; charset=utf-8').send(body))
await server.listen({ host: '127.0.0.1', port: 0 })
process.on('message', (text) => {
  body = String(text)
  const address: AddressInfo | string | null = server.server.address()
  process.send?.(address !== null && typeof address === 'object' ? address.port : 0)
})
process.on('disconnect', () => process.exit())

import { createServer, type IncomingHttpHeaders, type ServerResponse } from 'node:http'
import type { Socket } from 'node:net'

export interface Received {
  method: string
  path: string
  headers: IncomingHttpHeaders
  body: Buffer
}

export interface ReceiverOptions {
  /** What it answers; 200. */
  status?: number
  headers?: Record<string, string>
  answer?: string
  delayMs?: number
  /** Answers 500 to the first so many requests of each trace id. */
  failFirst?: number
  /** Takes over the answer; what was received is kept all the same. */
  respond?: (request: Received, response: ServerResponse) => void
}

export interface Receiver extends AsyncDisposable {
  url: string
  port: number
  /** Everything that came, in order; `take` does not remove from it. */
  received: Received[]
  /** Resolves with the next `n` requests not taken yet; fails when they have not come within `timeoutMs` (5 s). */
  take(n: number, timeoutMs?: number): Promise<Received[]>
  /** Changes what it answers from now on. */
  set(options: ReceiverOptions): void
  close(): Promise<void>
}

/** Opens a real HTTP receiver on loopback that keeps what it gets. */
export async function openReceiver(options: ReceiverOptions = {}, port = 0): Promise<Receiver> {
  let settings = options
  const received: Received[] = []
  const sockets = new Set<Socket>()
  const attempts = new Map<string, number>()
  let taken = 0
  let arrived = () => {}

  const answer = (request: Received, response: ServerResponse) => {
    if (settings.respond !== undefined) return settings.respond(request, response)
    const trace = String(request.headers['x-terra-trace-id'])
    const n = (attempts.get(trace) ?? 0) + 1
    attempts.set(trace, n)
    const status = n <= (settings.failFirst ?? 0) ? 500 : (settings.status ?? 200)
    const { headers = {}, answer: body = '', delayMs = 0 } = settings
    const send = () => response.writeHead(status, headers).end(body)
    if (delayMs === 0) send()
    else setTimeout(send, delayMs).unref()
  }
  const server = createServer((request, response) => {
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('error', () => {})
    request.on('end', () => {
      const { method = '', url = '', headers } = request
      const one = { method, path: url, headers, body: Buffer.concat(chunks) }
      received.push(one)
      answer(one, response)
      arrived()
    })
  })
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve))
  const address = server.address()
  if (address === null || typeof address === 'string') throw new Error('The receiver listens on no port.')
  const bound = address.port

  const close = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve())
      for (const socket of sockets) socket.destroy()
    })
  return {
    url: `http://127.0.0.1:${bound}/webhook`,
    port: bound,
    received,
    async take(n, timeoutMs = 5_000) {
      await new Promise<void>((resolve, reject) => {
        const timer = setTimeout(() => {
          arrived = () => {}
          reject(new Error(`Expected ${n} more requests within ${timeoutMs} ms, ${received.length - taken} came.`))
        }, timeoutMs)
        arrived = () => {
          if (received.length - taken < n) return
          clearTimeout(timer)
          arrived = () => {}
          resolve()
        }
        arrived()
      })
      taken += n
      return received.slice(taken - n, taken)
    },
    set(next) {
      settings = next
    },
    close,
    [Symbol.asyncDispose]: close,
  }
}

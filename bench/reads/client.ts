import { createConnection, type Socket } from 'node:net'

/**
 * Kept connections to one server that cost as little as they can: HTTP/1.1 straight on the socket, one request at a time
 * on each, bodies counted and thrown away, so that the benchmark measures the server.
 */
export interface Client extends Disposable {
  /** Sends a request (`requestOf`) as soon as a connection is free; `done` hears the status and the bytes of the body. */
  send(request: Buffer, done: (status: number, bytes: number) => void): void
}

/** The bytes of a GET. */
export const requestOf = (path: string, headers: Readonly<Record<string, string>>): Buffer =>
  Buffer.from(
    `GET ${path} HTTP/1.1\r\nhost: 127.0.0.1\r\n${Object.entries(headers)
      .map(([name, value]) => `${name}: ${value}\r\n`)
      .join('')}\r\n`,
  )

interface Waiting {
  request: Buffer
  done: (status: number, bytes: number) => void
}

export function openClient(url: string, connections: number): Client {
  const { hostname, port } = new URL(url)
  const waiting: Waiting[] = []
  // Taken from the front by place: `shift` of a long list moves all of it.
  let first = 0
  const idle: ((next: Waiting) => void)[] = []
  const sockets: Socket[] = []
  const next = (): Waiting | undefined => {
    const one = waiting[first]
    if (one === undefined) return undefined
    first++
    if (first === waiting.length) {
      waiting.length = 0
      first = 0
    }
    return one
  }
  for (let n = 0; n < connections; n++) {
    const socket = createConnection({ host: hostname, port: Number(port), noDelay: true })
    sockets.push(socket)
    let under: Waiting | null = null
    const begin = (one: Waiting): void => {
      under = one
      socket.write(one.request)
    }
    const answers = answerReader((status, bytes) => {
      const ended = under
      under = null
      const one = next()
      if (one === undefined) idle.push(begin)
      else begin(one)
      ended?.done(status, bytes)
    })
    socket.on('data', answers)
    socket.on('error', (error) => {
      throw new Error('The server closed a connection of the load generator.', { cause: error })
    })
    idle.push(begin)
  }
  return {
    send(request, done) {
      const free = idle.pop()
      if (free === undefined) waiting.push({ request, done })
      else free({ request, done })
    },
    [Symbol.dispose]() {
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** Reads answers one after the other: those with a Content-Length, and those in chunks, whose end is their last five bytes. */
function answerReader(ended: (status: number, bytes: number) => void): (chunk: Buffer) => void {
  let held: Buffer = Buffer.alloc(0)
  let status = 0
  let length = 0
  let bytes = 0
  return (chunk) => {
    let body = chunk
    if (status === 0) {
      held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
      const end = held.indexOf('\r\n\r\n')
      if (end < 0) return
      const head = held.toString('latin1', 0, end)
      status = Number(head.slice(9, 12))
      length = Number(/\r\ncontent-length: (\d+)/i.exec(head)?.[1] ?? Number.NaN)
      body = held.subarray(end + 4)
    } else if (Number.isNaN(length)) held = chunk.length < 5 ? Buffer.concat([held.subarray(-5), chunk]) : chunk
    bytes += body.length
    if (Number.isNaN(length) ? held.toString('latin1', held.length - 5) !== '0\r\n\r\n' : bytes < length) return
    const [said, size] = [status, bytes]
    held = Buffer.alloc(0)
    status = 0
    bytes = 0
    ended(said, size)
  }
}

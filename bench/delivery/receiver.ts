import { type AddressInfo, createServer, type Socket } from 'node:net'

/**
 * A receiver that costs as little as one can: HTTP/1.1 read straight from the socket, so that the benchmark measures the
 * sender. Runs as a process of its own and is asked over IPC. What it does is in the path: `/ok/…` answers 200, `/fail/…`
 * 500, `/hang/…` only after 30 s, `/once/…` 200 after 20 ms, and it counts what came there more than once. A body that
 * begins with `{"at":<epoch ms>` gives the latency.
 */
export interface ReceiverReport {
  /** Requests to `/ok/` and `/once/`, since the last reset. */
  received: number
  /** Of those to `/once/`, the ones whose trace id had come before. */
  repeated: number
  /** The longest time in which nothing came to `/once/`, between the first request and the last. */
  longestGapMs: number
  /** Milliseconds from `at` to here, of the same. */
  latenciesMs: number[]
  failed: number
  hanging: number
}

const ok = Buffer.from('HTTP/1.1 200 OK\r\ncontent-length: 0\r\n\r\n')
const broken = Buffer.from('HTTP/1.1 500 Broken\r\ncontent-length: 0\r\n\r\n')
const hangMs = 30_000
/** Long enough that some are always under way. */
const onceMs = 20
const mostLatencies = 2_000_000

const nothing = (): ReceiverReport => ({
  received: 0,
  repeated: 0,
  longestGapMs: 0,
  latenciesMs: [],
  failed: 0,
  hanging: 0,
})
let report = nothing()
let traces = new Set<string>()
let lastAtMs: number | null = null
const nowMs = (): number => performance.timeOrigin + performance.now()

function take(socket: Socket, head: Buffer, body: Buffer): void {
  const path = head.toString('latin1', 5, 16)
  if (path.startsWith('/hang/')) {
    report.hanging++
    setTimeout(() => socket.write(ok), hangMs).unref()
  } else if (path.startsWith('/fail/')) {
    report.failed++
    socket.write(broken)
  } else {
    report.received++
    const isOnce = path.startsWith('/once/')
    if (isOnce) countOnce(head.toString('latin1'))
    if (body.length > 6 && body.toString('latin1', 0, 6) === '{"at":' && report.latenciesMs.length < mostLatencies)
      report.latenciesMs.push(nowMs() - Number.parseFloat(body.toString('latin1', 6, 26)))
    if (isOnce) setTimeout(() => socket.write(ok), onceMs)
    else socket.write(ok)
  }
}

function countOnce(head: string): void {
  const trace = /x-terra-trace-id: ([^\r]+)/i.exec(head)?.[1] ?? ''
  if (traces.has(trace)) report.repeated++
  traces.add(trace)
  const atMs = nowMs()
  if (lastAtMs !== null) report.longestGapMs = Math.max(report.longestGapMs, atMs - lastAtMs)
  lastAtMs = atMs
}

const server = createServer((socket) => {
  let held: Buffer = Buffer.alloc(0)
  socket.on('error', () => socket.destroy())
  socket.on('data', (chunk) => {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      const end = held.indexOf('\r\n\r\n')
      if (end < 0) return
      const length = /content-length: (\d+)/i.exec(held.toString('latin1', 0, end))?.[1]
      const whole = end + 4 + Number(length ?? 0)
      if (held.length < whole) return
      take(socket, held.subarray(0, end), held.subarray(end + 4, whole))
      held = held.subarray(whole)
    }
  })
})
server.listen(0, '127.0.0.1', () => {
  const address: AddressInfo | string | null = server.address()
  process.send?.({ port: address !== null && typeof address === 'object' ? address.port : 0 })
})
process.on('message', (command: 'report' | 'reset') => {
  if (command === 'reset') {
    report = nothing()
    traces = new Set()
    lastAtMs = null
  }
  process.send?.({ report })
  if (command === 'report') report.latenciesMs = []
})
process.on('disconnect', () => process.exit())

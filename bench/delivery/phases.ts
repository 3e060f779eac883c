import type { BenchTellus, Filling } from './bench-tellus.ts'
import { quantile, sleep, sortedOf } from './figures.ts'
import { openLoad } from './load.ts'
import type { Sink } from './sink.ts'

export interface Shape {
  bytes: number
  destinations: number
}

const urlsOf = (sink: Sink, count: number): string[] => Array.from({ length: count }, (_, i) => sink.url(`/ok/${i}`))

export interface Drained {
  perSecond: number
  /** Rate of the last tenth over that of the first. */
  flatness: number
}

/** Deliveries a second of a backlog that is ready when the destinations are switched on. */
export async function drain(at: Filling, sink: Sink, shape: Shape, count: number, body: string): Promise<Drained> {
  await at.clear()
  const ids = await at.destinations(urlsOf(sink, shape.destinations), { max_in_flight: 256, enabled: false })
  await at.fill(ids, count, body)
  await sink.reset()
  const marks: { at: number; received: number }[] = []
  const total = Math.ceil(count / ids.length) * ids.length
  const startedAt = performance.now()
  // As many at once as the API takes: the first rows go out while the last are switched on.
  await Promise.all(ids.map((id) => at.patch(id, { enabled: true })))
  for (;;) {
    const { received } = await sink.report()
    marks.push({ at: performance.now() - startedAt, received })
    if (received >= total) break
    await sleep(Math.min(250, 10 + total / 2000))
  }
  const seconds = (performance.now() - startedAt) / 1000
  return { perSecond: total / seconds, flatness: rateBetween(marks, total, 0.9, 1) / rateBetween(marks, total, 0, 0.1) }
}

function rateBetween(marks: { at: number; received: number }[], total: number, from: number, to: number): number {
  const timeAt = (share: number): number => {
    const wanted = share * total
    const after = marks.findIndex(({ received }) => received >= wanted)
    const b = marks[after]
    const a = marks[after - 1] ?? { at: 0, received: 0 }
    if (b === undefined || b.received === a.received) return b?.at ?? 0
    return a.at + ((b.at - a.at) * (wanted - a.received)) / (b.received - a.received)
  }
  return ((to - from) * total * 1000) / (timeAt(to) - timeAt(from))
}

/** Events a second that are accepted over HTTP and durable, with what is owed for them, while nothing is delivered. */
export async function acceptAlone(at: BenchTellus, sink: Sink, shape: Shape, seconds: number): Promise<number> {
  await at.clear()
  await at.destinations(urlsOf(sink, 1), { enabled: false })
  await using load = openLoad(at.tellus, shape.bytes)
  const perRequest = batchOf(shape.bytes)
  const until = performance.now() + seconds * 1000
  const startedAt = performance.now()
  let accepted = 0
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      const got = await load.publish(perRequest)
      accepted += got
    }
  }
  await Promise.all(Array.from({ length: 8 }, loop))
  return accepted / ((performance.now() - startedAt) / 1000)
}

const batchOf = (bytes: number): number => Math.max(1, Math.min(100, Math.floor(200_000 / bytes)))

export interface Sustained {
  acceptedPerSecond: number
  receivedPerSecond: number
  peakMb: number
}

/** Events a second from the accept over HTTP to the receiver, attempt recorded, as fast as they go for so long. */
export async function endToEnd(at: BenchTellus, sink: Sink, shape: Shape, seconds: number): Promise<Sustained> {
  await at.clear()
  await at.destinations(urlsOf(sink, shape.destinations), { max_in_flight: 256 })
  await using load = openLoad(at.tellus, shape.bytes)
  const perRequest = batchOf(shape.bytes)
  // A closed loop: no more than so many are accepted and not received, so that both sides keep the same pace.
  const mostAhead = 2_000
  await sink.reset()
  const until = performance.now() + seconds * 1000
  const startedAt = performance.now()
  let accepted = 0
  let received = 0
  const watch = async (): Promise<void> => {
    while (performance.now() < until) {
      received = (await sink.report()).received
      await sleep(20)
    }
  }
  const loop = async (): Promise<void> => {
    while (performance.now() < until) {
      if (accepted * shape.destinations - received > mostAhead) await sleep(2)
      else {
        const got = await load.publish(perRequest)
        accepted += got
      }
    }
  }
  await Promise.all([watch(), ...Array.from({ length: 4 }, loop)])
  received = (await sink.report()).received
  const took = (performance.now() - startedAt) / 1000
  const { peakMb } = at.memory()
  while ((await sink.report()).received < accepted * shape.destinations) await sleep(50)
  return { acceptedPerSecond: accepted / took, receivedPerSecond: received / took, peakMb }
}

export interface Latency {
  p50Ms: number
  p99Ms: number
  rate: number
}

/** Time from the call to the receiver, at a steady rate: events leave when their time has come, whatever came before. */
export async function latencyAt(
  at: BenchTellus,
  sink: Sink,
  shape: Shape,
  rate: number,
  seconds: number,
): Promise<Latency> {
  await at.clear()
  await at.destinations(urlsOf(sink, shape.destinations), { max_in_flight: 256 })
  await using load = openLoad(at.tellus, shape.bytes, 64)
  for (let i = 0; i < 50; i++) await load.publish(1) // connections, prepared statements
  await sleep(500)
  await sink.reset()
  const startedAt = performance.now()
  const total = Math.max(20, Math.round(rate * seconds))
  const pending: Promise<number>[] = []
  const tickMs = 5
  for (let sent = 0; sent < total; ) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) / 1000) * rate) + 1)
    // What is due within the same tick goes in one request, as a busy app would send it.
    const most = rate < 200 ? 1 : 20
    while (sent < due) {
      const now = Math.min(most, due - sent)
      pending.push(load.publish(now))
      sent += now
    }
    await sleep(rate < 200 ? 1000 / rate : tickMs)
  }
  const accepted = (await Promise.all(pending)).reduce((a, b) => a + b, 0)
  for (let i = 0; i < 400 && (await sinkReceived(sink)) < accepted * shape.destinations; i++) await sleep(25)
  const sorted = sortedOf(collected.splice(0))
  return { p50Ms: quantile(sorted, 0.5), p99Ms: quantile(sorted, 0.99), rate }
}

// A report hands its latencies out once: they are gathered here.
const collected: number[] = []
async function sinkReceived(sink: Sink): Promise<number> {
  const { received, latenciesMs } = await sink.report()
  collected.push(...latenciesMs)
  return received
}

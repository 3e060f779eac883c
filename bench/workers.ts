import type { WorkerCommand } from '../src/testing/worker-command.ts'
import { quantile, sleep, sortedOf, spreadOf } from './delivery/figures.ts'
import { type Fleet, openFleet } from './delivery/fleet.ts'
import { bareLimit } from './delivery/limit.ts'
import { type Load, openLoad } from './delivery/load.ts'
import { payloadOf } from './delivery/payload.ts'
import { drain } from './delivery/phases.ts'
import { openSink, type Sink } from './delivery/sink.ts'
import type { BenchOptions, BenchReport } from './main.ts'

const shape = { bytes: 2_000, destinations: 1 }
const otherwiseWorkers = 3
const perRequest = 10
/** Between two restarts, and before the first. */
const settlesMs = 500

/**
 * Processes of `tellus worker` on one database, with no leader and nothing to configure: what more of them drain, and what
 * a receiver sees of it when each is stopped by SIGTERM and replaced while events keep arriving.
 */
export async function workersBench(options: BenchOptions): Promise<BenchReport> {
  const most = options.workers || otherwiseWorkers
  const limits: number[] = []
  const drains: number[][] = Array.from({ length: most }, () => [])
  const restarts: Record<Order, Restarted[]> = { 'successor first': [], 'stopped first': [] }
  for (let run = 0; run < options.runs; run++) {
    await using sink = await openSink()
    await using fleet = await openFleet()
    limits.push(await bareLimit(sink.url('/ok/bare'), payloadOf(shape.bytes, 0, run), 3))
    const workers: WorkerCommand[] = []
    for (const figures of drains) {
      workers.push(await fleet.startWorker())
      figures.push(await drainBy(fleet, sink, options.deliveries))
    }
    for (const order of orders) restarts[order].push(await restartAll(fleet, sink, workers, order, options.rate))
    for (const worker of workers) await stop(worker)
  }
  return {
    name: `workers: ${most} processes on one database`,
    rows: [
      { what: 'bare undici with HMAC', value: spreadOf(limits).median, unit: 'per s', limit: 'the limit' },
      ...drains.flatMap((figures, i) => drainRows(i + 1, figures, drains[0] ?? [], options.deliveries)),
      ...orders.flatMap((order) => restartRows(order, restarts[order], options.rate)),
    ],
  }
}

/** A small backlog warms a new process up, as one that has run for a while is; the second is timed. */
async function drainBy(fleet: Fleet, sink: Sink, count: number): Promise<number> {
  const body = payloadOf(shape.bytes, 0, 0)
  await drain(fleet, sink, shape, Math.ceil(count / 4), body)
  return (await drain(fleet, sink, shape, count, body)).perSecond
}

/** Whether a worker's successor works before it is told to stop, or is started after it has ended. */
type Order = (typeof orders)[number]
const orders = ['successor first', 'stopped first'] as const

interface Restarted {
  times: number
  accepted: number
  lost: number
  repeated: number
  longestGapMs: number
  longestWaitMs: number
  p99Ms: number
  slowestStopMs: number
}

/** Replaces each worker in turn, in the list too, under a steady rate of events. */
async function restartAll(
  fleet: Fleet,
  sink: Sink,
  workers: WorkerCommand[],
  order: Order,
  rate: number,
): Promise<Restarted> {
  await fleet.clear()
  await fleet.destinations([sink.url('/once/')], { max_in_flight: 32 })
  await using load = openLoad(fleet.door, shape.bytes)
  for (let i = 0; i < 10; i++) await load.publish(1)
  await sleep(settlesMs)
  await sink.reset()
  const steady = startSteady(load, rate)
  let slowestStopMs = 0
  for (const [i, worker] of workers.entries()) {
    await sleep(settlesMs)
    const successor = order === 'successor first' ? await fleet.startWorker() : null
    slowestStopMs = Math.max(slowestStopMs, await stop(worker))
    workers[i] = successor ?? (await fleet.startWorker())
  }
  await sleep(settlesMs)
  const accepted = await steady.stop()
  const seen = await everything(sink, accepted)
  const waits = sortedOf(seen.latenciesMs)
  return {
    times: workers.length,
    accepted,
    lost: accepted - (seen.received - seen.repeated),
    repeated: seen.repeated,
    longestGapMs: seen.longestGapMs,
    longestWaitMs: waits.at(-1) ?? Number.NaN,
    p99Ms: quantile(waits, 0.99),
    slowestStopMs,
  }
}

/** Stops a worker as an orchestrator does, and gives how long that took. */
async function stop(worker: WorkerCommand): Promise<number> {
  const askedAt = performance.now()
  const code = await worker.end('SIGTERM')
  if (code !== 0) throw new Error(`a worker ended with code ${code}:\n${worker.said()}`)
  return performance.now() - askedAt
}

/** Publishes at a steady rate, whatever becomes of it; `stop` gives how many were accepted. */
function startSteady(load: Load, rate: number): { stop(): Promise<number> } {
  let stopping = false
  const publishing = (async () => {
    const startedAt = performance.now()
    const pending: Promise<number>[] = []
    for (let sent = 0; !stopping; sent += perRequest) {
      await sleep(Math.max(0, startedAt + (sent / rate) * 1000 - performance.now()))
      pending.push(load.publish(perRequest))
    }
    return (await Promise.all(pending)).reduce((a, b) => a + b, 0)
  })()
  return {
    stop() {
      stopping = true
      return publishing
    },
  }
}

const patienceMs = 90_000
/** So long after the last delivery a needless repeat would have come, too. */
const repeatsWithinMs = 1_500

/** What the receiver has once all came that was accepted, or has not for longer than any lease. */
async function everything(sink: Sink, accepted: number) {
  const latenciesMs: number[] = []
  const deadline = performance.now() + patienceMs
  for (;;) {
    const { received, repeated } = await look()
    if (received - repeated >= accepted || performance.now() > deadline) break
    await sleep(50)
  }
  await sleep(repeatsWithinMs)
  return { ...(await look()), latenciesMs }

  async function look() {
    const report = await sink.report()
    for (const ms of report.latenciesMs) latenciesMs.push(ms)
    return report
  }
}

function drainRows(workers: number, figures: number[], alone: number[], count: number): BenchReport['rows'] {
  const { median, min, max } = spreadOf(figures)
  const rate = {
    what: `drain of ${count} deliveries by ${workers} worker${workers === 1 ? '' : 's'}`,
    value: median,
    unit: 'per s',
    limit: `${min.toFixed(0)}–${max.toFixed(0)}`,
  }
  if (workers === 1) return [rate]
  const ratio = spreadOf(figures.map((figure, run) => figure / (alone[run] ?? Number.NaN)))
  const range = `${ratio.min.toFixed(2)}–${ratio.max.toFixed(2)}`
  return [rate, { what: '  against one', value: ratio.median, unit: 'times', limit: range }]
}

function restartRows(order: Order, runs: Restarted[], rate: number): BenchReport['rows'] {
  const sum = (of: (one: Restarted) => number): number => runs.reduce((total, one) => total + of(one), 0)
  const worst = (of: (one: Restarted) => number): number => Math.max(...runs.map(of))
  return [
    { what: `restarts at ${rate} events/s, ${order}`, value: sum((one) => one.times), unit: 'times' },
    { what: '  accepted meanwhile', value: sum((one) => one.accepted), unit: 'events' },
    { what: '  lost', value: sum((one) => one.lost), unit: '', limit: 'goal: 0' },
    { what: '  sent more than once', value: sum((one) => one.repeated), unit: '', limit: 'goal: 0' },
    { what: '  longest time in which nothing came', value: worst((one) => one.longestGapMs), unit: 'ms' },
    { what: '  accept to receiver, p99', value: worst((one) => one.p99Ms), unit: 'ms' },
    { what: '  accept to receiver, longest', value: worst((one) => one.longestWaitMs), unit: 'ms' },
    { what: '  from SIGTERM to the end, longest', value: worst((one) => one.slowestStopMs), unit: 'ms' },
  ]
}

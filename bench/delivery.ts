import { startBench } from './delivery/bench-tellus.ts'
import { type Spread, spreadOf } from './delivery/figures.ts'
import { bareLimit } from './delivery/limit.ts'
import { payloadOf } from './delivery/payload.ts'
import { acceptAlone, drain, endToEnd, latencyAt, type Shape } from './delivery/phases.ts'
import { openSink } from './delivery/sink.ts'
import type { BenchOptions, BenchReport } from './main.ts'

/**
 * Accept and deliver on one machine with everything on it: load generator, Tellus, its database, the receiver. Each figure
 * stands beside what the HTTP library alone does in the same run, because machines differ and are busy. Medians of several
 * runs, with the lowest and the highest.
 */
export async function deliveryBench(options: BenchOptions): Promise<BenchReport> {
  const shapes: Shape[] = options.bytes.flatMap((bytes) =>
    options.destinations.map((destinations) => ({ bytes, destinations })),
  )
  const rows: BenchReport['rows'] = []
  for (const shape of shapes) rows.push(...(await shapeRows(shape, options)))
  return { name: 'delivery, accept to receiver', rows }
}

async function shapeRows(shape: Shape, options: BenchOptions): Promise<BenchReport['rows']> {
  const limits: number[] = []
  const drains: number[] = []
  const flatnesses: number[] = []
  const accepts: number[] = []
  const ends: number[] = []
  const latencies: { busy: number[]; busy99: number[]; idle: number[] } = { busy: [], busy99: [], idle: [] }
  let peakMb = 0
  // Fewer of the large ones, so that they stay below a few hundred megabytes.
  const count = Math.round(options.deliveries / Math.max(1, shape.bytes / 5_000))
  for (let run = 0; run < options.runs; run++) {
    await using sink = await openSink()
    await using at = await startBench(options.workers)
    const body = payloadOf(shape.bytes, 0, run)
    const limit = await bareLimit(sink.url('/ok/bare'), body, 4)
    limits.push(limit)
    const drained = await drain(at, sink, shape, count, body)
    drains.push(drained.perSecond / limit)
    flatnesses.push(drained.flatness)
    accepts.push((await acceptAlone(at, sink, shape, options.seconds / 2)) / limit)
    const sustained = await endToEnd(at, sink, shape, options.seconds)
    ends.push(sustained.receivedPerSecond / limit)
    const rate = sustained.receivedPerSecond / 2 / shape.destinations
    const busy = await latencyAt(at, sink, shape, rate, options.seconds / 2)
    latencies.busy.push(busy.p50Ms)
    latencies.busy99.push(busy.p99Ms)
    latencies.idle.push((await latencyAt(at, sink, { ...shape, destinations: 1 }, 20, 5)).p50Ms)
    peakMb = Math.max(peakMb, at.memory().peakMb)
  }
  const limit = spreadOf(limits)
  const row = (
    what: string,
    { median, min, max }: Spread,
    unit: string,
    goal: string,
  ): BenchReport['rows'][number] => ({
    what,
    value: median,
    unit,
    limit: `${min.toFixed(2)}–${max.toFixed(2)}  ${goal}`,
  })
  const times = (ratios: readonly number[]): Spread => spreadOf(ratios.map((ratio) => ratio * limit.median))
  return [
    {
      what: `${shape.bytes / 1000} kB, ${shape.destinations} destination${shape.destinations === 1 ? '' : 's'}: bare undici with HMAC`,
      value: limit.median,
      unit: 'per s',
      limit: `${limit.min.toFixed(0)}–${limit.max.toFixed(0)}  the limit`,
    },
    row(`  drain of ${count} deliveries`, times(drains), 'per s', ''),
    row('  drain / limit', spreadOf(drains), '', 'goal: at least 0.40'),
    row('  drain, last tenth / first tenth', spreadOf(flatnesses), '', 'goal: 0.90 to 1.10'),
    row('  accept alone', times(accepts), 'events/s', ''),
    row('  accept alone / limit', spreadOf(accepts), '', 'goal: at least 0.23'),
    row('  accept to receiver', times(ends), 'per s', ''),
    row('  accept to receiver / limit', spreadOf(ends), '', 'goal: at least 0.20'),
    row('  latency at half of that, p50', spreadOf(latencies.busy), 'ms', 'goal: at most 10'),
    row('  latency at half of that, p99', spreadOf(latencies.busy99), 'ms', 'goal: at most 50'),
    row('  latency when idle, p50', spreadOf(latencies.idle), 'ms', 'goal: at most 5'),
    { what: '  peak RSS of the process', value: peakMb, unit: 'MB', limit: 'goal: at most 250' },
  ]
}

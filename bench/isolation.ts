import { type BenchTellus, startBench } from './delivery/bench-tellus.ts'
import { quantile, sleep, sortedOf, spreadOf } from './delivery/figures.ts'
import { openLoad } from './delivery/load.ts'
import { payloadOf } from './delivery/payload.ts'
import { openSink, type Sink } from './delivery/sink.ts'
import type { BenchOptions, BenchReport } from './main.ts'

const destinations = 100
const waitingAtHanging = 100_000
const eventsPerSecond = 5

/**
 * What two bad receivers of a hundred do to the others: one hangs for 30 s on every request and has 100,000 deliveries
 * waiting, one answers 500 to everything. The same steady load is measured without them and with them.
 */
export async function isolationBench(options: BenchOptions): Promise<BenchReport> {
  const quiet: number[] = []
  const disturbed: number[] = []
  let hanging = 0
  let failed = 0
  for (let run = 0; run < options.runs; run++) {
    await using sink = await openSink()
    await using at = await startBench()
    quiet.push(await p99(at, sink, false, options.seconds))
    disturbed.push(await p99(at, sink, true, options.seconds))
    const report = await sink.report()
    hanging = Math.max(hanging, report.hanging)
    failed = Math.max(failed, report.failed)
  }
  const without = spreadOf(quiet)
  const beside = spreadOf(disturbed)
  const range = ({ min, max }: { min: number; max: number }): string => `${min.toFixed(1)}–${max.toFixed(1)}`
  return {
    name: `isolation: ${destinations} destinations, ${eventsPerSecond * destinations} deliveries/s, two of them bad`,
    rows: [
      { what: 'p99 of the healthy, all healthy', value: without.median, unit: 'ms', limit: range(without) },
      { what: 'p99 of the healthy, beside two bad ones', value: beside.median, unit: 'ms', limit: range(beside) },
      { what: 'with / without', value: beside.median / without.median, unit: '', limit: 'goal: at most 1.10' },
      { what: 'requests to the one that hangs', value: hanging, unit: '' },
      { what: 'requests to the one that fails', value: failed, unit: '' },
    ],
  }
}

async function p99(at: BenchTellus, sink: Sink, areTwoBad: boolean, seconds: number): Promise<number> {
  await at.clear()
  const paths = Array.from({ length: destinations }, (_, i) => `/ok/${i}`)
  if (areTwoBad) paths.splice(0, 2, '/hang/0', '/fail/1')
  const ids = await at.destinations(paths.map((path) => sink.url(path)))
  const [hanging] = ids
  if (areTwoBad && hanging !== undefined) {
    await at.patch(hanging, { enabled: false })
    await at.fill([hanging], waitingAtHanging, payloadOf(2_000, 0, 0))
    await at.patch(hanging, { enabled: true })
  }
  await using load = openLoad(at.tellus, 2_000)
  for (let i = 0; i < 5; i++) await load.publish(1)
  await sleep(1_000)
  await sink.reset()
  const latencies: number[] = []
  const pending: Promise<number>[] = []
  const startedAt = performance.now()
  for (let sent = 0; sent < seconds * eventsPerSecond; sent++) {
    pending.push(load.publish(1))
    await sleep(Math.max(0, startedAt + ((sent + 1) * 1000) / eventsPerSecond - performance.now()))
  }
  await Promise.all(pending)
  await sleep(1_000)
  latencies.push(...(await sink.report()).latenciesMs)
  return quantile(sortedOf(latencies), 0.99)
}

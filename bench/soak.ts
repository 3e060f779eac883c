import { startBench } from './delivery/bench-tellus.ts'
import { sleep } from './delivery/figures.ts'
import { openLoad } from './delivery/load.ts'
import { openSink } from './delivery/sink.ts'
import type { BenchOptions, BenchReport } from './main.ts'

const perRequest = 50

/**
 * A steady load for a long time: the queue's table and the memory of the process must not grow with it. Prints a line a
 * minute while it runs.
 */
export async function soakBench({ minutes, rate }: BenchOptions): Promise<BenchReport> {
  await using sink = await openSink()
  await using at = await startBench()
  await at.destinations([sink.url('/ok/soak')], { max_in_flight: 256 })
  await using load = openLoad(at.tellus, 2_000)
  const tables: number[] = []
  const memories: number[] = []
  let accepted = 0
  const startedAt = performance.now()
  for (let minute = 1; minute <= minutes; minute++) {
    while (performance.now() - startedAt < minute * 60_000) {
      const due = ((performance.now() - startedAt) / 1000) * rate
      if (accepted + perRequest > due) await sleep(Math.max(1, ((accepted + perRequest - due) / rate) * 1000))
      else {
        const got = await load.publish(perRequest)
        accepted += got
      }
    }
    const [table] = await at.db<{ mb: number; rows: number }>`
      select pg_total_relation_size('deliveries') / 1e6::float8 as mb, (select count(*) from deliveries) as rows`
    tables.push(table?.mb ?? Number.NaN)
    memories.push(at.memory().nowMb)
    const { received } = await sink.report()
    console.error(
      `minute ${minute}: ${accepted} accepted, ${received} received, ${table?.rows} in the queue of ${table?.mb.toFixed(1)} MB, RSS ${at.memory().nowMb.toFixed(0)} MB`,
    )
  }
  const second = Math.min(1, tables.length - 1)
  const growth = (values: readonly number[]): number => (values.at(-1) ?? 0) / (values[second] ?? 1)
  const { received } = await sink.report()
  return {
    name: `soak: ${minutes} minutes at ${rate} events/s`,
    rows: [
      { what: 'accepted', value: accepted, unit: '' },
      { what: 'received', value: received, unit: '' },
      { what: "the queue's table at the end", value: tables.at(-1) ?? Number.NaN, unit: 'MB' },
      { what: '  against the second minute', value: growth(tables), unit: 'times', limit: 'goal: flat' },
      { what: 'RSS at the end', value: memories.at(-1) ?? Number.NaN, unit: 'MB', limit: 'goal: at most 250' },
      { what: '  against the second minute', value: growth(memories), unit: 'times', limit: 'goal: flat' },
    ],
  }
}

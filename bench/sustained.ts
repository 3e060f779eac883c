import { startBench } from './delivery/bench-tellus.ts'
import { spreadOf } from './delivery/figures.ts'
import { bareLimit } from './delivery/limit.ts'
import { payloadOf } from './delivery/payload.ts'
import { endToEnd } from './delivery/phases.ts'
import { openSink } from './delivery/sink.ts'
import type { BenchOptions, BenchReport } from './main.ts'

/**
 * Accept to receiver as fast as it goes for minutes, so that whatever grows or has to be cleaned up is part of it. The limit
 * is measured before and after, because a machine that others use is not the same all the while.
 */
export async function sustainedBench({ minutes, bytes, destinations }: BenchOptions): Promise<BenchReport> {
  const rows: BenchReport['rows'] = []
  for (const count of destinations) {
    const shape = { bytes: bytes[0] ?? 2000, destinations: count }
    await using sink = await openSink()
    await using at = await startBench()
    const body = payloadOf(shape.bytes, 0, 0)
    const before = await bareLimit(sink.url('/ok/bare'), body, 4)
    const { acceptedPerSecond, receivedPerSecond, peakMb } = await endToEnd(at, sink, shape, minutes * 60)
    const after = await bareLimit(sink.url('/ok/bare'), body, 4)
    const limit = spreadOf([before, after])
    const mean = (before + after) / 2
    const range = `${limit.min.toFixed(0)}–${limit.max.toFixed(0)}`
    rows.push(
      {
        what: `${shape.bytes / 1000} kB, ${count} destination${count === 1 ? '' : 's'}: the limit`,
        value: mean,
        unit: 'per s',
        limit: range,
      },
      { what: '  accepted', value: acceptedPerSecond, unit: 'events/s' },
      { what: '  received', value: receivedPerSecond, unit: 'per s' },
      { what: '  received / limit', value: receivedPerSecond / mean, unit: '', limit: 'goal: at least 0.20' },
      { what: '  peak RSS of the process', value: peakMb, unit: 'MB', limit: 'goal: at most 250' },
    )
  }
  return { name: `sustained: ${minutes} minutes, accept to receiver`, rows }
}

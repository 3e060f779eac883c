import { startBench } from './delivery/bench-tellus.ts'
import { type Spread, spreadOf } from './delivery/figures.ts'
import type { BenchOptions, BenchReport } from './main.ts'
import { openBare } from './reads/bare.ts'
import { requestOf } from './reads/client.ts'
import { arriving, fastest } from './reads/load.ts'
import { days, type ReadType, readTypes, storePeople } from './reads/people.ts'

const people = 20

interface Shape {
  type: ReadType
  withSamples: boolean
  /** What the client says it can unpack. */
  encoding: 'identity' | 'gzip'
}
const shapes: readonly Shape[] = [
  ...readTypes.flatMap((type) =>
    [false, true].map((withSamples): Shape => ({ type, withSamples, encoding: 'identity' })),
  ),
  { type: 'daily', withSamples: true, encoding: 'gzip' },
]

/** What one key may ask for is not what is measured. */
const unlimited = { TELLUS_RATE_LIMIT_DAYS_PER_HOUR: '0', TELLUS_API_RATE_LIMIT_PER_SECOND: '0' }

interface Figures {
  bytes: number
  limit: number
  perSecond: number
  p50Ms: number
  p99Ms: number
  busy99Ms: number
}

/**
 * Reads of one stored day over HTTP, one machine with everything on it: load generator, Tellus, its database. Each figure
 * stands beside what the HTTP library alone answers to the same generator with the same bytes in the same run.
 */
export async function readsBench({ runs, seconds }: BenchOptions): Promise<BenchReport> {
  const figures = new Map<Shape, Figures[]>(shapes.map((shape) => [shape, []]))
  let peakMb = 0
  for (let run = 0; run < runs; run++) {
    await using at = await startBench(0, unlimited)
    using bare = openBare()
    const [environment] = await at.db<{ id: string }>`select id from environments`
    const users = await storePeople(at.db, environment?.id ?? '', people)
    const { url, devId, apiKey } = at.tellus
    const bodyOf = async (path: string): Promise<string> =>
      (await fetch(`${url}${path}`, { headers: { 'dev-id': devId, 'x-api-key': apiKey } })).text()
    for (const [shape, measured] of figures) {
      const paths = days.flatMap((day) => users.map((user) => pathOf(shape, user, day)))
      const bodies = await Promise.all(paths.slice(0, 200).map(bodyOf))
      const middle = bodies.sort((a, b) => a.length - b.length)[bodies.length >> 1] ?? ''
      const headers = { 'dev-id': devId, 'x-api-key': apiKey, 'accept-encoding': shape.encoding }
      const requests = paths.map((path) => requestOf(path, headers))
      const bareUrl = await bare.answer(middle)
      // Unmeasured first: neither process has run this yet, and code becomes fast only by running.
      await fastest(bareUrl, requests, 1)
      await fastest(url, requests, seconds)
      const limit = await fastest(bareUrl, requests, seconds / 2)
      const most = await fastest(url, requests, seconds)
      const busy = await arriving(url, requests, most.perSecond / 2, seconds)
      measured.push({
        bytes: Buffer.byteLength(middle),
        limit: limit.perSecond,
        perSecond: most.perSecond,
        p50Ms: most.p50Ms,
        p99Ms: most.p99Ms,
        busy99Ms: busy.p99Ms,
      })
    }
    peakMb = Math.max(peakMb, at.memory().peakMb)
  }
  return {
    name: `reads of one stored day, ${people} users, ${runs} runs`,
    rows: [
      ...[...figures].flatMap(([shape, measured]) => rowsOf(shape, measured)),
      { what: 'peak RSS of the process', value: peakMb, unit: 'MB', limit: 'goal: at most 250' },
    ],
  }
}

const pathOf = ({ type, withSamples }: Shape, userId: string, day: string): string =>
  `/v2/${type}?user_id=${userId}&start_date=${day}&to_webhook=false&with_samples=${withSamples}`

function rowsOf({ type, withSamples, encoding }: Shape, measured: readonly Figures[]): BenchReport['rows'] {
  const spread = (pick: (one: Figures) => number): Spread => spreadOf(measured.map(pick))
  const row = (what: string, { median, min, max }: Spread, unit: string, goal = ''): BenchReport['rows'][number] => ({
    what,
    value: median,
    unit,
    limit: `${min.toFixed(2)}–${max.toFixed(2)}  ${goal}`,
  })
  const kb = spread(({ bytes }) => bytes / 1000).median.toFixed(1)
  const name = `${type}, ${withSamples ? 'with' : 'no'} samples, ${kb} kB${encoding === 'gzip' ? ', gzip' : ''}`
  return [
    row(
      `${name}: bare handler`,
      spread(({ limit }) => limit),
      'per s',
      'the limit',
    ),
    row(
      '  reads',
      spread(({ perSecond }) => perSecond),
      'per s',
      encoding === 'gzip' ? '' : 'goal: at least 3000',
    ),
    row(
      '  reads / limit',
      spread(({ perSecond, limit }) => perSecond / limit),
      '',
    ),
    row(
      '  64 under way, p50',
      spread(({ p50Ms }) => p50Ms),
      'ms',
    ),
    row(
      '  64 under way, p99',
      spread(({ p99Ms }) => p99Ms),
      'ms',
    ),
    row(
      '  at half of that by the clock, p99',
      spread(({ busy99Ms }) => busy99Ms),
      'ms',
      'goal: at most 50',
    ),
  ]
}

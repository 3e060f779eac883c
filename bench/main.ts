import { dashboardBench } from './dashboard.ts'
import { deliveryBench } from './delivery.ts'
import { importBench } from './import.ts'
import { isolationBench } from './isolation.ts'
import { monthBench } from './month.ts'
import { phoneBench } from './phone.ts'
import { readsBench } from './reads.ts'
import { scaleBench } from './scale.ts'
import { scheduleBench } from './schedule.ts'
import { soakBench } from './soak.ts'
import { sustainedBench } from './sustained.ts'
import { workersBench } from './workers.ts'

/**
 * `npm run bench -- [import|delivery|isolation|sustained|soak|workers|reads|scale|schedule|month|dashboard|phone] [--json]`: each benchmark states its limit, measured in the same run.
 *
 * import: `--mb N` size of the export (300).
 * delivery: `--deliveries N` in the backlog (100000), `--runs N` (3), `--seconds N` of load (10), `--bytes 2000,50000`,
 * `--destinations 1,100`, `--workers N` processes of `tellus worker` beside the server while it drains (0).
 * isolation: `--runs`, `--seconds`.
 * sustained: `--minutes N` of accept to receiver, `--destinations 1,100`.
 * soak: `--minutes N` (30), `--rate N` events a second (1000).
 * workers: `--workers N` processes at most (3), `--deliveries N`, `--runs N`, `--rate N` events a second while they restart (1000).
 * reads: `--runs`, `--seconds` of load: reads of a stored day over HTTP.
 * scale: `--users N` (100000), `--records N` (50000000): what reads cost in a database of that size, a tenth, and a
 * hundredth of it; `--dir folder` to fill (else a temporary one), `--keep` to leave it.
 * schedule: `--users N` (1000000), `--runs N`: what finding and taking those whose time has come costs, by how many they
 * are and how many there are.
 * month: `--users N`, `--days N` (30), `--seed N` (1): people of the sandbox's doubles over a simulated month, with faults
 * and `kill -9`; what is stored is compared with what they lived.
 * dashboard: `--runs N`; what a reader waits for in Chromium.
 * phone: batches of samples from phones to their answer, and the records that are made of them.
 * Without a name: import, delivery and isolation.
 */
const benches: Record<string, (options: BenchOptions) => Promise<BenchReport>> = {
  import: importBench,
  delivery: deliveryBench,
  isolation: isolationBench,
  sustained: sustainedBench,
  soak: soakBench,
  workers: workersBench,
  reads: readsBench,
  scale: scaleBench,
  schedule: scheduleBench,
  month: monthBench,
  dashboard: dashboardBench,
  phone: phoneBench,
}

export interface BenchOptions {
  mb: number
  deliveries: number
  runs: number
  seconds: number
  bytes: number[]
  destinations: number[]
  workers: number
  minutes: number
  rate: number
  users: number
  records: number
  days: number
  seed: number
  dir: string | undefined
  keep: boolean
}

/** Rows of a table: what was measured, the figure, and its unit. */
export interface BenchReport {
  name: string
  rows: { what: string; value: number; unit: string; limit?: string }[]
}

const args = process.argv.slice(2)
const flag = (name: string): string | undefined => {
  const i = args.indexOf(`--${name}`)
  return i < 0 ? undefined : args[i + 1]
}
const wanted = args[0]?.startsWith('--') ? undefined : args[0]
const names = wanted === undefined ? ['import', 'delivery', 'isolation'] : [wanted]
const numbers = (name: string, otherwise: string): number[] =>
  (flag(name) ?? otherwise).split(',').map((text) => {
    const number = Number(text)
    return number > 0 ? number : fail(`--${name} needs a number above 0, not "${text}"`)
  })
const one = (name: string, otherwise: number): number => numbers(name, String(otherwise))[0] ?? otherwise
const usualUsers: Readonly<Record<string, number>> = { schedule: 1_000_000, month: 1000 }
const options: BenchOptions = {
  mb: one('mb', 300),
  deliveries: one('deliveries', 100_000),
  runs: one('runs', 3),
  seconds: one('seconds', 10),
  bytes: numbers('bytes', '2000,50000'),
  destinations: numbers('destinations', '1,100'),
  workers: Number(flag('workers') ?? 0),
  minutes: one('minutes', 30),
  rate: one('rate', 1000),
  users: one('users', usualUsers[wanted ?? ''] ?? 100_000),
  records: one('records', 50_000_000),
  days: one('days', 30),
  seed: one('seed', 1),
  dir: flag('dir'),
  keep: args.includes('--keep'),
}
for (const name of names) {
  const bench = benches[name] ?? fail(`there is no benchmark "${name}": choose from ${Object.keys(benches).join(', ')}`)
  const report = await bench(options)
  if (args.includes('--json')) console.log(JSON.stringify(report))
  else {
    console.log(`\n${report.name}`)
    for (const row of report.rows)
      console.log(
        `  ${row.what.padEnd(48)} ${row.value.toFixed(row.value < 10 ? 2 : 0).padStart(10)} ${row.unit.padEnd(10)} ${row.limit ?? ''}`,
      )
  }
}

function fail(sentence: string): never {
  console.error(`tellus: ${sentence}.`)
  process.exit(2)
}

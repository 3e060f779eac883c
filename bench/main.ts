import { importBench } from './import.ts'

/** `npm run bench -- [name] [--mb N] [--json]`: each benchmark states its limit, measured in the same run. */
const benches: Record<string, (options: BenchOptions) => Promise<BenchReport>> = { import: importBench }

export interface BenchOptions {
  mb: number
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
const names = wanted === undefined ? Object.keys(benches) : [wanted]
const mb = Number(flag('mb') ?? 300)
if (!(mb > 0)) fail('--mb needs a number of megabytes')
for (const name of names) {
  const bench = benches[name] ?? fail(`there is no benchmark "${name}": choose from ${Object.keys(benches).join(', ')}`)
  const report = await bench({ mb })
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

import type { ChaosResult } from './run.ts'

const seconds = (ms: number | null) => (ms === null ? '-' : `${(ms / 1000).toFixed(2)} s`)

const columns: [title: string, of: (one: ChaosResult) => string | number][] = [
  ['fault', (one) => one.kind],
  ['times', (one) => one.kills],
  ['accepted', (one) => one.accepted],
  ['received', (one) => one.received],
  ['lost', (one) => one.lost],
  ['stored twice', (one) => one.storedTwice],
  ['spoilt', (one) => one.spoilt],
  ['repeats', (one) => one.repeats],
  ['most after one', (one) => `${one.mostRepeats} of ${one.boundOfMost}`],
  ['resumed after', (one) => `${seconds(one.resumedMedianMs)}, worst ${seconds(one.resumedWorstMs)}`],
  ['longest wait', (one) => seconds(one.longestWaitMs)],
  ['took', (one) => `${one.seconds} s`],
]

/** Prints results as a table that is also Markdown, and what each kind of fault was. */
export function printTable(results: readonly ChaosResult[]): void {
  const rows = [columns.map(([title]) => title), ...results.map((one) => columns.map(([, of]) => String(of(one))))]
  const widths = columns.map((_, i) => Math.max(...rows.map((row) => row[i]?.length ?? 0)))
  const line = (row: readonly string[]) => `| ${row.map((cell, i) => cell.padEnd(widths[i] ?? 0)).join(' | ')} |`
  const [head = [], ...body] = rows
  console.log(line(head))
  console.log(line(widths.map((width) => '-'.repeat(width))))
  for (const row of body) console.log(line(row))
  console.log()
  for (const { kind, says } of results) console.log(`${kind}: ${says}`)
}

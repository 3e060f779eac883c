import { resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { go, java, javaScript, python } from './languages.ts'
import { type Outcome, tableOf } from './outcome.ts'
import { openStage, type Stage } from './stage.ts'

/**
 * Drives Terra's official clients of every language on this machine against a Tellus with the sandbox, and runs the example
 * receivers. Clients come from the public registries into a folder that is removed. Prints a table; the exit code is 1 when
 * something that could run failed.
 */
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { 'java-client': { type: 'string' } },
})
const source = values['java-client'] === undefined ? null : resolve(values['java-client'])
const languages = { javascript: javaScript, python, java: (stage: Stage) => java(stage, source), go }

const unknown = positionals.filter((name) => !Object.keys(languages).includes(name))
if (unknown.length > 0) {
  console.error(`tellus: ${unknown.join(', ')}: the languages are ${Object.keys(languages).join(', ')}.`)
  process.exit(1)
}
await using stage = await openStage()
const outcomes: Outcome[] = []
for (const [name, run] of Object.entries(languages))
  if (positionals.length === 0 || positionals.includes(name)) outcomes.push(...(await run(stage)))

console.log(`\n${tableOf(outcomes)}\n`)
const counted = (result: string) => outcomes.filter((outcome) => outcome.result === result).length
console.log(`${counted('passed')} passed, ${counted('failed')} failed, ${counted('skipped')} skipped`)
process.exitCode = counted('failed') > 0 ? 1 : 0

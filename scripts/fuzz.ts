import { parseArgs } from 'node:util'
import { openTestServer } from '../src/testing/database.ts'
import { openFuzz } from '../src/testing/fuzz/run.ts'
import { runSchemathesis } from './fuzz/schemathesis.ts'

/**
 * Sends what no client should to every route, for as long as it is told: `npm run fuzz -- --minutes 10 --seed 7`. With
 * `--schemathesis` that tool does it, from the two OpenAPI documents, where it can be installed. Exit code 1 when a promise
 * was broken.
 */
const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '1' },
    seed: { type: 'string', default: String(Date.now() % 1_000_000) },
    schemathesis: { type: 'boolean', default: false },
  },
})
const minutes = Number(values.minutes)
const firstSeed = Number(values.seed)
if (!(minutes > 0) || !Number.isInteger(firstSeed)) {
  console.error('tellus: --minutes takes a number above 0, --seed a whole number.')
  process.exit(1)
}

console.error('tellus: starting a database')
const database = await openTestServer()
process.env['TELLUS_TEST_POSTGRES'] = database.url('postgres')
const hasFaults = values.schemathesis ? await runSchemathesis(minutes, firstSeed) : await runRounds()
await database[Symbol.asyncDispose]()
process.exit(hasFaults ? 1 : 0)

async function runRounds(): Promise<boolean> {
  const endMs = Date.now() + minutes * 60_000
  let calls = 0
  let faults = 0
  for (let seed = firstSeed; Date.now() < endMs; seed++) {
    // A server of its own each, so that a round can be run again by its seed alone.
    await using fuzz = await openFuzz()
    const round = await fuzz.round(seed, 24)
    calls += round.calls
    for (const { sentence, call, logged } of fuzz.faults.values()) {
      faults++
      console.log(`\nseed ${seed}: ${call}\n  ${sentence}\n  ${logged}`)
    }
    const statuses = [...round.byStatus].sort(([a], [b]) => a - b).map(([status, n]) => `${status}: ${n}`)
    console.error(`tellus: seed ${seed}: ${round.calls} calls (${statuses.join(', ')}), ${fuzz.faults.size} faults`)
  }
  console.log(`${calls} calls, ${faults} broken promises, seeds from ${firstSeed}`)
  return faults > 0
}

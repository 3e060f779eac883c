import { spawnSync } from 'node:child_process'
import { parseArgs } from 'node:util'
import { dataFolder } from '../src/testing/tellus.ts'
import { mountNamespace, mountSmallDisk } from './disk.ts'
import { type Kind, kinds } from './faults.ts'
import { brokenPromises, type ChaosResult, runChaos } from './run.ts'
import { printTable } from './table.ts'

/**
 * `npm run chaos -- [--kind K] [--kills N] [--seed S] [--json]`: breaks a running Tellus again and again while clients
 * hand in events and a receiver counts. Ends with 1 when a promise was broken.
 */
const usage = `npm run chaos -- [--kind ${kinds.join('|')}|all] [--kills N] [--seed S] [--json]`

const { chosen, kills, seed, json, mounted } = options()
if (mounted !== undefined) {
  mountSmallDisk(mounted)
  console.log(JSON.stringify(await runChaos('disk', { kills, seed, folder: mounted })))
} else {
  const results: ChaosResult[] = []
  for (const kind of chosen) results.push(await resultOf(kind))
  if (json) console.log(JSON.stringify(results))
  else printTable(results)
  const broken = results.flatMap((one) => brokenPromises(one).map((sentence) => `${one.kind}: ${sentence}.`))
  for (const sentence of broken) note(sentence)
  process.exitCode = broken.length > 0 ? 1 : 0
}

/** A full disk is made in a mount namespace, by this program run once more inside of it. */
async function resultOf(kind: Kind): Promise<ChaosResult> {
  note(`${kind}, ${kills} times`)
  const namespace = kind === 'disk' ? mountNamespace() : null
  if (namespace === null) return runChaos(kind, { kills, seed })
  using folder = dataFolder()
  const inside = ['--kind', 'disk', '--mounted', folder.path, '--kills', String(kills), '--seed', String(seed)]
  const [program = '', ...words] = [
    ...namespace,
    process.execPath,
    ...process.execArgv,
    import.meta.filename,
    ...inside,
  ]
  const { stdout, status } = spawnSync(program, words, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'inherit'] })
  if (status !== 0) throw new Error('The run on a small disk ended with an error.')
  const result: ChaosResult = JSON.parse(stdout)
  return result
}

function options() {
  try {
    const { values } = parseArgs({
      options: {
        kind: { type: 'string', default: 'all' },
        kills: { type: 'string', default: '10' },
        seed: { type: 'string', default: '1' },
        json: { type: 'boolean', default: false },
        mounted: { type: 'string' },
      },
    })
    const kills = Number(values.kills)
    const seed = Number(values.seed)
    if (!Number.isInteger(kills) || kills < 1) throw new Error('--kills needs a whole number from 1')
    if (!Number.isInteger(seed)) throw new Error('--seed needs a whole number')
    const chosen = values.kind === 'all' ? kinds : kinds.filter((kind) => kind === values.kind)
    if (chosen.length === 0) throw new Error(`there is no kind "${values.kind}"`)
    return { chosen, kills, seed, json: values.json, mounted: values.mounted }
  } catch (error) {
    note(`${error instanceof Error ? error.message : error}.\nUsage: ${usage}`)
    process.exit(2)
  }
}

function note(text: string): void {
  console.error(`tellus: ${text}`)
}

import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import type { Command } from 'commander'
import { type Config, readConfig } from '../config.ts'
import { keyRingOf, readKeyFile, writeKeyFile } from '../data-dir.ts'
import type { Database } from '../db/sql.ts'
import { messageOf } from '../lib/errors.ts'
import { newSecret } from '../lib/ids.ts'
import { keyIdOf, type Vault, vault } from '../lib/sealed.ts'
import { Exit, usage } from './failure.ts'
import { openOwnDatabase } from './own-database.ts'
import { formatCount } from './quantity.ts'
import { note, type Shell, say, sayJson } from './shell.ts'

interface Options {
  keyFile?: string
  dropPrevious?: boolean
  json?: boolean
}

/** What a rotation did. */
interface Rotation {
  /** What seals now. */
  key_id: string
  /** What still opens. */
  previous_key_ids: string[]
  /** Texts sealed anew, and all there are. */
  resealed: number
  sealed: number
  /** Whether an earlier rotation, which had not come to its end, was finished. */
  resumed: boolean
}

const shortest = 32

/** `tellus rotate-key`: a new key for what is encrypted at rest. */
export function rotateKeyVerb(program: Command, shell: Shell): void {
  program
    .command('rotate-key')
    .description(
      'Encrypt stored secrets with a new key. A server may run meanwhile; after an interruption, run it again.',
    )
    .option('--key-file <file>', 'take the new key from this file (default: made at random)')
    .option('--drop-previous', 'no new key: forget the previous ones, once nothing is encrypted with them')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      `
Examples:
  tellus rotate-key
  tellus rotate-key --drop-previous
  TELLUS_SECRET_KEY=<new> TELLUS_SECRET_KEY_PREVIOUS=<old> tellus rotate-key

A key given as TELLUS_SECRET_KEY is changed where it is set; without TELLUS_SECRET_KEY_PREVIOUS the steps are told.
A backup of the database from before needs the key from before: keep it with the backup.`,
    )
    .action((options: Options) => run(shell, options))
}

async function run(shell: Shell, options: Options): Promise<void> {
  if (options.keyFile !== undefined && options.dropPrevious)
    throw usage('--drop-previous makes no new key: leave out --key-file.')
  const config = readConfig(shell.environment, shell.cwd)
  const given = options.keyFile === undefined ? null : readNewKey(resolve(shell.cwd, options.keyFile))
  const { withRotationLock } = await import('../db/reseal.ts')
  await using open = new AsyncDisposableStack()
  const db = await openOwnDatabase(config, open, { label: 'tellus rotate-key', connections: 2 })
  const { prepareDatabase } = await import('../prepare-database.ts')
  await prepareDatabase(db, Date.now())
  const rotation = await withRotationLock(db, () =>
    config.secretKey === null ? rotateFile(shell, config, db, options, given) : rotateGiven(shell, config, db, options),
  )
  if (rotation === null) throw new Exit(1, 'another tellus rotate-key is at work on this database.')
  if (options.json) sayJson(shell, rotation)
  else sayRotation(shell, config, rotation)
}

function readNewKey(path: string): string {
  let key: string
  try {
    key = readFileSync(path, 'utf8').trim()
  } catch (error) {
    throw new Exit(1, `${path} cannot be read: ${messageOf(error)}`)
  }
  if (key.length < shortest || /\s/.test(key))
    throw new Exit(1, `${path} must hold one line with a key of at least ${shortest} characters without blanks.`)
  return key
}

/**
 * The key is in the data directory. The new one is written there beside the old ones before anything is sealed with it:
 * running processes read the file anew before they seal, and when they meet a key they do not know. What is still sealed
 * with another key than the first tells a later run that this one did not come to its end.
 */
async function rotateFile(
  shell: Shell,
  config: Config,
  db: Database,
  options: Options,
  given: string | null,
): Promise<Rotation> {
  const ring = keyRingOf(config.dataDir, config)
  const { current, previous } = ring()
  const counts = await openable(db, vault(ring))
  const isPending = [...counts.keys()].some((id) => id !== keyIdOf(current))
  const resumed = isPending && !options.dropPrevious && (given === null || given === current)
  if (!resumed && !options.dropPrevious) {
    const key = given ?? newSecret(48)
    if (key === current) throw new Exit(1, 'that key is the current one already.')
    await demandAware(db, keyIdOf(key), true)
    // What seals nothing any more is forgotten; the key that goes now still opens links of ping mode.
    const kept = isPending ? previous : []
    writeKeyFile(config.dataDir, [key, current, ...kept.filter((one) => one !== key)])
  }
  if (resumed) note(shell, 'An earlier rotation did not come to its end: it goes on with the key it made.')
  const rotation = { ...(await reseal(shell, db, vault(ring))), resumed }
  if (!options.dropPrevious) return rotation
  writeKeyFile(config.dataDir, readKeyFile(config.dataDir).slice(0, 1))
  return { ...rotation, previous_key_ids: vault(ring).keyIds().slice(1) }
}

/** The key is set by the environment, which only its owner can change: what it opened before is sealed with it now. */
async function rotateGiven(shell: Shell, config: Config, db: Database, options: Options): Promise<Rotation> {
  if (options.keyFile !== undefined || options.dropPrevious)
    throw usage(
      'the key is TELLUS_SECRET_KEY: change it where that is set. tellus rotate-key without options tells how.',
    )
  const keys = vault(keyRingOf(config.dataDir, config))
  const [current = ''] = keys.keyIds()
  const counts = await openable(db, keys)
  if ([...counts.keys()].some((id) => id !== current)) await demandAware(db, current, false)
  return { ...(await reseal(shell, db, keys)), resumed: false }
}

/** How many texts each key has sealed. Throws when there are some that no key at hand opens: nothing is changed then. */
async function openable(db: Database, keys: Vault): Promise<Map<string, number>> {
  const { countSealed } = await import('../db/reseal.ts')
  const counts = await countSealed(db)
  const known = new Set(keys.keyIds())
  for (const [id, n] of counts)
    if (!known.has(id))
      throw new Exit(
        1,
        `${formatCount(n)} stored secrets were encrypted with the key ${id}, which is not here: name it in TELLUS_SECRET_KEY_PREVIOUS. Nothing was changed.`,
      )
  return counts
}

/** Throws when a running process could not open what the key seals. */
async function demandAware(db: Database, keyId: string, isInFile: boolean): Promise<void> {
  const { unawareProcesses } = await import('../db/reseal.ts')
  const unaware = await unawareProcesses(db, keyId, isInFile)
  if (unaware.length === 0) return
  const how = isInFile ? 'with this version, without TELLUS_SECRET_KEY' : 'with both keys'
  throw new Exit(
    1,
    `these processes do not know the key ${keyId} and could not open what it seals: ${unaware.join(', ')}. Start each anew ${how}, then run this again. Nothing was changed.`,
  )
}

async function reseal(shell: Shell, db: Database, keys: Vault): Promise<Omit<Rotation, 'resumed'>> {
  const { countSealed, resealAll } = await import('../db/reseal.ts')
  const [current = '', ...previous] = keys.keyIds()
  const others = (counts: Map<string, number>) => [...counts].filter(([id]) => id !== current).length
  let resealed = 0
  // Once more for what a running process sealed with the old key in the moment before it knew the new one.
  for (let run = 0; run < 3 && others(await countSealed(db)) > 0; run++)
    resealed += await resealAll(db, keys, (texts) => note(shell, `Encrypted ${formatCount(texts)} secrets anew…`))
  const counts = await countSealed(db)
  if (others(counts) > 0)
    throw new Exit(1, 'a running process goes on encrypting with an old key: start it anew, then run this again.')
  return { key_id: current, previous_key_ids: previous, resealed, sealed: counts.get(current) ?? 0 }
}

function sayRotation(shell: Shell, config: Config, done: Rotation): void {
  const { key_id: id, previous_key_ids: previous } = done
  const isGiven = config.secretKey !== null
  if (isGiven && done.resealed === 0 && previous.length === 0) {
    for (const line of stepsFor(id, done.sealed)) say(shell, line)
    return
  }
  say(
    shell,
    `The key is ${id} now: ${formatCount(done.resealed)} of ${formatCount(done.sealed)} stored secrets were encrypted anew, none is left with another key.`,
  )
  if (previous.length === 0) return
  if (isGiven) say(shell, `Remove TELLUS_SECRET_KEY_PREVIOUS, and start every process anew.`)
  else
    say(shell, `Still opens: ${previous.join(', ')}. In ten minutes at the earliest: tellus rotate-key --drop-previous`)
}

/** How to change a key that the environment gives. */
const stepsFor = (id: string, sealed: number): string[] => [
  `The key ${id} comes from TELLUS_SECRET_KEY, and all ${formatCount(sealed)} stored secrets are encrypted with it. To change it:`,
  '  1. Make a new key: openssl rand -base64 48',
  '  2. With several processes: start each anew with TELLUS_SECRET_KEY=<old> TELLUS_SECRET_KEY_PREVIOUS=<new>,',
  '     so that all can open what the new key seals before one seals with it.',
  '  3. Start each anew with TELLUS_SECRET_KEY=<new> TELLUS_SECRET_KEY_PREVIOUS=<old>.',
  '  4. With the same two: tellus rotate-key',
  '  5. Remove TELLUS_SECRET_KEY_PREVIOUS, and start each anew. Keep the old key with backups made before.',
]

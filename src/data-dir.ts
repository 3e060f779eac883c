import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TellusError } from './lib/errors.ts'
import { newSecret } from './lib/ids.ts'
import { type Holder, isAlive, type LockFile, readHolder, takeLock } from './lib/lock-file.ts'

const lockName = 'server.json'
const credentialsName = 'credentials.json'
const keyName = 'secret.key'

/** The database and address of a running server, as it wrote them beside its pid. */
export interface RunningServer extends Holder {
  url?: string
  database_url?: string
}

/** Takes the data directory for this process. Throws a sentence that says who holds it when another one does. */
export function lockDataDir(dataDir: string): LockFile {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o711 })
  } catch (cause) {
    throw new TellusError(
      'internal',
      `The data directory ${dataDir} cannot be made: choose another with TELLUS_DATA_DIR.`,
      { cause },
    )
  }
  const taken = takeLock(join(dataDir, lockName), { since: new Date().toISOString() })
  if ('lock' in taken) return taken.lock
  const { pid, url, since } = taken.holder
  throw new TellusError(
    'conflict',
    `Another Tellus (pid ${pid}${typeof url === 'string' ? `, serving ${url}` : ''}, since ${since}) holds the data directory ${dataDir}: stop it, or give this one another TELLUS_DATA_DIR.`,
  )
}

/** The server that holds a data directory, or null when none runs. */
export function runningServer(dataDir: string): RunningServer | null {
  const holder: RunningServer | null = readHolder(join(dataDir, lockName))
  return holder !== null && isAlive(holder) ? holder : null
}

/** `TELLUS_SECRET_KEY`, or the key kept in the data directory, made on first use. */
export function secretKeyOf(dataDir: string, given: string | null): string {
  if (given !== null) return given
  const path = join(dataDir, keyName)
  const kept = readIfThere(path)
  if (kept !== null) return kept.trim()
  const key = newSecret(48)
  writePrivately(path, `${key}\n`)
  return key
}

const credentialsSchema = z.object({ dev_id: z.string(), api_key: z.string(), dashboard_url: z.string() })

/** What a client needs to reach this server. */
export type Credentials = z.infer<typeof credentialsSchema>

export function readCredentials(dataDir: string): Credentials | null {
  const text = readIfThere(join(dataDir, credentialsName))
  if (text === null) return null
  const parsed = credentialsSchema.safeParse(jsonOf(text))
  if (!parsed.success)
    throw new TellusError(
      'internal',
      `${join(dataDir, credentialsName)} is damaged: delete it, and Tellus makes a new key.`,
    )
  return parsed.data
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

export const writeCredentials = (dataDir: string, credentials: Credentials): void =>
  writePrivately(join(dataDir, credentialsName), `${JSON.stringify(credentials, null, 2)}\n`)

function readIfThere(path: string): string | null {
  try {
    return readFileSync(path, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  }
}

/** Writes a file that only its owner can read, whole or not at all. */
function writePrivately(path: string, text: string): void {
  const part = `${path}.part`
  rmSync(part, { force: true })
  const file = openSync(part, 'wx', 0o600)
  try {
    writeSync(file, text)
    fsyncSync(file)
  } finally {
    closeSync(file)
  }
  renameSync(part, path)
}

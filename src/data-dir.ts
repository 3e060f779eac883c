import {
  closeSync,
  fsyncSync,
  mkdirSync,
  openSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { TellusError } from './lib/errors.ts'
import { newSecret } from './lib/ids.ts'
import { type Holder, isAlive, type LockFile, readHolder, takeLock } from './lib/lock-file.ts'
import type { KeyRing } from './lib/sealed.ts'

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

/** The keys that the environment gives. */
interface GivenKeys {
  secretKey: string | null
  previousSecretKeys: readonly string[]
}

/**
 * What secrets are sealed with: `TELLUS_SECRET_KEY`, or the first line of the key file in the data directory, made on
 * first use. `TELLUS_SECRET_KEY_PREVIOUS` and all other lines of the file only open. The file is read anew when it was
 * replaced, so that a running process learns of a new key at once; gives the same object while nothing changed.
 */
export function keyRingOf(dataDir: string, { secretKey, previousSecretKeys }: GivenKeys): () => KeyRing {
  const path = join(dataDir, keyName)
  let mark: string | null = null
  let ring: KeyRing | null = null
  return () => {
    const now = markOf(path)
    if (ring !== null && (now === mark || now === null)) return ring
    const kept = readKeyFile(dataDir)
    const first = secretKey ?? kept[0] ?? makeKeyFile(dataDir)
    ring = { current: first, previous: [...previousSecretKeys, ...kept].filter((key) => key !== first) }
    mark = now ?? markOf(path)
    return ring
  }
}

function makeKeyFile(dataDir: string): string {
  const key = newSecret(48)
  writeKeyFile(dataDir, [key])
  return key
}

/** Changes whenever the file is replaced; null when there is none. */
function markOf(path: string): string | null {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true })
  return found === undefined ? null : `${found.ino} ${found.mtimeNs} ${found.size}`
}

/** The keys of the data directory, the current one first; none when it has no key file. */
export const readKeyFile = (dataDir: string): string[] =>
  (readIfThere(join(dataDir, keyName)) ?? '')
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '')

/** Replaces the keys of the data directory; running processes see it before they seal again. */
export const writeKeyFile = (dataDir: string, keys: readonly string[]): void =>
  writePrivately(join(dataDir, keyName), keys.map((key) => `${key}\n`).join(''))

const credentialsSchema = z.object({ dev_id: z.string(), api_key: z.string(), dashboard_url: z.string() })

/** What a client needs to reach this server. */
export type Credentials = z.infer<typeof credentialsSchema>

export function readCredentials(dataDir: string): Credentials | null {
  const text = readIfThere(join(dataDir, credentialsName))
  if (text === null) return null
  const credentials = parseCredentials(text)
  if (credentials === null)
    throw new TellusError(
      'internal',
      `${join(dataDir, credentialsName)} is damaged: delete it, and Tellus makes a new key.`,
    )
  return credentials
}

/** Credentials as `credentials.json` has them; null for a text that is none. */
export function parseCredentials(text: string): Credentials | null {
  const parsed = credentialsSchema.safeParse(jsonOf(text))
  return parsed.success ? parsed.data : null
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

import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createReadStream, existsSync, mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { createInterface } from 'node:readline'

const main = join(import.meta.dirname, '..', '..', 'bin', 'tellus.mjs')

/** A call of the API with the credentials; `body` is sent as JSON. */
export type Call = <T = unknown>(
  method: string,
  path: string,
  body?: unknown,
) => Promise<{ status: number; headers: Headers; body: T }>

/** The real command, started as a user starts it, on a folder and port of its own. */
export interface RunningTellus extends AsyncDisposable {
  process: ChildProcess
  url: string
  dataDir: string
  devId: string
  apiKey: string
  /** Everything it printed so far, both streams. */
  said(): string
  call: Call
  /** Ends the process with a signal and waits for it. Gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Calls of a server with the credentials of an app. */
export const callAs =
  (url: string, devId: string, apiKey: string): Call =>
  async <T>(method: string, path: string, body?: unknown) => {
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'dev-id': devId,
        'x-api-key': apiKey,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const text = await answer.text()
    const parsed: T = text === '' ? null : JSON.parse(text)
    return { status: answer.status, headers: answer.headers, body: parsed }
  }

/** A folder for one test's data, removed with it. */
export function dataFolder(): Disposable & { path: string } {
  const path = mkdtempSync(join(tmpdir(), 'tellus-data-'))
  return {
    path,
    [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true, maxRetries: 20, retryDelay: 100 }),
  }
}

const readyWithinMs = 60_000

/**
 * Starts `tellus serve` on a data directory (one start after another may share it) and resolves once it says that it is
 * ready; rejects with what it printed when it ends before.
 */
export async function startTellus(
  dataDir: string,
  environment: Record<string, string> = {},
  command = [process.execPath, main],
): Promise<RunningTellus> {
  const [program = '', ...args] = command
  const inherited = Object.fromEntries(
    Object.entries(process.env).filter(([name]) => !name.startsWith('TELLUS_') && !name.startsWith('npm_')),
  )
  const child = spawn(program, [...args, 'serve'], {
    env: { ...inherited, TELLUS_PORT: '0', TELLUS_DATA_DIR: dataDir, TELLUS_LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const ready = Promise.withResolvers<string>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      said += `${line}\n`
      const url = /Tellus is ready at (\S+)/.exec(line)?.[1]
      if (url !== undefined) ready.resolve(url)
    })
  child.once('exit', (code) =>
    ready.reject(new Error(`tellus serve ended with code ${code} before it was ready:\n${said}`)),
  )
  const late = setTimeout(() => ready.reject(new Error(`tellus serve was not ready in time:\n${said}`)), readyWithinMs)
  const url = await ready.promise.finally(() => clearTimeout(late))
  const { dev_id: devId, api_key: apiKey }: { dev_id: string; api_key: string } = JSON.parse(
    readFileSync(join(dataDir, 'credentials.json'), 'utf8'),
  )
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill(signal)
      await once(child, 'exit')
    }
    return child.exitCode
  }
  return {
    process: child,
    url,
    dataDir,
    devId,
    apiKey,
    said: () => said,
    call: callAs(url, devId, apiKey),
    end,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}

/** The process that serves a cluster, by its pid file; null when none runs. */
export function databasePid(dataDir: string): number | null {
  const file = join(dataDir, 'postgres', 'postmaster.pid')
  if (!existsSync(file)) return null
  const pid = Number(readFileSync(file, 'utf8').split('\n')[0])
  return existsSync(`/proc/${pid}`) ? pid : null
}

/** Waits until something holds, asking again every 25 ms or `everyMs`; fails with `what` after ten seconds or `withinMs`. */
export async function eventually<T>(
  what: string,
  ask: () => Promise<T | null | false> | T | null | false,
  withinMs = 10_000,
  everyMs = 25,
): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await ask()
    if (value !== null && value !== false) return value
    if (Date.now() > deadline) throw new Error(`${what} did not happen within ${withinMs} ms`)
    await new Promise((resolve) => setTimeout(resolve, everyMs))
  }
}

/** An import as the management API shows it (the parts tests look at). */
export interface ImportStatus {
  import_id: string
  user_id: string
  status: string
  bytes_read: number
  bytes_total: number
  counts: Record<string, number>
  saved: Record<string, number>
  warnings: string[]
  error: string | null
  started_at: string
  finished_at: string
}

/** Sends a file as `tellus import` does; `query` is more of the address, such as `&reference_id=me`. */
export async function upload(
  tellus: RunningTellus,
  path: string,
  query = '',
): Promise<Pick<ImportStatus, 'import_id' | 'user_id'>> {
  const answer = await fetch(`${tellus.url}/admin/api/imports?filename=${basename(path)}${query}`, {
    method: 'POST',
    headers: { 'dev-id': tellus.devId, 'x-api-key': tellus.apiKey, 'content-length': String(statSync(path).size) },
    body: createReadStream(path),
    duplex: 'half',
  })
  const text = await answer.text()
  if (answer.status !== 202) throw new Error(`the upload was answered ${answer.status}: ${text}`)
  const accepted: Pick<ImportStatus, 'import_id' | 'user_id'> = JSON.parse(text)
  return accepted
}

/** Follows an import to its end, whatever that is. */
export const importEnd = (
  tellus: RunningTellus,
  importId: string,
  withinMs = 60_000,
  everyMs = 25,
): Promise<ImportStatus> =>
  eventually(
    'the end of the import',
    async () => {
      const { body } = await tellus.call<ImportStatus>('GET', `/admin/api/imports/${importId}`)
      return ['completed', 'failed', 'cancelled'].includes(body.status) && body
    },
    withinMs,
    everyMs,
  )

/** Waits until no delivery is owed any more. */
export const allDelivered = (tellus: RunningTellus, withinMs = 60_000): Promise<true> =>
  eventually(
    'the delivery of everything',
    async () => {
      const { body } = await tellus.call<{ items: unknown[] }>('GET', '/admin/api/events?status=pending&limit=1')
      return body.items.length === 0
    },
    withinMs,
  )

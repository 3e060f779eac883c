import { parentPort, workerData } from 'node:worker_threads'
import type { ImportKind } from '../import/importer.ts'
import { importerFor } from '../import/registry.ts'
import { type ErrorCode, messageOf, TellusError } from '../lib/errors.ts'
import { type Incoming, toIncoming } from './incoming.ts'

/** What the thread is given. */
export interface ReadInput {
  kind: ImportKind
  path: string
  filename: string
  sizeBytes: number
  fallbackZone: string
  workDir: string
}

/** What it says back. */
export type ReadMessage =
  | { kind: 'chunk'; records: Incoming[] }
  | { kind: 'progress'; bytesRead: number }
  | { kind: 'warning'; sentence: string }
  | { kind: 'defect'; type: string; problems: string[] }
  | { kind: 'end'; error: { code: ErrorCode | null; message: string } | null }

/** What it is told: that a chunk was taken, or to stop. */
export type ReadCommand = 'taken' | 'stop'

/** What goes over, and is stored in one commit, at once. */
const recordsPerChunk = 100
const charactersPerChunk = 600_000
/** Chunks on their way: enough to keep both sides busy, few enough to keep memory flat. */
const mostUnderWay = 3
const progressEveryBytes = 4 * 1024 * 1024

const port = parentPort
if (port === null) throw new Error('read-thread.ts runs in a worker thread only.')
const input: ReadInput = workerData
const say = (message: ReadMessage): void => port.postMessage(message)

const stop = new AbortController()
let underWay = 0
let resume: (() => void) | null = null
port.on('message', (command: ReadCommand) => {
  if (command === 'stop') stop.abort(new Error('The import was stopped.'))
  else underWay--
  resume?.()
})

let reportedBytes = 0
const batches = importerFor(input.kind).read(
  { path: input.path, filename: input.filename, sizeBytes: input.sizeBytes },
  {
    fallbackZone: input.fallbackZone,
    workDir: input.workDir,
    signal: stop.signal,
    onProgress(bytesRead) {
      if (bytesRead - reportedBytes < progressEveryBytes && bytesRead < input.sizeBytes) return
      reportedBytes = bytesRead
      say({ kind: 'progress', bytesRead })
    },
    warn: (sentence) => say({ kind: 'warning', sentence }),
  },
)

/** Sends a chunk once there is room for it. */
async function send(records: Incoming[]): Promise<void> {
  while (underWay >= mostUnderWay && !stop.signal.aborted)
    await new Promise<void>((resolve) => {
      resume = resolve
    })
  stop.signal.throwIfAborted()
  underWay++
  say({ kind: 'chunk', records })
}

async function readAll(): Promise<void> {
  let chunk: Incoming[] = []
  let characters = 0
  for await (const batch of batches)
    for (const record of batch) {
      const { incoming, problems } = toIncoming(record)
      if (problems.length > 0) say({ kind: 'defect', type: record.type, problems })
      chunk.push(incoming)
      characters += incoming.text.length
      if (chunk.length < recordsPerChunk && characters < charactersPerChunk) continue
      await send(chunk)
      chunk = []
      characters = 0
    }
  if (chunk.length > 0) await send(chunk)
}

let error: { code: ErrorCode | null; message: string } | null = null
try {
  await readAll()
} catch (thrown) {
  error = { code: thrown instanceof TellusError ? thrown.code : null, message: messageOf(thrown) }
}
say({ kind: 'end', error })
port.close()

import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import { TellusError } from '../lib/errors.ts'
import type { Incoming } from './incoming.ts'
import type { ReadCommand, ReadInput, ReadMessage } from './read-thread.ts'

// Types are stripped, not compiled, when the sources run: the file beside this one has this one's ending.
const threadFile = new URL(import.meta.url.endsWith('.ts') ? './read-thread.ts' : './read-thread.js', import.meta.url)

/** The heap a reader may use: it works in bounded buffers, and a lazy collector would otherwise let garbage pile up. */
const resourceLimits = { maxOldGenerationSizeMb: 160, maxYoungGenerationSizeMb: 12 }

/** What is heard beside the records. */
export interface ReadListener {
  onProgress(bytesRead: number): void
  onWarning(sentence: string): void
  onDefect(type: string, problems: string[]): void
}

/**
 * Reads a file into records ready to be stored, in chunks of one commit each. Reading, checking and printing them keeps a core busy for minutes, so it
 * is done in a thread, and the server goes on answering and delivering; only what is to be stored comes over, as text.
 * Throws what the reader threw, or the signal's reason as soon as it is aborted; ending the loop early stops the thread.
 */
export async function* readFileInThread(
  input: ReadInput,
  listener: ReadListener,
  signal: AbortSignal,
): AsyncGenerator<Incoming[], void, undefined> {
  const thread = new Worker(threadFile, { workerData: input, resourceLimits })
  const tell = (command: ReadCommand): void => thread.postMessage(command)
  const inbox: ReadMessage[] = []
  let failure: unknown
  let notify: () => void = () => undefined
  thread.on('message', (message: ReadMessage) => {
    inbox.push(message)
    notify()
  })
  thread.on('error', (error) => {
    failure = error
    notify()
  })
  const exited = once(thread, 'exit').then(() => {
    failure ??= new Error('The import thread ended without a result.')
    notify()
  })
  const onAbort = (): void => {
    failure ??= signal.reason
    notify()
  }
  signal.addEventListener('abort', onAbort)
  if (signal.aborted) onAbort()
  try {
    for (;;) {
      const message = signal.aborted ? undefined : inbox.shift()
      if (message === undefined) {
        if (failure !== undefined) throw failure
        await new Promise<void>((resolve) => {
          notify = resolve
        })
      } else if (message.kind === 'chunk') {
        yield message.records
        tell('taken')
      } else if (message.kind === 'progress') listener.onProgress(message.bytesRead)
      else if (message.kind === 'warning') listener.onWarning(message.sentence)
      else if (message.kind === 'defect') listener.onDefect(message.type, message.problems)
      else {
        if (message.error === null) return
        throw message.error.code === null
          ? new Error(message.error.message)
          : new TellusError(message.error.code, message.error.message)
      }
    }
  } finally {
    signal.removeEventListener('abort', onAbort)
    tell('stop')
    await exited.catch(() => undefined) // its end is all that is awaited here; what went wrong was thrown above
  }
}

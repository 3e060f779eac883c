import { Worker } from 'node:worker_threads'
import { Counter, type MetricObjectWithValues, type MetricValue } from 'prom-client'
import { z } from 'zod'
import type { Hub } from '../hub.ts'
import type { Task } from '../jobs/jobs.ts'
import { messageOf } from '../lib/errors.ts'
import type { ThreadInput, ThreadMessage } from './import-thread.ts'
import { endImport } from './store.ts'

const payloadSchema = z.object({ importId: z.string(), zone: z.string().nullable() })

export const importAttempts = 8

// Types are stripped, not compiled, when the sources run: the file beside this one has this one's ending.
const threadFile = new URL(
  import.meta.url.endsWith('.ts') ? './import-thread.ts' : './import-thread.js',
  import.meta.url,
)

/** The heap a reader may use: it works in bounded buffers, and a lazy collector would otherwise let them pile up. */
const threadHeapMb = 160

/**
 * The job of an import. Reading and parsing keep a core busy for minutes, so they run in a thread with its own database
 * connections, and the server goes on answering and delivering.
 */
export const importTask =
  (hub: Pick<Hub, 'config' | 'db' | 'log' | 'metrics' | 'defect' | 'wake'>, databaseUrl: string): Task =>
  async (payload, { signal, attempt }) => {
    const { importId, zone } = payloadSchema.parse(payload)
    const input: ThreadInput = { config: hub.config, databaseUrl, importId, zone }
    const error = await runThread(hub, input, signal).catch(messageOf)
    if (error === null) return
    if (attempt >= importAttempts)
      await endImport(hub.db, importId, {
        status: 'failed',
        error: `The import failed ${attempt} times, last with: ${error}`,
        warnings: [],
        bytesRead: 0,
      })
    throw new Error(error)
  }

function runThread(
  hub: Pick<Hub, 'metrics' | 'defect' | 'wake'>,
  input: ThreadInput,
  signal: AbortSignal,
): Promise<string | null> {
  const thread = new Worker(threadFile, {
    workerData: input,
    resourceLimits: { maxOldGenerationSizeMb: threadHeapMb, maxYoungGenerationSizeMb: 32 },
  })
  const stop = () => thread.postMessage('stop')
  signal.addEventListener('abort', stop)
  return new Promise<string | null>((resolve, reject) => {
    let outcome: string | null = 'the import thread ended without a result'
    thread.on('message', (message: ThreadMessage) => {
      if (message.kind === 'wake') hub.wake()
      else if (message.kind === 'defect') hub.defect(message.type, message.problems)
      else {
        outcome = message.error
        addCounts(hub, message.metrics)
      }
    })
    thread.once('error', reject)
    thread.once('exit', () => resolve(outcome))
  }).finally(() => signal.removeEventListener('abort', stop))
}

/** Adds what the thread counted to the counters of this process. */
function addCounts(hub: Pick<Hub, 'metrics'>, counted: MetricObjectWithValues<MetricValue<string>>[]): void {
  for (const { name, values } of counted) {
    const counter = hub.metrics.registry.getSingleMetric(name)
    if (counter instanceof Counter) for (const { labels, value } of values) if (value > 0) counter.inc(labels, value)
  }
}

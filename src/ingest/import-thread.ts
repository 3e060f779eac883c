import { parentPort, workerData } from 'node:worker_threads'
import type { MetricObjectWithValues, MetricValue } from 'prom-client'
import type { Config } from '../config.ts'
import { openDatabase } from '../db/sql.ts'
import { systemClock } from '../lib/clock.ts'
import { messageOf } from '../lib/errors.ts'
import { openLog } from '../lib/log.ts'
import { openMetrics } from '../lib/metrics.ts'
import { vault } from '../lib/sealed.ts'
import { runImport } from './run-import.ts'

/** What the thread is given. */
export interface ThreadInput {
  config: Config
  databaseUrl: string
  importId: string
  zone: string | null
}

/** What it says back. */
export type ThreadMessage =
  | { kind: 'wake' }
  | { kind: 'defect'; type: string; problems: string[] }
  | { kind: 'done'; error: string | null; metrics: MetricObjectWithValues<MetricValue<string>>[] }

const port = parentPort
if (port === null) throw new Error('import-thread.ts runs in a worker thread only.')
const input: ThreadInput = workerData
const say = (message: ThreadMessage): void => port.postMessage(message)
const stop = new AbortController()
port.on('message', () => stop.abort(new Error('Tellus is stopping.')))

const db = openDatabase(input.databaseUrl, { label: 'tellus import', connections: 3 })
const metrics = openMetrics()
const hub = {
  config: input.config,
  db,
  clock: systemClock,
  log: openLog(input.config.logLevel),
  metrics,
  vault: vault('unused in this thread'),
  defect: (type: string, problems: string[]) => say({ kind: 'defect', type, problems }),
  wake: () => say({ kind: 'wake' }),
}
let error: string | null = null
try {
  await runImport(hub, input.importId, input.zone, stop.signal)
} catch (thrown) {
  error = messageOf(thrown)
}
await db.close()
say({ kind: 'done', error, metrics: await metrics.registry.getMetricsAsJSON() })
port.close()

import { readConfig } from '../config.ts'
import { openDatabase } from '../db/sql.ts'
import { DeliveryWorker } from '../delivery/worker.ts'
import { openLiveness } from '../jobs/liveness.ts'
import { systemClock } from '../lib/clock.ts'
import { openLog } from '../lib/log.ts'
import { openMetrics } from '../lib/metrics.ts'
import { vault } from '../lib/sealed.ts'
import { testSecretKey } from './hub.ts'

/** A delivery worker in a process of its own, to be killed: `node worker-process.ts <database url>`. */
const url = process.argv[2]
if (url === undefined) throw new Error('The database url is missing.')
const log = openLog('silent')
const db = openDatabase(url, { label: 'worker process', onError: () => undefined })
const worker = new DeliveryWorker({
  config: readConfig({}, process.cwd()),
  db,
  clock: systemClock,
  log,
  vault: vault(testSecretKey),
  metrics: openMetrics(),
  publicUrl: () => 'http://127.0.0.1:4000',
})
const liveness = await openLiveness({ db, log }, 'worker process')
await worker.start({ workerNo: liveness.no })
process.stdout.write('started\n')

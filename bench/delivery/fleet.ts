import { readConfig } from '../../src/config.ts'
import { keyRingOf, lockDataDir } from '../../src/data-dir.ts'
import { openDatabase } from '../../src/db/sql.ts'
import { supervise } from '../../src/db/supervise.ts'
import { openAnnouncer } from '../../src/delivery/signal.ts'
import { firstStart } from '../../src/first-start.ts'
import { buildServer } from '../../src/http/server.ts'
import type { Hub } from '../../src/hub.ts'
import { systemClock } from '../../src/lib/clock.ts'
import { openLog } from '../../src/lib/log.ts'
import { openMetrics } from '../../src/lib/metrics.ts'
import { vault } from '../../src/lib/sealed.ts'
import { prepareDatabase } from '../../src/prepare-database.ts'
import { callAs, dataFolder, type RunningTellus } from '../../src/testing/tellus.ts'
import { startWorkerCommand, type WorkerCommand } from '../../src/testing/worker-command.ts'
import { type Filling, fillingOf } from './bench-tellus.ts'

/** A database and the HTTP server in this process, which deliver nothing: that is for processes of `tellus worker`. */
export interface Fleet extends Filling, AsyncDisposable {
  door: Pick<RunningTellus, 'url' | 'devId' | 'apiKey'>
  /** Starts a worker process; resolves when it works. */
  startWorker(): Promise<WorkerCommand>
}

export async function openFleet(): Promise<Fleet> {
  await using opening = new AsyncDisposableStack()
  const data = opening.use(dataFolder())
  const settings = { TELLUS_DATA_DIR: data.path, TELLUS_LOG_LEVEL: 'error' }
  const config = readConfig({ ...settings, TELLUS_MAX_BACKLOG: '10000000' }, process.cwd())
  const log = openLog(config.logLevel)
  const lock = lockDataDir(data.path)
  opening.defer(() => lock.release())
  const postgres = await supervise(data.path, log)
  opening.defer(() => postgres.stop())
  const databaseUrl = postgres.first.url()
  lock.say({ database_url: databaseUrl })
  const db = openDatabase(databaseUrl, { label: 'bench', connections: 8 })
  opening.defer(() => db.close())
  await prepareDatabase(db, Date.now())
  const announcer = openAnnouncer(db)
  opening.defer(() => announcer.close())
  let url = ''
  const hub: Hub = {
    config,
    db,
    clock: systemClock,
    log,
    vault: vault(keyRingOf(data.path, config)),
    metrics: openMetrics(),
    publicUrl: () => url,
    defect(type, problems) {
      throw new Error(`A ${type} payload does not fit the schema: ${problems.join('; ')}`)
    },
    wake: () => announcer.announce(),
    shortCut: () => null,
  }
  const { credentials } = await firstStart(hub)
  const server = await buildServer(hub)
  opening.defer(() => server.close())
  url = await server.listen({ host: '127.0.0.1', port: 0 })
  const door = { url, devId: credentials.dev_id, apiKey: credentials.api_key }
  const filling = fillingOf(callAs(door.url, door.devId, door.apiKey), db)
  await filling.clear()
  const closing = opening.move()
  return {
    ...filling,
    door,
    startWorker: () => startWorkerCommand(settings),
    [Symbol.asyncDispose]: () => closing.disposeAsync(),
  }
}

import type { AddressInfo } from 'node:net'
import type { FastifyInstance } from 'fastify'
import { tidyAccounts } from './accounts/tidy.ts'
import { type Config, isLoopback } from './config.ts'
import { type Credentials, keyRingOf, lockDataDir, runningServer } from './data-dir.ts'
import { dropPartitions, makePartitions } from './db/partitions.ts'
import { checkServerVersion } from './db/readiness.ts'
import { openDatabase } from './db/sql.ts'
import { type Supervised, supervise } from './db/supervise.ts'
import { releaseDeadLeases } from './delivery/leases.ts'
import { openAnnouncer } from './delivery/signal.ts'
import { DeliveryWorker } from './delivery/worker.ts'
import { eraseTask } from './events/erase.ts'
import { sendHealthchecks } from './events/healthcheck.ts'
import { forgetExpired } from './events/purge.ts'
import { resendTask } from './events/resend/task.ts'
import type { ShortCut } from './events/types.ts'
import { firstStart, forgetSetupUrl } from './first-start.ts'
import { buildServer } from './http/server.ts'
import { buildWatchServer } from './http/watch-server.ts'
import type { Hub } from './hub.ts'
import { trimInboxes } from './inbox/trim.ts'
import { backfillTask } from './ingest/backfill/backfill.ts'
import { sweepBackfills } from './ingest/backfill/store.ts'
import { backfillStep } from './ingest/backfill/task.ts'
import { heedNotice, noticeTask } from './ingest/fetch/notice.ts'
import { keepSubscriptions } from './ingest/fetch/subscribe.ts'
import { subscribeDue, subscribeUser, subscribeUserTask } from './ingest/fetch/subscribe-user.ts'
import { fetchData, pollDue } from './ingest/fetch/task.ts'
import { importTask } from './ingest/import-task.ts'
import { sweepRaws } from './ingest/raw/raw.ts'
import { removeOrphans, sweepUploads } from './ingest/raw-files.ts'
import { forgetReplays } from './ingest/replay/replays.ts'
import { replayTask } from './ingest/replay/task.ts'
import { webhookRequestTask } from './ingest/request.ts'
import { webhookRequest } from './ingest/request-task.ts'
import { startJobs, type Task } from './jobs/jobs.ts'
import { openLiveness, reapDead } from './jobs/liveness.ts'
import { systemClock } from './lib/clock.ts'
import { TellusError } from './lib/errors.ts'
import { openLog } from './lib/log.ts'
import { openMetrics } from './lib/metrics.ts'
import { vault } from './lib/sealed.ts'
import { keepHours } from './overview/hours.ts'
import { mergePerson } from './person/tell.ts'
import { sweepPhones } from './phone/sweep.ts'
import { phoneRecords, phoneTask } from './phone/task.ts'
import { prepareDatabase } from './prepare-database.ts'
import { pushAgain, pushTask, releaseHeld, releaseTask } from './sandbox/push.ts'
import { syncDue } from './sandbox/sync.ts'
import { clientsMark, followClients } from './users/clients/known.ts'
import { fetchDataTask } from './users/connection/fetch-job.ts'
import { sweepBuckets } from './users/limits/store.ts'
import { mergeTask } from './users/merging/merging.ts'
import { sweepSignIns } from './users/sign-in/sweep.ts'

/** A running `tellus serve` or `tellus worker`. */
export interface App extends AsyncDisposable {
  hub: Hub
  /** Where it answers; null for a worker that listens on no port. */
  url: string | null
  credentials: Credentials | null
  /** True when this start made the first environment: the key is shown this once. */
  isFirstStart: boolean
  /** Where the first owner sets a password, until there is one. */
  setupUrl: string | null
}

const reapEveryMs = 1000
const subscribeEveryMs = 15 * 60_000
const lookForKeysMs = 1000
const jobConcurrency = 4
const cron = ['7 * * * * keep-house', '* * * * * poll', '* * * * * sandbox-sync']

/** Starts the whole of Tellus: database, migrations, deliveries, jobs and the HTTP server. */
export async function startServer(config: Config): Promise<App> {
  await using starting = new AsyncDisposableStack()
  const lock = lockDataDir(config.dataDir)
  starting.defer(() => lock.release())
  const base = await openBase(config, starting, null)
  const { hub, databaseUrl } = base
  lock.say({ database_url: databaseUrl })
  await prepareDatabase(hub.db, hub.clock.now())
  starting.defer(await followClients(hub))
  await removeOrphans(hub)
  const server = await buildServer(hub, () => forgetSetupUrl(hub))
  starting.defer(() => closeServer(server))
  await listen(server, config, 'TELLUS_PORT')
  base.setPublicUrl(config.publicUrl ?? addressOf(server, config))
  if (config.privateDestinations === 'allow')
    hub.log[isLoopback(config.host) ? 'info' : 'warn'](
      'destinations on this machine and on private networks are allowed',
    )
  if (config.allowedNetworks.length > 0)
    hub.log.info({ networks: config.allowedNetworks }, 'destinations in these networks are allowed')
  const { credentials, isFirst, setupUrl } = await firstStart(hub)
  await startWork(base, starting, 'serve')
  starting.defer(startSubscribing(hub))
  lock.say({ url: hub.publicUrl() })
  return appOf(hub, starting.move(), { url: hub.publicUrl(), credentials, isFirstStart: isFirst, setupUrl })
}

/** Starts deliveries and jobs alone, beside a server that has the same database. */
export async function startWorker(config: Config): Promise<App> {
  await using starting = new AsyncDisposableStack()
  const server = config.databaseUrl === null ? runningServer(config.dataDir) : null
  if (config.databaseUrl === null && server?.database_url === undefined)
    throw new TellusError(
      'unavailable',
      `No Tellus serves ${config.dataDir}: start it first (tellus serve), or set DATABASE_URL.`,
    )
  const base = await openBase(config, starting, server?.database_url ?? null)
  base.setPublicUrl(config.publicUrl ?? server?.url ?? `http://${config.host}:${config.port}`)
  await prepareDatabase(base.hub.db, base.hub.clock.now())
  starting.defer(await followClients(base.hub))
  let url: string | null = null
  if (config.workerPort !== null) {
    const watch = buildWatchServer(base.hub)
    starting.defer(() => closeServer(watch))
    await listen(watch, { host: config.host, port: config.workerPort }, 'TELLUS_WORKER_PORT')
    url = addressOf(watch, { host: config.host, port: config.workerPort })
  }
  await startWork(base, starting, 'worker')
  return appOf(base.hub, starting.move(), { url, credentials: null, isFirstStart: false, setupUrl: null })
}

interface Base {
  hub: Hub
  databaseUrl: string
  setPublicUrl(url: string): void
  /** Says how what is stored here gets sent. */
  onWork(work: { wake: () => void; shortCut: ShortCut }): void
}

/** Config → database → hub: what every command that touches the database shares. */
async function openBase(config: Config, starting: AsyncDisposableStack, runningUrl: string | null): Promise<Base> {
  const log = openLog(config.logLevel)
  const metrics = openMetrics()
  metrics.collectDefaults()
  const embedded: Supervised | null =
    config.databaseUrl === null && runningUrl === null ? await supervise(config.dataDir, log) : null
  if (embedded !== null) starting.defer(() => embedded.stop())
  const databaseUrl = config.databaseUrl ?? runningUrl ?? embedded?.first.url() ?? ''
  const db = openDatabase(databaseUrl, {
    label: `tellus ${process.pid}`,
    connections: 16,
    onError: (error) => log.warn({ err: error }, 'lost a database connection'),
  })
  starting.defer(() => db.close())
  await checkServerVersion(db, databaseUrl)
  let publicUrl = config.publicUrl ?? ''
  let wake: () => void = () => undefined
  let shortCut: ShortCut | null = null
  const hub: Hub = {
    config,
    db,
    clock: systemClock,
    log,
    vault: vault(keyRingOf(config.dataDir, config)),
    metrics,
    publicUrl: () => publicUrl,
    defect(type, problems) {
      metrics.schemaDefects.inc({ type })
      log.error(
        { type, problems: problems.slice(0, 20) },
        'a payload of ours does not fit the schema; please report it',
      )
    },
    wake: () => wake(),
    shortCut: () => shortCut,
  }
  return {
    hub,
    databaseUrl,
    setPublicUrl: (url) => {
      publicUrl = url
    },
    onWork: (next) => {
      wake = next.wake
      shortCut = next.shortCut
    },
  }
}

type Place = Pick<Config, 'host' | 'port'>

/** Where a server answers that listens; port 0 has become a real one. */
function addressOf(server: FastifyInstance, { host, port }: Place): string {
  const address: AddressInfo | string | null = server.server.address()
  const bound = typeof address === 'object' && address !== null ? address.port : port
  return `http://${host.includes(':') ? `[${host}]` : host}:${bound}`
}

async function listen(server: FastifyInstance, { host, port }: Place, setting: string): Promise<void> {
  try {
    await server.listen({ host, port })
  } catch (cause) {
    const code = cause instanceof Error && 'code' in cause ? cause.code : undefined
    const why =
      code === 'EADDRINUSE'
        ? 'another program listens there'
        : code === 'EACCES'
          ? 'this user may not'
          : code === 'EADDRNOTAVAIL'
            ? 'this machine has no such address'
            : String(cause)
    throw new TellusError(
      'conflict',
      `Tellus cannot listen on ${host}:${port}: ${why}. Choose with TELLUS_HOST and ${setting}.`,
      { cause },
    )
  }
}

async function closeServer(server: FastifyInstance): Promise<void> {
  // Answers under way are finished; idle keep-alive connections are closed at once.
  server.server.closeIdleConnections()
  const force = setTimeout(() => server.server.closeAllConnections(), 3000)
  await server.close()
  clearTimeout(force)
}

/** Deliveries, jobs and the watch over processes that die. */
async function startWork(base: Base, starting: AsyncDisposableStack, label: string): Promise<void> {
  const { hub } = base
  const liveness = await openLiveness(
    hub,
    `${label} pid ${process.pid}`,
    hub.config.secretKey === null ? null : hub.vault.keyIds(),
  )
  starting.use(liveness)
  const reap = () =>
    reapDead(hub, async () => {
      await releaseDeadLeases(hub)
    })
  await reap()
  const worker = new DeliveryWorker(hub)
  starting.defer(() => worker.close())
  await worker.start({ workerNo: liveness.no })
  // This process's worker at once; those of other processes, if any, by a word through the database.
  const announcer = openAnnouncer(hub.db)
  starting.defer(() => announcer.close())
  base.onWork({
    wake() {
      worker.wake()
      announcer.announce()
    },
    shortCut: worker,
  })
  const reaper = setInterval(() => {
    reap()
      .then((gone) => (gone > 0 ? worker.wake() : undefined))
      .catch((error) => hub.log.warn({ err: error }, 'could not look for processes that are gone'))
  }, reapEveryMs)
  starting.defer(() => clearInterval(reaper))
  const tasks: Record<string, Task> = {
    import: importTask(hub),
    [fetchDataTask]: fetchData(hub),
    [noticeTask]: heedNotice(hub),
    [backfillTask]: backfillStep(hub),
    [subscribeUserTask]: subscribeUser(hub),
    [phoneTask]: phoneRecords(hub),
    [webhookRequestTask]: webhookRequest(hub),
    poll: async () => {
      await pollDue(hub)
      await subscribeDue(hub)
    },
    'sandbox-sync': async () => {
      if (hub.config.sandbox === 'on') await syncDue(hub)
    },
    [pushTask]: pushAgain(hub),
    [releaseTask]: releaseHeld(hub),
    resend: resendTask(hub),
    replay: replayTask(hub),
    [mergeTask]: mergePerson(hub),
    'erase-environment': eraseTask(hub),
    'keep-house': () => keepHouse(hub),
  }
  const jobs = await startJobs(hub, tasks, {
    concurrency: jobConcurrency,
    cron,
    onLockId: (id) => liveness.addLockId(id),
  })
  // Both together: one after the other their deadlines would add up to more than a stop may take.
  starting.defer(async () => {
    await Promise.all([jobs[Symbol.asyncDispose](), worker.close()])
  })
}

/** Only what answers at the address that providers are told can have them send there. Gives what ends it. */
function startSubscribing(hub: Hub): () => void {
  let mark = clientsMark(hub)
  const keep = () => void keepSubscriptions(hub)
  keep()
  const timer = setInterval(keep, subscribeEveryMs)
  // Keys that were just entered: people connect by them at once, so news of them is wanted at once.
  const watch = setInterval(() => {
    if (mark === clientsMark(hub)) return
    mark = clientsMark(hub)
    keep()
  }, lookForKeysMs)
  return () => {
    clearInterval(timer)
    clearInterval(watch)
  }
}

/** Partitions for the coming days, and out with what is past its retention. */
async function keepHouse(hub: Hub): Promise<void> {
  const nowMs = hub.clock.now()
  await makePartitions(hub.db, nowMs)
  const beforeMs = nowMs - hub.config.eventRetentionDays * 86_400_000
  // Before the rows go that they are made of.
  await keepHours(hub, beforeMs)
  await forgetExpired(hub, beforeMs)
  const dropped = await dropPartitions(hub.db, beforeMs)
  const files = await sweepUploads(hub)
  await sweepRaws(hub)
  await sweepPhones(hub)
  await forgetReplays(hub)
  await trimInboxes(hub)
  await sweepSignIns(hub)
  await sendHealthchecks(hub)
  await sweepBuckets(hub.db)
  await sweepBackfills(hub.db, new Date(beforeMs))
  await tidyAccounts(hub)
  hub.log.info({ droppedTables: dropped.length, removedFiles: files }, 'kept house')
}

function appOf(hub: Hub, stack: AsyncDisposableStack, rest: Omit<App, 'hub' | typeof Symbol.asyncDispose>): App {
  return { hub, ...rest, [Symbol.asyncDispose]: () => stack.disposeAsync() }
}

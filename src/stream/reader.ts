import type { Hub } from '../hub.ts'
import { firstIdAt, publicId } from '../lib/ids.ts'
import type { StreamMessage } from '../schema/management/stream.ts'
import {
  type DestinationRow,
  type ImportRow,
  type JobRow,
  selectAttempts,
  selectDestinations,
  selectEvents,
  selectImports,
  selectJobs,
  selectMessages,
} from './store.ts'

type ReaderHub = Pick<Hub, 'db' | 'clock'>

/** A message and whose it is. */
export type Addressed = StreamMessage & { environmentId: string }

/** What becomes visible later than its id says, because its transaction took so long, is found within this. */
const lookBackMs = 10_000
/** The longest that an attempt takes before it is stored. */
const longestAttemptMs = 90_000
/** Of each kind at a look: in a flood the newest are shown, and the figures tell the rest. */
const most = 200

/** Events that say that a user is another than before. */
const userChanges: Readonly<Record<string, 'connected' | 'changed' | 'erased'>> = {
  auth: 'connected',
  user_reauth: 'connected',
  deauth: 'erased',
  access_revoked: 'changed',
  permission_change: 'changed',
  connection_error: 'changed',
}

/**
 * Follows the database for the environments that somebody listens to: each look gives what is new since the last one. The
 * first look at an environment gives nothing: it only learns what is there.
 */
export class Reader {
  readonly #hub: ReaderHub
  #environments: ReadonlySet<string> = new Set()
  /** What was given, by its key, with the time after which no look finds it any more. */
  readonly #seen = new Map<string, number>()
  readonly #imports = new Map<string, ImportRow>()
  readonly #jobs = new Map<string, JobRow>()
  readonly #destinations = new Map<string, DestinationRow>()

  constructor(hub: ReaderHub) {
    this.#hub = hub
  }

  /** What is new in those environments, in the order in which it happened as far as that shows. */
  async look(environmentIds: readonly string[]): Promise<Addressed[]> {
    const nowMs = this.#hub.clock.now()
    const { db } = this.#hub
    const from = firstIdAt(nowMs - lookBackMs)
    const known = (rows: ReadonlyMap<string, { status: string }>) =>
      [...rows].flatMap(([id, { status }]) => (isOpen(status) ? [id] : []))
    const [events, attempts, messages, imports, jobs, destinations] = await Promise.all([
      selectEvents(db, environmentIds, from, most),
      selectAttempts(
        db,
        environmentIds,
        new Date(nowMs - longestAttemptMs),
        new Date(nowMs - lookBackMs),
        most * environmentIds.length,
      ),
      selectMessages(db, environmentIds, from, most),
      selectImports(db, environmentIds, known(this.#imports), from),
      selectJobs(db, environmentIds, known(this.#jobs), from),
      selectDestinations(db, environmentIds),
    ])
    const found: (Addressed & { key: string; atMs: number })[] = []
    for (const row of events) {
      const common = { environmentId: row.environment_id, atMs: row.created_at.getTime() }
      const data = {
        id: publicId('event', row.id),
        type: row.type,
        user_id: row.user_id,
        bytes: row.bytes,
        created_at: row.created_at.toISOString(),
      }
      found.push({ ...common, topic: 'event', key: `event ${row.id}`, data })
      const change = userChanges[row.type]
      if (change !== undefined && row.user_id !== null) {
        const user = { user_id: row.user_id, change, provider: row.provider }
        found.push({ ...common, topic: 'user', key: `user ${row.id}`, data: user })
      }
    }
    for (const row of attempts)
      found.push({
        environmentId: row.environment_id,
        atMs: row.started_at.getTime() + row.duration_ms,
        topic: 'attempt',
        key: `attempt ${row.delivery_id} ${row.number}`,
        data: {
          event_id: publicId('event', row.event_id),
          delivery_id: publicId('delivery', row.delivery_id),
          destination_id: publicId('destination', row.destination_id),
          number: row.number,
          status_code: row.status_code,
          duration_ms: row.duration_ms,
          status: row.status,
          at: row.started_at.toISOString(),
        },
      })
    for (const row of messages)
      found.push({
        environmentId: row.environment_id,
        atMs: row.received_at.getTime(),
        topic: 'inbox',
        key: `inbox ${row.id}`,
        data: {
          inbox_id: publicId('inbox', row.inbox_id),
          id: publicId('message', row.id),
          type: row.type,
          verdict: row.verdict ?? 'unsigned',
          received_at: row.received_at.toISOString(),
        },
      })
    const fresh = found.filter(({ key }) => !this.#seen.has(key)).sort((a, b) => a.atMs - b.atMs)
    for (const { key } of found) this.#seen.set(key, nowMs + longestAttemptMs + lookBackMs)
    for (const [key, untilMs] of this.#seen) if (untilMs < nowMs) this.#seen.delete(key)
    const changed: Addressed[] = [
      ...this.#changedWork(imports, jobs),
      ...this.#changedDestinations(destinations, environmentIds),
    ]
    const listened = this.#environments
    this.#environments = new Set(environmentIds)
    return [...fresh.map(({ key: _key, atMs: _atMs, ...message }) => message), ...changed].filter(({ environmentId }) =>
      listened.has(environmentId),
    )
  }

  #changedWork(imports: readonly ImportRow[], jobs: readonly JobRow[]): Addressed[] {
    const messages: Addressed[] = []
    for (const row of imports) {
      const before = this.#imports.get(row.id)
      if (before?.status === row.status && before.bytes_read === row.bytes_read) continue
      this.#imports.set(row.id, row)
      const { environment_id: environmentId, user_id, status, bytes_read, bytes_total } = row
      const data = { import_id: publicId('import', row.id), user_id, status, bytes_read, bytes_total }
      messages.push({ environmentId, topic: 'import', data })
    }
    for (const row of jobs) {
      const before = this.#jobs.get(row.id)
      if (before?.status === row.status && before.done === row.done && before.total === row.total) continue
      this.#jobs.set(row.id, row)
      const { environment_id: environmentId, status, done, total } = row
      messages.push({ environmentId, topic: 'job', data: { id: publicId('job', row.id), status, done, total } })
    }
    forgetEnded(this.#imports, imports)
    forgetEnded(this.#jobs, jobs)
    return messages
  }

  #changedDestinations(rows: readonly DestinationRow[], environmentIds: readonly string[]): Addressed[] {
    const messages: Addressed[] = []
    const there = new Set(rows.map(({ id }) => id))
    for (const row of rows) {
      const before = this.#destinations.get(row.id)
      this.#destinations.set(row.id, row)
      if (before?.version === row.version && before.failing === row.failing && before.enabled === row.enabled) continue
      const status = !row.enabled ? 'disabled' : row.failing ? 'failing' : 'active'
      const data = {
        id: publicId('destination', row.id),
        change: before === undefined ? ('created' as const) : ('changed' as const),
        status,
      } as const
      messages.push({ environmentId: row.environment_id, topic: 'destination', data })
    }
    for (const row of [...this.#destinations.values()]) {
      if (there.has(row.id)) continue
      this.#destinations.delete(row.id)
      if (!environmentIds.includes(row.environment_id)) continue
      const data = { id: publicId('destination', row.id), change: 'deleted', status: null } as const
      messages.push({ environmentId: row.environment_id, topic: 'destination', data })
    }
    return messages
  }
}

const isOpen = (status: string): boolean => status === 'queued' || status === 'running'

/** Drops what has ended and is not found any more. */
function forgetEnded(known: Map<string, { status: string }>, rows: readonly { id: string }[]): void {
  const there = new Set(rows.map(({ id }) => id))
  for (const [id, { status }] of known) if (!isOpen(status) && !there.has(id)) known.delete(id)
}

import type { Sql } from '../db/sql.ts'
import { sqlStateOf } from '../db/sql-state.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import { traced } from '../lib/tracing.ts'
import { type StoredLeased, storeLeased } from './emit.ts'
import { holdUsers, insertKeys, type Lease, selectKeys } from './store.ts'

/** An app's own event, to go through the same engine. */
export interface PublishedEvent {
  /** The app's key: the same key again is the same event, stored once. */
  key: string | null
  type: string
  userId: string | null
  /** Sent as it stands: JSON. */
  body: string
}

export interface Published {
  accepted: number
  duplicates: number
  /** By the order given; a duplicate has the id of the event it repeats. */
  eventIds: string[]
  /** How many deliveries are owed for them. */
  deliveries: number
}

export interface Publisher {
  /**
   * Stores events of an app and what is owed for them, all or none; when it resolves they are durable. Throws
   * `bad_request` when one names a user the environment does not have.
   */
  publish(environmentId: string, events: readonly PublishedEvent[]): Promise<Published>
}

type PublishHub = Pick<Hub, 'db' | 'clock' | 'metrics' | 'wake' | 'shortCut'>

interface Call {
  environmentId: string
  events: readonly PublishedEvent[]
  bytes: number
  receivedMs: number
  resolve: (published: Published) => void
  reject: (error: unknown) => void
}

/** What goes into one commit, unless a single call brings more. */
const mostEvents = 500
const mostBytes = 4 * 1024 * 1024
/** Commits under way: one is written while the next is sent. */
const mostFlights = 2

/**
 * Gathers what is published at the same time into shared commits: a commit waits for the disk once, however many
 * events it holds, and that wait is what limits a durable accept. Nobody waits for company: a call that comes while
 * nothing is under way goes at once.
 */
export function openPublisher(hub: PublishHub): Publisher {
  let waiting: Call[] = []
  let flights = 0

  function take(): Call[] {
    let events = 0
    let bytes = 0
    let calls = 0
    for (const call of waiting) {
      if (calls > 0 && (events + call.events.length > mostEvents || bytes + call.bytes > mostBytes)) break
      events += call.events.length
      bytes += call.bytes
      calls++
    }
    const taken = waiting.slice(0, calls)
    waiting = waiting.slice(calls)
    return taken
  }

  async function fly(): Promise<void> {
    flights++
    while (waiting.length > 0) await commit(hub, take())
    flights--
  }

  return {
    publish: (environmentId, events) =>
      new Promise<Published>((resolve, reject) => {
        const bytes = events.reduce((sum, { body }) => sum + body.length, 0)
        waiting.push({ environmentId, events, bytes, receivedMs: hub.clock.now(), resolve, reject })
        // A turn later, so that calls which arrived together share the first commit too.
        if (flights < mostFlights) setImmediate(() => (flights < mostFlights ? fly() : undefined))
      }),
  }
}

/**
 * Stores calls in one transaction and answers them. When the database refuses it, each goes by itself, so that it fails
 * alone. When nobody knows whether it was committed, all fail: stored again, events without a key would be there twice.
 */
async function commit(hub: PublishHub, calls: readonly Call[]): Promise<void> {
  const shortCut = hub.shortCut()
  const lease = shortCut?.offer(calls.reduce((sum, { events }) => sum + events.length, 0)) ?? null
  const outcome = await traced('tellus.accept', { 'tellus.input': 'events' }, () =>
    hub.db.transaction((sql) => storeCalls(hub, sql, calls, lease)),
  ).catch((error: unknown) => ({ error }))
  if ('error' in outcome) {
    shortCut?.expectStrays()
    if (calls.length > 1 && wasRolledBack(outcome.error)) for (const call of calls) await commit(hub, [call])
    else for (const call of calls) call.reject(outcome.error)
    return
  }
  const { results, stored } = outcome
  shortCut?.take(stored.leased, stored.events)
  if (stored.emitted.reduce((sum, { deliveries }) => sum + deliveries, 0) > stored.leased.length) hub.wake()
  calls.forEach((call, i) => {
    const result = results[i]
    if (result === undefined || result instanceof TellusError) call.reject(result)
    else call.resolve(result)
  })
}

/** SQLSTATE classes of a connection that broke and a server that was stopped: the commit may have come through. */
const uncertain = /^(08|57)/

/** Whether a failed transaction has certainly stored nothing: we or the database refused it. */
function wasRolledBack(error: unknown): boolean {
  const state = sqlStateOf(error)
  return error instanceof TellusError || (state !== null && !uncertain.test(state))
}

/** What became of each call, in order; one that names a stranger is refused and stores nothing. */
async function storeCalls(
  hub: PublishHub,
  sql: Sql,
  calls: readonly Call[],
  lease: Lease | null,
): Promise<{ results: (Published | TellusError)[]; stored: StoredLeased }> {
  const nowMs = hub.clock.now()
  const strangers = await strangersOf(sql, calls)
  const welcome = calls.filter((call) => !strangers.has(call))
  const drafts = welcome.flatMap((call) =>
    call.events.map((event) => ({ call, ...event, environmentId: call.environmentId, id: newId(nowMs) })),
  )
  const firstOf = await claimKeys(sql, drafts)
  const idOf = (draft: (typeof drafts)[number]): string => firstOf.get(keyOf(draft)) ?? draft.id
  const fresh = drafts.filter((draft) => idOf(draft) === draft.id)
  const stored = await storeLeased(
    hub,
    sql,
    fresh.map(({ call, id, environmentId, userId, type, body }) => ({
      id,
      environmentId,
      userId,
      type,
      body,
      orderingMs: nowMs,
      receivedMs: call.receivedMs,
    })),
    lease,
  )
  const owed = new Map(stored.emitted.map(({ eventId, deliveries }) => [eventId, deliveries]))
  const byCall = Map.groupBy(drafts, (draft) => draft.call)
  const results = calls.map((call) => {
    const stranger = strangers.get(call)
    if (stranger !== undefined)
      return new TellusError('bad_request', `there is no user ${stranger} to publish an event about`)
    const own = byCall.get(call) ?? []
    const accepted = own.filter((draft) => idOf(draft) === draft.id)
    return {
      accepted: accepted.length,
      duplicates: own.length - accepted.length,
      eventIds: own.map(idOf),
      deliveries: accepted.reduce((sum, { id }) => sum + (owed.get(id) ?? 0), 0),
    }
  })
  return { results, stored }
}

/** The first user of each call that its environment does not have. The others are held until the commit. */
async function strangersOf(sql: Sql, calls: readonly Call[]): Promise<Map<Call, string>> {
  const named = new Set(calls.flatMap(({ events }) => events.flatMap(({ userId }) => userId ?? [])))
  if (named.size === 0) return new Map()
  const rows = await holdUsers(sql, [...named].sort())
  const home = new Map(rows.map((row) => [row.user_id, row.environment_id]))
  const strangers = new Map<Call, string>()
  for (const call of calls) {
    const stranger = call.events.find(({ userId }) => userId !== null && home.get(userId) !== call.environmentId)
    if (stranger?.userId) strangers.set(call, stranger.userId)
  }
  return strangers
}

interface Keyed {
  id: string
  environmentId: string
  key: string | null
}

const keyOf = ({ environmentId, key, id }: Keyed): string => (key === null ? id : `${environmentId} ${key}`)

/** The event that each key stands for: of these drafts the first with it, unless it was stored before. */
async function claimKeys(sql: Sql, drafts: readonly Keyed[]): Promise<Map<string, string>> {
  const firstOf = new Map<string, string>()
  const claims: (Keyed & { key: string })[] = []
  for (const draft of drafts) {
    if (draft.key === null || firstOf.has(keyOf(draft))) continue
    firstOf.set(keyOf(draft), draft.id)
    claims.push({ ...draft, key: draft.key })
  }
  if (claims.length === 0) return firstOf
  const free = new Set((await insertKeys(sql, claims)).map((row) => row.event_id))
  const taken = claims.filter(({ id }) => !free.has(id))
  if (taken.length > 0)
    for (const row of await selectKeys(sql, taken)) firstOf.set(`${row.environment_id} ${row.key}`, row.event_id)
  return firstOf
}

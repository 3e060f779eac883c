import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { newId } from '../lib/ids.ts'
import {
  clearMessages,
  deleteInboxRow,
  deleteMessages,
  type InboxRow,
  insertInbox,
  selectInbox,
  selectInboxes,
  updateInbox,
} from './store.ts'

/** A built-in receiver: an address whose messages are kept, and how it answers. */
export interface Inbox {
  id: string
  environmentId: string
  name: string
  /** 200–599. */
  respondStatus: number
  /** 0–60,000. */
  respondDelayMs: number
  createdAt: Date
}

const inboxOf = (row: InboxRow): Inbox => ({
  id: row.id,
  environmentId: row.environment_id,
  name: row.name,
  respondStatus: row.respond_status,
  respondDelayMs: row.respond_delay_ms,
  createdAt: row.created_at,
})

interface Known {
  inbox: Inbox
  readAtMs: number
}
const freshMs = 1000
const caches = new WeakMap<Hub['db'], Map<string, Known>>()

function cacheOf(db: Hub['db']): Map<string, Known> {
  const cache = caches.get(db) ?? new Map<string, Known>()
  caches.set(db, cache)
  return cache
}

/** Makes an inbox that answers 200 at once. */
export async function createInbox(
  hub: Pick<Hub, 'clock'>,
  sql: Sql,
  wanted: { environmentId: string; name: string },
): Promise<Inbox> {
  const createdAt = new Date(hub.clock.now())
  const [row] = await insertInbox(sql, {
    id: newId(),
    environment_id: wanted.environmentId,
    name: wanted.name,
    created_at: createdAt,
  })
  if (row === undefined) throw new Error('An inbox was inserted and gave no row.')
  return inboxOf(row)
}

/** Inboxes in order of creation, after the one with the id `after`. */
export async function listInboxes(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  options: { limit: number; after?: string | null },
): Promise<{ inboxes: Inbox[]; more: boolean }> {
  const rows = await selectInboxes(hub.db, environmentId, options.limit + 1, options.after ?? null)
  return { inboxes: rows.slice(0, options.limit).map(inboxOf), more: rows.length > options.limit }
}

/** The inbox of that id, whichever environment it belongs to; null when there is none. */
export async function findInbox(hub: Pick<Hub, 'db'>, id: string): Promise<Inbox | null> {
  const [row] = await selectInbox(hub.db, id)
  return row === undefined ? null : inboxOf(row)
}

/** As `findInbox`, trusting for a second what was read: for each message that arrives. */
export async function openInbox(hub: Pick<Hub, 'db' | 'clock'>, id: string): Promise<Inbox | null> {
  const cache = cacheOf(hub.db)
  const nowMs = hub.clock.now()
  const known = cache.get(id)
  if (known !== undefined && nowMs - known.readAtMs < freshMs) return known.inbox
  const inbox = await findInbox(hub, id)
  if (inbox === null) cache.delete(id)
  else cache.set(id, { inbox, readAtMs: nowMs })
  return inbox
}

/** Changes how an inbox is called or answers, from its next message on; null when the environment has no such inbox. */
export async function patchInbox(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  id: string,
  to: { name?: string | undefined; respondStatus?: number | undefined; respondDelayMs?: number | undefined },
): Promise<Inbox | null> {
  const [row] = await updateInbox(hub.db, environmentId, id, {
    name: to.name ?? null,
    respondStatus: to.respondStatus ?? null,
    respondDelayMs: to.respondDelayMs ?? null,
  })
  cacheOf(hub.db).delete(id)
  return row === undefined ? null : inboxOf(row)
}

/** Deletes an inbox with its messages; false when the environment has no such inbox. */
export async function deleteInbox(hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<boolean> {
  const done = await hub.db.transaction(async (sql) => {
    const rows = await deleteInboxRow(sql, environmentId, id)
    if (rows.length > 0) await deleteMessages(sql, id)
    return rows.length > 0
  })
  cacheOf(hub.db).delete(id)
  return done
}

/** Deletes all messages of an inbox; gives how many there were. */
export const clearInbox = (hub: Pick<Hub, 'db'>, inbox: Inbox): Promise<number> => clearMessages(hub.db, inbox.id)

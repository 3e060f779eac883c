import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { firstIdAt, newId } from '../lib/ids.ts'
import type { Actor } from './actor.ts'
import { type AuditRow, deleteAuditEntriesBefore, insertAuditEntry, selectAuditEntries } from './audit-store.ts'

/** Who an entry names: a caller of the API, somebody at the command line, or somebody who is not signed in. */
export type AuditActor = Actor | { kind: 'operator'; name: string } | { kind: 'nobody'; name: string }

export interface AuditEntry {
  /** Null for what concerns the whole installation. */
  environmentId: string | null
  actor: AuditActor
  /** What was done to what kind of thing: `destination.secret_revealed`. */
  action: string
  /** The public id or e-mail of the thing. */
  target: string
  /** Never a secret, never a health value. */
  detail?: Record<string, string | number | boolean | null>
}

/** Writes down who did what; given the SQL of a transaction in that one, so that the deed and its entry are one. */
export async function audit(hub: Pick<Hub, 'clock'>, sql: Sql, entry: AuditEntry): Promise<void> {
  const { actor } = entry
  await insertAuditEntry(sql, {
    id: newId(hub.clock.now()),
    environment_id: entry.environmentId,
    actor_kind: actor.kind,
    actor_id: actor.kind === 'account' ? actor.accountId : actor.kind === 'key' ? actor.keyId : null,
    actor_name: actor.kind === 'account' ? actor.email : actor.name,
    action: entry.action,
    target: entry.target.slice(0, 300),
    detail: entry.detail ?? null,
  })
}

export interface AuditQuery {
  environmentId: string
  /** Whether entries that concern the whole installation are listed too. */
  withInstallation: boolean
  /** Actions; with a `*` at its end, all that begin so: `destination.*`. */
  actions?: readonly string[] | undefined
  /** An e-mail, a name of a key, or the UUID behind the id of either. */
  actor?: string | undefined
  /** From this moment on, and before that one; epoch milliseconds. */
  sinceMs?: number | undefined
  untilMs?: number | undefined
  before?: string | null
  limit: number
}

/** A page of entries, the newest first, and where the next one begins. */
export async function listAudit(
  hub: Pick<Hub, 'db'>,
  query: AuditQuery,
): Promise<{ entries: AuditRow[]; next: string | null }> {
  const isPrefix = (action: string) => action.endsWith('*')
  const rows = await selectAuditEntries(hub.db, {
    environmentId: query.environmentId,
    withInstallation: query.withInstallation,
    actions: query.actions?.filter((action) => !isPrefix(action)) ?? null,
    prefixes: query.actions?.filter(isPrefix).map((action) => action.slice(0, -1)) ?? [],
    actor: query.actor ?? null,
    since: query.sinceMs === undefined ? null : firstIdAt(query.sinceMs),
    until: query.untilMs === undefined ? null : firstIdAt(query.untilMs),
    before: query.before ?? null,
    limit: query.limit + 1,
  })
  const entries = rows.slice(0, query.limit)
  return { entries, next: rows.length > query.limit ? (entries.at(-1)?.id ?? null) : null }
}

export const auditRetentionDays = 400

/** Forgets entries past their retention; gives how many. */
export const trimAudit = (hub: Pick<Hub, 'db' | 'clock'>): Promise<number> =>
  deleteAuditEntriesBefore(hub.db, firstIdAt(hub.clock.now() - auditRetentionDays * 86_400_000))

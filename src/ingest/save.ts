import type { Sql } from '../db/sql.ts'
import type { NewEvent } from '../events/types.ts'
import type { Hub } from '../hub.ts'
import { pack } from '../lib/packed.ts'
import type { DataType } from '../schema/records.ts'
import { lockUser, touchUser } from '../users/store.ts'
import { type LockedUser, lockedUserOf, type User } from '../users/user.ts'
import { type Changed, changedBy, isWorthNoting, type Known, knownOf, type Storing } from './change.ts'
import { dataBody } from './data-body.ts'
import { withoutDeleted } from './deletions.ts'
import type { Incoming } from './incoming.ts'
import type { RecordPlace } from './keys.ts'
import type { Source } from './provenance.ts'
import { type Confirmed, confirmRecords, type RecordRow, selectRecords, upsertRecords } from './store.ts'
import { tellRecords } from './tell.ts'

export interface Saving {
  /** Milliseconds since 1970 at which the input was brought: orders versions of a record that do not say it themselves. */
  observedAtMs: number
  importId?: string | null
  /** What they were made of; without one nobody knows. */
  source?: Source
  /** When the input arrived, where that is known: for the timeline of its events. */
  receivedMs?: number
  /** Records that end before this local day, `YYYY-MM-DD`, are stored and not sent: whoever asked gets them in an answer. */
  quietBefore?: string
}

export interface Saved {
  /** Records stored new or changed, by type. */
  saved: Map<DataType, number>
}

/** A device whose clock runs ahead must not win over all that comes after it. */
export const clockToleranceMs = 5 * 60_000

/** Records an event may carry, and bytes of its body (wire 7.5 of Terra's contract, used for all batches). */
export const maxRecordsPerEvent = 10
export const maxBytesPerEvent = 10_000_000

/**
 * Stores records of one user and owes what changed to the destinations, in the caller's transaction. A record that says
 * nothing new changes nothing and sends nothing; a changed one is merged with what is stored, so that what is sent is
 * always a superset of what was. Gives null when the user is gone. Wake the delivery after the commit.
 */
export async function saveRecords(
  hub: Pick<Hub, 'clock' | 'metrics' | 'defect'>,
  sql: Sql,
  environmentId: string,
  userId: string,
  brought: Incoming[],
  saving: Saving,
): Promise<Saved | null> {
  const row = await lockUser(sql, environmentId, userId)
  if (row === null) return null
  const user = lockedUserOf(row)
  const incoming = await withoutDeleted(sql, userId, brought, saving.observedAtMs)
  const known = await readStored(sql, userId, incoming)
  const changed = new Map<string, Changed>()
  const confirmed: Confirmed[] = []
  const latestMs = hub.clock.now() + clockToleranceMs
  for (const entry of incoming) {
    const { type, place } = entry
    const key = keyOf(entry)
    const before = changed.get(key) ?? known.get(key)
    const observedAtMs = Math.min(entry.observedAtMs ?? saving.observedAtMs, latestMs)
    const after = changedBy(before, entry, observedAtMs, saving.source)
    const isChange = after.kind === 'changed'
    hub.metrics.records.inc({ type, result: !isChange ? 'unchanged' : before === undefined ? 'new' : 'changed' })
    if (isChange) changed.set(key, after)
    else if (isWorthNoting(before, observedAtMs, saving.source))
      confirmed.push({ type, key: place.key, observedAt: new Date(observedAtMs), provenance: after.provenance })
  }
  if (confirmed.length > 0) await confirmRecords(sql, userId, confirmed)
  return storeChanged(hub, sql, user, [...changed.values()], saving)
}

/** Writes records over what was under their keys, and owes them to the destinations. The user is locked. */
export async function storeChanged(
  hub: Pick<Hub, 'clock' | 'metrics' | 'defect'>,
  sql: Sql,
  user: LockedUser,
  changed: readonly Storing[],
  saving: Pick<Saving, 'importId' | 'receivedMs' | 'quietBefore'>,
): Promise<Saved> {
  const { userId } = user
  const rows = changed.map(toRow)
  if (rows.length > 0) {
    await upsertRecords(sql, userId, saving.importId ?? null, rows)
    const now = new Date(hub.clock.now())
    const told = changed.filter(({ place }) => !isQuiet(place, saving.quietBefore))
    await touchUser(sql, userId, { data: now, ...(user.active && told.length > 0 ? { webhook: now } : {}) })
    if (user.active) await tellRecords(hub, sql, user, dataEvents(user, told, now.getTime(), saving), told)
  }
  const saved = new Map<DataType, number>()
  for (const { type } of rows) saved.set(type, (saved.get(type) ?? 0) + 1)
  return { saved }
}

const keyOf = ({ type, place }: Pick<Incoming, 'type' | 'place'>): string => `${type} ${place.key}`

/** What is stored under the keys of those records, by type and key. */
async function readStored(sql: Sql, userId: string, incoming: Incoming[]): Promise<Map<string, Known>> {
  const types = incoming.map((entry) => entry.type)
  const keys = incoming.map((entry) => entry.place.key)
  const rows = await selectRecords(sql, userId, types, keys)
  return new Map(rows.map((row) => [`${row.type} ${row.key}`, knownOf(row)]))
}

const isQuiet = ({ lastDay }: RecordPlace, before: string | undefined): boolean =>
  before !== undefined && lastDay !== null && lastDay < before

const toRow = ({ type, place, hash, observedAtMs, provenance, text }: Storing): RecordRow => ({
  ...place,
  type,
  hash,
  provenance,
  observedAt: new Date(observedAtMs),
  ...pack(text()),
})

function dataEvents(
  user: User,
  changed: readonly Storing[],
  nowMs: number,
  saving: Pick<Saving, 'receivedMs' | 'importId'>,
): NewEvent[] {
  const events: NewEvent[] = []
  for (const type of new Set(changed.map((entry) => entry.type))) {
    const texts = changed.filter((entry) => entry.type === type).map((entry) => entry.text())
    for (const group of groupsOf(texts, (text) => text, type === 'athlete' ? 1 : maxRecordsPerEvent))
      events.push({
        environmentId: user.environmentId,
        userId: user.userId,
        type,
        body: dataBody(type, user, group),
        orderingMs: nowMs,
        ...(saving.receivedMs === undefined ? {} : { receivedMs: saving.receivedMs }),
        ...(saving.importId ? { importId: saving.importId } : {}),
      })
  }
  return events
}

/** What is told in the order given, by its JSON texts at most `most` and ten megabytes to a group. */
export function groupsOf<T>(told: readonly T[], textOf: (one: T) => string, most = maxRecordsPerEvent): T[][] {
  const groups: T[][] = []
  let bytes = 0
  for (const one of told) {
    const size = Buffer.byteLength(textOf(one))
    const last = groups.at(-1)
    if (last !== undefined && last.length < most && bytes + size <= maxBytesPerEvent) {
      last.push(one)
      bytes += size
    } else {
      groups.push([one])
      bytes = size
    }
  }
  return groups
}

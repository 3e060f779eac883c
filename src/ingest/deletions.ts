import type { Sql } from '../db/sql.ts'
import { emitEvents } from '../events/emit.ts'
import type { Hub } from '../hub.ts'
import { unpack } from '../lib/packed.ts'
import type { DayRange } from '../providers/resource.ts'
import { checkRecord } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'
import { lockUser } from '../users/store.ts'
import { type User, userOf } from '../users/user.ts'
import { dataBody } from './data-body.ts'
import {
  forgetDeleted,
  noteDeleted,
  type RemovedRow,
  removeRecord,
  removeVanished,
  selectDeleted,
} from './deletions-store.ts'
import type { Incoming } from './incoming.ts'

type DeletionHub = Pick<Hub, 'clock' | 'metrics' | 'defect'>
type Whom = Pick<User, 'userId' | 'environmentId'>

/** `upload_type` of a record that is gone; a sleep has numbers of its own, among which there is none for that. */
const deletedUpload = 4
const unknownSleepUpload = 0

/**
 * Leaves out what was deleted at the provider after it had been asked for: an answer that comes late, or one that is read
 * again, does not bring a record back. One that was asked for since does: it is there again, and new.
 */
export async function withoutDeleted(
  sql: Sql,
  userId: string,
  incoming: Incoming[],
  askedAtMs: number,
): Promise<Incoming[]> {
  const types = incoming.map(({ type }) => type)
  const keys = incoming.map(({ place }) => place.key)
  const deleted = await selectDeleted(sql, userId, types, keys)
  if (deleted.length === 0) return incoming
  const isLater = ({ deleted_at: at }: { deleted_at: Date }): boolean => askedAtMs > at.getTime()
  const again = deleted.filter(isLater)
  if (again.length > 0)
    await forgetDeleted(
      sql,
      userId,
      again.map(({ type }) => type),
      again.map(({ key }) => key),
    )
  const gone = new Set(deleted.filter((row) => !isLater(row)).map(({ type, key }) => `${type} ${key}`))
  return incoming.filter(({ type, place }) => !gone.has(`${type} ${place.key}`))
}

/** The answer of a provider that holds every session of some days. */
export interface WholeAnswer {
  type: DataType
  days: DayRange
  /** When it was asked for, milliseconds since 1970. */
  askedAtMs: number
  keys: string[]
}

/**
 * Removes the sessions of some days that an earlier answer of the provider held and this one does not, and tells the app,
 * in the caller's transaction, which holds the user's lock. Gives how many there were.
 */
export async function deleteVanished(
  hub: DeletionHub,
  sql: Sql,
  { userId, environmentId }: Whom,
  { type, days, askedAtMs, keys }: WholeAnswer,
): Promise<number> {
  const askedAt = new Date(askedAtMs)
  const removed = await removeVanished(sql, userId, type, { ...days, askedAt, seen: keys })
  const row = removed.length === 0 ? null : await lockUser(sql, environmentId, userId)
  if (row === null) return 0
  const gone = removed.map(({ key }) => key)
  await noteDeleted(sql, userId, type, gone, askedAt)
  await tellDeleted(hub, sql, userOf(row), type, removed)
  return removed.length
}

/** Removes the record of something that its provider says is gone, and tells the app, in one commit. */
export async function deleteRecord(
  hub: DeletionHub & Pick<Hub, 'db' | 'wake'>,
  whom: Whom,
  type: DataType,
  key: string,
): Promise<void> {
  await hub.db.transaction(async (sql) => {
    const row = await lockUser(sql, whom.environmentId, whom.userId)
    if (row === null) return
    // Also where it is not stored: an answer that is on its way may hold it still.
    await noteDeleted(sql, whom.userId, type, [key], new Date(hub.clock.now()))
    await tellDeleted(hub, sql, userOf(row), type, await removeRecord(sql, whom.userId, type, key))
  })
  hub.wake()
}

/** One data event for each record: what is left of it is its metadata, which says that it is gone as far as it can. */
async function tellDeleted(
  hub: DeletionHub,
  sql: Sql,
  user: User,
  type: DataType,
  removed: readonly RemovedRow[],
): Promise<void> {
  if (!user.active) return
  const texts = removed.flatMap((row) => remainsOf(type, unpack(row)) ?? [])
  await emitEvents(
    hub,
    sql,
    texts.map((text) => ({
      environmentId: user.environmentId,
      userId: user.userId,
      type,
      body: dataBody(type, user, [text]),
      orderingMs: hub.clock.now(),
    })),
  )
}

/** What is sent of a record that is gone; null for a type of which the schema has no such form. */
export function remainsOf(type: DataType, text: string): string | null {
  const record: { metadata?: object } = JSON.parse(text)
  if (record.metadata === undefined) return null
  const remains = { metadata: { ...record.metadata, ...uploadOf(type) } }
  return checkRecord(type, remains).ok ? JSON.stringify(remains) : null
}

function uploadOf(type: DataType): object {
  switch (type) {
    case 'activity':
    case 'daily':
      return { upload_type: deletedUpload }
    case 'sleep':
      return { upload_type: unknownSleepUpload }
    default:
      return {}
  }
}

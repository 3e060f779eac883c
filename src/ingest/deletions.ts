import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { unpack } from '../lib/packed.ts'
import type { DayRange } from '../providers/resource.ts'
import type { DataType } from '../schema/records.ts'
import { lockUser } from '../users/store.ts'
import { type LockedUser, lockedUserOf, type User } from '../users/user.ts'
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
import { placeOf } from './keys.ts'
import { remainsOf } from './remains.ts'
import { tellRecords } from './tell.ts'

type DeletionHub = Pick<Hub, 'clock' | 'metrics' | 'defect'>
type Whom = Pick<User, 'userId' | 'environmentId'>

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
  await tellDeleted(hub, sql, lockedUserOf(row), type, removed)
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
    await tellDeleted(hub, sql, lockedUserOf(row), type, await removeRecord(sql, whom.userId, type, key))
  })
  hub.wake()
}

/**
 * Removes records that are not made any more of what is kept of their source, and tells the app, in the caller's transaction, which
 * holds the user's lock. That they are gone is not noted: the next making knows it anyway.
 */
export async function deleteRecords(
  hub: DeletionHub,
  sql: Sql,
  user: LockedUser,
  names: readonly { type: DataType; key: string }[],
): Promise<void> {
  for (const { type, key } of names)
    await tellDeleted(hub, sql, user, type, await removeRecord(sql, user.userId, type, key))
}

/** One data event for each record: what is left of it is its metadata, which says that it is gone as far as it can. */
async function tellDeleted(
  hub: DeletionHub,
  sql: Sql,
  user: LockedUser,
  type: DataType,
  removed: readonly RemovedRow[],
): Promise<void> {
  if (!user.active) return
  const gone = removed.map(unpack)
  const texts = gone.flatMap((text) => remainsOf(type, text) ?? [])
  const events = texts.map((text) => ({
    environmentId: user.environmentId,
    userId: user.userId,
    type,
    body: dataBody(type, user, [text]),
    orderingMs: hub.clock.now(),
  }))
  const places = gone.map((text) => ({ type, place: placeOf(type, JSON.parse(text)), text: () => text }))
  await tellRecords(hub, sql, user, events, places)
}

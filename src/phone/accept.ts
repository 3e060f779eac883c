import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { deleteRecords } from '../ingest/deletions.ts'
import { TellusError } from '../lib/errors.ts'
import type { JsonOutline } from '../lib/json-outline.ts'
import { traced } from '../lib/tracing.ts'
import { summaryId } from '../normalise/identity.ts'
import type { BatchAnswer } from '../schema/ingest.ts'
import { lockUser } from '../users/store.ts'
import { type LockedUser, lockedUserOf } from '../users/user.ts'
import { gone, keepAlive, notePhone, type Phone, paused, providerOf } from './connect.ts'
import { markDirty } from './days-store.ts'
import {
  type ItemHead,
  idHashOf,
  itemsOf,
  type PieceHead,
  type Prepared,
  pieceOf,
  piecesOf,
  prepare,
  prepareAgain,
} from './pieces.ts'
import { isNewer, mostOfDay, type Sifted, sift } from './sift.ts'
import {
  deletePieces,
  insertAnswer,
  insertTombstones,
  selectAnswer,
  selectBodies,
  selectHeadsNear,
  selectHeadsWith,
  selectSessions,
  selectTombstones,
  upsertAnchors,
  upsertPieces,
} from './store.ts'
import { tally } from './tally.ts'
import { delaySeconds, oweRecords } from './task.ts'
import { type Envelope, type PhoneItem, readEnvelope } from './wire/batch.ts'
import { type ReadItems, readItems } from './wire/items.ts'

/** A batch whose items are ready to be stored. */
type Batch = Omit<Envelope, 'lists' | 'deleted'> & ReadItems<Prepared>

type AcceptHub = Pick<Hub, 'db' | 'clock' | 'metrics' | 'defect' | 'log' | 'wake'>

/**
 * Stores what a phone sent, and owes its records to a job, in one commit; gives the answer. A batch whose id is known is
 * answered as it was then. Throws `bad_request` for what is no batch, `too_large` for too many items, `gone` and `forbidden`
 * for a user who is disconnected or paused.
 */
export const acceptBatch = (hub: AcceptHub, phone: Phone, body: JsonOutline): Promise<BatchAnswer> =>
  traced('tellus.accept', { 'tellus.input': 'phone' }, () => accept(hub, phone, body))

async function accept(hub: AcceptHub, phone: Phone, body: JsonOutline): Promise<BatchAnswer> {
  const envelope = readEnvelope(body.value)
  if (envelope.platform !== phone.platform)
    throw new TellusError('bad_request', `this phone was connected for ${phone.platform}, not ${envelope.platform}`)
  // Asked before the items are read, and in the transaction once more: the same batch may be on its way twice.
  const answer = (await answerOf(hub.db, phone, envelope)) ?? (await take(hub, phone, envelope, body.elementOf))
  const { accepted, duplicates, deleted, rejected } = answer
  hub.log.info(
    { userId: phone.userId, platform: phone.platform, accepted, duplicates, deleted, rejected: rejected.length },
    'accepted a batch of a phone',
  )
  return answer
}

/** What a batch was answered whose id is known; null for a new one. */
async function answerOf(
  sql: Sql,
  { userId }: Phone,
  { batchId }: Pick<Envelope, 'batchId'>,
): Promise<BatchAnswer | null> {
  const known = await selectAnswer(sql, userId, batchId)
  return known === null ? null : JSON.parse(known)
}

/** Reads the items of a batch and stores them, unless it has been stored meanwhile. */
async function take(
  hub: AcceptHub,
  phone: Phone,
  envelope: Envelope,
  elementOf: JsonOutline['elementOf'],
): Promise<BatchAnswer> {
  const batch: Batch = { ...envelope, ...readItems(envelope, hub.clock.now(), elementOf, prepare) }
  const { answer, isTold } = await hub.db.transaction(async (sql) => {
    const row = await lockUser(sql, phone.environmentId, phone.userId)
    if (row === null) throw gone()
    if (!row.active) throw paused()
    const known = await answerOf(sql, phone, batch)
    return known === null ? store(hub, sql, lockedUserOf(row), phone, batch) : { answer: known, isTold: false }
  })
  if (isTold) hub.wake()
  return answer
}

/** Stores a batch of a user who is locked. `isTold`: something is to be delivered already. */
async function store(
  hub: AcceptHub,
  sql: Sql,
  user: LockedUser,
  phone: Phone,
  batch: Batch,
): Promise<{ answer: BatchAnswer; isTold: boolean }> {
  const { userId } = phone
  const came = batch.items
  const at = new Date(hub.clock.now())
  const deletedHashes = batch.deleted.map(({ id }) => idHashOf(id))
  const doomed = deletedHashes.length === 0 ? [] : await selectHeadsWith(sql, userId, deletedHashes, null)
  const dead = await selectTombstones(
    sql,
    userId,
    came.map(({ idHash }) => idHash),
  )
  const sifted = sift(came, await headsOf(sql, phone, came), new Set([...deletedHashes, ...dead]))
  const changes = await settle(sql, userId, sifted, batch, doomed)
  const stored = [...sifted.fresh, ...changes.newer]
  const removed = [...changes.replaced, ...changes.deleted]
  if (stored.length > 0) await upsertPieces(sql, userId, piecesOf(stored))
  const forgotten = await forgottenSessions(sql, phone, batch, changes.deleted)
  await deleteRecords(hub, sql, user, forgotten)
  if (deletedHashes.length > 0) await insertTombstones(sql, userId, deletedHashes, at)
  const answer = tally(batch, {
    accepted: stored.map(({ item }) => item),
    duplicates: [...sifted.duplicates, ...changes.older].map(({ item }) => item),
    deleted: [...changes.deleted, ...forgotten.map(({ told }) => ({ type: told }))],
    surplus: sifted.surplus.map(({ item }) => item),
    reason: `this day holds ${mostOfDay} items of this type, and no more are kept`,
  })
  await noteAnchors(
    sql,
    userId,
    batch,
    stored.map(({ item }) => item),
  )
  const days = new Set([...stored.map(({ item }) => item.day), ...removed.map(({ day }) => day)])
  if (days.size > 0) {
    const since = await markDirty(sql, userId, [...days], at)
    await oweRecords(sql, phone, delaySeconds(since, at.getTime()))
  }
  await notePhone(sql, userId, batch)
  await keepAlive(hub, sql, phone)
  await insertAnswer(sql, { userId, batchId: batch.batchId, answer: JSON.stringify(answer), at })
  return { answer, isTold: forgotten.length > 0 }
}

/** The pieces in which what came may be known already: of its days and those around them, or anywhere. */
async function headsOf(sql: Sql, phone: Phone, came: readonly Prepared[]): Promise<PieceHead[]> {
  const near = new Map<string, { type: string; first: string; last: string }>()
  for (const { item } of came) {
    const { type, day } = item
    const range = near.get(type)
    if (range === undefined) near.set(type, { type, first: day, last: day })
    else if (day < range.first) range.first = day
    else if (day > range.last) range.last = day
  }
  if (near.size === 0) return []
  const heads = await selectHeadsNear(sql, phone.userId, [...near.values()])
  // What is changed in HealthKit is another sample; only the zone it is read in can move it, to the next day.
  const movable = came.filter(({ item }) => phone.platform !== 'healthkit' || item.kind === 'characteristics')
  if (movable.length === 0) return heads
  const ids = movable.map(({ idHash }) => idHash)
  const known = new Set(heads.map(({ id }) => id))
  const types = [...new Set(movable.map(({ item }) => item.type))]
  const elsewhere = await selectHeadsWith(sql, phone.userId, ids, types)
  return [...heads, ...elsewhere.filter(({ id }) => !known.has(id))]
}

interface Changes {
  /** Versions that take the place of what is stored, and what they took it of. */
  newer: Prepared[]
  replaced: PhoneItem[]
  /** Versions that what is stored is newer than. */
  older: Prepared[]
  /** What the phone deleted. */
  deleted: PhoneItem[]
}

/** Takes out of the stored pieces what was deleted and what there is a newer version of. */
async function settle(
  sql: Sql,
  userId: string,
  { disputed, pieces }: Sifted,
  batch: Batch,
  doomed: readonly PieceHead[],
): Promise<Changes> {
  const changes: Changes = { newer: [], replaced: [], older: [], deleted: [] }
  const heads = new Map([...pieces, ...doomed].map((head) => [head.id, head]))
  if (heads.size === 0) return { ...changes, newer: [...disputed.values()] }
  const deleted = new Set(batch.deleted.map(({ id }) => id))
  const open = new Map([...disputed.values()].map((one) => [one.item.id, one]))
  const rewritten: NonNullable<ReturnType<typeof pieceOf>>[] = []
  const emptied: PieceHead[] = []
  for (const row of await selectBodies(sql, userId, [...heads.values()])) {
    const items = itemsOf(row)
    const stays = items.map((item) => {
      const rival = open.get(item.id)
      if (deleted.has(item.id)) changes.deleted.push(item)
      else if (rival === undefined) return true
      else {
        open.delete(item.id)
        const isReplaced = isNewer(rival.item, item)
        changes[isReplaced ? 'newer' : 'older'].push(rival)
        if (!isReplaced) return true
        changes.replaced.push(item)
      }
      return false
    })
    if (!stays.includes(false)) continue
    const head = heads.get(row.id)
    const kept = prepareAgain(items, head?.sums ?? []).filter((_, index) => stays[index])
    const rest = pieceOf(kept, row.id)
    if (rest !== null) rewritten.push(rest)
    else if (head !== undefined) emptied.push(head)
  }
  if (rewritten.length > 0) await upsertPieces(sql, userId, rewritten)
  if (emptied.length > 0) await deletePieces(sql, userId, emptied)
  // Another id that begins with the same bits: nothing is known under this one.
  return { ...changes, newer: [...changes.newer, ...open.values()] }
}

/**
 * The records of sessions that the phone deleted and whose items have passed their retention: they are all that is left. Those of
 * HealthKit are not known by its ids.
 */
async function forgottenSessions(sql: Sql, phone: Phone, batch: Batch, found: readonly PhoneItem[]) {
  const known = new Set(found.map(({ id }) => id))
  const provider = providerOf[phone.platform]
  const told = new Map<string, string | null>()
  for (const { id, type } of phone.platform === 'healthkit' ? [] : batch.deleted)
    for (const name of known.has(id) ? [] : namesOf(id))
      for (const kind of ['activity', 'sleep'] as const) told.set(summaryId(provider, kind, name), type)
  if (told.size === 0) return []
  const rows = await selectSessions(sql, phone.userId, [...told.keys()])
  return rows.map((row) => ({ ...row, told: told.get(row.key) ?? null }))
}

/** An id as a record is named for it: as it is, or a UUID as an export of Health Connect has it. */
const namesOf = (id: string): string[] => [id, id.replaceAll('-', '').toUpperCase()]

/** Keeps where the phone stands. */
async function noteAnchors(sql: Sql, userId: string, batch: Batch, stored: readonly ItemHead[]): Promise<void> {
  const last = new Map<string, number>()
  for (const { type, endMs } of stored) last.set(type, Math.max(last.get(type) ?? endMs, endMs))
  const types = new Set([...last.keys(), ...Object.keys(batch.anchors)])
  if (types.size === 0) return
  await upsertAnchors(
    sql,
    userId,
    [...types].map((type) => {
      const lastMs = last.get(type)
      return {
        type,
        anchor: batch.anchors[type] ?? null,
        lastSampleAt: lastMs === undefined ? null : new Date(lastMs),
      }
    }),
  )
}

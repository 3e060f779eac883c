import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { deleteRecords } from '../ingest/deletions.ts'
import { type Incoming, toIncoming } from '../ingest/incoming.ts'
import { saveRecords } from '../ingest/save.ts'
import { newId } from '../lib/ids.ts'
import { shiftDate } from '../normalise/time.ts'
import { dataTypes } from '../schema/records.ts'
import { lockUser } from '../users/store.ts'
import { lockedUserOf } from '../users/user.ts'
import { selectConnection } from './connection-store.ts'
import { markMade, selectDays, selectKept, selectShared } from './days-store.ts'
import { recordsOf } from './map/map.ts'
import { itemsOf, pieceOf, prepareAgain } from './pieces.ts'
import { type BodyRow, deletePieces, selectHeadsNear, selectPieces, upsertPieces } from './store.ts'
import type { PhoneDevice, PhoneItem } from './wire/batch.ts'

/** Raised by one when what is made of items is corrected, so that each record tells which one made it. */
const mapperVersion = 1

/** So many pieces of a type and day are made one: each brings its own keys and its own row. */
const manyPieces = 12

/** What there is of a day, and which of its records are known. */
interface Day {
  items: PhoneItem[]
  isSwept: boolean
  keys: readonly string[]
}

/**
 * Makes the records of some days of one user and owes them to the destinations, in one commit; what is not made any more of
 * them leaves. Nothing happens where the user is gone. A day of which items have passed their retention (or the day next to
 * it) only adds to what is stored.
 */
export async function makeDays(
  hub: Pick<Hub, 'db' | 'clock' | 'metrics' | 'defect' | 'wake' | 'log'>,
  { environmentId, userId }: { environmentId: string; userId: string },
  days: readonly string[],
): Promise<void> {
  const sorted = [...days].sort()
  const [first, last] = [sorted.at(0), sorted.at(-1)]
  if (first === undefined || last === undefined) return
  const saved = await hub.db.transaction(async (sql) => {
    const row = await lockUser(sql, environmentId, userId)
    const phone = row === null ? null : await selectConnection(sql, userId)
    if (row === null || phone === null) return null
    const stored = await readDays(sql, userId, shiftDate(first, -1), shiftDate(last, 1))
    const observedAtMs = hub.clock.now()
    const device: PhoneDevice = JSON.parse(phone.device)
    const context = { device, zone: phone.zone ?? row.zone, observedAtMs }
    const incoming: (Incoming & { isWhole: boolean })[] = []
    const made: { day: string; keys: string[] }[] = []
    const gone = new Set<string>()
    for (const day of sorted) {
      const near = [shiftDate(day, -1), day, shiftDate(day, 1)].map((one) => stored.get(one) ?? nothing)
      const isWhole = !near.some(({ isSwept }) => isSwept)
      const records = recordsOf(
        phone.platform,
        near.flatMap(({ items }) => items),
        [day],
        context,
      ).map((record) => {
        const ready = toIncoming(record)
        if (ready.problems.length > 0) hub.defect(record.type, ready.problems)
        return { ...ready.incoming, isWhole }
      })
      const keys = records.map(nameOf)
      const before = stored.get(day)?.keys ?? []
      if (isWhole) for (const key of before) gone.add(key)
      made.push({ day, keys: isWhole ? keys : [...new Set([...before, ...keys])] })
      incoming.push(...records)
    }
    for (const { keys } of made) for (const key of keys) gone.delete(key)
    // What has moved to a day that was made before is there.
    for (const key of gone.size === 0 ? [] : await selectKept(sql, userId, [...gone], days)) gone.delete(key)
    const shared = await selectShared(sql, userId, [...incoming.map(nameOf), ...gone])
    // An earlier version has nothing to add to what was made of all that is known, but where a file told of it too.
    const whole = incoming.map(
      ({ isWhole, ...one }): Incoming => (isWhole && !shared.has(nameOf(one)) ? { ...one, isCut: true } : one),
    )
    // What a phone has nothing left of stays as its file told it; a session that was deleted is gone for both.
    for (const name of shared) if (!isSession(name)) gone.delete(name)
    const source = { rawId: null, mapper: `${row.provider}@${mapperVersion}` }
    const saved = await saveRecords(hub, sql, environmentId, userId, whole, { observedAtMs, source })
    await deleteRecords(hub, sql, lockedUserOf(row), [...gone].flatMap(namedBy))
    await markMade(sql, userId, made)
    return saved
  })
  if (saved === null) return
  hub.wake()
  const records = [...saved.saved.values()].reduce((sum, n) => sum + n, 0)
  if (records > 0) hub.log.info({ userId, days: days.length, records }, 'made records of what a phone sent')
}

const nothing: Day = { items: [], isSwept: false, keys: [] }

/** The name under which a day keeps a record. */
const nameOf = ({ type, place }: Pick<Incoming, 'type' | 'place'>): string => `${type} ${place.key}`
const isSession = (name: string): boolean => name.startsWith('activity ') || name.startsWith('sleep ')

/** A record by that name. */
function namedBy(name: string) {
  const at = name.indexOf(' ')
  const type = dataTypes.find((one) => one === name.slice(0, at))
  return type === undefined ? [] : [{ type, key: name.slice(at + 1) }]
}

/** Everything of the days from one to another. What lies there in many pieces is put together on the way. */
async function readDays(sql: Sql, userId: string, first: string, last: string): Promise<Map<string, Day>> {
  const days = new Map<string, Day>()
  for (const { day, is_swept: isSwept, keys } of await selectDays(sql, userId, first, last))
    days.set(day, { items: [], isSwept, keys })
  const groups = new Map<string, BodyRow[]>()
  for (const piece of await selectPieces(sql, userId, first, last)) {
    const group = groups.get(`${piece.day} ${piece.type}`) ?? []
    groups.set(`${piece.day} ${piece.type}`, group)
    group.push(piece)
  }
  for (const pieces of groups.values()) {
    const items = pieces.flatMap(itemsOf)
    for (const item of items) {
      const day = days.get(item.day) ?? { ...nothing, items: [] }
      days.set(item.day, day)
      day.items.push(item)
    }
    if (pieces.length >= manyPieces) await putTogether(sql, userId, pieces, items)
  }
  return days
}

/** Makes the pieces of a type and day one. */
async function putTogether(sql: Sql, userId: string, pieces: readonly BodyRow[], items: readonly PhoneItem[]) {
  const near = pieces.slice(0, 1).map(({ type, day }) => ({ type, first: day, last: day }))
  const heads = new Map((await selectHeadsNear(sql, userId, near)).map((head) => [head.id, head]))
  const sums = pieces.flatMap(({ id }) => heads.get(id)?.sums ?? [])
  const whole = pieceOf(prepareAgain(items, sums), newId())
  await deletePieces(sql, userId, pieces)
  if (whole !== null) await upsertPieces(sql, userId, [whole])
}

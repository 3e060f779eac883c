import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { publicId } from '../../lib/ids.ts'
import type { User } from '../../users/user.ts'
import { type Known, knownOf } from '../change.ts'
import { selectDeleted } from '../deletions-store.ts'
import type { Incoming } from '../incoming.ts'
import { selectNewerWindows, selectRaw } from '../raw/store.ts'
import { clockToleranceMs } from '../save.ts'
import { decide, type Said } from './decide.ts'
import { noteChange, noteChecked, noteRefusal, noteUnmade, type Outcome } from './outcome.ts'
import { type FindProvider, type Remaking, remake } from './remake.ts'
import { selectConcerned } from './store.ts'
import { newWrites, type Writes } from './writes.ts'

/** Reads kept answers of a user, each once in a step. */
export type Read = (id: string) => Promise<Remaking | null>

export function reader(sql: Sql, user: User, find: FindProvider): Read {
  const known = new Map<string, Promise<Remaking | null>>()
  const read = async (id: string) => {
    const row = await selectRaw(sql, user.userId, id)
    return row === null ? null : remake(row, find)
  }
  return (id) => {
    const reading = known.get(id) ?? read(id)
    known.set(id, reading)
    return reading
  }
}

/**
 * Decides what a kept answer changes today. Each stored record is decided once: with the input that was the last to make it.
 * One that is not stored is made of the newest answer of its days alone: what that does not hold any more is gone.
 */
export async function replayAnswer(
  hub: Pick<Hub, 'clock' | 'defect'>,
  sql: Sql,
  user: User,
  rawId: string,
  { read, outcome, isDryRun }: { read: Read; outcome: Outcome; isDryRun: boolean },
): Promise<Writes> {
  const writes = newWrites()
  const row = await selectRaw(sql, user.userId, rawId)
  const remade = await read(rawId)
  if (row === null || remade === null) return writes
  if (remade.kind === 'refused') {
    noteRefusal(outcome, 'raw', rawId, remade.why)
    return writes
  }
  const { type } = row
  if (remade.problems.length > 0 && !isDryRun) hub.defect(type, remade.problems)
  const made = await notDeleted(sql, user, remade.records, remade.observedAtMs)
  const stored = await selectConcerned(sql, user.userId, type, [...made.keys()], {
    id: rawId,
    firstDay: row.first_day,
    lastDay: row.last_day,
  })
  const known = new Map(stored.map((one) => [one.key, knownOf(one)]))
  const isNewest = await newestOf(sql, row, made, known)
  const latestMs = hub.clock.now() + clockToleranceMs
  for (const key of new Set([...made.keys(), ...known.keys()])) {
    const before = known.get(key)
    const record = made.get(key)
    const lastId = before?.provenance.rawIds.at(-1)
    if (lastId === undefined ? record === undefined || !isNewest(record) : lastId !== rawId) continue
    noteChecked(outcome, type)
    const { said, isAll } = await saidOf(read, before, key, { rawId, latestMs })
    if (said.length === 0) {
      noteUnmade(outcome, type)
      continue
    }
    const decision = decide(type, before, said, isAll ? 'replace' : 'unite')
    if (decision.kind === 'same') {
      if (decision.provenance !== null) writes.noted.push({ type, key, ...decision.provenance })
      continue
    }
    writes.stored.push(decision.record)
    noteChange(outcome, {
      type,
      userId: user.userId,
      rawId: publicId('raw', rawId),
      day: decision.record.place.firstDay,
      before: decision.before,
      after: decision.after,
    })
  }
  return writes
}

/** By key, without what was deleted at the provider after the answer was given. */
async function notDeleted(
  sql: Sql,
  user: User,
  records: readonly Incoming[],
  observedAtMs: number,
): Promise<Map<string, Incoming>> {
  const types = records.map(({ type }) => type)
  const keys = records.map(({ place }) => place.key)
  const deleted = await selectDeleted(sql, user.userId, types, keys)
  const gone = new Set(deleted.filter((one) => one.deleted_at.getTime() >= observedAtMs).map(({ key }) => key))
  return new Map(records.filter(({ place }) => !gone.has(place.key)).map((record) => [record.place.key, record]))
}

/** Says of a record that no input is known of whether this answer is the newest of its days. */
async function newestOf(
  sql: Sql,
  row: Parameters<typeof selectNewerWindows>[1],
  made: ReadonlyMap<string, Incoming>,
  known: ReadonlyMap<string, Known>,
): Promise<(record: Incoming) => boolean> {
  const isAsked = [...made.keys()].some((key) => (known.get(key)?.provenance.rawIds.length ?? 0) === 0)
  const newer = isAsked ? await selectNewerWindows(sql, row) : []
  return ({ place: { firstDay, lastDay } }) =>
    !newer.some(
      (window) => firstDay === null || (window.first_day <= firstDay && (lastDay ?? firstDay) <= window.last_day),
    )
}

/** What the inputs of a record say of it today, and whether they are all that it was made of and all are understood. */
async function saidOf(
  read: Read,
  before: Known | undefined,
  key: string,
  { rawId, latestMs }: { rawId: string; latestMs: number },
): Promise<{ said: Said[]; isAll: boolean }> {
  const inputs = before === undefined || before.provenance.rawIds.length === 0 ? [rawId] : before.provenance.rawIds
  const said: Said[] = []
  let isAll = before === undefined || before.provenance.isWhole
  for (const id of inputs) {
    const remade = await read(id)
    if (remade === null || remade.kind === 'refused') {
      isAll = false
      continue
    }
    for (const record of remade.records) {
      if (record.place.key !== key) continue
      const observedAtMs = Math.min(record.observedAtMs ?? remade.observedAtMs, latestMs)
      said.push({ source: remade.source, observedAtMs, record })
    }
  }
  return { said, isAll }
}

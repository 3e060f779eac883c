import { createHash } from 'node:crypto'
import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { newId, publicId } from '../../lib/ids.ts'
import { pack, unpack } from '../../lib/packed.ts'
import { type CloudProvider, mapperOf } from '../../providers/provider.ts'
import type { DayRange } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import { lockUser } from '../../users/store.ts'
import type { User } from '../../users/user.ts'
import type { Source } from '../provenance.ts'
import {
  deleteRawsBefore,
  deleteSuperseded,
  insertRaw,
  type RawFilter,
  type RawRow,
  seeAgain,
  selectLastRaw,
  selectRaw,
  selectRaws,
} from './store.ts'

/** What a provider answered. */
export interface Answered {
  provider: CloudProvider
  type: DataType
  window: DayRange
  /** As the provider wrote it. */
  answer: unknown
  /** Milliseconds since 1970. */
  observedAtMs: number
}

/**
 * Keeps an answer of a provider, in the transaction that stores what was made of it; gives the source that goes with those
 * records. One that equals the last of its window is not kept twice, and none is where the retention is 0.
 */
export async function keepRaw(
  hub: Pick<Hub, 'config'>,
  sql: Sql,
  user: Pick<User, 'userId' | 'environmentId' | 'zone'>,
  { provider, type, window, answer, observedAtMs }: Answered,
): Promise<Source> {
  const mapper = mapperOf(provider)
  // The lock comes first: a row that refers to the user holds a weaker one, and two that have it would wait for each other.
  if (hub.config.rawRetentionDays === 0 || (await lockUser(sql, user.environmentId, user.userId)) === null)
    return { rawId: null, mapper }
  const text = JSON.stringify(answer ?? null)
  const raw = {
    userId: user.userId,
    provider: provider.name,
    type,
    firstDay: window.first,
    lastDay: window.last,
    zone: user.zone,
    observedAt: new Date(observedAtMs),
    hash: createHash('sha256').update(text, 'utf8').digest(),
  }
  const known = await seeAgain(sql, raw)
  if (known !== null) return { rawId: known, mapper }
  const id = newId(observedAtMs)
  await insertRaw(sql, { id, ...raw, ...pack(text) })
  return { rawId: id, mapper }
}

/** The last answer that is kept for some days of a type; null where there is none. */
export async function lastRaw(
  sql: Sql,
  userId: string,
  type: DataType,
  window: DayRange,
): Promise<{ answer: unknown; observedAtMs: number } | null> {
  const row = await selectLastRaw(sql, userId, type, window)
  return row === null ? null : { answer: JSON.parse(unpack(row)), observedAtMs: row.observed_at.getTime() }
}

const view = (row: RawRow) => ({
  id: publicId('raw', row.id),
  provider: row.provider,
  type: row.type,
  first_day: row.first_day,
  last_day: row.last_day,
  zone: row.zone,
  observed_at: row.observed_at.toISOString(),
  bytes: row.bytes,
})

/** A page of a user's kept answers, the newest first, as the management API shows them. */
export async function listRaws(
  hub: Pick<Hub, 'db'>,
  userId: string,
  filter: RawFilter,
  page: { limit: number; cursor: string | null },
) {
  const rows = await selectRaws(hub.db, userId, filter, page.cursor, page.limit + 1)
  const shown = rows.slice(0, page.limit)
  const last = rows.length > shown.length ? shown.at(-1) : undefined
  return { items: shown.map(view), next_cursor: last === undefined ? null : publicId('raw', last.id) }
}

/** A kept answer with what was answered; null when the user has none of that id. */
export async function readRaw(hub: Pick<Hub, 'db'>, userId: string, id: string) {
  const row = await selectRaw(hub.db, userId, id)
  if (row === null) return null
  const answer: unknown = JSON.parse(unpack(row))
  return { ...view(row), answer }
}

const hourMs = 3_600_000
/** So long every answer is kept, for whoever looks into what a provider said. */
const supersededAfterMs = 48 * hourMs
/** The sweep is hourly; what it misses over a longer stop waits for its retention. */
const sweptSpanMs = 6 * hourMs
const sweptAtOnce = 5000

/**
 * Deletes answers that were last given before the retention began, and those of two days ago that a newer one of the same
 * days has taken the place of in every record. Gives how many.
 */
export async function sweepRaws(hub: Pick<Hub, 'db' | 'config' | 'clock'>): Promise<number> {
  const nowMs = hub.clock.now()
  const to = nowMs - supersededAfterMs
  let swept = await deleteSuperseded(hub.db, new Date(to - sweptSpanMs), new Date(to))
  const before = new Date(nowMs - hub.config.rawRetentionDays * 24 * hourMs)
  for (;;) {
    const gone = await deleteRawsBefore(hub.db, before, sweptAtOnce)
    swept += gone
    if (gone < sweptAtOnce) return swept
  }
}

import type { Sql } from '../../db/sql.ts'
import { emitEvent } from '../../events/emit.ts'
import type { Hub } from '../../hub.ts'
import { addJob } from '../../jobs/jobs.ts'
import { TellusError } from '../../lib/errors.ts'
import { newId, newUuid, publicId } from '../../lib/ids.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import type { DataType } from '../../schema/records.ts'
import { priorityOf } from '../../users/connection/fetch-job.ts'
import type { User } from '../../users/user.ts'
import { todayOf } from '../fetch/days.ts'
import { wantedTypes } from '../fetch/wanted.ts'
import { largeRangeDays } from '../range.ts'
import { largeMessage } from '../request.ts'
import { requestNotice } from '../request-events.ts'
import { beginning, firstDayOf, lengthOf, windowsLeft } from './plan.ts'
import {
  type BackfillRow,
  endBackfill,
  insertBackfill,
  selectBackfill,
  selectBackfills,
  selectRunning,
} from './store.ts'

type BackfillHub = Pick<Hub, 'db' | 'clock' | 'metrics' | 'defect' | 'log' | 'wake'>

export const backfillTask = 'backfill'

/** Somebody stopped the backfill, or has done the same step meanwhile: what this one did is undone. */
export class Overtaken extends Error {}

/** What of a user's history is asked for. */
export interface BackfillAsked {
  /** The oldest local day; null for as far back as the provider goes. */
  from: string | null
  /** The newest; null for today. */
  to: string | null
  /** All that the person allows when none are named. */
  types?: readonly DataType[] | undefined
}

/** Whether it is announced, and sent in chunks (wire 7.5): what is more than a month. */
export const isLarge = ({ first_day: first, last_day: last }: Pick<BackfillRow, 'first_day' | 'last_day'>): boolean =>
  first === null || lengthOf({ first, last }) > largeRangeDays

/**
 * Takes on the history of a user: announces it and owes the work to a job, in one commit. Throws `conflict` for a user who
 * is not active, who has no servers to ask, or of whom one runs; `bad_request` for days or types that the provider has not.
 */
export async function startBackfill(hub: BackfillHub, user: User, asked: BackfillAsked): Promise<BackfillRow> {
  const provider = cloudOf(user)
  const today = todayOf(hub.clock.now(), user.zone)
  const last = asked.to === null || asked.to > today ? today : asked.to
  const types = typesAsked(provider, user, asked.types)
  checkDays(provider, types, { first: asked.from, last }, today)
  const at = new Date(hub.clock.now())
  const places = beginning(provider, types, { first: asked.from, last }, today)
  const row = {
    id: newId(at.getTime()),
    environment_id: user.environmentId,
    user_id: user.userId,
    types,
    first_day: asked.from,
    last_day: last,
    reference: newUuid(),
    places,
    windows_total: windowsLeft(places),
    created_at: at,
  }
  const made = await hub.db.transaction(async (sql) => {
    const made = await insertBackfill(sql, row)
    if (made === null) return null
    if (isLarge(made)) {
      const said = { status: 'processing', message: largeMessage }
      await emitEvent(hub, sql, requestNotice(hub, user, 'large_request_processing', row.reference, said))
    }
    await oweBackfill(sql, made)
    return made
  })
  if (made === null) {
    const running = await selectRunning(hub.db, user.userId)
    const which = running === null ? '' : ` (${publicId('backfill', running)})`
    throw new TellusError('conflict', `a backfill of this user runs already${which}: wait for its end, or cancel it`)
  }
  hub.wake()
  hub.log.info({ userId: user.userId, backfill: made.id }, 'took on a backfill')
  return made
}

function cloudOf(user: User): CloudProvider {
  const provider = findProvider(user.provider)
  if (provider === null || provider.kind === 'phone')
    throw new TellusError('conflict', `${user.provider} has no servers that could be asked for a user’s history`)
  if (!user.active)
    throw new TellusError('conflict', 'the user is inactive: the person has to connect again before history is fetched')
  return provider
}

function typesAsked(provider: CloudProvider, user: User, asked: readonly DataType[] | undefined): DataType[] {
  const types = wantedTypes(provider, user, undefined).filter(
    (type) => type !== 'athlete' && provider.resources[type] !== undefined,
  )
  const wanted = asked ?? types
  const missing = wanted.filter((type) => !types.includes(type))
  if (missing.length > 0 || wanted.length === 0)
    throw new TellusError(
      'bad_request',
      `invalid types: of this user ${provider.label} gives ${types.join(', ') || 'nothing'}, not ${missing.join(', ')}`,
    )
  return types.filter((type) => wanted.includes(type))
}

/** Past what a provider has, an empty success would say that there was nothing (R17). */
function checkDays(
  provider: CloudProvider,
  types: readonly DataType[],
  { first, last }: { first: string | null; last: string },
  today: string,
): void {
  if (first !== null && first > last)
    throw new TellusError('bad_request', 'invalid from: it is after to, or in the future')
  const oldest = types.map((type) => firstDayOf(provider, type, today, null)).filter((day) => day !== null)
  const [reach] = oldest.toSorted()
  if (oldest.length === types.length && reach !== undefined && last < reach)
    throw new TellusError('bad_request', `invalid to: ${provider.label} has nothing before ${reach}`)
}

/** How many steps of backfills run at a time, in all processes together: fewer than one process does of all jobs. */
const queues = 3

/** Owes the next step to the background, in the caller's transaction: one window a job, so that others get their turn. */
export const oweBackfill = (sql: Sql, { id }: Pick<BackfillRow, 'id'>, delaySeconds = 0) =>
  addJob(
    sql,
    backfillTask,
    { backfillId: id },
    {
      key: `backfill ${id}`,
      // The end of an id is random.
      queue: `backfill ${Number.parseInt(id.slice(-4), 16) % queues}`,
      priority: priorityOf.backfill,
      // Kills of the process count as attempts of the job and must not use it up.
      maxAttempts: 10_000,
      delaySeconds,
    },
  )

/** One backfill, or null. */
export const getBackfill = (hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<BackfillRow | null> =>
  selectBackfill(hub.db, environmentId, id)

/** A page of an environment's backfills, or of one user's, newest first. */
export async function listBackfills(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  page: { userId: string | null; limit: number; cursor: string | null },
): Promise<{ items: BackfillRow[]; nextCursor: string | null }> {
  const { userId, cursor: before, limit } = page
  const rows = await selectBackfills(hub.db, environmentId, { userId, before, limit: limit + 1 })
  const items = rows.slice(0, limit)
  return { items, nextCursor: rows.length > limit ? (items.at(-1)?.id ?? null) : null }
}

/** Stops a backfill: what it fetched stays, what it has not sent is not sent. Null when there is none. */
export async function cancelBackfill(
  hub: Pick<Hub, 'db' | 'clock' | 'log'>,
  environmentId: string,
  id: string,
): Promise<BackfillRow | null> {
  const found = await selectBackfill(hub.db, environmentId, id)
  if (found === null) return null
  const at = new Date(hub.clock.now())
  const cancelled = await hub.db.transaction((sql) => endBackfill(sql, id, { status: 'cancelled', error: null, at }))
  if (cancelled !== null) hub.log.info({ userId: found.user_id, backfill: id }, 'cancelled a backfill')
  return cancelled ?? selectBackfill(hub.db, environmentId, id)
}

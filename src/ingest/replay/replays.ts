import type { Hub } from '../../hub.ts'
import { firstIdAt, newId, publicId } from '../../lib/ids.ts'
import { newOutcome, outcomeSchema } from './outcome.ts'
import { askedOf, filterOf, type ReplayAsked } from './place.ts'
import {
  countScope,
  deleteReplaysBefore,
  endReplay,
  insertReplay,
  type ReplayRow,
  selectReplay,
  selectReplays,
} from './store.ts'
import { oweReplay } from './task.ts'

/** Makes a replay, which runs in the background, and gives it as it is then: with how much there is to go through. */
export async function createReplay(
  hub: Pick<Hub, 'db' | 'clock' | 'log'>,
  environmentId: string,
  asked: ReplayAsked,
): Promise<ReplayRow> {
  const id = newId()
  const scope = await countScope(hub.db, filterOf(environmentId, asked))
  const row = await hub.db.transaction(async (sql) => {
    await insertReplay(sql, {
      id,
      environmentId,
      request: asked,
      result: newOutcome(scope),
      total: scope.answers + scope.files,
      at: new Date(hub.clock.now()),
    })
    await oweReplay(sql, { replayId: id })
    return selectReplay(sql, environmentId, id)
  })
  if (row === null) throw new Error('A replay was lost in the transaction that made it.')
  hub.log.info({ replayId: id, isDryRun: asked.isDryRun }, 'took on a replay')
  return row
}

/** A page of an environment's replays, newest first. */
export async function listReplays(
  hub: Pick<Hub, 'db'>,
  environmentId: string,
  page: { limit: number; cursor: string | null },
): Promise<{ items: ReplayRow[]; nextCursor: string | null }> {
  const rows = await selectReplays(hub.db, environmentId, page.cursor, page.limit + 1)
  const items = rows.slice(0, page.limit)
  return { items, nextCursor: rows.length > page.limit ? (items.at(-1)?.id ?? null) : null }
}

/** One replay, or null. */
export const getReplay = (hub: Pick<Hub, 'db'>, environmentId: string, id: string): Promise<ReplayRow | null> =>
  selectReplay(hub.db, environmentId, id)

/** Stops a replay; what it has changed stays so. One that has ended stays as it is. Null when there is none. */
export async function cancelReplay(
  hub: Pick<Hub, 'db' | 'log'>,
  environmentId: string,
  id: string,
): Promise<ReplayRow | null> {
  const found = await selectReplay(hub.db, environmentId, id)
  if (found === null) return null
  const [cancelled] = await endReplay(hub.db, id, 'cancelled')
  if (cancelled !== undefined) hub.log.info({ replayId: id, done: cancelled.done }, 'cancelled a replay')
  return cancelled ?? selectReplay(hub.db, environmentId, id)
}

/** Forgets replays that ended and are as old as the events they made. */
export async function forgetReplays(hub: Pick<Hub, 'db' | 'config' | 'clock'>): Promise<void> {
  await deleteReplaysBefore(hub.db, firstIdAt(hub.clock.now() - hub.config.eventRetentionDays * 86_400_000))
}

const iso = (ms: number | undefined) => (ms === undefined ? null : new Date(ms).toISOString())

/** A replay as the management API shows it. */
export function viewReplay(row: ReplayRow) {
  const asked = askedOf(row)
  const { types, refusals, ...rest } = outcomeSchema.parse(row.result)
  return {
    id: publicId('replay', row.id),
    status: row.status,
    dry_run: asked.isDryRun,
    request: {
      provider: asked.provider ?? null,
      type: asked.type ?? null,
      user_id: asked.userId ?? null,
      since: iso(asked.sinceMs),
      until: iso(asked.untilMs),
    },
    done: row.done,
    total: row.total,
    ...rest,
    types: Object.entries(types).map(([type, found]) => ({ type, ...found })),
    refusals,
    error: row.error,
    created_at: row.created_at.toISOString(),
    started_at: row.started_at?.toISOString() ?? null,
    finished_at: row.finished_at?.toISOString() ?? null,
  }
}

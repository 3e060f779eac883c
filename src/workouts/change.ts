import { TellusError } from '../lib/errors.ts'
import { formatTimestamp } from '../normalise/time.ts'
import type { PlannedWorkout } from '../schema/planned-workout.ts'
import { findUser } from '../users/find.ts'
import type { User } from '../users/user.ts'
import { isGone, type Removed, removeRecords, type WriteHub, writeRecords } from '../writes/write.ts'
import { aloneWith } from './alone.ts'
import { removeQuietly, savePlans } from './plan.ts'
import { detailsOf, findPlan, recordOfPlan } from './read.ts'
import { deletePlan, deleteTemplate, movePlan, type PlanRow, selectPlan, selectPlansOfTemplate } from './store.ts'
import { findTemplate, isWorkoutId } from './template.ts'

/** How long a request removes plans one after the other. */
const patienceMs = 40_000

/**
 * Moves a plan to another day: puts it to the provider anew, takes the former one away, and owes a `planned_workout` event
 * for it. Nothing is changed where the provider does not go along. Throws 404, 424, 429, and 409 where the plan was changed
 * meanwhile.
 */
export async function reschedule(hub: WriteHub, user: User, id: string, plannedDate: string): Promise<PlanRow> {
  const row = await findPlan(hub, user, id)
  if (row.planned_date === plannedDate) return row
  const former = detailsOf(row)
  const details = { ...former, metadata: { ...former.metadata, planned_date: plannedDate } }
  const record = await recordOfPlan(hub.db, user, row)
  const metrics = record.athlete_metrics
  const pushed = { planned_date: plannedDate, ...(metrics == null ? {} : { athlete_metrics: metrics }), details }
  const [written] = await writeRecords(hub, user, 'planned_workout', [pushed])
  if (written === undefined) throw new Error('A plan was pushed without an id.')
  const providerId = written.id
  try {
    await removeAtProvider(hub, user, [row.provider_workout_id])
  } catch (error) {
    await removeQuietly(hub, user, [providerId])
    throw error
  }
  const moved = { ...row, planned_date: plannedDate, provider_workout_id: providerId, details }
  const isMoved = await aloneWith(hub, user, async (sql) => {
    if (!(await movePlan(sql, row, moved))) return false
    const changed: PlannedWorkout = {
      ...record,
      planned_date: plannedDate,
      provider_workout_id: providerId,
      last_updated_at: formatTimestamp(hub.clock.now(), 0),
      ...(record.details == null
        ? {}
        : {
            details: {
              ...record.details,
              metadata: { ...record.details.metadata, id: providerId, planned_date: plannedDate },
            },
          }),
    }
    await savePlans(hub, sql, user, [changed])
    return true
  })
  if (!isMoved) {
    await removeQuietly(hub, user, [providerId])
    throw new TellusError('conflict', `planned workout ${id} was changed meanwhile: read it again`)
  }
  hub.wake()
  return moved
}

/** Removes at the provider. Throws 424 where one stays there. */
async function removeAtProvider(hub: WriteHub, user: User, ids: readonly string[]): Promise<void> {
  const removed = await removeRecords(hub, user, 'planned_workout', ids)
  const kept = removed.find(({ status }) => !isGone(status))
  if (kept !== undefined)
    throw new TellusError(
      'provider_refused',
      `the provider answered ${kept.status} and keeps the planned workout: try again later`,
    )
}

/** Deletes a plan at the provider, then here. Throws 404, 424 and 429, and then nothing is deleted here. */
export async function dropPlan(hub: WriteHub, user: User, id: string): Promise<void> {
  const row = await findPlan(hub, user, id)
  await removeAtProvider(hub, user, [row.provider_workout_id])
  await aloneWith(hub, user, (sql) => deletePlan(sql, row))
}

/** Deletes plans, each by itself; gives the status of each: 204, 404, or why it is still there. */
export async function dropPlans(hub: WriteHub, user: User, ids: readonly string[]): Promise<Removed[]> {
  const removed: Removed[] = []
  for (const id of ids) {
    const row = isWorkoutId(id) ? await selectPlan(hub.db, user.userId, id) : null
    removed.push({ id, status: row === null ? 404 : await statusOfDrop(hub, user, row) })
  }
  return removed
}

async function statusOfDrop(hub: WriteHub, user: User, row: PlanRow): Promise<number> {
  try {
    const [removed] = await removeRecords(hub, user, 'planned_workout', [row.provider_workout_id])
    if (removed === undefined || !isGone(removed.status)) return removed?.status ?? 424
  } catch (error) {
    if (error instanceof TellusError) return error.status
    throw error
  }
  await aloneWith(hub, user, (sql) => deletePlan(sql, row))
  return 204
}

/**
 * Deletes a template with all that is planned from it, at the providers too; gives how many plans are still there, with
 * the template: 0 when all is gone. Throws 404.
 */
export async function dropTemplate(hub: WriteHub, environmentId: string, id: string): Promise<number> {
  await findTemplate(hub, environmentId, id)
  const plans = await selectPlansOfTemplate(hub.db, id)
  const untilMs = hub.clock.now() + patienceMs
  for (const row of plans) {
    if (hub.clock.now() > untilMs) break
    const user = await findUser(hub, environmentId, row.user_id)
    if (user !== null) await statusOfDrop(hub, user, row)
  }
  if (await hub.db.transaction((sql) => deleteTemplate(sql, environmentId, id))) return 0
  return (await selectPlansOfTemplate(hub.db, id)).length
}

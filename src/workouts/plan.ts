import type { Sql } from '../db/sql.ts'
import { toIncoming } from '../ingest/incoming.ts'
import { saveRecords } from '../ingest/save.ts'
import { TellusError } from '../lib/errors.ts'
import { formatTimestamp } from '../normalise/time.ts'
import type { AthleteMetrics, PlannedWorkout, PlannedWorkoutDetails } from '../schema/planned-workout.ts'
import type { OlderWorkout } from '../schema/terra/older-workout.ts'
import type { User } from '../users/user.ts'
import { removeRecords, type WriteHub, writeRecords } from '../writes/write.ts'
import { aloneWith } from './alone.ts'
import { type Rendered, renderTemplate } from './details.ts'
import { readOlder } from './older-read.ts'
import { holdTemplate, insertPlan } from './store.ts'
import { findTemplate, workoutNotFound } from './template.ts'

/** A plan to be made: the workout as it goes to the provider, and what is told of it. */
interface Planning extends Rendered {
  /** Null for one that comes whole. */
  workoutId: string | null
  plannedDate: string
  metrics: AthleteMetrics | null
}

/**
 * Plans a template for a user on a day (`YYYY-MM-DD`): pushes it to their provider, keeps it, and owes a `planned_workout`
 * event, the last two in one commit. `metrics` count for this plan alone. Throws 404 for the template, and what
 * `writeRecords` throws.
 */
export async function planWorkout(
  hub: WriteHub,
  user: User,
  workoutId: string,
  plannedDate: string,
  metrics: AthleteMetrics,
): Promise<PlannedWorkout> {
  const template = await findTemplate(hub, user.environmentId, workoutId)
  const rendered = renderTemplate(template, plannedDate, metrics)
  const [plan] = await makePlans(hub, user, [{ ...rendered, workoutId, plannedDate, metrics }])
  if (plan === undefined) throw new Error('A plan was made and not told.')
  return plan
}

/** Plans workouts of the older shape, which come whole. As `planWorkout`; gives them in their order. */
export function planOlder(hub: WriteHub, user: User, workouts: readonly OlderWorkout[]): Promise<PlannedWorkout[]> {
  const plannings = workouts.map((workout) => ({
    ...readOlder(workout),
    workoutId: null,
    plannedDate: workout.metadata.planned_date,
    metrics: null,
  }))
  return makePlans(hub, user, plannings)
}

async function makePlans(hub: WriteHub, user: User, plannings: readonly Planning[]): Promise<PlannedWorkout[]> {
  const pushed = plannings.map(({ details, plannedDate, metrics }) => ({
    planned_date: plannedDate,
    ...athleteMetricsOf(metrics),
    details,
  }))
  const written = await writeRecords(hub, user, 'planned_workout', pushed)
  const ids = written.map(({ id }) => id)
  const told = plannings.map((planning, index) => withLost(planning, written[index]?.lost ?? []))
  try {
    const plans = await aloneWith(hub, user, (sql) => storePlans(hub, sql, user, told, ids))
    hub.wake()
    return plans
  } catch (error) {
    // What is not kept here would stand in the person's calendar, and nobody could delete it.
    await removeQuietly(hub, user, ids)
    throw error
  }
}

/** What the provider has no form for is told beside what the form of a planned workout cannot say. */
function withLost(planning: Planning, lost: readonly string[]): Planning {
  const warnings = [planning.coercionWarnings, ...lost.map((what) => `the provider has no form for ${what}`)]
  const told = warnings.filter((text) => text !== null).join('; ')
  return { ...planning, coercionWarnings: told === '' ? null : told }
}

async function storePlans(
  hub: WriteHub,
  sql: Sql,
  user: User,
  plannings: readonly Planning[],
  providerIds: readonly string[],
): Promise<PlannedWorkout[]> {
  const now = new Date(hub.clock.now())
  const plans: PlannedWorkout[] = []
  for (const [index, planning] of plannings.entries()) {
    const { workoutId, plannedDate, details, coercionWarnings, metrics } = planning
    if (workoutId !== null && !(await holdTemplate(sql, workoutId))) throw workoutNotFound()
    const providerId = providerIds[index] ?? ''
    const id = await insertPlan(sql, {
      user_id: user.userId,
      workout_id: workoutId,
      planned_date: plannedDate,
      provider_workout_id: providerId,
      details,
      created_at: now,
    })
    plans.push({
      planned_workout_id: id,
      ...(workoutId === null ? {} : { workout_id: workoutId }),
      planned_date: plannedDate,
      provider_workout_id: providerId,
      ...(coercionWarnings === null ? {} : { coercion_warnings: coercionWarnings }),
      created_at: formatTimestamp(now.getTime(), 0),
      last_updated_at: formatTimestamp(now.getTime(), 0),
      is_external: false,
      ...athleteMetricsOf(metrics),
      ...(workoutId === null ? { details: shownDetails(details, providerId, plannedDate) } : {}),
    })
  }
  await savePlans(hub, sql, user, plans)
  return plans
}

const athleteMetricsOf = (metrics: AthleteMetrics | null) =>
  metrics === null || Object.keys(metrics).length === 0 ? {} : { athlete_metrics: metrics }

const shownDetails = (details: PlannedWorkoutDetails, id: string, plannedDate: string): PlannedWorkoutDetails => ({
  ...details,
  metadata: { ...details.metadata, id, planned_date: plannedDate },
})

/** Keeps plans as the user's records, which owes their event, in the caller's transaction, which has locked the user. */
export async function savePlans(hub: WriteHub, sql: Sql, user: User, plans: readonly PlannedWorkout[]): Promise<void> {
  const incoming = plans.map((record) => {
    const { incoming, problems } = toIncoming({ type: 'planned_workout', record })
    if (problems.length > 0) hub.defect('planned_workout', problems)
    return incoming
  })
  const observedAtMs = hub.clock.now()
  await saveRecords(hub, sql, user.environmentId, user.userId, incoming, { observedAtMs })
}

/** Removes plans at the provider as far as that goes: that it did not is logged. */
export async function removeQuietly(hub: WriteHub, user: User, ids: readonly string[]): Promise<void> {
  try {
    await removeRecords(hub, user, 'planned_workout', ids)
  } catch (error) {
    if (!(error instanceof TellusError)) throw error
    hub.log.warn({ userId: user.userId, provider: user.provider }, 'could not take a planned workout back')
  }
}

import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { plusDays, todayOf } from '../ingest/fetch/days.ts'
import { type Range, readChunk, readRecords } from '../ingest/read.ts'
import { TellusError } from '../lib/errors.ts'
import {
  type PlannedWorkout,
  type PlannedWorkoutSummary,
  plannedWorkoutDetailsSchema,
  plannedWorkoutSchema,
} from '../schema/planned-workout.ts'
import type { User } from '../users/user.ts'
import { showOlder } from './older-show.ts'
import { type PlanRow, selectPlan, selectPlans } from './store.ts'
import { isWorkoutId } from './template.ts'

type Reader = Pick<Hub, 'db'>

/** Days, `YYYY-MM-DD`, both included; null for no bound. */
export interface PlanDays {
  first: string | null
  last: string | null
}

/** How far back workouts made at the provider are shown where no days are asked for. */
const usualDays = 30
const earliest = '0001-01-01'
const latest = '9999-12-31'

const planOf = (text: string): PlannedWorkout => plannedWorkoutSchema.parse(JSON.parse(text))

/**
 * The workouts planned for a user, by day: those that were planned here and those that were made at the provider, as far as
 * they are stored. Without days, of the latter those of the last 30 days.
 */
export async function listPlans(
  hub: Pick<Hub, 'db' | 'clock'>,
  user: User,
  { first, last }: PlanDays,
): Promise<PlannedWorkout[]> {
  const startDay = first ?? earliest
  const range = rangeOf(startDay, last === null || last === latest ? latest : plusDays(last, 1))
  const plans = (await readRecords(hub, user, 'planned_workout', range, { withSamples: true })).map(planOf)
  const own = await selectPlans(hub.db, user.userId)
  const pushed = new Set(own.map((row) => row.provider_workout_id))
  const today = todayOf(hub.clock.now(), user.zone)
  const oldest = first === null && last === null ? plusDays(today, -usualDays) : earliest
  const newest = first === null && last === null ? today : latest
  // What was pushed from here comes back from some providers as one of theirs.
  const isShown = (plan: PlannedWorkout): boolean => {
    if (plan.is_external === false) return true
    const day = plan.planned_date ?? ''
    return day >= oldest && day <= newest && !pushed.has(plan.provider_workout_id ?? '')
  }
  return plans.filter(isShown)
}

const rangeOf = (startDay: string, endDay: string): Range => ({
  startDay,
  endDay,
  startMs: Date.parse(startDay),
  endMs: Date.parse(endDay),
  exact: false,
})

/** The planned workouts of a range in the older shape, by day. */
export async function listOlder(hub: Reader, user: User, range: Range): Promise<object[]> {
  const plans = (await readRecords(hub, user, 'planned_workout', range, { withSamples: true })).map(planOf)
  const ids = plans.flatMap(({ planned_workout_id: id }) => (id != null && isWorkoutId(id) ? [id] : []))
  const own = new Map((await selectPlans(hub.db, user.userId, ids)).map((row) => [row.id, row]))
  return plans.map((plan) => {
    const row = own.get(plan.planned_workout_id ?? '')
    return showOlder(plan, plan.details ?? (row === undefined ? {} : detailsOf(row)), user.provider)
  })
}

/** The whole workout of a plan, as it was given to the provider. */
export const detailsOf = (row: PlanRow) => plannedWorkoutDetailsSchema.parse(row.details)

/** A plan that was made here. Throws 404, for those made at the provider too: they have no id here. */
export async function findPlan(hub: Reader, user: User, id: string): Promise<PlanRow> {
  const row = isWorkoutId(id) ? await selectPlan(hub.db, user.userId, id) : null
  if (row === null) throw new TellusError('not_found', 'planned workout not found')
  return row
}

/** What is told of a plan. */
export async function recordOfPlan(sql: Sql, user: User, { id }: Pick<PlanRow, 'id'>): Promise<PlannedWorkout> {
  const [text] = await readChunk(sql, user, 'planned_workout', [id], true)
  return text === undefined ? {} : planOf(text)
}

/** A plan in short. */
export async function summarisePlan(hub: Reader, user: User, row: PlanRow): Promise<PlannedWorkoutSummary> {
  const { coercion_warnings: warnings } = await recordOfPlan(hub.db, user, row)
  return {
    planned_workout_id: row.id,
    planned_date: row.planned_date,
    is_external: false,
    ...(row.workout_id === null ? {} : { workout_id: row.workout_id }),
    provider_workout_id: row.provider_workout_id,
    ...(warnings == null ? {} : { coercion_warnings: warnings }),
  }
}

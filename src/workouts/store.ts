import sqlText from 'sql-template-tag'
import { empty, type Sql } from '../db/sql.ts'

// An id is an int64, which a number of JavaScript does not hold: it is read and given as text.

export interface TemplateRow {
  id: string
  template: unknown
}

export const insertTemplate = async (sql: Sql, environmentId: string, template: object, at: Date): Promise<string> => {
  const [row] = await sql<{ id: string }>`
    insert into workouts (environment_id, template, created_at)
    values (${environmentId}, ${JSON.stringify(template)}::json, ${at})
    returning id::text as id`
  if (row === undefined) throw new Error('A template was stored without an id.')
  return row.id
}

export const selectTemplates = (sql: Sql, environmentId: string) => sql<TemplateRow>`
  select id::text as id, template
  from workouts
  where environment_id = ${environmentId}
  order by workouts.id`

export const selectTemplate = async (sql: Sql, environmentId: string, id: string) => {
  const [row] = await sql<TemplateRow>`
    select id::text as id, template
    from workouts
    where environment_id = ${environmentId} and id = ${id}::bigint`
  return row ?? null
}

/**
 * Deletes a template that nothing is planned from (any more), in a transaction; false where something is, or it is gone.
 * What is being planned from it is waited for, and seen by the second statement alone.
 */
export const deleteTemplate = async (sql: Sql, environmentId: string, id: string): Promise<boolean> => {
  await sql`
    select from workouts
    where environment_id = ${environmentId} and id = ${id}::bigint
    for update`
  const rows = await sql`
    delete from workouts w
    where environment_id = ${environmentId} and id = ${id}::bigint
      and not exists (select from planned_workouts p where p.workout_id = w.id)
    returning id`
  return rows.length > 0
}

/** Holds a template until the transaction ends, so that it is not deleted while something is planned from it. */
export const holdTemplate = async (sql: Sql, id: string): Promise<boolean> => {
  const rows = await sql`
    select from workouts
    where id = ${id}::bigint
    for key share`
  return rows.length > 0
}

export interface PlanRow {
  id: string
  user_id: string
  workout_id: string | null
  planned_date: string
  provider_workout_id: string
  details: unknown
}

const columns = sqlText`id::text as id, user_id, workout_id::text as workout_id, planned_date, provider_workout_id, details`

export const insertPlan = async (sql: Sql, plan: Omit<PlanRow, 'id'> & { created_at: Date }): Promise<string> => {
  const [row] = await sql<{ id: string }>`
    insert into planned_workouts (user_id, workout_id, planned_date, provider_workout_id, details, created_at)
    values (${plan.user_id}, ${plan.workout_id}::bigint, ${plan.planned_date}, ${plan.provider_workout_id},
      ${JSON.stringify(plan.details)}::json, ${plan.created_at})
    returning id::text as id`
  if (row === undefined) throw new Error('A plan was stored without an id.')
  return row.id
}

export const selectPlan = async (sql: Sql, userId: string, id: string) => {
  const [row] = await sql<PlanRow>`
    select ${columns}
    from planned_workouts
    where user_id = ${userId} and id = ${id}::bigint`
  return row ?? null
}

export const selectPlans = (sql: Sql, userId: string, ids: readonly string[] | null = null) => sql<PlanRow>`
  select ${columns}
  from planned_workouts
  where user_id = ${userId} ${ids === null ? empty : sqlText`and id = any(${ids}::bigint[])`}`

export const selectPlansOfTemplate = (sql: Sql, workoutId: string) => sql<PlanRow>`
  select ${columns}
  from planned_workouts
  where workout_id = ${workoutId}::bigint
  order by planned_workouts.id`

/** Moves a plan to another day and id at the provider; false where it was moved or deleted meanwhile. */
export const movePlan = async (
  sql: Sql,
  { id, provider_workout_id: former }: Pick<PlanRow, 'id' | 'provider_workout_id'>,
  to: Pick<PlanRow, 'planned_date' | 'provider_workout_id' | 'details'>,
): Promise<boolean> => {
  const rows = await sql`
    update planned_workouts
    set planned_date = ${to.planned_date}, provider_workout_id = ${to.provider_workout_id},
      details = ${JSON.stringify(to.details)}::json
    where id = ${id}::bigint and provider_workout_id = ${former}
    returning id`
  return rows.length > 0
}

/** Deletes a plan with the record that was made of it. */
export const deletePlan = async (sql: Sql, { id, user_id: userId }: Pick<PlanRow, 'id' | 'user_id'>): Promise<void> => {
  await sql`
    delete from records
    where user_id = ${userId} and type = 'planned_workout' and key = ${id}`
  await sql`
    delete from planned_workouts
    where id = ${id}::bigint`
}

import type { Sql } from '../../db/sql.ts'

/** The orders that concern a person: their own, if there is one, and that of their environment (`reference_id` null). */
export const selectPriorities = (sql: Sql, environmentId: string, referenceId: string | null) => sql<{
  reference_id: string | null
  providers: string[]
}>`
  select reference_id, providers
  from source_priorities
  where environment_id = ${environmentId}::uuid and (reference_id is null or reference_id = ${referenceId}::text)`

export const insertPriority = (
  sql: Sql,
  environmentId: string,
  referenceId: string | null,
  providers: readonly string[],
) => sql`
  insert into source_priorities (environment_id, reference_id, providers)
  values (${environmentId}::uuid, ${referenceId}::text, ${[...providers]}::text[])
  on conflict (environment_id, reference_id) do update set providers = excluded.providers`

export const deletePriority = (sql: Sql, environmentId: string, referenceId: string | null) => sql`
  delete from source_priorities
  where environment_id = ${environmentId}::uuid and reference_id is not distinct from ${referenceId}::text`

/** Deletes the order of a person of whom no account is left. */
export const forgetPriority = (sql: Sql, environmentId: string, referenceId: string) => sql`
  delete from source_priorities
  where environment_id = ${environmentId}::uuid and reference_id = ${referenceId}::text
    and not exists (
      select
      from users
      where environment_id = ${environmentId}::uuid and reference_id = ${referenceId}::text)`

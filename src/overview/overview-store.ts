import type { Sql } from '../db/sql.ts'

export interface WaitingCounts {
  destination_id: string
  pending: number
  held: number
  oldest_due: Date | null
}

/** What waits for each destination of an environment. */
export const selectWaiting = (sql: Sql, environmentId: string) => sql<WaitingCounts>`
  select d.id as destination_id, w.pending, w.held, w.oldest_due
  from destinations d,
  lateral (
    select (count(*) filter (where q.due_at < 'infinity'))::int as pending,
      (count(*) filter (where q.due_at = 'infinity'))::int as held,
      min(q.due_at) filter (where q.due_at < 'infinity') as oldest_due
    from deliveries q
    where q.destination_id = d.id
  ) w
  where d.environment_id = ${environmentId}`

export interface FailedImportRow {
  id: string
  filename: string
  error: string | null
  at: Date
}

/** Imports that failed since a time and were not made good by a later one of that user and kind, newest first. */
export const selectFailedImports = (sql: Sql, environmentId: string, since: Date) => sql<FailedImportRow>`
  select i.id, i.filename, i.error, coalesce(i.finished_at, i.created_at) as at
  from imports i
  where i.environment_id = ${environmentId} and i.status = 'failed' and i.created_at >= ${since}
    and not exists (
      select 1 from imports later
      where later.user_id = i.user_id and later.kind = i.kind and later.id > i.id and later.status = 'completed'
    )
  order by i.id desc
  limit 100`

export interface FailedJobRow {
  id: string
  kind: 'recover' | 'resend'
  error: string | null
  at: Date
}

export const selectFailedJobs = (sql: Sql, environmentId: string, since: Date) => sql<FailedJobRow>`
  select id, kind, error, coalesce(finished_at, created_at) as at
  from jobs
  where environment_id = ${environmentId} and status = 'failed' and created_at >= ${since}
  order by id desc
  limit 20`

export interface StepTimes {
  key_used: Date | null
  generated: Date | null
  destination: Date | null
  source: Date | null
  connected: Date | null
}

/** When each of the first steps was done, as far as what is there tells. */
export async function selectSteps(sql: Sql, environmentId: string): Promise<StepTimes> {
  const [row] = await sql<StepTimes>`
    select
      (select at from first_steps where environment_id = ${environmentId} and step = 'key') as key_used,
      (select at from first_steps where environment_id = ${environmentId} and step = 'generated') as generated,
      (
        select min(created_at) from destinations where environment_id = ${environmentId} and kind = 'webhook'
      ) as destination,
      least(
        (select min(updated_at) from source_settings where environment_id = ${environmentId} and enabled),
        (select min(created_at) from imports where environment_id = ${environmentId}),
        (
          select created_at from users
          where environment_id = ${environmentId} and provider_account is distinct from 'generated'
          order by created_at
          limit 1
        )
      ) as source,
      (
        select created_at from users
        where environment_id = ${environmentId} and provider_account is distinct from 'generated'
        order by created_at
        limit 1
      ) as connected`
  if (row === undefined) throw new Error('A select without a table gave no row.')
  return row
}

export const insertStep = (sql: Sql, environmentId: string, step: 'key' | 'generated') => sql`
  insert into first_steps (environment_id, step)
  values (${environmentId}, ${step})
  on conflict do nothing`

export interface SourceRow {
  provider: string
  enabled: boolean
}

export const selectSources = (sql: Sql, environmentId: string) => sql<SourceRow>`
  select provider, enabled from source_settings where environment_id = ${environmentId}`

export const upsertSource = (sql: Sql, environmentId: string, provider: string, enabled: boolean) => sql`
  insert into source_settings (environment_id, provider, enabled)
  values (${environmentId}, ${provider}, ${enabled})
  on conflict (environment_id, provider) do update
  set enabled = excluded.enabled, updated_at = clock()`

/** Connected users by provider. */
export const countByProvider = (sql: Sql, environmentId: string) => sql<{ provider: string; n: number }>`
  select provider, count(*)::int as n
  from users
  where environment_id = ${environmentId} and active
  group by provider`

export const selectEventsOfReference = (sql: Sql, environmentId: string, reference: string) => sql<{
  id: string
  type: string
}>`
  select id, type
  from events
  where reference = ${reference}::uuid and environment_id = ${environmentId}
  order by id desc
  limit 5`

export const selectInboxNamed = (sql: Sql, environmentId: string, id: string) => sql<{ name: string }>`
  select name from inboxes where id = ${id}::uuid and environment_id = ${environmentId}`

export const selectImportNamed = (sql: Sql, environmentId: string, id: string) => sql<{ filename: string }>`
  select filename from imports where id = ${id}::uuid and environment_id = ${environmentId}`

export const selectJobNamed = (sql: Sql, environmentId: string, id: string) => sql<{ kind: string }>`
  select kind from jobs where id = ${id}::uuid and environment_id = ${environmentId}`

export const selectEventNamed = (sql: Sql, environmentId: string, id: string) => sql<{ type: string }>`
  select type from events where id = ${id}::uuid and environment_id = ${environmentId}`

import type { Sql } from '../db/sql.ts'

export interface EnvironmentRow {
  id: string
  dev_id: string
  name: string
}

export const insertEnvironment = (sql: Sql, row: EnvironmentRow) => sql`
  insert into environments (id, dev_id, name)
  values (${row.id}, ${row.dev_id}, ${row.name})`

export const firstEnvironment = async (sql: Sql) => {
  const [row] = await sql<EnvironmentRow>`
    select id, dev_id, name
    from environments
    order by created_at, id
    limit 1`
  return row ?? null
}

export const environmentByDevId = async (sql: Sql, devId: string) => {
  const [row] = await sql<EnvironmentRow>`
    select id, dev_id, name
    from environments
    where dev_id = ${devId}`
  return row ?? null
}

export const selectEnvironments = (sql: Sql) => sql<EnvironmentRow & { created_at: Date }>`
  select id, dev_id, name, created_at
  from environments
  order by created_at, id`

/** What is in an environment; of its events at most `most` are counted, for there may be very many. */
export const countsOf = async (sql: Sql, environmentId: string, most: number) => {
  const [row] = await sql<Record<'users' | 'destinations' | 'keys' | 'events', number>>`
    select
      (select count(*)::int from users where environment_id = ${environmentId}) as users,
      (select count(*)::int from destinations where environment_id = ${environmentId}) as destinations,
      (select count(*)::int from api_keys where environment_id = ${environmentId} and revoked_at is null) as keys,
      (select count(*)::int from (
        select 1 from events where environment_id = ${environmentId} limit ${most}
      ) first_events) as events`
  return row ?? { users: 0, destinations: 0, keys: 0, events: 0 }
}

export const renameEnvironmentRow = async (sql: Sql, devId: string, name: string) => {
  const [row] = await sql<EnvironmentRow & { created_at: Date }>`
    update environments
    set name = ${name}
    where dev_id = ${devId}
    returning id, dev_id, name, created_at`
  return row ?? null
}

/** All environments, locked: of two that are deleted at a time, the second sees that the first is gone. */
export const lockEnvironments = (sql: Sql) => sql<EnvironmentRow>`
  select id, dev_id, name
  from environments
  order by id
  for update`

export const keptFilesOf = (sql: Sql, environmentId: string) => sql<{ raw_path: string }>`
  select raw_path
  from imports
  where environment_id = ${environmentId} and raw_path is not null`

export const deleteEnvironmentRow = (sql: Sql, id: string) => sql`
  delete from environments
  where id = ${id}`

export interface KeyRow {
  id: string
  environment_id: string
  hash: Buffer
  hint: string
  name: string
  created_at: Date
  revoked_at: Date | null
}

/** The environment of a dev-id with the hashes of its live keys. */
export const environmentWithKeys = (sql: Sql, devId: string) => sql.named('environment-with-keys')<
  EnvironmentRow & { key_id: string | null; key_name: string | null; hash: Buffer | null }
>`
  select e.id, e.dev_id, e.name, k.id as key_id, k.name as key_name, k.hash
  from environments e
  left join api_keys k on k.environment_id = e.id and k.revoked_at is null
  where e.dev_id = ${devId}`

export const insertKey = (sql: Sql, row: Pick<KeyRow, 'id' | 'environment_id' | 'hash' | 'hint' | 'name'>) => sql`
  insert into api_keys (id, environment_id, hash, hint, name)
  values (${row.id}, ${row.environment_id}, ${row.hash}, ${row.hint}, ${row.name})
  on conflict on constraint api_keys_hash_unique do nothing`

export const keysOf = (sql: Sql, environmentId: string) => sql<Omit<KeyRow, 'hash'>>`
  select id, environment_id, hint, name, created_at, revoked_at
  from api_keys
  where environment_id = ${environmentId}
  order by id`

/** Revokes a key unless it is the last live one. */
export const markRevoked = async (sql: Sql, environmentId: string, keyId: string) => {
  const rows = await sql`
    update api_keys
    set revoked_at = coalesce(revoked_at, now())
    where environment_id = ${environmentId} and id = ${keyId}
      and exists (
        select 1 from api_keys other
        where other.environment_id = ${environmentId} and other.id <> ${keyId} and other.revoked_at is null)
    returning id`
  return rows.length > 0
}

const firstStart = 'first-start'

export const isFirstStartDone = async (sql: Sql) => {
  const rows = await sql`
    select 1
    from settings
    where key = ${firstStart}`
  return rows.length > 0
}

export const markFirstStartDone = (sql: Sql) => sql`
  insert into settings (key, value)
  values (${firstStart}, 'true')
  on conflict (key) do nothing`

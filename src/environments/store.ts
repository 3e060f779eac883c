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
  EnvironmentRow & { hash: Buffer | null }
>`
  select e.id, e.dev_id, e.name, k.hash
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

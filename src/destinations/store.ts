import { raw, type Sql } from '../db/sql.ts'
import type { DeliveryCounts, Retry, View } from './types.ts'

/** A destination as its row stands: secrets and headers sealed. */
export interface DestinationRow {
  id: string
  environment_id: string
  kind: 'webhook' | 'inbox'
  name: string
  url: string | null
  inbox_id: string | null
  event_types: string[] | null
  enabled: boolean
  disabled_at: Date | null
  disabled_reason: string | null
  mode: 'push' | 'ping'
  view: View
  timeout_ms: number
  headers: string | null
  secret: string
  previous_secret: string | null
  previous_expires_at: Date | null
  retry: Retry
  max_in_flight: number
  rate_limit_per_second: number | null
  min_interval_seconds: Record<string, number> | null
  standard_webhooks: boolean
  disable_on_gone: boolean
  failing_since: Date | null
  failing_attempts: number
  warned_percent: number
  created_at: Date
  updated_at: Date
}

const columns = raw(`id, environment_id, kind, name, url, inbox_id, event_types, enabled, disabled_at, disabled_reason,
  mode, view, timeout_ms, headers, secret, previous_secret, previous_expires_at, retry, max_in_flight,
  rate_limit_per_second, min_interval_seconds, standard_webhooks, disable_on_gone, failing_since, failing_attempts,
  warned_percent, created_at, updated_at`)

const json = (value: unknown) => (value === null ? null : JSON.stringify(value))

/** Says to workers that destinations changed; part of every transaction that changes one. */
export const bumpVersion = (sql: Sql) => sql`update destination_changes set version = version + 1`

export const insertDestination = (sql: Sql, row: DestinationRow) => sql`
  insert into destinations (${columns})
  values (
    ${row.id}, ${row.environment_id}, ${row.kind}, ${row.name}, ${row.url}, ${row.inbox_id}, ${row.event_types},
    ${row.enabled}, ${row.disabled_at}, ${row.disabled_reason}, ${row.mode}, ${row.view}, ${row.timeout_ms}, ${row.headers},
    ${row.secret}, ${row.previous_secret}, ${row.previous_expires_at}, ${json(row.retry)}, ${row.max_in_flight},
    ${row.rate_limit_per_second}, ${json(row.min_interval_seconds)}, ${row.standard_webhooks}, ${row.disable_on_gone},
    ${row.failing_since}, ${row.failing_attempts}, ${row.warned_percent}, ${row.created_at}, ${row.updated_at}
  )`

/** Writes everything of a row that can change. */
export const updateDestination = (sql: Sql, row: DestinationRow) => sql`
  update destinations
  set name = ${row.name}, url = ${row.url}, event_types = ${row.event_types}, enabled = ${row.enabled},
    disabled_at = ${row.disabled_at}, disabled_reason = ${row.disabled_reason}, mode = ${row.mode}, view = ${row.view},
    timeout_ms = ${row.timeout_ms}, headers = ${row.headers}, secret = ${row.secret},
    previous_secret = ${row.previous_secret}, previous_expires_at = ${row.previous_expires_at},
    retry = ${json(row.retry)}, max_in_flight = ${row.max_in_flight},
    rate_limit_per_second = ${row.rate_limit_per_second}, min_interval_seconds = ${json(row.min_interval_seconds)},
    standard_webhooks = ${row.standard_webhooks}, disable_on_gone = ${row.disable_on_gone},
    failing_since = ${row.failing_since}, failing_attempts = ${row.failing_attempts},
    warned_percent = ${row.warned_percent}, version = version + 1, updated_at = ${row.updated_at}
  where id = ${row.id}`

export const selectDestinations = (sql: Sql, environmentId: string) => sql<DestinationRow>`
  select ${columns}
  from destinations
  where environment_id = ${environmentId}
  order by id`

export async function selectDestination(sql: Sql, environmentId: string, id: string): Promise<DestinationRow | null> {
  const [row] = await sql<DestinationRow>`
    select ${columns} from destinations where id = ${id} and environment_id = ${environmentId}`
  return row ?? null
}

/** The row, locked until the transaction ends. */
export async function lockDestination(sql: Sql, environmentId: string, id: string): Promise<DestinationRow | null> {
  const [row] = await sql<DestinationRow>`
    select ${columns} from destinations where id = ${id} and environment_id = ${environmentId} for update`
  return row ?? null
}

/** Rows of any environment, for workers. */
export const selectByIds = (sql: Sql, ids: readonly string[]) => sql<DestinationRow>`
  select ${columns} from destinations where id = any (${ids}::uuid[])`

export const deleteDestinationRow = (sql: Sql, environmentId: string, id: string) => sql`
  delete from destinations
  where id = ${id} and environment_id = ${environmentId}
  returning id`

/** Forgets what was told merged, and what was to be, in an environment where no other destination wants that. */
export async function forgetMerged(sql: Sql, environmentId: string, exceptId: string): Promise<void> {
  const isWanted = await sql`
    select from destinations where environment_id = ${environmentId} and view = 'merged' and id <> ${exceptId}`
  if (isWanted.length > 0) return
  await sql`delete from merge_days where environment_id = ${environmentId}`
  await sql`delete from merged_records where environment_id = ${environmentId}`
}

export const deleteWaiting = (sql: Sql, destinationId: string) => sql`
  delete from deliveries where destination_id = ${destinationId}`

/** Makes everything that waits wait for a person. */
export const holdWaiting = (sql: Sql, destinationId: string) => sql`
  update deliveries
  set due_at = 'infinity'
  where destination_id = ${destinationId} and due_at < 'infinity'`

/** Makes due what was held: a person asked for all of it at once. */
export const releaseHeld = (sql: Sql, destinationId: string) => sql`
  update deliveries
  set due_at = clock(), class = 1, attempts_before = attempt, trigger = 'replay'
  where destination_id = ${destinationId} and due_at = 'infinity'`

/** When the oldest event was made that waits for a person; null when none does. */
export async function oldestHeld(sql: Sql, destinationId: string): Promise<string | null> {
  const [row] = await sql<{ id: string | null }>`
    select min(event_id::text) as id
    from deliveries
    where destination_id = ${destinationId} and due_at = 'infinity'`
  return row?.id ?? null
}

/** Switches a destination off from the delivery side; gives a row when it was on. */
export const disableRow = (sql: Sql, id: string, reason: string) => sql`
  update destinations
  set enabled = false, disabled_at = clock(), disabled_reason = ${reason}, disabled_told = false,
    version = version + 1
  where id = ${id} and enabled
  returning id`

/** Counts of one environment's destinations, or of one of them. `sinceEvent` is the smallest event id that counts. */
export const selectCounts = (sql: Sql, environmentId: string, id: string | null, sinceEvent: string) => sql<
  DeliveryCounts & { id: string }
>`
  select d.id, waiting.pending, waiting.held, ended.delivered, ended.failed
  from destinations d,
  lateral (
    select (count(*) filter (where q.due_at < 'infinity'))::int as pending,
      (count(*) filter (where q.due_at = 'infinity'))::int as held
    from deliveries q
    where q.destination_id = d.id
  ) waiting,
  lateral (
    select (count(*) filter (where status = 'delivered'))::int as delivered,
      (count(*) filter (where status = 'failed'))::int as failed
    from (
      select distinct on (o.event_id, o.delivery_id) o.status
      from outcomes o
      where o.destination_id = d.id and o.event_id >= ${sinceEvent}::uuid
      order by o.event_id, o.delivery_id, o.attempt desc
    ) latest
  ) ended
  where d.environment_id = ${environmentId} and (${id}::uuid is null or d.id = ${id}::uuid)`

/** The destinations, switched on, that name a type among those they take. */
export const destinationsAskingFor = (sql: Sql, type: string) => sql<{ id: string; environment_id: string }>`
  select id, environment_id
  from destinations
  where enabled and ${type} = any (event_types)
  order by id`

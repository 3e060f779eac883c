import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { type AddressPolicy, policyOf } from '../lib/address-guard.ts'
import { TellusError } from '../lib/errors.ts'
import { firstIdAt, idTime, newId, newSecret, publicId } from '../lib/ids.ts'
import { forgetAnswerSecrets } from './answer-secrets.ts'
import { checkUrl, destinationPatch, inboxUuid, type NewDestination, newDestination, read } from './fields.ts'
import { applyFields, opened } from './row.ts'
import {
  bumpVersion,
  type DestinationRow,
  deleteDestinationRow,
  deleteWaiting,
  disableRow,
  forgetMerged,
  holdWaiting,
  insertDestination,
  lockDestination,
  oldestHeld,
  releaseHeld,
  selectByIds,
  selectCounts,
  selectDestination,
  selectDestinations,
  updateDestination as writeDestination,
} from './store.ts'
import type { DeliveryCounts, Destination, Missed } from './types.ts'

type DestinationHub = Pick<Hub, 'db' | 'clock' | 'config' | 'vault' | 'log' | 'wake'>

const dayMs = 86_400_000

/** Where destinations may be, by the configuration. */
export const addressPolicy = (hub: Pick<Hub, 'config'>): AddressPolicy => policyOf(hub.config)

/**
 * Makes a destination from the body of `POST /destinations`, with a new signing secret. Throws `bad_request` with a
 * sentence that names the field.
 */
export async function createDestination(
  hub: DestinationHub,
  environmentId: string,
  input: unknown,
): Promise<Destination> {
  const fields = read(newDestination, input)
  if (fields.kind === 'webhook') checkUrl(fields.url, addressPolicy(hub))
  const now = new Date(hub.clock.now())
  const row: DestinationRow = applyFields(
    hub,
    {
      id: newId(now.getTime()),
      environment_id: environmentId,
      kind: fields.kind,
      name: defaultName(fields),
      url: fields.kind === 'webhook' ? fields.url : null,
      inbox_id: fields.kind === 'inbox' ? inboxUuid(fields.inbox_id) : null,
      event_types: null,
      enabled: true,
      disabled_at: null,
      disabled_reason: null,
      mode: 'push',
      view: 'all',
      timeout_ms: 8000,
      headers: null,
      secret: hub.vault.seal(newSecret()),
      previous_secret: null,
      previous_expires_at: null,
      retry: 'terra',
      max_in_flight: 32,
      rate_limit_per_second: null,
      min_interval_seconds: null,
      standard_webhooks: false,
      disable_on_gone: true,
      failing_since: null,
      failing_attempts: 0,
      warned_percent: 0,
      created_at: now,
      updated_at: now,
    },
    fields,
  )
  await hub.db.transaction(async (sql) => {
    await insertDestination(sql, row)
    await bumpVersion(sql)
  })
  forgetAnswerSecrets(hub)
  hub.log.info({ destinationId: row.id }, 'created a destination')
  return opened(hub, row)
}

const defaultName = (fields: NewDestination): string => (fields.kind === 'webhook' ? new URL(fields.url).host : 'Inbox')

/** All destinations of an environment, oldest first. */
export const listDestinations = async (hub: Pick<Hub, 'db' | 'vault'>, environmentId: string): Promise<Destination[]> =>
  (await selectDestinations(hub.db, environmentId)).map((row) => opened(hub, row))

/** One destination, or null. */
export async function getDestination(
  hub: Pick<Hub, 'db' | 'vault'>,
  environmentId: string,
  id: string,
): Promise<Destination | null> {
  const row = await selectDestination(hub.db, environmentId, id)
  return row === null ? null : opened(hub, row)
}

/** The destinations of these ids that still exist, of any environment. */
export const findDestinations = async (
  hub: Pick<Hub, 'vault'>,
  sql: Sql,
  ids: readonly string[],
): Promise<Destination[]> => (await selectByIds(sql, ids)).map((row) => opened(hub, row))

/** Deliveries by status: what waits, and how the events of the last 24 hours ended. By destination id; one or all. */
export async function countDeliveries(
  hub: Pick<Hub, 'db' | 'clock'>,
  environmentId: string,
  id?: string,
): Promise<Map<string, DeliveryCounts>> {
  const rows = await selectCounts(hub.db, environmentId, id ?? null, firstIdAt(hub.clock.now() - dayMs))
  return new Map(rows.map(({ id, ...counts }) => [id, counts]))
}

/** A destination after a change; `missed` when the change switched it on. */
export interface PatchedDestination extends Destination {
  missed: Missed | null
}

/**
 * Changes a destination by the body of `PATCH /destinations/:id`. A new url applies to what is still waiting;
 * switching off holds what waits and what comes. Switching on says what was missed, and delivers what is held only with
 * `deliver_missed`; a recovery can do so later. Throws `not_found`, or `bad_request` with a sentence that names the field.
 */
export async function patchDestination(
  hub: DestinationHub,
  environmentId: string,
  id: string,
  input: unknown,
): Promise<PatchedDestination> {
  const { url, deliver_missed, ...fields } = read(destinationPatch, input)
  if (url !== undefined) checkUrl(url, addressPolicy(hub))
  let missed: Missed | null = null
  const changed = await change(hub, environmentId, id, async (row, sql) => {
    if (url !== undefined && row.kind !== 'webhook')
      throw new TellusError('bad_request', 'url cannot be set: this destination is a built-in inbox.')
    const next = { ...applyFields(hub, row, fields), url: url ?? row.url }
    if (row.enabled && !next.enabled) await holdWaiting(sql, id)
    if (row.view === 'merged' && next.view === 'all') await forgetMerged(sql, environmentId, id)
    if (next.enabled && deliver_missed) await releaseHeld(sql, id)
    if (next.enabled && !row.enabled) missed = await missedBy(sql, row)
    return next
  })
  hub.wake()
  hub.log.info({ destinationId: id }, 'changed a destination')
  return { ...changed, missed }
}

/** What a destination that was off did not get: since it began to fail, or was switched off, or the oldest that waits. */
async function missedBy(sql: Sql, row: DestinationRow): Promise<Missed> {
  const oldest = await oldestHeld(sql, row.id)
  const times = [row.failing_since, row.disabled_at, oldest === null ? null : new Date(idTime(oldest))]
  const sinceMs = Math.min(...times.flatMap((time) => (time === null ? [] : [time.getTime()])))
  const since = new Date(Number.isFinite(sinceMs) ? sinceMs : row.updated_at.getTime())
  const [counts] = await selectCounts(sql, row.environment_id, row.id, firstIdAt(since.getTime()))
  return { held: counts?.held ?? 0, failed: counts?.failed ?? 0, since }
}

/** Changes a row in a transaction of its own, with the row locked. Throws `not_found`. */
export async function change(
  hub: Pick<Hub, 'db' | 'vault'>,
  environmentId: string,
  id: string,
  work: (row: DestinationRow, sql: Sql) => DestinationRow | Promise<DestinationRow>,
): Promise<Destination> {
  const row = await hub.db.transaction(async (sql) => {
    const found = await lockDestination(sql, environmentId, id)
    if (found === null) throw noDestination(id)
    const next = await work(found, sql)
    await writeDestination(sql, next)
    await bumpVersion(sql)
    return next
  })
  forgetAnswerSecrets(hub)
  return opened(hub, row)
}

export const noDestination = (id: string): TellusError =>
  new TellusError('not_found', `There is no destination ${publicId('destination', id)}.`)

/** Deletes a destination and what still waits for it; its history stays. Throws `not_found`. */
export async function deleteDestination(
  hub: Pick<Hub, 'db' | 'log'>,
  environmentId: string,
  id: string,
): Promise<void> {
  await hub.db.transaction(async (sql) => {
    const deleted = await deleteDestinationRow(sql, environmentId, id)
    if (deleted.length === 0) throw noDestination(id)
    await deleteWaiting(sql, id)
    await forgetMerged(sql, environmentId, id)
    await bumpVersion(sql)
  })
  forgetAnswerSecrets(hub)
  hub.log.info({ destinationId: id }, 'deleted a destination')
}

/** Switches a destination off because of how it answers, holding what waits for it. False when it was off already. */
export async function disableDestination(hub: Pick<Hub, 'db' | 'log'>, id: string, reason: string): Promise<boolean> {
  const isDone = await hub.db.transaction(async (sql) => {
    const disabled = await disableRow(sql, id, reason)
    if (disabled.length === 0) return false
    await holdWaiting(sql, id)
    await bumpVersion(sql)
    return true
  })
  if (!isDone) return false
  forgetAnswerSecrets(hub)
  hub.log.warn({ destinationId: id, reason }, 'switched off a destination')
  return true
}

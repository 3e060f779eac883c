import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, newSecret } from '../lib/ids.ts'
import { createKey, type Environment, forgetKnownKeys } from './keys.ts'
import {
  countsOf,
  deleteEnvironmentRow,
  type EnvironmentRow,
  environmentByDevId,
  firstEnvironment,
  insertEnvironment,
  keptFilesOf,
  lockEnvironments,
  renameEnvironmentRow,
  selectEnvironments,
} from './store.ts'

export interface ListedEnvironment extends Environment {
  createdAt: Date
}

const environmentOf = (row: EnvironmentRow): Environment => ({ id: row.id, devId: row.dev_id, name: row.name })

/** A dev-id that nobody has yet: `tellus-3f9a0c1b`. */
export const newDevId = (): string =>
  `tellus-${newSecret(6)
    .toLowerCase()
    .replaceAll(/[^a-z0-9]/g, '0')}`

const unknown = (devId: string): TellusError =>
  new TellusError(
    'not_found',
    `there is no environment ${devId.slice(0, 60)}: GET /admin/api/session lists those there are`,
  )

/** The environment of a dev-id; without one, the first. Throws 404 for a dev-id that no environment has. */
export async function environmentFor(hub: Pick<Hub, 'db'>, devId: string | undefined): Promise<Environment> {
  const row = devId === undefined ? await firstEnvironment(hub.db) : await environmentByDevId(hub.db, devId)
  if (row === null) throw unknown(devId ?? 'at all')
  return environmentOf(row)
}

/** All environments, the first one first. */
export const listEnvironments = async (hub: Pick<Hub, 'db'>): Promise<ListedEnvironment[]> =>
  (await selectEnvironments(hub.db)).map((row) => ({ ...environmentOf(row), createdAt: row.created_at }))

const mostEvents = 100_000

/** What is in an environment, and so what would go with it. Throws 404 when there is none with that dev-id. */
export async function weighEnvironment(hub: Pick<Hub, 'db'>, devId: string) {
  const one = (await listEnvironments(hub)).find((each) => each.devId === devId)
  if (one === undefined) throw unknown(devId)
  const { events, ...counts } = await countsOf(hub.db, one.id, mostEvents + 1)
  return {
    ...one,
    counts: { ...counts, events: Math.min(events, mostEvents), has_more_events: events > mostEvents },
  }
}

/** Makes an environment with its first API key, which is given this once. */
export async function createEnvironment(sql: Sql, name: string): Promise<{ environment: Environment; apiKey: string }> {
  const environment = { id: newId(), devId: newDevId(), name }
  await insertEnvironment(sql, { id: environment.id, dev_id: environment.devId, name })
  const { key } = await createKey(sql, environment.id, 'first key')
  return { environment, apiKey: key }
}

/** Gives an environment another name; throws 404 when there is none with that dev-id. */
export async function renameEnvironment(hub: Pick<Hub, 'db'>, devId: string, name: string): Promise<ListedEnvironment> {
  const row = await renameEnvironmentRow(hub.db, devId, name)
  if (row === null) throw unknown(devId)
  forgetKnownKeys(hub)
  return { ...environmentOf(row), createdAt: row.created_at }
}

/**
 * Deletes an environment in the caller's transaction, with everything that points to it: keys, users and their records,
 * imports, destinations, inboxes. Gives the kept files, to be removed after the commit. Its history points to nothing
 * and is for the caller to erase. `before` runs once it is sure that there is one and not the last, whose deletion throws
 * `conflict`.
 */
export async function deleteEnvironment(
  sql: Sql,
  devId: string,
  before: (sql: Sql, environmentId: string) => Promise<unknown>,
): Promise<{ environment: Environment; files: string[] }> {
  const rows = await lockEnvironments(sql)
  const row = rows.find((one) => one.dev_id === devId)
  if (row === undefined) throw unknown(devId)
  if (rows.length === 1)
    throw new TellusError('conflict', `${row.name} is the last environment: make another before you delete it`)
  await before(sql, row.id)
  const files = await keptFilesOf(sql, row.id)
  await deleteEnvironmentRow(sql, row.id)
  return { environment: environmentOf(row), files: files.map(({ raw_path }) => raw_path) }
}

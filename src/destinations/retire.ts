import type { Sql } from '../db/sql.ts'
import { bumpVersion, deleteDestinationRow, deleteWaiting, selectDestinations } from './store.ts'

/** Deletes all destinations of an environment with what waits for them, in the caller's transaction; gives how many. */
export async function retireDestinations(sql: Sql, environmentId: string): Promise<number> {
  const rows = await selectDestinations(sql, environmentId)
  for (const { id } of rows) {
    await deleteDestinationRow(sql, environmentId, id)
    await deleteWaiting(sql, id)
  }
  if (rows.length > 0) await bumpVersion(sql)
  return rows.length
}

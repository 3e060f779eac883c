import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import type { DataType } from '../../schema/records.ts'
import type { LockedUser } from '../../users/user.ts'
import type { Storing } from '../change.ts'
import type { Provenance } from '../provenance.ts'
import { storeChanged } from '../save.ts'
import { noteMappers } from './store.ts'

/** What a step comes down to. */
export interface Writes {
  /** Stored over what was there, and told. */
  stored: Storing[]
  /** Records that stay as they are and whose mapper is another now. */
  noted: ({ type: DataType; key: string } & Provenance)[]
}

export const newWrites = (): Writes => ({ stored: [], noted: [] })

/** Stores and tells of them, in the transaction of the step, which holds the user's lock. */
export async function write(
  hub: Pick<Hub, 'clock' | 'metrics' | 'defect'>,
  sql: Sql,
  user: LockedUser,
  { stored, noted }: Writes,
  importId: string | null,
): Promise<void> {
  if (noted.length > 0) await noteMappers(sql, user.userId, noted)
  if (stored.length === 0) return
  for (const { type } of stored) hub.metrics.records.inc({ type, result: 'changed' })
  await storeChanged(hub, sql, user, stored, { importId })
}

import type { Sql } from '../db/sql.ts'
import { forgetMerged } from './merging/store.ts'
import { forgetPriority } from './priority/store.ts'
import { forgetReaders } from './readers-store.ts'

/** Deletes what is kept under a reference id of which no account is left: the order of their sources, tokens that read them, what was told of them. */
export async function forgetPerson(sql: Sql, environmentId: string, referenceId: string): Promise<void> {
  await forgetPriority(sql, environmentId, referenceId)
  await forgetReaders(sql, environmentId, referenceId)
  await forgetMerged(sql, environmentId, referenceId)
}

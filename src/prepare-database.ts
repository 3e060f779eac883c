import { migrate } from './db/migrate.ts'
import { makePartitions } from './db/partitions.ts'
import type { Database } from './db/sql.ts'
import { migrateJobs } from './jobs/jobs.ts'

/**
 * Brings a database to what this version needs: our migrations, the tables of the job library, the partitions of the
 * coming days. Safe to run again and from several processes. Gives the names of the migrations it applied.
 */
export async function prepareDatabase(db: Database, nowMs: number): Promise<string[]> {
  const applied = await migrate(db)
  await migrateJobs(db)
  await makePartitions(db, nowMs)
  return applied
}

import type { Sql } from '../db/sql.ts'

/**
 * Deletes the tokens that read a person of whom no account is left: who is given that reference id later is somebody else. Those of
 * one user go with its row.
 */
export const forgetReaders = (sql: Sql, environmentId: string, referenceId: string) => sql`
  delete from mcp_tokens
  where environment_id = ${environmentId}::uuid and reference_id = ${referenceId}::text
    and not exists (
      select
      from users
      where environment_id = ${environmentId}::uuid and reference_id = ${referenceId}::text)`

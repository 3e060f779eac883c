import type { Sql } from '../db/sql.ts'

/** The first key of the advisory locks by which processes show that they live; the second is their number. */
export const livenessLock = 7355

export const insertWorker = async (sql: Sql, label: string, keyIds: readonly string[] | null) => {
  const [row] = await sql<{ no: number }>`
    insert into workers (label, key_ids)
    values (${label}, ${keyIds})
    returning no`
  if (row === undefined) throw new Error('A worker row was not returned.')
  return row.no
}

/** Puts a worker's row back where it is gone: while its connection was cut, another process took it for dead. */
export const restoreWorker = (
  sql: Sql,
  {
    no,
    label,
    keyIds,
    lockIds,
  }: { no: number; label: string; keyIds: readonly string[] | null; lockIds: readonly string[] },
) => sql`
  insert into workers (no, label, key_ids, job_lock_ids)
  overriding system value
  values (${no}, ${label}, ${keyIds}, ${lockIds})
  on conflict (no) do nothing`

export const addLockId = (sql: Sql, no: number, lockId: string) => sql`
  update workers
  set job_lock_ids = array_append(job_lock_ids, ${lockId})
  where no = ${no}`

/** Workers whose process is gone: nobody holds their advisory lock. */
export const deadWorkers = (sql: Sql) => sql<{ no: number; label: string; job_lock_ids: string[] }>`
  select w.no, w.label, w.job_lock_ids
  from workers w
  where not exists (
    select 1 from pg_locks l
    where l.locktype = 'advisory' and l.database = (select oid from pg_database where datname = current_database())
      and l.classid = ${livenessLock} and l.objid = w.no and l.objsubid = 2 and l.granted)`

export const deleteWorker = (sql: Sql, no: number) => sql`
  delete from workers
  where no = ${no}`

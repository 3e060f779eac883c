import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../testing/hub.ts'
import { eventually } from '../testing/tellus.ts'
import { addJob, addJobs, startJobs, type Task, unlockJobs } from './jobs.ts'
import { openLiveness, reapDead } from './liveness.ts'

const quiet = { concurrency: 2, cron: [], onLockId: async () => undefined }

test('a job runs if and only if the transaction that added it commits', async () => {
  await using hub = await testHub()
  const seen: unknown[] = []
  const note: Task = async (payload) => {
    seen.push(payload)
  }
  await using _jobs = await startJobs(hub, { note }, quiet)
  const rolledBack = hub.db.transaction(async (sql) => {
    await addJob(sql, 'note', { n: 1 })
    throw new Error('no')
  })
  await assert.rejects(rolledBack)
  await hub.db.transaction((sql) => addJob(sql, 'note', { n: 2 }))
  await eventually('the job', () => seen.length > 0)
  assert.deepEqual(seen, [{ n: 2 }])
})

test('jobs of one queue run one at a time, in order', async () => {
  await using hub = await testHub()
  const seen: string[] = []
  const slow: Task = async (payload) => {
    const n = JSON.stringify(payload)
    seen.push(`begin ${n}`)
    await new Promise((resolve) => setImmediate(resolve))
    seen.push(`end ${n}`)
  }
  for (const n of [1, 2, 3]) await addJob(hub.db, 'slow', { n }, { queue: 'me' })
  await using _jobs = await startJobs(hub, { slow }, quiet)
  await eventually('the last one', () => seen.length === 6)
  assert.deepEqual(
    seen,
    [1, 2, 3].flatMap((n) => [`begin {"n":${n}}`, `end {"n":${n}}`]),
  )
})

test('a job that is to wait does not start', async () => {
  await using hub = await testHub()
  await addJob(hub.db, 'note', {}, { delaySeconds: 60 })
  const [row] = await hub.db<{ waits: boolean }>`
    select run_at > now() + interval '50 s' as waits from graphile_worker._private_jobs`
  assert.equal(row?.waits, true)
})

test('what a process that is gone had locked starts again, and a living one keeps what it holds', async () => {
  await using hub = await testHub()
  await using living = await openLiveness(hub, 'living')
  await living.addLockId('living-pool')
  // As a killed process leaves it: a row, and nobody who holds its lock.
  await hub.db`insert into workers (label, job_lock_ids) values ('gone', '{gone-pool}')`
  for (const by of ['living-pool', 'gone-pool']) {
    await addJob(hub.db, 'note', { by })
    await hub.db`update graphile_worker._private_jobs set locked_by = ${by}, locked_at = now() where locked_by is null`
  }
  let released = 0
  const release = async () => {
    released++
  }
  assert.equal(await reapDead(hub, release), 1)
  const held = await hub.db`select locked_by from graphile_worker._private_jobs where locked_by is not null`
  assert.deepEqual([held, released], [[{ locked_by: 'living-pool' }], 1])
  assert.equal(await reapDead(hub, release), 0)
})

test('a process whose connection broke takes its lock again', async () => {
  await using hub = await testHub()
  await using living = await openLiveness(hub, 'living')
  const holder = async () => {
    const rows = await hub.db<{ pid: number }>`
      select pid from pg_locks where locktype = 'advisory' and classid = 7355 and objid = ${living.no} and granted`
    return rows[0]?.pid ?? null
  }
  const before = await holder()
  assert.notEqual(before, null)
  await hub.db`select pg_terminate_backend(${before}::int)`
  await eventually('the new lock', async () => {
    const pid = await holder()
    return pid !== before && pid
  })
  await unlockJobs(hub.db, [])
})

test('many are added in one statement, and one that waits already under its key is not put behind others', async () => {
  await using hub = await testHub()
  const jobs = ['a', 'b'].map((key) => ({ payload: { key }, queue: 'many', key }))
  await addJobs(hub.db, 'note', jobs.slice(0, 1), { priority: 10 })
  await hub.db`update graphile_worker._private_jobs set run_at = now() - interval '1 h'`
  await addJobs(hub.db, 'note', jobs, { priority: 10, maxAttempts: 3 })
  const rows = await hub.db`
    select key, priority, max_attempts, run_at < now() - interval '30 min' as is_old
    from graphile_worker._private_jobs order by key`
  assert.deepEqual(rows, [
    { key: 'a', priority: 10, max_attempts: 3, is_old: true },
    { key: 'b', priority: 10, max_attempts: 3, is_old: false },
  ])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { testHub } from '../testing/hub.ts'
import { steadyPool } from './steady-pool.ts'

test('a connection that is lost while a job is marked as done is told in the code for which that is tried again', async () => {
  await using hub = await testHub()
  const pool = steadyPool(hub.db.pool)
  const cutOff = async (statement: string): Promise<unknown> => {
    const client = await pool.connect()
    const { rows } = await client.query<{ pid: number }>('select pg_backend_pid() as pid')
    client.on('error', () => undefined)
    const answer = client.query(statement).then(
      () => 'no error',
      (error: Error) => ('code' in error ? error.code : error.message),
    )
    await hub.db`select pg_terminate_backend(${rows[0]?.pid ?? 0})`
    const code = await answer
    client.release(true)
    return code
  }
  const slow = 'from pg_sleep(5)'
  assert.equal(await cutOff(`select 1 ${slow}`), '57P01')
  const done = `delete from graphile_worker._private_jobs as jobs using (select 1 ${slow}) s where id = 1 or s is null`
  await hub.db`select graphile_worker.add_job('never')`
  assert.equal(await cutOff(done.replace('where', 'where true or')), 'EHOSTUNREACH')
})

test('everything else of the pool is as it was', async () => {
  await using hub = await testHub()
  const pool = steadyPool(hub.db.pool)
  assert.equal((await pool.query('select 1 as n')).rows[0]?.n, 1)
  assert.equal(pool.totalCount, hub.db.pool.totalCount)
  const client = await pool.connect()
  await assert.rejects(client.query('delete from no_private_jobs'), { code: '42P01' })
  client.release()
})

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { test } from 'node:test'
import { runningServer } from '../../src/data-dir.ts'
import { openDatabase } from '../../src/db/sql.ts'
import { aBatch, someSteps } from '../../src/testing/phone.ts'
import { databasePid, dataFolder, eventually, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'

/** Lets the minute of quiet be over, after which records are made. */
async function endQuiet(dataDir: string): Promise<void> {
  const db = openDatabase(runningServer(dataDir)?.database_url ?? '', { label: 'a test', connections: 1 })
  const waiting = await db`
    update graphile_worker._private_jobs set run_at = now()
    where task_id = (select id from graphile_worker._private_tasks where identifier = 'phone-records')
    returning id`
  await db.close()
  assert.equal(waiting.length, 1, 'the records are owed')
}

test('kill -9 between the answer to a phone and its records, of the process and of the database, loses nothing', async () => {
  using folder = dataFolder()
  const dataDir = join(folder.path, 'data')
  let tellus: RunningTellus = await startTellus(dataDir)
  await using cleanUp = new AsyncDisposableStack()
  cleanUp.defer(async () => {
    await tellus.end('SIGKILL')
  })
  const { body } = await tellus.call<{ token: string }>('POST', '/v2/auth/generateAuthToken')
  const connected = await tellus.call<{ user_id: string; ingest_token: string }>('POST', '/ingest/connect', {
    token: body.token,
    platform: 'healthkit',
    reference_id: 'ada',
  })
  const { user_id: userId, ingest_token: token } = connected.body
  const batch = aBatch({ samples: [someSteps('2026-07-01T08:00', 100), someSteps('2026-07-01T09:00', 23)] })
  const send = async () => {
    const answer = await fetch(`${tellus.url}/ingest/batches`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}` },
      body: JSON.stringify(batch),
    })
    return { status: answer.status, text: await answer.text() }
  }
  const first = await send()
  assert.equal(first.status, 202, first.text)
  const database = databasePid(dataDir)
  if (database !== null) process.kill(database, 'SIGKILL')
  await tellus.end('SIGKILL')
  tellus = await startTellus(dataDir)
  assert.deepEqual(await send(), first, 'the phone that did not hear the answer hears it now')
  await endQuiet(dataDir)
  const days = `start_date=2026-07-01&end_date=2026-07-01&to_webhook=false`
  const record = await eventually(
    'the record',
    async () => {
      const read = await tellus.call<{ data: { distance_data: { steps: number } }[] }>(
        'GET',
        `/v2/daily?user_id=${userId}&${days}`,
      )
      return read.body.data[0] ?? null
    },
    30_000,
  )
  assert.equal(record.distance_data.steps, 123)
})

import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { heedNotice, noticeTask } from '../../ingest/fetch/notice.ts'
import { selectSubscription } from '../../ingest/fetch/store.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData, pollDue } from '../../ingest/fetch/task.ts'
import type { Task } from '../../jobs/jobs.ts'
import { type Posted, signatureHeader, signatureOf } from '../../providers/sandbox/notification.ts'
import { connectPerson, eventsOf, jobsOf, sandboxServer, userAs } from '../../testing/connected.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

let secret = ''
before(async () => {
  await keepSubscriptions(hub)
  secret = hub.vault.open((await selectSubscription(hub.db, 'SANDBOX'))?.secret ?? '')
})

const signal = new AbortController().signal
/** Runs the waiting jobs of a name, each once. */
async function runAll(name: string, task: Task): Promise<number> {
  const jobs = await jobsOf(hub, name)
  await hub.db`
    delete from graphile_worker._private_jobs
    where task_id = (select id from graphile_worker._private_tasks where identifier = ${name})`
  for (const { payload } of jobs) await task(payload, { signal, attempt: 1 })
  return jobs.length
}
const heedAll = () => runAll(noticeTask, heedNotice(hub))
const post = (body: string, headers: Record<string, string>) =>
  at.call('POST', '/hooks/SANDBOX', { as: 'none', body, headers })
function tell(said: Posted, options: { secret?: string; agoMs?: number; changed?: string } = {}) {
  const body = JSON.stringify(said)
  const signature = signatureOf(options.secret ?? secret, hub.clock.now() - (options.agoMs ?? 0), body)
  return post(options.changed ?? body, { [signatureHeader]: signature })
}

test('a notification is proved over its bytes, kept, and answered before anything is done', async () => {
  const user = await connectPerson(at, 'told')
  await runAll(fetchDataTask, async () => undefined)
  const answer = await tell({ event: 'revoked', account: 'told' })
  assert.deepEqual([answer.statusCode, answer.json()], [200, { status: 'success' }])
  assert.equal((await userAs(hub, user.userId)).active, true)
  assert.equal(await heedAll(), 1)
  assert.equal((await userAs(hub, user.userId)).active, false)
  const types = (await eventsOf(hub, user.userId)).map(({ type }) => type)
  assert.deepEqual(types, ['auth', 'access_revoked'])
})

test('what the provider did not sign changes nothing', async () => {
  const said: Posted = { event: 'revoked', account: 'nobody' }
  const refused = [
    await tell(said, { secret: 'another' }),
    await tell(said, { agoMs: 6 * 60_000 }),
    await tell(said, { agoMs: -6 * 60_000 }),
    await tell(said, { changed: '{"event":"revoked","account":"somebody"}' }),
    await post(JSON.stringify(said), {}),
    await post(JSON.stringify(said), { [signatureHeader]: 't=1,v1=' }),
  ]
  assert.deepEqual(
    refused.map(({ statusCode }) => statusCode),
    refused.map(() => 401),
  )
  assert.equal(await heedAll(), 0)
})

test('what cannot be read is 400, a source that sends nothing 404', async () => {
  for (const body of ['{', '{"event":"party"}', '[]', ''])
    assert.equal((await post(body, { [signatureHeader]: signatureOf(secret, hub.clock.now(), body) })).statusCode, 400)
  for (const name of ['APPLE', 'SAMSUNG', 'nothing', '__proto__'])
    assert.equal((await at.call('POST', `/hooks/${name}`, { as: 'none', body: '{}' })).statusCode, 404)
})

test('a challenge is answered with what only the subscriber can know', async () => {
  const answer = await at.call('GET', '/hooks/SANDBOX?challenge=abc', { as: 'none' })
  assert.equal(answer.statusCode, 200)
  assert.match(answer.body, /^[0-9a-f]{64}$/)
  assert.notEqual((await at.call('GET', '/hooks/SANDBOX?challenge=abd', { as: 'none' })).body, answer.body)
})

test('news are fetched for everybody who has the account, once for the same news told twice', async () => {
  const users = [
    await connectPerson(at, 'shared', { referenceId: 'one' }),
    await connectPerson(at, 'shared', { referenceId: 'two' }),
  ]
  await runAll(fetchDataTask, async () => undefined)
  const day = new Date(hub.clock.now() - 5 * 86_400_000).toISOString().slice(0, 10)
  for (let i = 0; i < 3; i++) await tell({ event: 'data', account: 'shared', types: ['daily'], start: day, end: day })
  await tell({ event: 'data', account: 'not here', types: ['daily'], start: day, end: day })
  assert.equal(await heedAll(), 2)
  assert.equal(await runAll(fetchDataTask, fetchData(hub)), 2)
  for (const { userId } of users) {
    const data = (await eventsOf(hub, userId)).filter(({ type }) => type === 'daily')
    assert.equal(data.length, 1)
  }
})

test('other scopes are told, kept, and what they open is fetched', async () => {
  const user = await connectPerson(at, 'more', { granted: ['daily'] })
  await runAll(fetchDataTask, async () => undefined)
  await hub.db`update sandbox_grants set scopes = '{daily,sleep}' where person = 'more'`
  await tell({ event: 'scopes', account: 'more', scopes: ['daily', 'sleep'] })
  await heedAll()
  await runAll(fetchDataTask, fetchData(hub))
  const types = new Set((await eventsOf(hub, user.userId)).map(({ type }) => type))
  assert.deepEqual([...types].sort(), ['auth', 'daily', 'permission_change', 'sleep'])
})

test('whom nothing was told about for as long as the provider’s interval is asked for by itself, and nobody else', async () => {
  const [quiet, gone, paused] = [
    await connectPerson(at, 'quiet'),
    await connectPerson(at, 'gone'),
    await connectPerson(at, 'paused'),
  ]
  await tell({ event: 'revoked', account: 'gone' })
  await heedAll()
  await hub.db`update users set active = false where user_id = ${paused.userId}`
  await hub.db`update connections set next_poll_at = null where user_id not in (${quiet.userId}, ${paused.userId})`
  await runAll(fetchDataTask, async () => undefined)
  await pollDue(hub)
  assert.deepEqual(await jobsOf(hub, fetchDataTask), [])
  await hub.advance(24 * 3_600_000)
  await pollDue(hub)
  const jobs = await jobsOf(hub, fetchDataTask)
  assert.deepEqual(
    jobs.map(({ key }) => key),
    [`poll ${quiet.userId}`],
  )
  assert.ok(!jobs.some(({ key }) => key?.includes(gone.userId)))
  await runAll(fetchDataTask, fetchData(hub))
  const shown = (await at.call('GET', `/v2/userInfo?user_id=${quiet.userId}`)).json()
  assert.equal(Math.abs(Date.parse(shown.user.last_polled_at) - hub.clock.now()) < 1000, true)
  await pollDue(hub)
  assert.deepEqual(await jobsOf(hub, fetchDataTask), [])
})

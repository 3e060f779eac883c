import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { ProviderError } from '../../providers/provider-error.ts'
import { connectPerson, jobsOf, sandboxServer } from '../../testing/connected.ts'
import { aDaily } from '../../testing/records.ts'
import { becomes, runJobs, scripted } from '../../testing/scripted.ts'
import { fetchDataTask } from '../../users/connection/fetch-job.ts'
import { todayOf } from './days.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const now = (userId: string, body: object = {}, as: 'first' | 'other' = 'first') =>
  at.call('POST', `/admin/api/users/${userId}/fetch`, { body, as })

test('what a provider puts off goes on as a job, and what fails is said', async () => {
  const days = scripted()
  using _ = becomes({ resources: { daily: days.resource } })
  const { userId, zone } = await connectPerson(at, 'asked for')
  await runJobs(hub, fetchDataTask, async () => undefined)
  days.there.set('today', aDaily(todayOf(hub.clock.now(), zone), 5))
  assert.deepEqual((await now(userId)).json(), { status: 'done', records: 1, retry_after_seconds: null, error: null })
  days.before = () => {
    throw new ProviderError('rate_limited', 'a test says wait', { retryAfterSeconds: 50 })
  }
  const limited = (await now(userId, { days: 7, types: ['daily'] })).json()
  assert.deepEqual([limited.status, limited.retry_after_seconds], ['rate_limited', 50])
  const jobs = await jobsOf(hub, fetchDataTask)
  assert.deepEqual(
    jobs.map(({ key, payload }) => [key, Reflect.get(payload, 'days'), Reflect.get(payload, 'types')]),
    [[`now ${userId}`, 7, ['daily']]],
  )
  days.before = () => {
    throw new ProviderError('unavailable', 'a test is out of order')
  }
  const failed = (await now(userId)).json()
  assert.deepEqual([failed.status, failed.error], ['failed', 'a test is out of order'])
})

test('there is nothing to ask for a user of files, for one who has gone, and for somebody else’s', async () => {
  const { userId } = await connectPerson(at, 'nobody’s business')
  assert.equal((await now(userId, {}, 'other')).statusCode, 404)
  await hub.db`update users set provider = 'APPLE' where user_id = ${userId}`
  const answer = await now(userId)
  assert.equal(answer.statusCode, 409)
  assert.match(answer.json().detail, /APPLE has no servers/)
  assert.equal((await now(userId, { days: 400 })).statusCode, 400)
})

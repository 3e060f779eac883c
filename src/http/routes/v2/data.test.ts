import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportedRecord } from '../../../import/importer.ts'
import { saveRecords } from '../../../ingest/save.ts'
import { incoming } from '../../../testing/records.ts'
import { type TestServer, testServer } from '../../../testing/server.ts'
import { connectUser } from '../../../users/connect.ts'
import type { User } from '../../../users/user.ts'

const daily = (
  day: string,
  steps: number,
  step_samples = [{ timestamp: `${day}T09:00:00.000000+02:00`, steps }],
): ImportedRecord => ({
  type: 'daily',
  record: {
    metadata: { start_time: `${day}T00:00:00.000000+02:00`, end_time: `${day}T23:59:59.000000+02:00`, upload_type: 1 },
    distance_data: { steps, detailed: { step_samples } },
  },
})

async function userWith(at: TestServer, provider: string, records: ImportedRecord[]): Promise<User> {
  const { hub } = at
  return hub.db.transaction(async (sql) => {
    const who = { environmentId: hub.environmentId, provider, providerAccount: 'a', referenceId: 'ada' }
    const { user } = await connectUser(hub, sql, who)
    await saveRecords(hub, sql, hub.environmentId, user.userId, incoming(...records), { observedAtMs: hub.clock.now() })
    return user
  })
}

test('stored data is read as Terra has it', async (t) => {
  await using at = await testServer()
  const athlete: ImportedRecord = { type: 'athlete', record: { city: 'Zürich' } }
  const days = ['2026-06-30', '2026-07-01', '2026-07-02', '2026-07-03']
  const user = await userWith(at, 'GARMIN', [...days.map((day, i) => daily(day, 1000 * (i + 1))), athlete])
  const ask = (path: string, query: string) => at.call('GET', `${path}?user_id=${user.userId}&${query}`)
  const steps = async (query: string, path = '/v2/daily') => {
    const answer = await ask(path, `to_webhook=false&${query}`)
    assert.equal(answer.statusCode, 200, answer.body)
    return answer.json().data.map((record: { distance_data: { steps: number } }) => record.distance_data.steps)
  }

  await t.test('inline: the records of the range with the user', async () => {
    const answer = await ask('/v2/daily', 'start_date=2026-07-01&end_date=2026-07-03&to_webhook=FALSE')
    const body = answer.json()
    assert.match(String(answer.headers['content-type']), /^application\/json/)
    assert.deepEqual(Object.keys(body), ['status', 'type', 'user', 'data', 'version'])
    assert.deepEqual([body.status, body.type, body.version], ['success', 'daily', '2022-03-16'])
    assert.deepEqual([body.user.user_id, body.user.reference_id], [user.userId, 'ada'])
    assert.equal(body.data.length, 2)
    assert.ok(!answer.body.includes('T09:00:00'))
  })

  await t.test('with samples when asked for', async () => {
    const answer = await ask('/v2/daily', 'start_date=2026-07-01&to_webhook=0&with_samples=1')
    assert.equal(answer.json().data[0].distance_data.detailed.step_samples.length, 1)
  })

  await t.test('a start is inclusive, an end exclusive, none a day', async () => {
    assert.deepEqual(await steps('start_date=2026-07-01&end_date=2026-07-03'), [2000, 3000])
    assert.deepEqual(await steps('start_date=2026-07-01', '/api/v2/daily'), [2000])
    assert.deepEqual(await steps('start_date=2026-07-01&end_date=2026-07-01'), [2000])
    assert.deepEqual(await steps('start_date=2026-08-01'), [])
    const seconds = (day: string) => Date.parse(day) / 1000
    assert.deepEqual(await steps(`start_date=${seconds('2026-07-01')}&end_date=${seconds('2026-07-03')}`), [2000, 3000])
  })

  await t.test('a bad parameter is 400 and named', async () => {
    const sentence = async (query: string) => {
      const answer = await ask('/v2/daily', query)
      return [answer.statusCode, answer.json().detail]
    }
    assert.deepEqual(await sentence(''), [400, 'start_date is required'])
    assert.deepEqual(await sentence('start_date=yesterday'), [400, 'invalid start_date'])
    assert.deepEqual(await sentence('start_date=2026-07-01&end_date=2026-13-01'), [400, 'invalid end_date'])
    assert.deepEqual(await sentence('start_date=2026-07-02&end_date=2026-07-01'), [
      400,
      'end_date is before start_date',
    ])
    assert.deepEqual(await sentence('start_date=2026-07-01&to_webhook=maybe'), [400, 'invalid to_webhook'])
    assert.deepEqual(await sentence('start_date=2010-01-01&end_date=2026-07-01'), [429, 'rate limit exceeded'])
    assert.deepEqual(await sentence('start_date=2026-07-01&retry_if_rate_limited=x'), [
      400,
      'invalid retry_if_rate_limited',
    ])
  })

  await t.test("an unknown user is 404, as is another environment's", async () => {
    const url = '/v2/sleep?start_date=2026-07-01&user_id='
    assert.equal((await at.call('GET', `${url}00000000-0000-4000-8000-000000000000`)).json().detail, 'user not found')
    assert.equal((await at.call('GET', `${url}${user.userId}`, { as: 'other' })).statusCode, 404)
    assert.equal((await at.call('GET', `/v2/athlete?user_id=${user.userId}`, { as: 'other' })).statusCode, 404)
  })

  await t.test('by default the data goes to the webhook, under the reference of the answer', async () => {
    const answer = await ask('/v2/daily', 'start_date=2026-07-01')
    const body = answer.json()
    const reference = answer.headers['terra-reference']
    assert.deepEqual([body.status, body.type, body.message], ['success', 'daily', 'Data sent to webhook'])
    assert.deepEqual([body.reference, body.trace_id], [reference, reference])
    assert.equal(body.user.user_id, user.userId)
    assert.equal(body.data, undefined)
    const events = await at.hub.db<{ type: string; body: string }>`
      select type, body from events where reference = ${body.reference}`
    assert.equal(events.length, 1)
    assert.equal(JSON.parse(events[0]?.body ?? '').data[0].distance_data.steps, 2000)
  })

  await t.test('the athlete is one object', async () => {
    const { user: shown, ...rest } = (await ask('/v2/athlete', 'to_webhook=false')).json()
    assert.deepEqual(rest, { status: 'success', type: 'athlete', athlete: { city: 'Zürich' } })
    assert.equal(shown.user_id, user.userId)
    const sent = await ask('/v2/athlete', '')
    assert.equal(sent.json().reference, sent.headers['terra-reference'])
  })

  await t.test('an answer past 1 MiB comes as a stream, and is the same', async () => {
    const hour = (i: number) => `${new Date(Date.parse('2026-09-01') + i * 10_000).toISOString().slice(0, -1)}000+02:00`
    const step_samples = Array.from({ length: 8000 }, (_, i) => ({ timestamp: hour(i), steps: i }))
    const many = (day: string) => daily(day, 5, step_samples)
    const records = Array.from({ length: 25 }, (_, i) => many(`2026-09-${String(i + 1).padStart(2, '0')}`))
    await at.hub.db.transaction((sql) =>
      saveRecords(at.hub, sql, at.hub.environmentId, user.userId, incoming(...records), {
        observedAtMs: at.hub.clock.now(),
      }),
    )
    const query = 'start_date=2026-09-01&end_date=2026-09-30&to_webhook=false&with_samples=true'
    const answer = await ask('/v2/daily', query)
    assert.ok(answer.rawPayload.length > 5_000_000)
    assert.equal(answer.headers['content-length'], undefined)
    assert.equal(answer.json().data.length, 25)
  })
})

test('says when a provider does not have the type', async () => {
  await using at = await testServer()
  const user = await userWith(at, 'CONCEPT2', [])
  const query = `user_id=${user.userId}&start_date=2026-07-01&to_webhook=false`
  const sleep = (await at.call('GET', `/v2/sleep?${query}`)).json()
  assert.deepEqual([sleep.data, sleep.message], [[], 'Data type requested not available from provider'])
  assert.equal((await at.call('GET', `/v2/activity?${query}`)).json().message, undefined)
  assert.deepEqual((await at.call('GET', `/v2/athlete?user_id=${user.userId}&to_webhook=false`)).json().athlete, {})
})

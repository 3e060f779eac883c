import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readConfig } from '../config.ts'
import { type TestServer, testServer } from '../testing/server.ts'
import { connectUser } from '../users/connect.ts'

const connect = async (at: TestServer, referenceId: string): Promise<string> => {
  const who = { environmentId: at.hub.environmentId, provider: 'APPLE', providerAccount: 'file', referenceId }
  return (await at.hub.db.transaction((sql) => connectUser(at.hub, sql, who))).user.userId
}
const budgetOf = (headers: Record<string, unknown>) => [
  headers['x-terra-ratelimit-limit'],
  headers['x-terra-ratelimit-remaining'],
  headers['x-terra-ratelimit-reset-after'],
]
const fiveYears = 'start_date=2020-01-01&end_date=2024-12-30&to_webhook=false'

test('six thousand days of one user may be asked for in an hour, as Terra has it', async (t) => {
  await using at = await testServer()
  const [ada, ben] = [await connect(at, 'ada'), await connect(at, 'ben')]
  const ask = (path: string) => at.call('GET', path)

  await t.test('accepted calls tell what remains, also those to the webhook and without dates', async () => {
    const first = await ask(`/v2/daily?user_id=${ada}&${fiveYears}`)
    assert.deepEqual(budgetOf(first.headers), ['6000', '4175', '3600'])
    const athlete = await ask(`/api/v2/athlete?user_id=${ada}`)
    assert.deepEqual(budgetOf(athlete.headers), ['6000', '4174', '3600'])
    const toWebhook = await ask(`/v2/sleep?user_id=${ada}&start_date=2026-07-01&end_date=2026-07-03`)
    assert.deepEqual(budgetOf(toWebhook.headers), ['6000', '4172', '3600'])
    const planned = await ask(`/v2/plannedWorkout?user_id=${ada}&start_date=2026-07-01&to_webhook=false`)
    assert.deepEqual(budgetOf(planned.headers), ['6000', '4171', '3600'])
  })

  await t.test('more are refused by rule r2, with the seconds until they fit', async () => {
    await at.hub.advance(600_000)
    for (const remaining of ['2346', '521'])
      assert.equal(budgetOf((await ask(`/v2/body?user_id=${ada}&${fiveYears}`)).headers)[1], remaining)
    const refused = await ask(`/v2/body?user_id=${ada}&${fiveYears}`)
    assert.equal(refused.statusCode, 429)
    const { title, detail, status, message } = refused.json()
    const sentence = 'rate limit exceeded'
    assert.deepEqual([title, detail, status, message], ['too many requests', sentence, 'error', sentence])
    assert.equal(refused.headers['x-terra-ratelimit-rule'], 'r2')
    assert.equal(refused.headers['retry-after'], '3000')
    assert.deepEqual(budgetOf(refused.headers), [undefined, undefined, undefined])
    await at.hub.advance(3_000_000)
    assert.equal((await ask(`/v2/body?user_id=${ada}&${fiveYears}`)).statusCode, 200)
  })

  await t.test('another user has a budget of their own, and who is not found has none', async () => {
    assert.deepEqual(budgetOf((await ask(`/v2/daily?user_id=${ben}&${fiveYears}`)).headers), ['6000', '4175', '3600'])
    const unknown = await ask('/v2/athlete?user_id=nobody')
    assert.deepEqual([unknown.statusCode, ...budgetOf(unknown.headers)], [404, undefined, undefined, undefined])
  })

  await t.test('more than 1,825 days at once are refused by rule r1, for good', async () => {
    const refused = await ask(`/v2/daily?user_id=${ben}&start_date=2020-01-01&end_date=2024-12-31&to_webhook=false`)
    assert.deepEqual([refused.statusCode, refused.headers['x-terra-ratelimit-rule']], [429, 'r1'])
    assert.equal(refused.headers['retry-after'], undefined)
  })
})

test('the limit of days can be another one, or off', async () => {
  await using high = await testServer({ TELLUS_RATE_LIMIT_DAYS_PER_HOUR: '20000' })
  const ada = await connect(high, 'ada')
  assert.equal(budgetOf((await high.call('GET', `/v2/athlete?user_id=${ada}`)).headers)[0], '20000')
  await using off = await testServer({ TELLUS_RATE_LIMIT_DAYS_PER_HOUR: '0' })
  const ben = await connect(off, 'ben')
  for (let n = 0; n < 4; n++) {
    const answer = await off.call('GET', `/v2/daily?user_id=${ben}&${fiveYears}`)
    assert.deepEqual([answer.statusCode, budgetOf(answer.headers)[0]], [200, undefined])
  }
  assert.throws(() => readConfig({ TELLUS_RATE_LIMIT_DAYS_PER_HOUR: '100' }, '/'), /at least 1825/)
})

test('an API key makes so many requests a second, whatever it asks for, and others are not slowed', async () => {
  await using at = await testServer({ TELLUS_API_RATE_LIMIT_PER_SECOND: '3' })
  const statuses = async (paths: string[]) => {
    const answers = []
    for (const path of paths) answers.push((await at.call('GET', path)).statusCode)
    return answers
  }
  assert.deepEqual(
    await statuses(['/v2/subscriptions', '/admin/api/users', '/v2/models', '/v2/subscriptions']),
    [200, 200, 501, 429],
  )
  const refused = await at.call('GET', '/admin/api/users')
  assert.deepEqual([refused.statusCode, refused.headers['retry-after']], [429, '1'])
  assert.match(refused.json().detail, /more than 3 requests a second.*TELLUS_API_RATE_LIMIT_PER_SECOND/)
  assert.equal((await at.call('GET', '/v2/subscriptions', { as: 'other' })).statusCode, 200)
  assert.equal((await at.call('GET', '/v2/integrations', { as: 'none' })).statusCode, 200)
  at.hub.clock.advance(400)
  assert.deepEqual(await statuses(['/v2/subscriptions', '/v2/subscriptions']), [200, 429])
  at.hub.clock.advance(60_000)
  assert.deepEqual(await statuses(Array(4).fill('/v2/subscriptions')), [200, 200, 200, 429])
})

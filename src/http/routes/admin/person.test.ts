import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import type { ImportedRecord } from '../../../import/importer.ts'
import { saveRecords } from '../../../ingest/save.ts'
import { shiftDate } from '../../../normalise/time.ts'
import { aDaily, aSleep, incoming } from '../../../testing/records.ts'
import { testServer } from '../../../testing/server.ts'
import { connectUser } from '../../../users/connect.ts'

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

/** Connects an account of a person and stores what it tells. */
async function account(
  referenceId: string,
  provider: string,
  records: ImportedRecord[],
  as: 'first' | 'other' = 'first',
) {
  const environmentId = as === 'first' ? hub.environmentId : at.otherEnvironmentId
  await hub.advance(1000)
  const who = { environmentId, provider, providerAccount: `${provider} of ${referenceId}`, referenceId }
  const { user } = await hub.db.transaction(async (sql) => {
    const made = await connectUser(hub, sql, who)
    await saveRecords(hub, sql, environmentId, made.user.userId, incoming(...records), {
      observedAtMs: hub.clock.now(),
    })
    return made
  })
  return user.userId
}
const day = (date: string, steps: number): ImportedRecord => ({ type: 'daily', record: aDaily(date, steps) })
const night = (date: string, id: string): ImportedRecord => ({ type: 'sleep', record: aSleep(date, id) })
const read = async (type: string, referenceId: string, more = 'start_date=2026-07-01&end_date=2026-08-01') => {
  const answer = await at.call(
    'GET',
    `/admin/api/person/${type}?reference_id=${encodeURIComponent(referenceId)}&${more}`,
  )
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json()
}
const order = (body: object) => at.call('POST', '/admin/api/person/priority', { body })
const dates = Array.from({ length: 31 }, (_, index) => shiftDate('2026-07-01', index))

test('a month of a ring and a phone is told once, day by day, and of whom each day is', async () => {
  const ring = await account(
    'a/b c',
    'OURA',
    dates.slice(0, 20).map((date) => day(date, 9000)),
  )
  const phone = await account(
    'a/b c',
    'APPLE',
    dates.map((date) => day(date, 4000)),
  )
  const { data, made_of: madeOf } = await read('daily', 'a/b c')
  assert.deepEqual(
    data.map((one: { metadata: { start_time: string } }) => one.metadata.start_time.slice(0, 10)),
    dates,
  )
  assert.deepEqual(
    data.map((one: { distance_data: { steps: number } }) => one.distance_data.steps),
    dates.map((_, index) => (index < 20 ? 9000 : 4000)),
  )
  const [first] = dates
  assert.deepEqual(madeOf[0], [
    { user_id: ring, provider: 'OURA', key: first },
    { user_id: phone, provider: 'APPLE', key: first },
  ])
  assert.deepEqual(madeOf.at(-1), [{ user_id: phone, provider: 'APPLE', key: dates.at(-1) }])
  const person = (await at.call('GET', '/admin/api/person?reference_id=a%2Fb%20c')).json()
  assert.deepEqual(
    person.users.map((user: { user_id: string }) => user.user_id),
    [ring, phone],
  )
  assert.deepEqual(person.priority, { providers: [], from: null })
})

test('nights of any range are whole and each there once, those too that begin on the evening before it', async () => {
  await account(
    'ben',
    'OURA',
    dates.map((date) => night(date, `ring ${date}`)),
  )
  await account(
    'ben',
    'APPLE',
    dates.map((date) => night(date, `phone ${date}`)),
  )
  const { data, made_of: madeOf } = await read('sleep', 'ben')
  assert.deepEqual(
    data.map((one: { metadata: { summary_id: string } }) => one.metadata.summary_id),
    dates.map((date) => `ring ${date}`),
  )
  assert.ok(madeOf.every((parts: unknown[]) => parts.length === 2))
  const { data: one } = await read('sleep', 'ben', 'start_date=2026-07-10')
  assert.deepEqual(
    one.map((sleep: { metadata: { summary_id: string } }) => sleep.metadata.summary_id),
    ['ring 2026-07-10', 'ring 2026-07-11'],
    'both touch the tenth',
  )
})

test('an order of sources is that of the environment until the person has one, and can be taken back', async () => {
  const [first = ''] = dates
  await account('cho', 'OURA', [day(first, 9000)])
  const phone = await account('cho', 'APPLE', [day(first, 4000)])
  const told = async () => {
    const { data } = await read('daily', 'cho')
    const { priority } = (await at.call('GET', '/admin/api/person?reference_id=cho')).json()
    return [data[0].distance_data.steps, priority.from]
  }
  assert.deepEqual(await told(), [9000, null])
  const all = await order({ providers: ['apple', 'APPLE', 'Oura'] })
  assert.deepEqual(all.json(), { reference_id: null, providers: ['APPLE', 'OURA'] })
  assert.deepEqual(await told(), [4000, 'environment'])
  await order({ reference_id: 'cho', providers: ['OURA'] })
  assert.deepEqual(await told(), [9000, 'person'])
  const held = async (whose: string) => (await at.call('GET', `/admin/api/person/priority${whose}`)).json()
  assert.deepEqual(await held(''), { providers: ['APPLE', 'OURA'], from: 'environment' })
  assert.deepEqual(await held('?reference_id=cho'), { providers: ['OURA'], from: 'person' })
  assert.equal((await at.call('GET', '/admin/api/person/priority?reference_id=nobody')).statusCode, 404)
  await order({ reference_id: 'cho', providers: [] })
  assert.deepEqual(await told(), [4000, 'environment'])
  await order({ providers: [] })
  assert.deepEqual(await told(), [9000, null])
  assert.deepEqual(await held(''), { providers: [], from: null })
  const refused = await order({ providers: ['OURA', 'ABACUS'] })
  assert.deepEqual([refused.statusCode, refused.json().detail], [400, 'invalid providers: there is no provider ABACUS'])
  await order({ reference_id: 'cho', providers: ['APPLE'] })
  const [other] = (await at.call('GET', '/admin/api/person?reference_id=cho')).json().users.slice(1)
  await at.call('DELETE', `/admin/api/users/${phone}`)
  assert.deepEqual(await hub.db`select providers from source_priorities`, [{ providers: ['APPLE'] }])
  await at.call('PATCH', `/v2/users/${other.user_id}`, { body: { reference_id: 'somebody else' } })
  assert.deepEqual(await hub.db`select providers from source_priorities`, [], 'it goes with the last account')
})

test('who a person is comes of all their sources; samples come when they are asked for', async () => {
  const [first = ''] = dates
  const samples = { detailed: { step_samples: [{ timestamp: `${first}T09:00:00.000000+01:00`, steps: 500 }] } }
  await account('dee', 'OURA', [
    { type: 'athlete', record: { age: 40 } },
    { type: 'daily', record: aDaily(first, 500, { distance_data: { steps: 500, ...samples } }) },
  ])
  await account('dee', 'APPLE', [{ type: 'athlete', record: { age: 39, city: 'Oslo' } }])
  const answer = (await at.call('GET', '/admin/api/person/athlete?reference_id=dee')).json()
  assert.deepEqual(answer.data, [{ age: 40, city: 'Oslo' }])
  const range = `start_date=${first}`
  const without = (await read('daily', 'dee', range)).data[0].distance_data
  const whole = (await read('daily', 'dee', `${range}&with_samples=true`)).data[0].distance_data
  assert.deepEqual([without.detailed, whole.detailed], [{ step_samples: [] }, samples.detailed])
})

test('nobody is found by the id of another environment’s person, nor is theirs mixed in', async () => {
  const [first = ''] = dates
  await account('eve', 'OURA', [day(first, 1)], 'other')
  for (const path of ['', '/daily', '/athlete']) {
    const answer = await at.call('GET', `/admin/api/person${path}?reference_id=eve&start_date=${first}`)
    assert.deepEqual([answer.statusCode, answer.json().detail], [404, 'no user has the reference_id eve'])
  }
  await account('eve', 'APPLE', [day(first, 2)])
  const { data } = await read('daily', 'eve')
  assert.deepEqual(
    data.map((one: { distance_data: { steps: number } }) => one.distance_data.steps),
    [2],
  )
})

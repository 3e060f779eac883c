import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { noting } from '../../testing/noting.ts'
import { writtenFixturesIn } from '../../testing/written-fixtures.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { googleHealth } from './index.ts'
import { writes } from './writes.ts'

const points = (type: string) => `/v4/users/me/dataTypes/${type}/dataPoints`
const made = (type: string, number: number) => () =>
  Response.json({ done: true, response: { name: `users/hu-1/dataTypes/${type}/dataPoints/${number}` } })
const taken = {
  [`POST ${points('exercise')}`]: made('exercise', 1),
  [`POST ${points('weight')}`]: made('weight', 2),
  [`POST ${points('height')}`]: made('height', 3),
  [`POST ${points('nutrition-log')}`]: made('nutrition-log', 4),
  [`POST ${points('hydration-log')}`]: made('hydration-log', 5),
}
const typeOf = (name: string) => {
  const [type] = name.split('-')
  if (type === 'activity' || type === 'body' || type === 'nutrition') return type
  throw new Error(`${name} is of no type that is written.`)
}
const context = { nowMs: 0, zone: null }
const fixtures = writtenFixturesIn(join(import.meta.dirname, 'written'))

describe('what Google Health is sent', () => {
  for (const { name, record, sent, lost, id } of fixtures)
    test(`as points: ${name}`, async () => {
      const { access, asked } = noting(taken)
      assert.deepEqual(await writes[typeOf(name)].write(access, record, context), { id, lost })
      assert.deepEqual(
        asked.map(({ body }) => JSON.parse(body)),
        sent,
      )
    })

  test('of a record whose second point is refused the first is taken away again', async () => {
    const { access, asked } = noting({
      ...taken,
      [`POST ${points('height')}`]: () => new Response(null, { status: 400 }),
    })
    const body = fixtures.find(({ name }) => name === 'body-weight-and-height')
    assert.ok(body)
    await assert.rejects(writes.body.write(access, body.record, context), /400/)
    assert.deepEqual(asked.at(-1), {
      call: `POST ${points('weight')}:batchDelete`,
      body: JSON.stringify({ names: ['users/me/dataTypes/weight/dataPoints/2'] }),
    })
  })

  test('what has nothing that it takes is refused, and nothing is sent', async () => {
    const { access, asked } = noting(taken)
    const day = { start_time: '2026-07-01T00:00:00.000000+00:00', end_time: '2026-07-02T00:00:00.000000+00:00' }
    await assert.rejects(writes.body.write(access, { metadata: day }, context), /weight and height alone/)
    await assert.rejects(writes.nutrition.write(access, { metadata: day, summary: { water_ml: 5 } }, context), /meals/)
    await assert.rejects(writes.activity.write(access, {}, context), /another shape/)
    assert.equal(await writes.body.remove?.(access, 'heart-rate/5'), 404)
    assert.deepEqual(asked, [])
  })
})

test('what is written comes back from Google Health as data, and is gone when it is deleted', async () => {
  const { at, connect } = await doubled('GOOGLE_HEALTH', { TELLUS_WRITES: 'GOOGLE_HEALTH' })
  await using _ = at
  at.hub.clock.set(Date.parse('2026-07-03T12:00:00Z'))
  const user = await connect('ada')
  const send = (method: 'POST' | 'DELETE', path: string, body: object) =>
    at.call(method, `/v2/${path}?user_id=${user.userId}`, { body })
  const read = async (type: 'activity' | 'body' | 'nutrition') =>
    JSON.stringify(
      await recordsMade(googleHealth, type, await accessOf(at.hub, user, googleHealth), {
        first: '2026-07-02',
        last: '2026-07-02',
      }),
    )
  const time = '2026-07-02T07:15:00+02:00'
  const metadata = { start_time: time, end_time: time }
  const weight = { metadata, measurements_data: { measurements: [{ measurement_time: time, weight_kg: 71.35 }] } }
  const meal = {
    id: 'a',
    name: 'A soup of my own',
    timestamp: time,
    type: 2,
    quantity: { unit: 10, amount: 1 },
    micros: {},
    macros: { calories: 321, protein_g: 11 },
  }
  const run = {
    metadata: { type: 8, start_time: time, end_time: '2026-07-02T07:55:30+02:00' },
    distance_data: { summary: { distance_meters: 7654.3 } },
  }
  const ids: Record<string, string> = {}
  for (const [path, record] of Object.entries({
    body: weight,
    nutrition: { metadata, meals: [meal] },
    activity: run,
  })) {
    const answer = await send('POST', path, { data: [record] })
    assert.equal(answer.statusCode, 201, answer.body)
    ids[path] = answer.json().log_ids[0]
  }
  assert.match(await read('body'), /"weight_kg":71.35/)
  assert.match(await read('nutrition'), /A soup of my own.*"calories":321/)
  assert.match(await read('activity'), /"distance_meters":7654.3/)

  const gone = [
    await send('DELETE', 'body', { log_ids: [ids['body']] }),
    await send('DELETE', 'nutrition', { data: [ids['nutrition']] }),
  ]
  assert.deepEqual(
    gone.map((answer) => answer.json().processed_data.map((one: { response_code: number }) => one.response_code)),
    [[204], [204]],
  )
  assert.doesNotMatch(await read('body'), /71.35/)
  assert.doesNotMatch(await read('nutrition'), /soup of my own/)
})

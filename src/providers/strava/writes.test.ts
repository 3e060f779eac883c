import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { ActivityType } from '../../schema/enums.ts'
import { recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { formIn, noting } from '../../testing/noting.ts'
import { writtenFixturesIn } from '../../testing/written-fixtures.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { ProviderError } from '../provider-error.ts'
import { strava } from './index.ts'
import { sportOf, sports } from './sports.ts'
import { writes } from './writes.ts'

const { write } = writes.activity
const taken = { 'POST /api/v3/activities': () => Response.json({ id: 1234567890123 }, { status: 201 }) }
const fixtures = writtenFixturesIn(join(import.meta.dirname, 'written'))

describe('what Strava is sent of an activity', () => {
  for (const { name, record, sent, lost } of fixtures)
    test(`an activity that is typed in by hand: ${name}`, async () => {
      const { access, asked } = noting(taken)
      assert.deepEqual(await write(access, record), { id: '1234567890123', lost })
      assert.deepEqual(asked.map(formIn), [sent])
    })

  test('every sport that Strava has comes back as the one that was written', async () => {
    const [run] = fixtures
    assert.ok(run)
    for (const type of new Set(sports.values())) {
      const { access, asked } = noting(taken)
      const metadata = 'metadata' in run.record ? run.record.metadata : {}
      await write(access, { ...run.record, metadata: { ...Object(metadata), type } })
      assert.equal(sportOf(formIn(asked[0])['sport_type']).type, type)
    }
  })

  test('what ends before it begins is refused, and nothing is sent', async () => {
    const { access, asked } = noting(taken)
    const time = '2026-07-01T08:00:00.000000+00:00'
    const metadata = { summary_id: 'c', type: ActivityType.RUNNING, upload_type: 2, start_time: time, end_time: time }
    await assert.rejects(write(access, { metadata }), /lasts a second/)
    await assert.rejects(write(access, {}), /no activity/)
    assert.deepEqual(asked, [])
  })

  test('a permission that is missing is told apart from a token that is no good', async () => {
    const said = (field: string) => () =>
      Response.json(
        { message: 'Authorization Error', errors: [{ resource: 'AccessToken', field, code: 'missing' }] },
        { status: 401 },
      )
    const fails = (field: string, failure: string) =>
      assert.rejects(
        write(noting({ 'POST /api/v3/activities': said(field) }).access, fixtures[0]?.record ?? {}),
        (error) => error instanceof ProviderError && error.failure === failure,
      )
    await fails('activity:write_permission', 'forbidden')
    await fails('access_token', 'unauthorized')
  })
})

test('an activity that is written comes back from Strava as data, and is said to stay there', async () => {
  const { at, connect } = await doubled('STRAVA', { TELLUS_WRITES: 'STRAVA' })
  await using _ = at
  at.hub.clock.set(Date.parse('2026-07-03T12:00:00Z'))
  const user = await connect('ada')
  const run = {
    metadata: {
      type: 8,
      name: 'By hand',
      start_time: '2026-07-02T08:00:00+02:00',
      end_time: '2026-07-02T08:40:00+02:00',
    },
    distance_data: { summary: { distance_meters: 8250.4 } },
    heart_rate_data: { summary: { avg_hr_bpm: 140 } },
  }
  const answer = await at.call('POST', `/v2/activity?user_id=${user.userId}`, { body: { data: [run] } })
  assert.equal(answer.statusCode, 201, answer.body)
  const { log_ids: ids, message } = answer.json()
  assert.equal(message, 'activity written to the provider, which has no form for heart rate')
  const access = await accessOf(at.hub, user, strava)
  const records = await recordsMade(strava, 'activity', access, { first: '2026-07-02', last: '2026-07-02' })
  const [found] = records.filter(({ metadata }) => metadata.name === 'By hand')
  assert.deepEqual(
    [
      found.metadata.summary_id,
      found.metadata.upload_type,
      found.metadata.type,
      found.distance_data.summary.distance_meters,
    ],
    [ids[0], 2, 8, 8250.4],
  )
  assert.equal(Date.parse(found.metadata.end_time) - Date.parse(found.metadata.start_time), 40 * 60_000)

  // Of two, the second of which is refused, the first is there to stay.
  const wrong = { metadata: { ...run.metadata, name: 'Never', end_time: run.metadata.start_time } }
  const both = await at.call('POST', `/v2/activity?user_id=${user.userId}`, { body: { data: [run, wrong] } })
  assert.equal(both.statusCode, 424)
  assert.match(
    both.json().message,
    /^data\.1 was not written: Strava refuses the activities: .*; what was written before it is still there: \d+$/,
  )
})

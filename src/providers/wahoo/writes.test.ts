import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { doubled } from '../../testing/doubled.ts'
import { formIn, noting } from '../../testing/noting.ts'
import { writtenFixturesIn } from '../../testing/written-fixtures.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { ProviderError } from '../provider-error.ts'
import { wahoo } from './index.ts'
import { writes } from './writes.ts'

const { write, remove } = writes.planned_workout
const nowMs = Date.parse('2026-07-01T12:00:00Z')
const context = { nowMs, zone: 'Europe/Berlin' }
const taken = {
  'POST /v1/plans': () => Response.json({ id: 5 }, { status: 201 }),
  'POST /v1/workouts': () => Response.json({ id: 56519 }, { status: 201 }),
}
const fixtures = writtenFixturesIn(join(import.meta.dirname, 'written'))

describe('what Wahoo is sent of a planned workout', () => {
  for (const { name, record, sent, lost, typeId, minutes } of fixtures)
    test(`a plan and a workout that refers to it: ${name}`, async () => {
      const { access, asked } = noting(taken)
      assert.deepEqual(await write(access, record, context), { id: '56519-5', lost })
      const [plan, workout] = asked.map(formIn)
      const [head, file = ''] = plan?.['plan[file]']?.split(',') ?? []
      assert.equal(head, 'data:application/json;base64')
      assert.deepEqual(JSON.parse(Buffer.from(file, 'base64').toString()), sent)
      assert.equal(plan?.['plan[provider_updated_at]'], '2026-07-01T12:00:00.000Z')
      assert.match(plan?.['plan[external_id]'] ?? '', /^[\da-f-]{36}$/)
      assert.deepEqual(
        [workout?.['workout[workout_type_id]'], workout?.['workout[minutes]'], workout?.['workout[plan_id]']],
        [typeId, minutes, '5'],
      )
    })

  test('it stands at noon of its day by the person’s clock, of UTC where nobody knows that', async () => {
    const [ride, run] = fixtures
    const starts = async (record: object = {}, zone: string | null) => {
      const { access, asked } = noting(taken)
      await write(access, record, { nowMs, zone })
      return formIn(asked[1])['workout[starts]']
    }
    assert.equal(await starts(ride?.record, 'Pacific/Kiritimati'), '2026-07-05T22:00:00.000Z')
    // The day on which the clocks go forward.
    assert.equal(await starts(run?.record, 'Europe/Berlin'), '2026-03-29T10:00:00.000Z')
    assert.equal(await starts(ride?.record, null), '2026-07-06T12:00:00.000Z')
  })

  const step = { type: 0, durations: [{ duration_type: 0, seconds: 60 }] }
  const planned = (type: number, steps: object[]) => ({
    planned_date: '2026-07-06',
    details: { metadata: { type }, steps },
  })
  const refusedOnes: [string, object, RegExp][] = [
    ['a swim', planned(82, [step]), /rides and runs alone/],
    ['an open step', planned(8, [{ type: 0, durations: [{ duration_type: 5 }] }]), /after a time or a distance/],
    ['a step without an end', planned(8, [{ type: 0 }]), /after a time or a distance/],
    [
      'a block until a time is over',
      planned(8, [{ type: 1, durations: [{ duration_type: 8, seconds: 9 }], steps: [step] }]),
      /a number of times/,
    ],
    ['an end without a figure', planned(8, [{ type: 0, durations: [{ duration_type: 0 }] }]), /ends by time/],
    ['no step at all', planned(8, []), /has steps/],
    ['no day', { details: { steps: [step] } }, /has a day/],
  ]
  for (const [what, record, message] of refusedOnes)
    test(`what has no form there is refused before anything is sent: ${what}`, async () => {
      const { access, asked } = noting(taken)
      await assert.rejects(
        write(access, record, context),
        (error) => error instanceof ProviderError && error.failure === 'refused' && message.test(error.message),
      )
      assert.deepEqual(asked, [])
    })

  test('a plan whose workout is refused does not stay in the library', async () => {
    const { access, asked } = noting({ ...taken, 'POST /v1/workouts': () => new Response(null, { status: 422 }) })
    await assert.rejects(write(access, fixtures[0]?.record ?? {}, context), /422/)
    assert.equal(asked.at(-1)?.call, 'DELETE /v1/plans/5')
  })

  test('an id that is none of ours is not there, and asks nothing', async () => {
    const { access, asked } = noting(taken)
    assert.equal(await remove(access, 'x'), 404)
    assert.deepEqual(asked, [])
  })
})

test('a workout that is planned through the API stands in the calendar at Wahoo, is moved and taken away', async () => {
  const { at, connect } = await doubled('WAHOO', { TELLUS_WRITES: 'WAHOO' })
  await using _ = at
  at.hub.clock.set(nowMs)
  const user = await connect('ada')
  assert.match(user.scopes ?? '', /plans_write,workouts_write/)
  const calendar = async (): Promise<[string, string, unknown][]> => {
    const access = await accessOf(at.hub, user, wahoo)
    const headers = { authorization: `Bearer ${access.accessToken}` }
    const list: { workouts: { name: string; starts: string; plan_id: unknown }[] } = JSON.parse(
      await (await access.fetch('https://api.wahooligan.com/v1/workouts', { headers })).text(),
    )
    return list.workouts.filter(({ name }) => name === 'Easy').map((one) => [one.name, one.starts, typeof one.plan_id])
  }
  const easy = {
    metadata: { name: 'Easy', type: 'BIKING', planned_date: '2026-07-05' },
    steps: [
      {
        intensity: 'WARMUP',
        durations: [{ duration_type: 'TIME', seconds: 600 }],
        targets: [{ target_type: 'GRADE' }],
      },
    ],
  }
  const written = await at.call('POST', `/v2/plannedWorkout?user_id=${user.userId}`, { body: { data: [easy] } })
  assert.equal(written.statusCode, 201, written.body)
  const [id] = written.json().log_ids
  assert.deepEqual(await calendar(), [['Easy', '2026-07-05T12:00:00.000Z', 'number']])

  const [told] = (await at.call('GET', `/v2/plannedWorkouts?user_id=${user.userId}`)).json()
  assert.match(told.provider_workout_id, /^\d+-\d+$/)
  assert.equal(told.coercion_warnings, 'the provider has no form for targets of grade')

  const moved = await at.call('PATCH', `/v2/plannedWorkouts/${id}?user_id=${user.userId}`, {
    body: { planned_date: '2026-07-09' },
  })
  assert.equal(moved.statusCode, 200, moved.body)
  assert.deepEqual(await calendar(), [['Easy', '2026-07-09T12:00:00.000Z', 'number']])

  assert.equal((await at.call('DELETE', `/v2/plannedWorkouts/${id}?user_id=${user.userId}`)).statusCode, 204)
  assert.deepEqual(await calendar(), [])
  assert.deepEqual(await at.hub.db`select id from sandbox_written`, [], 'neither the workout nor its plan')
})

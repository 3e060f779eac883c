import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { doubled } from '../../testing/doubled.ts'
import { noting } from '../../testing/noting.ts'
import { writtenFixturesIn } from '../../testing/written-fixtures.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { ProviderError } from '../provider-error.ts'
import { garmin } from './index.ts'
import { writes } from './writes.ts'

const { write, remove } = writes.planned_workout
const create = 'POST /workoutportal/workout/v2'
const plan = 'POST /training-api/schedule/'
const taken = {
  [create]: () => Response.json({ workoutId: 697284350, ownerId: 1 }),
  [plan]: () => Response.json({ scheduleId: 123, workoutId: 697284350, date: '2026-07-06' }),
}
const fixtures = writtenFixturesIn(join(import.meta.dirname, 'written'))
const record = fixtures[0]?.record ?? {}

describe('what Garmin is sent of a planned workout', () => {
  for (const fixture of fixtures)
    test(`a workout and its day: ${fixture.name}`, async () => {
      const { access, asked } = noting(taken)
      assert.deepEqual(await write(access, fixture.record), { id: '697284350-123', lost: fixture.lost })
      const date = 'planned_date' in fixture.record ? fixture.record.planned_date : null
      assert.deepEqual(
        asked.map(({ call, body }) => [call, JSON.parse(body)]),
        [
          [create, fixture.sent],
          [plan, { workoutId: 697284350, date }],
        ],
      )
    })

  test('a day whose id comes as the number alone is understood', async () => {
    const { access } = noting({ ...taken, [plan]: () => Response.json(77) })
    assert.equal((await write(access, record)).id, '697284350-77')
  })

  test('a sport that it has no word for is generic, and that is told', async () => {
    const { access, asked } = noting(taken)
    const details = { metadata: { type: 53 }, steps: [{ type: 0, durations: [{ duration_type: 0, seconds: 60 }] }] }
    const { lost } = await write(access, { planned_date: '2026-07-06', details })
    assert.deepEqual([JSON.parse(asked[0]?.body ?? '').sport, lost], ['GENERIC', ['the kind of activity']])
  })

  test('more than a hundred steps, those of blocks counted, are refused before anything is sent', async () => {
    const { access, asked } = noting(taken)
    const step = { type: 0, durations: [{ duration_type: 0, seconds: 60 }] }
    const block = { type: 1, durations: [{ duration_type: 9, reps: 2 }], steps: Array.from({ length: 99 }, () => step) }
    const planned = (steps: object[]) => ({ planned_date: '2026-07-06', details: { metadata: { type: 8 }, steps } })
    await write(access, planned([block]))
    asked.length = 0
    await assert.rejects(write(access, planned([block, step])), /100 steps/)
    assert.deepEqual(asked, [])
  })

  test('a workout that gets no day does not stay in the library', async () => {
    const { access, asked } = noting({ ...taken, [plan]: () => new Response(null, { status: 400 }) })
    await assert.rejects(write(access, record), /400/)
    assert.equal(asked.at(-1)?.call, 'DELETE /training-api/workout/v2/697284350')
  })

  test('what the person does not allow is no token that has ended', async () => {
    const { access } = noting({ [create]: () => new Response(null, { status: 412 }) })
    await assert.rejects(
      write(access, record),
      (error) => error instanceof ProviderError && error.failure === 'forbidden',
    )
  })

  test('an id that is none of ours is not there, and asks nothing', async () => {
    const { access, asked } = noting(taken)
    assert.equal(await remove(access, '5'), 404)
    assert.deepEqual(asked, [])
  })
})

test('a template that is planned through the API stands in the calendar at Garmin until its plan is deleted', async () => {
  const { at, connect } = await doubled('GARMIN')
  await using _ = at
  at.hub.clock.set(Date.parse('2026-07-01T12:00:00Z'))
  const user = await connect('ada')
  const calendar = async (): Promise<{ date: string; workoutId: number }[]> => {
    const { fetch, accessToken } = await accessOf(at.hub, user, garmin)
    const headers = { authorization: `Bearer ${accessToken}` }
    const address = 'https://apis.garmin.com/training-api/schedule?startDate=2026-07-01&endDate=2026-07-31'
    return JSON.parse(await (await fetch(address, { headers })).text())
  }
  const step = { completion_condition: { type: 'distance', value: 400 }, intensity_type: 'active' }
  const block = { completion_condition: { type: 'reps', value: 4 }, steps: [step] }
  const template = { name: '4 x 400 m', sport: 'running', step_blocks: [block] }
  const { workout_id: workoutId } = (await at.call('POST', '/v2/workouts', { body: template })).json()
  const planned = await at.call('POST', `/v2/workouts/${workoutId}/plan?user_id=${user.userId}`, {
    body: { planned_date: '2026-07-05' },
  })
  assert.equal(planned.statusCode, 201, planned.body)
  const { planned_workout_id: id, provider_workout_id: providerId } = planned.json()
  assert.deepEqual(
    (await calendar()).map(({ date, workoutId }) => [date, `${workoutId}`]),
    [['2026-07-05', providerId.split('-')[0]]],
  )
  assert.equal((await at.call('DELETE', `/v2/plannedWorkouts/${id}?user_id=${user.userId}`)).statusCode, 204)
  assert.deepEqual(await calendar(), [])
  assert.deepEqual(await at.hub.db`select id from sandbox_written`, [], 'neither the day nor the workout')

  const ben = await connect('ben', ['ACTIVITY_EXPORT'])
  const refused = await at.call('POST', `/v2/workouts/${workoutId}/plan?user_id=${ben.userId}`, {
    body: { planned_date: '2026-07-05' },
  })
  assert.equal(refused.statusCode, 424)
  assert.match(refused.json().message, /has not allowed WORKOUT_IMPORT.*have them connect Garmin again and allow it$/)
})

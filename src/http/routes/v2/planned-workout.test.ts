import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { type Terra, TerraClient } from 'terra-api'
import { connectPerson, eventsOf, sandboxServer } from '../../../testing/connected.ts'
import type { User } from '../../../users/user.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())
hub.clock.set(Date.parse('2026-07-01T12:00:00Z'))

const client = new TerraClient({
  apiKey: at.credentials['x-api-key'] ?? '',
  devId: at.credentials['dev-id'] ?? '',
  baseUrl: `${hub.publicUrl()}/v2`,
})

const older: Terra.PlannedWorkout = {
  metadata: { name: 'Easy run', type: 'RUNNING', planned_date: '2026-07-05', estimated_pace_minutes_per_kilometer: 5 },
  steps: [
    {
      type: 'PlannedWorkoutStep',
      name: 'Warm up',
      intensity: 'WARMUP',
      durations: [{ type: 'TimePlannedWorkoutStepDuration', duration_type: 'TIME', seconds: 600 }],
      targets: [{ type: 'HRPlannedWorkoutStepTarget', target_type: 'HEART_RATE', hr_bpm_low: 120, hr_bpm_high: 140 }],
    },
  ],
}

const url = (user: Pick<User, 'userId'>, query = '') => `/v2/plannedWorkout?user_id=${user.userId}${query}`
const july = '&start_date=2026-07-01&end_date=2026-07-31&to_webhook=false'

test('the official client writes, reads and deletes what it calls a planned workout', async () => {
  const user = await connectPerson(at, 'official')
  const { log_ids: ids } = await client.plannedworkout.write({ user_id: user.userId, data: [older] })
  assert.equal(ids?.length, 1)
  const read = await client.plannedworkout.fetch({
    user_id: user.userId,
    start_date: '2026-07-01',
    end_date: '2026-07-31',
    to_webhook: false,
  })
  assert.ok('data' in read)
  assert.deepEqual(JSON.parse(JSON.stringify(read.data)), [
    {
      metadata: {
        name: 'Easy run',
        estimated_speed_meters_per_second: 3.3333,
        id: ids?.[0],
        provider: 'SANDBOX',
        type: 'RUNNING',
        planned_date: '2026-07-05',
        created_date: '2026-07-01T12:00:00.000000+00:00',
      },
      steps: [{ order: 0, ...older.steps?.[0] }],
    },
  ])
  const gone = await client.plannedworkout.delete({ user_id: user.userId, data: [...(ids ?? []), 'x', '77'] })
  assert.deepEqual(gone.processed_data, [
    { id: ids?.[0], response_code: 204 },
    { id: 'x', response_code: 404 },
    { id: '77', response_code: 404 },
  ])
  assert.deepEqual((await at.call('GET', url(user, july))).json().data, [])
  assert.deepEqual(await hub.db`select id from sandbox_written where person = 'official'`, [])
})

test('numbers are taken as well as names, and what is pushed has numbers', async () => {
  const user = await connectPerson(at, 'numbers')
  const data = [
    {
      metadata: { type: 8, planned_date: '2026-07-05T06:00:00Z', name: '' },
      steps: [{ type: 1, durations: [{ duration_type: 9, reps: 4 }], steps: [{ type: 0, intensity: 4 }] }],
    },
  ]
  const answer = await at.call('POST', url(user), { body: { data } })
  assert.equal(answer.statusCode, 201, answer.body)
  const [pushed] = await hub.db<{ day: string; record: { details: unknown } }>`
    select day, record from sandbox_written where person = 'numbers'`
  assert.deepEqual(
    [pushed?.day, pushed?.record.details],
    [
      '2026-07-05',
      {
        metadata: { type: 8, planned_date: '2026-07-05' },
        steps: [
          {
            type: 1,
            order: 0,
            durations: [{ duration_type: 9, reps: 4 }],
            steps: [{ type: 0, order: 0, intensity: 4 }],
          },
        ],
      },
    ],
  )
})

test('both surfaces read the same plans', async () => {
  const user = await connectPerson(at, 'both')
  const step = { completion_condition: { type: 'time', value: 600 }, intensity_type: 'active' }
  const block = { completion_condition: { type: 'reps', value: 3 }, steps: [step] }
  const template = { name: 'From a template', sport: 'cycling', environment: 'indoor', step_blocks: [block] }
  const { workout_id: workoutId } = (await at.call('POST', '/v2/workouts', { body: template })).json()
  const plan = { planned_date: '2026-07-06' }
  await at.call('POST', `/v2/workouts/${workoutId}/plan?user_id=${user.userId}`, { body: plan })
  const { log_ids: ids } = (await at.call('POST', url(user), { body: { data: [older] } })).json()

  const flat = (await at.call('GET', `/v2/plannedWorkouts?user_id=${user.userId}`)).json()
  const details = { ...flat[0].details, metadata: { ...flat[0].details.metadata } }
  assert.deepEqual(
    flat.map((one: { planned_date: string }) => [one.planned_date, 'details' in one, 'workout_id' in one]),
    [
      ['2026-07-05', true, false],
      ['2026-07-06', false, true],
    ],
  )
  assert.deepEqual(
    [flat[0].planned_workout_id, details.metadata.name, details.metadata.type, details.steps[0].intensity],
    [ids[0], 'Easy run', 8, 1],
  )

  const { data } = (await at.call('GET', url(user, july))).json()
  assert.deepEqual(
    [data[1].metadata.name, data[1].metadata.type, data[1].metadata.id, data[1].steps],
    [
      'From a template',
      'STATIONARY_BIKING',
      flat[1].planned_workout_id,
      [
        {
          type: 'PlannedWorkoutRepeatStep',
          order: 0,
          durations: [{ type: 'RepsPlannedWorkoutStepDuration', duration_type: 'REPS', reps: 3 }],
          targets: [],
          steps: [
            {
              type: 'PlannedWorkoutStep',
              order: 0,
              intensity: 'ACTIVE',
              durations: [{ type: 'TimePlannedWorkoutStepDuration', duration_type: 'TIME', seconds: 600 }],
              targets: [],
            },
          ],
        },
      ],
    ],
  )
})

test('by default the workouts go to the webhook, in the flat shape', async () => {
  const user = await connectPerson(at, 'webhook')
  await at.call('POST', url(user), { body: { data: [older] } })
  const answer = await at.call('GET', url(user, '&start_date=2026-07-05'))
  const { status, type, reference, message } = answer.json()
  assert.deepEqual([status, type, message], ['success', 'planned_workout', 'Data sent to webhook'])
  const told = (await eventsOf(hub, user.userId)).filter((event) => event.type === 'planned_workout')
  assert.deepEqual([told.length, told[1]?.reference], [2, reference])
  assert.deepEqual(told[1]?.body['data'], told[0]?.body['data'])
})

test('what does not fit is refused by its place', async () => {
  const user = await connectPerson(at, 'misfit')
  const deep = `{"data":[${'{"steps":['.repeat(50_000)}${']}'.repeat(50_000)}]}`
  for (const [data, detail] of [
    [[{ steps: [] }], 'data.0.metadata is required'],
    [[older, { metadata: { name: 'When?' } }], 'data.1.metadata.planned_date is required'],
    [[{ ...older, metadata: { planned_date: 'soon' } }], /^invalid data\.0\.metadata\.planned_date/],
    [[{ ...older, metadata: { ...older.metadata, type: 'LOAFING' } }], /^invalid data\.0\.metadata\.type/],
    [[{ ...older, steps: [{ intensity: 'MUCH' }] }], /^invalid data\.0\.steps\.0\.intensity/],
    [[], /at least one/],
  ] as const) {
    const answer = await at.call('POST', url(user), { body: { data } })
    assert.equal(answer.statusCode, 400, answer.body)
    if (typeof detail === 'string') assert.equal(answer.json().detail, detail)
    else assert.match(answer.json().detail, detail)
  }
  const headers = { 'content-type': 'application/json' }
  const answer = await at.call('POST', url(user), { body: deep, headers })
  assert.deepEqual([answer.statusCode, /too deep/.test(answer.json().detail)], [400, true])
})

test('a call without a user, or with one of another environment, is told so', async () => {
  const user = await connectPerson(at, 'mine')
  for (const [method, query, body] of [
    ['GET', '&start_date=2026-07-01', undefined],
    ['POST', '', { data: [older] }],
    ['DELETE', '', { data: ['1'] }],
  ] as const) {
    const missing = await at.call(method, `/v2/plannedWorkout?${query.slice(1)}`, { body })
    assert.deepEqual([missing.statusCode, missing.json().detail], [400, 'user_id is required'])
    assert.equal((await at.call(method, url(user, query), { body, as: 'other' })).statusCode, 404)
    assert.equal((await at.call(method, url(user, query), { body, as: 'none' })).statusCode, 401)
  }
  assert.equal((await at.call('GET', url(user))).json().detail, 'start_date is required')
})

test('a workout that stays at the provider keeps its id, with the reason as a status', async () => {
  const user = await connectPerson(at, 'stubborn')
  const { log_ids: ids } = (await at.call('POST', url(user), { body: { data: [older] } })).json()
  await hub.db`update sandbox_grants set fault = 'unavailable' where person = 'stubborn'`
  const tried = await at.call('DELETE', url(user), { body: { data: ids } })
  assert.deepEqual(tried.json().processed_data, [{ id: ids[0], response_code: 424 }])
  assert.equal((await at.call('GET', url(user, july))).json().data.length, 1)
})

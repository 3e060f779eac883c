import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { toIncoming } from '../../../ingest/incoming.ts'
import { saveRecords } from '../../../ingest/save.ts'
import { connectPerson, eventsOf, sandboxServer } from '../../../testing/connected.ts'
import { connectUser } from '../../../users/connect.ts'
import type { User } from '../../../users/user.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())
hub.clock.set(Date.parse('2026-07-01T12:00:00Z'))

const intervals = {
  name: 'Intervals',
  sport: 'running',
  step_blocks: [
    {
      completion_condition: { type: 'reps', value: 6 },
      steps: [
        {
          completion_condition: { type: 'time', value: 180 },
          intensity_type: 'active',
          intensity_targets: [{ target_type: 'heart_rate_max_percentage', value_low: 85, value_high: 95 }],
        },
        { completion_condition: { type: 'distance', value: 400 }, intensity_type: 'recovery' },
      ],
    },
  ],
}

const keep = async (template: object = intervals, as: 'first' | 'other' = 'first'): Promise<string> => {
  const answer = await at.call('POST', '/v2/workouts', { body: template, as })
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().workout_id
}
const planUrl = (workoutId: string, user: Pick<User, 'userId'>) =>
  `/v2/workouts/${workoutId}/plan?user_id=${user.userId}`
const plan = (workoutId: string, user: Pick<User, 'userId'>, body: object = { planned_date: '2026-07-05' }) =>
  at.call('POST', planUrl(workoutId, user), { body })
const planned = async (workoutId: string, user: User, plannedDate: string): Promise<string> => {
  const answer = await plan(workoutId, user, { planned_date: plannedDate })
  assert.equal(answer.statusCode, 201, answer.body)
  return answer.json().planned_workout_id
}
const one = (id: string, user: Pick<User, 'userId'>) => `/v2/plannedWorkouts/${id}?user_id=${user.userId}`
const list = async (user: User, query = ''): Promise<{ planned_workout_id: string }[]> =>
  (await at.call('GET', `/v2/plannedWorkouts?user_id=${user.userId}${query}`)).json()

/** The plans that stand in a person's calendar at the provider. */
const atProvider = (person: string) => hub.db<{ id: string; day: string; record: { details: { metadata: object } } }>`
  select id, day, record
  from sandbox_written
  where person = ${person} and type = 'planned_workout'
  order by day`
const plansToldOf = async (user: User) =>
  (await eventsOf(hub, user.userId)).filter(({ type }) => type === 'planned_workout').map(({ body }) => body['data'])
const fault = (person: string, name: string | null) =>
  hub.db`update sandbox_grants set fault = ${name} where person = ${person}`

test('a template is kept, listed, read and deleted', async () => {
  const id = await keep()
  assert.match(id, /^\d+$/)
  const whole = { ...intervals, workout_id: id }
  assert.deepEqual((await at.call('GET', `/v2/workouts/${id}`)).json(), whole)
  const second = await keep({ ...intervals, name: 'Again', workout_id: '1' })
  const names = (await at.call('GET', '/v2/workouts')).json().map((one: { workout_id: string }) => one.workout_id)
  assert.deepEqual(names.slice(-2), [id, second])
  const gone = await at.call('DELETE', `/v2/workouts/${id}`)
  assert.deepEqual([gone.statusCode, gone.body], [204, ''])
  assert.equal((await at.call('GET', `/v2/workouts/${id}`)).statusCode, 404)
})

test('a template that does not fit is refused by its place', async () => {
  for (const [template, detail] of [
    [{ ...intervals, sport: 'curling' }, /^invalid sport/],
    [{ ...intervals, name: undefined }, /^name is required/],
    [{ ...intervals, step_blocks: [{ completion_condition: { type: 'reps' } }] }, /^step_blocks\.0\.steps is required/],
    [{ ...intervals, surprise: 1 }, /^surprise is not a field/],
  ] as const) {
    const answer = await at.call('POST', '/v2/workouts', { body: template })
    assert.equal(answer.statusCode, 400, answer.body)
    assert.match(answer.json().detail, detail)
  }
})

test('nobody has what belongs to another environment, or does not exist', async () => {
  const user = await connectPerson(at, 'mine')
  const id = await keep()
  const planId = await planned(id, user, '2026-07-05')
  assert.deepEqual((await at.call('GET', '/v2/workouts', { as: 'other' })).json(), [])
  const body = { planned_date: '2026-07-06' }
  for (const [method, url, rest] of [
    ['GET', `/v2/workouts/${id}`, {}],
    ['DELETE', `/v2/workouts/${id}`, {}],
    ['POST', planUrl(id, user), { body }],
    ['GET', `/v2/plannedWorkouts?user_id=${user.userId}`, {}],
    ['GET', one(planId, user), {}],
    ['PATCH', one(planId, user), { body }],
    ['DELETE', one(planId, user), {}],
  ] as const) {
    assert.equal((await at.call(method, url, { ...rest, as: 'other' })).statusCode, 404, url)
    assert.equal((await at.call(method, url, { ...rest, as: 'none' })).statusCode, 401, url)
  }
  for (const unknown of ['0', '999999', '9223372036854775808', '-1', '1.5', 'x']) {
    assert.equal((await at.call('GET', `/v2/workouts/${unknown}`)).statusCode, 404, unknown)
    assert.equal((await at.call('DELETE', `/v2/workouts/${unknown}`)).statusCode, 404, unknown)
    assert.equal((await plan(unknown, user)).json().detail, 'workout not found')
    assert.equal((await at.call('GET', one(unknown, user))).json().detail, 'planned workout not found')
  }
  const stranger = await connectPerson(at, 'somebody')
  assert.equal((await at.call('GET', one(planId, stranger))).statusCode, 404)
  assert.equal((await at.call('DELETE', one(planId, stranger))).statusCode, 404)
  assert.equal((await at.call('GET', one(planId, user))).statusCode, 200)
})

test('a plan stands in the calendar of the provider, and is told once', async () => {
  const user = await connectPerson(at, 'planner')
  const workoutId = await keep()
  const answer = await plan(workoutId, user, { planned_date: '2026-07-05', max_heart_rate: 190 })
  assert.equal(answer.statusCode, 201, answer.body)
  const { planned_workout_id: id, provider_workout_id: providerId, status, ...rest } = answer.json()
  assert.deepEqual([status, rest], ['success', {}])
  const [pushed, ...others] = await atProvider('planner')
  assert.deepEqual([pushed?.id, pushed?.day, others.length], [providerId, '2026-07-05', 0])
  assert.match(JSON.stringify(pushed?.record), /"hr_percentage_low":85,.*"hr_bpm_low":162,"hr_bpm_high":181/)
  const told = {
    planned_workout_id: id,
    workout_id: workoutId,
    planned_date: '2026-07-05',
    provider_workout_id: providerId,
    created_at: '2026-07-01T12:00:00.000000+00:00',
    last_updated_at: '2026-07-01T12:00:00.000000+00:00',
    is_external: false,
    athlete_metrics: { max_heart_rate: 190 },
  }
  assert.deepEqual(await plansToldOf(user), [[told]])
  assert.deepEqual(await list(user), [told])
  assert.deepEqual((await at.call('GET', one(id, user))).json(), {
    planned_workout_id: id,
    planned_date: '2026-07-05',
    is_external: false,
    workout_id: workoutId,
    provider_workout_id: providerId,
  })
})

test('what the form at a provider cannot say is told with the plan', async () => {
  const user = await connectPerson(at, 'coerced')
  const step = { completion_condition: { type: 'power_percentage', value: 90 }, intensity_type: 'active' }
  const workoutId = await keep({
    ...intervals,
    step_blocks: [{ completion_condition: { type: 'open' }, steps: [step] }],
  })
  const vague = (await plan(workoutId, user)).json()
  assert.equal(vague.coercion_warnings, 'block 1: power_percentage needs ftp and is left open')
  const summary = (await at.call('GET', one(vague.planned_workout_id, user))).json()
  assert.equal(summary.coercion_warnings, vague.coercion_warnings)
  const exact = (await plan(workoutId, user, { planned_date: '2026-07-06', ftp: 250 })).json()
  assert.equal(exact.coercion_warnings, undefined)
  assert.match(JSON.stringify(await atProvider('coerced')), /"power_above_watts":225/)
})

test('a plan that cannot be is refused with the reason, and nothing of it stays', async () => {
  const workoutId = await keep()
  const who = { environmentId: hub.environmentId, provider: 'OURA', providerAccount: 'file', referenceId: 'file' }
  const { user: file } = await hub.db.transaction((sql) => connectUser(hub, sql, who))
  const careful = await connectPerson(at, 'careful', { granted: ['sleep'] })
  const down = await connectPerson(at, 'down')
  await fault('down', 'unavailable')
  for (const [user, detail] of [
    [file, /^planned workouts cannot be written to Oura: Oura’s API only reads/],
    [careful, /^the person does not let planned workouts be written to Sandbox/],
    [down, /^Sandbox does not answer as it should/],
  ] as const) {
    const answer = await plan(workoutId, user)
    assert.equal(answer.statusCode, 424, answer.body)
    assert.match(answer.json().detail, detail)
    assert.deepEqual(await list(user), [])
    assert.deepEqual(await plansToldOf(user), [])
  }
  for (const [body, detail] of [
    [{}, 'planned_date is required'],
    [{ planned_date: '2026-02-30' }, 'invalid planned_date: expected a date such as 2026-07-01'],
    [{ planned_date: '2026-07-05', ftp: 'much' }, 'invalid ftp: expected number, received string'],
  ] as const) {
    const answer = await plan(workoutId, careful, body)
    assert.deepEqual([answer.statusCode, answer.json().detail], [400, detail])
  }
  assert.equal(
    (await at.call('POST', `/v2/workouts/${workoutId}/plan`, { body: {} })).json().detail,
    'user_id is required',
  )
})

test('a plan moves to another day, at the provider too, and is told again', async () => {
  const user = await connectPerson(at, 'mover')
  const id = await planned(await keep(), user, '2026-07-05')
  const [before] = await atProvider('mover')
  const move = (plannedDate: string) => at.call('PATCH', one(id, user), { body: { planned_date: plannedDate } })
  const answer = await move('2026-07-08')
  assert.equal(answer.statusCode, 200, answer.body)
  const [after, ...others] = await atProvider('mover')
  assert.deepEqual([after?.day, others.length], ['2026-07-08', 0])
  assert.notEqual(after?.id, before?.id)
  assert.deepEqual(
    [answer.json().planned_workout_id, answer.json().planned_date, answer.json().provider_workout_id],
    [id, '2026-07-08', after?.id],
  )
  const told = await plansToldOf(user)
  assert.deepEqual([told.length, told[1]], [2, await list(user)])
  assert.equal((await move('2026-07-08')).statusCode, 200)
  assert.equal((await plansToldOf(user)).length, 2)
  await fault('mover', 'unavailable')
  assert.equal((await move('2026-07-09')).statusCode, 424)
  await fault('mover', null)
  assert.equal((await at.call('GET', one(id, user))).json().planned_date, '2026-07-08')
  assert.equal((await at.call('PATCH', one(id, user), { body: {} })).json().detail, 'planned_date is required')
})

test('a plan is deleted at the provider first, and stays where that keeps it', async () => {
  const user = await connectPerson(at, 'dropper')
  const id = await planned(await keep(), user, '2026-07-05')
  await fault('dropper', 'unavailable')
  assert.equal((await at.call('DELETE', one(id, user))).statusCode, 424)
  assert.equal((await list(user)).length, 1)
  await fault('dropper', null)
  assert.equal((await at.call('DELETE', one(id, user))).statusCode, 204)
  assert.deepEqual([await list(user), await atProvider('dropper')], [[], []])
  assert.equal((await at.call('DELETE', one(id, user))).statusCode, 404)
})

test('a template goes with all that is planned from it, or stays until that is gone', async () => {
  const [easy, stubborn] = [await connectPerson(at, 'easy'), await connectPerson(at, 'stubborn')]
  const workoutId = await keep()
  await planned(workoutId, easy, '2026-07-05')
  await planned(workoutId, stubborn, '2026-07-05')
  await fault('stubborn', 'unavailable')
  const partly = await at.call('DELETE', `/v2/workouts/${workoutId}`)
  assert.deepEqual(
    [partly.statusCode, partly.json()],
    [207, { message: '1 planned workout is still there, and so is the template: delete it again later' }],
  )
  assert.deepEqual([(await list(easy)).length, (await list(stubborn)).length], [0, 1])
  assert.equal((await at.call('GET', `/v2/workouts/${workoutId}`)).statusCode, 200)
  await fault('stubborn', null)
  assert.equal((await at.call('DELETE', `/v2/workouts/${workoutId}`)).statusCode, 204)
  assert.deepEqual([await list(stubborn), await atProvider('stubborn')], [[], []])
})

test('the list is of days, both included, with what was made at the provider', async () => {
  const user = await connectPerson(at, 'lister')
  const workoutId = await keep()
  const ids = await Promise.all(['2026-07-05', '2026-07-06', '2026-07-07'].map((day) => planned(workoutId, user, day)))
  const [pushed] = await atProvider('lister')
  const external = (id: string, day: string, providerId: string) =>
    toIncoming({
      type: 'planned_workout',
      record: { planned_workout_id: id, planned_date: day, provider_workout_id: providerId, is_external: true },
    }).incoming
  const theirs = [
    external('theirs-june', '2026-06-20', 'june'),
    external('theirs-july', '2026-07-06', 'july'),
    external('theirs-may', '2026-05-01', 'may'),
    external('ours-again', '2026-07-05', pushed?.id ?? ''),
  ]
  await hub.db.transaction((sql) =>
    saveRecords(hub, sql, hub.environmentId, user.userId, theirs, { observedAtMs: hub.clock.now() }),
  )
  const idsOf = async (query: string) => (await list(user, query)).map(({ planned_workout_id: id }) => id)
  assert.deepEqual(await idsOf('&start_date=2026-07-05&end_date=2026-07-06'), [ids[0], ids[1], 'theirs-july'])
  assert.deepEqual(await idsOf('&end_date=2026-06-30'), ['theirs-may', 'theirs-june'])
  assert.deepEqual(await idsOf('&start_date=2026-07-07&end_date=9999-12-31'), [ids[2]])
  assert.deepEqual(await idsOf(''), ['theirs-june', ...ids])
  for (const [query, detail] of [
    ['&start_date=july', 'invalid start_date: expected a date such as 2026-07-01'],
    ['&end_date=0000-01-01', 'invalid end_date: expected a date such as 2026-07-01'],
    ['&start_date=2026-07-06&end_date=2026-07-05', 'end_date is before start_date'],
  ] as const) {
    const answer = await at.call('GET', `/v2/plannedWorkouts?user_id=${user.userId}${query}`)
    assert.deepEqual([answer.statusCode, answer.json().detail], [400, detail])
  }
})

test('a person who reconnects keeps their plans; one who goes leaves none', async () => {
  const former = await connectPerson(at, 'returning')
  const id = await planned(await keep(), former, '2026-07-05')
  const user = await connectPerson(at, 'returning')
  assert.notEqual(user.userId, former.userId)
  assert.equal((await at.call('GET', one(id, user))).statusCode, 200)
  assert.equal((await at.call('PATCH', one(id, user), { body: { planned_date: '2026-07-06' } })).statusCode, 200)
  await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
  assert.deepEqual(await hub.db`select id from planned_workouts where id = ${id}::bigint`, [])
  assert.deepEqual(await hub.db`select key from records where user_id = ${user.userId}`, [])
})

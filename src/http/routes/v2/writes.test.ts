import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { TerraClient } from 'terra-api'
import { noticeTask } from '../../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../../ingest/fetch/subscribe.ts'
import { registry } from '../../../providers/registry.ts'
import { connectPerson, eventsOf, jobsOf, sandboxProvider, sandboxServer } from '../../../testing/connected.ts'
import { connectUser } from '../../../users/connect.ts'
import { authenticateUser } from '../../../users/sign-in/begin.ts'
import { accessOf } from '../../../users/sign-in/tokens.ts'
import type { User } from '../../../users/user.ts'
import { writeRecords } from '../../../writes/write.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())
const noon = Date.parse('2026-07-01T12:00:00Z')
hub.clock.set(noon)

const write = (path: string, user: Pick<User, 'userId'>, body: unknown) =>
  at.call('POST', `${path}?user_id=${user.userId}`, { body })
const remove = (path: string, user: Pick<User, 'userId'>, body: unknown) =>
  at.call('DELETE', `${path}?user_id=${user.userId}`, { body })

const run = (hour: string, rest: object = {}) => ({
  metadata: {
    type: 8,
    start_time: `2026-07-01T${hour}:00:00+02:00`,
    end_time: `2026-07-01T${hour}:40:00+02:00`,
    ...rest,
  },
  distance_data: { summary: { distance_meters: 8250.4 } },
})
const weight = (kilograms: number, minute = '15') => ({
  metadata: { start_time: `2026-06-30T07:${minute}:00.000Z`, end_time: `2026-06-30T07:${minute}:00.000Z` },
  measurements_data: { measurements: [{ measurement_time: `2026-06-30T07:${minute}:00.000Z`, weight_kg: kilograms }] },
})

/** What the pretend provider has now, as its own API tells it. */
async function atProvider(user: User, type: 'activity' | 'body' | 'nutrition', day: string) {
  const resource = sandboxProvider().resources[type]
  assert.ok(resource !== undefined)
  const raw = await resource.fetch(await accessOf(hub, user, sandboxProvider()), { first: day, last: day })
  return resource.normalise(raw, { zone: user.zone }).map(({ record }) => record)
}

/** A user of a source that came as a file. */
const fileUser = (environmentId = hub.environmentId) =>
  hub.db
    .transaction((sql) =>
      connectUser(hub, sql, { environmentId, provider: 'GARMIN', providerAccount: 'file', referenceId: 'ada' }),
    )
    .then(({ user }) => user)

test('an activity is written to the provider and comes back from it under the id it was given', async () => {
  const user = await connectPerson(at, 'runner')
  const answer = await write('/v2/activity', user, {
    data: [run('08'), run('10', { summary_id: 'mine', name: 'Ten' })],
  })
  assert.equal(answer.statusCode, 201, answer.body)
  const { log_ids: ids, user: told, message } = answer.json()
  assert.deepEqual([ids.length, told.user_id, message], [2, user.userId, 'activity written to the provider'])
  const records = await atProvider(user, 'activity', '2026-07-01')
  const written = records.filter((record) => JSON.stringify(record).includes('8250.4'))
  assert.deepEqual(
    written.map((record) => JSON.parse(JSON.stringify(record)).metadata),
    [
      {
        summary_id: ids[0],
        upload_type: 2,
        type: 8,
        start_time: '2026-07-01T08:00:00.000000+02:00',
        end_time: '2026-07-01T08:40:00.000000+02:00',
      },
      {
        summary_id: ids[1],
        upload_type: 2,
        name: 'Ten',
        type: 8,
        start_time: '2026-07-01T10:00:00.000000+02:00',
        end_time: '2026-07-01T10:40:00.000000+02:00',
      },
    ],
  )
})

test('the provider tells of what was written, and it is owed to be fetched', async () => {
  const user = await connectPerson(at, 'told')
  await hub.db`delete from graphile_worker._private_jobs`
  await keepSubscriptions(hub)
  await write('/v2/activity', user, { data: [run('08')] })
  const notices = JSON.stringify(await jobsOf(hub, noticeTask))
  assert.match(notices, /"account":"told"/)
  assert.match(notices, /"first":"2026-07-01"/)
})

test('a body measurement becomes a part of its day, until it is deleted', async () => {
  const user = await connectPerson(at, 'scales')
  const before = JSON.stringify(await atProvider(user, 'body', '2026-06-30'))
  const first = await write('/v2/body', user, { data: [weight(70.125), weight(71.375, '45')] })
  assert.equal(first.statusCode, 201, first.body)
  const day = await atProvider(user, 'body', '2026-06-30')
  assert.equal(day.length, 1)
  assert.match(JSON.stringify(day), /70\.125/)
  assert.match(JSON.stringify(day), /71\.375/)
  const ids: string[] = first.json().log_ids
  const gone = await remove('/v2/body', user, { log_ids: [...ids, 'nobody'] })
  assert.equal(gone.statusCode, 200, gone.body)
  assert.deepEqual(gone.json().processed_data, [
    { id: ids[0], response_code: 204 },
    { id: ids[1], response_code: 204 },
    { id: 'nobody', response_code: 404 },
  ])
  assert.equal(JSON.stringify(await atProvider(user, 'body', '2026-06-30')), before)
})

test('nobody deletes what another person wrote', async () => {
  const [one, other] = [await connectPerson(at, 'owner'), await connectPerson(at, 'stranger')]
  const { log_ids: ids } = (await write('/v2/body', one, { data: [weight(66.5)] })).json()
  const tried = await remove('/v2/body', other, { log_ids: ids })
  assert.deepEqual(tried.json().processed_data, [{ id: ids[0], response_code: 404 }])
  assert.match(JSON.stringify(await atProvider(one, 'body', '2026-06-30')), /66\.5/)
})

test('what does not fit is refused by its place, and nothing is sent', async () => {
  const user = await connectPerson(at, 'misfit')
  const { start_time: _, ...noStart } = run('08').metadata
  for (const [path, data, detail] of [
    ['/v2/activity', [{ metadata: noStart }], 'data.0.metadata.start_time is required'],
    ['/v2/activity', [run('08'), { ...run('09'), surprise: 1 }], 'data.1.surprise is not a field of this body'],
    ['/v2/activity', [run('08', { type: 'running' })], /^invalid data\.0\.metadata\.type/],
    ['/v2/body', [], 'invalid data: expected at least one record'],
    ['/v2/nutrition', undefined, 'data is required'],
    ['/v2/nutrition', [{ metadata: { start_time: 'today', end_time: 'today' } }], /^invalid data\.0\.metadata\./],
    ['/v2/body', [deep(2000)], /too deep/],
  ] as const) {
    const answer = await write(path, user, { data })
    assert.equal(answer.statusCode, 400, answer.body)
    if (typeof detail === 'string') assert.equal(answer.json().detail, detail)
    else assert.match(answer.json().detail, detail)
  }
  assert.deepEqual(await hub.db`select id from sandbox_written where person = 'misfit'`, [])
})

test('a call without a user, or with one of nobody or of another environment, is told so', async () => {
  const calls = [
    ['POST', '/v2/activity', { data: [run('08')] }],
    ['POST', '/v2/body', { data: [weight(70)] }],
    ['POST', '/v2/nutrition', { data: [{ metadata: weight(70).metadata }] }],
    ['DELETE', '/v2/body', { log_ids: ['1'] }],
    ['DELETE', '/v2/nutrition', { data: ['1'] }],
  ] as const
  const other = await fileUser(at.otherEnvironmentId)
  for (const [method, path, body] of calls) {
    const missing = await at.call(method, path, { body })
    assert.deepEqual([missing.statusCode, missing.json().detail], [400, 'user_id is required'])
    for (const userId of [other.userId, 'nobody', hub.environmentId]) {
      const unknown = await at.call(method, `${path}?user_id=${userId}`, { body })
      assert.deepEqual([unknown.statusCode, unknown.json().detail], [404, 'user not found'])
    }
    assert.equal((await at.call(method, `${path}?user_id=${other.userId}`, { body, as: 'none' })).statusCode, 401)
  }
})

test('every source says which of the four types it takes, and why it takes no other', async () => {
  const takes: Record<string, string[]> = {}
  for (const provider of registry) {
    const slug = provider.name
    const { user } = await hub.db.transaction((sql) =>
      connectUser(hub, sql, {
        environmentId: hub.environmentId,
        provider: slug,
        providerAccount: slug,
        referenceId: slug,
      }),
    )
    for (const type of ['activity', 'body', 'nutrition', 'planned_workout'] as const) {
      const sentence = await writeRecords(hub, user, type, [{}]).then(
        () => 'taken',
        (error: unknown) => String(error),
      )
      const [, reason] = /cannot be written to [^:;]+: (.{15,})$/.exec(sentence) ?? []
      // Who has no connection is told so, or what they would have to allow: there a record would be taken.
      if (reason === undefined) takes[slug] = [...(takes[slug] ?? []), type]
      else assert.match(reason, /; nothing was sent: write for a user of a source that takes them$/)
    }
  }
  assert.deepEqual(takes, {
    GARMIN: ['planned_workout'],
    GOOGLE_HEALTH: ['activity', 'body', 'nutrition'],
    SANDBOX: ['activity', 'body', 'nutrition', 'planned_workout'],
    STRAVA: ['activity'],
    WAHOO: ['planned_workout'],
  })
})

test('who was not asked for what a write takes is told how to be asked, and who did not allow it that they may', async () => {
  const { user } = await hub.db.transaction((sql) =>
    connectUser(hub, sql, {
      environmentId: hub.environmentId,
      provider: 'STRAVA',
      providerAccount: 'asked',
      referenceId: 'asked',
    }),
  )
  const allowed = { ...user, scopes: 'read,activity:read' }
  await assert.rejects(writeRecords(hub, allowed, 'activity', [{}]), {
    status: 424,
    message:
      'nobody is asked to allow activity:write, without which activities cannot be written to Strava; nothing was sent: add STRAVA to TELLUS_WRITES, then have the person connect Strava again',
  })
  const asking = { ...hub, config: { ...hub.config, writesTo: ['STRAVA'] } }
  await assert.rejects(writeRecords(asking, allowed, 'activity', [{}]), {
    status: 424,
    message:
      'the person has not allowed activity:write, without which activities cannot be written to Strava; nothing was sent: have them connect Strava again and allow it',
  })
})

test('people are asked for what writing takes where the developer wants to write, and nowhere else', async () => {
  const scopesAsked = async (from: typeof hub, slug: string) => {
    const { authUrl } = await authenticateUser(from, hub.environmentId, slug, { referenceId: 'x' })
    return new URL(authUrl).searchParams.get('scope') ?? ''
  }
  const asking = { ...hub, config: { ...hub.config, writesTo: ['WAHOO'] } }
  assert.doesNotMatch(await scopesAsked(hub, 'WAHOO'), /write/)
  assert.match(await scopesAsked(asking, 'WAHOO'), /plans_write workouts_write$/)
  assert.doesNotMatch(await scopesAsked(asking, 'STRAVA'), /write/)
})

test('a source that takes nothing is named', async () => {
  const user = await fileUser()
  const answer = await write('/v2/body', user, { data: [weight(70)] })
  assert.equal(answer.statusCode, 424)
  assert.match(answer.json().detail, /^body measurements cannot be written to Garmin/)
  assert.equal((await remove('/v2/nutrition', user, { data: ['1'] })).statusCode, 424)
})

test('what a person does not allow is refused with that reason', async () => {
  const user = await connectPerson(at, 'careful', { granted: ['activity'] })
  const answer = await write('/v2/body', user, { data: [weight(70)] })
  assert.equal(answer.statusCode, 424)
  assert.match(answer.json().detail, /does not let body measurements be written to Sandbox: have them reconnect/)
})

test('a record that the provider refuses takes those before it back', async () => {
  const user = await connectPerson(at, 'half')
  const tooEarly = { metadata: { type: 8, start_time: '2026-08-01T08:00:00Z', end_time: '2026-08-01T09:00:00Z' } }
  const answer = await write('/v2/activity', user, { data: [run('08'), tooEarly] })
  assert.equal(answer.statusCode, 424, answer.body)
  assert.match(answer.json().detail, /^data\.1 was not written: Sandbox refuses .* has been taken back$/)
  assert.deepEqual(await hub.db`select id from sandbox_written where person = 'half'`, [])
  const alone = await write('/v2/activity', user, { data: [tooEarly] })
  assert.match(alone.json().detail, /^Sandbox refuses the activities: .* was answered 400$/)
})

test('a user whose connection has ended, or who is inactive, has to reconnect', async () => {
  const user = await connectPerson(at, 'ended')
  await hub.db`update sandbox_grants set revoked_at = now() where person = 'ended'`
  const ended = await write('/v2/body', user, { data: [weight(70)] })
  assert.equal(ended.statusCode, 424, ended.body)
  assert.match(ended.json().detail, /have the person reconnect Sandbox/)
  await hub.db`update users set active = false where user_id = ${user.userId}`
  const inactive = await write('/v2/body', user, { data: [weight(70)] })
  assert.equal(inactive.statusCode, 424)
  assert.match(inactive.json().detail, /inactive.*reconnect/)
})

test('a provider that asks to wait is passed on as 429, one that is down as 424', async () => {
  const user = await connectPerson(at, 'faulty')
  await hub.db`update sandbox_grants set fault = 'rate_limited', fault_seconds = 17, fault_calls = 1 where person = 'faulty'`
  const limited = await write('/v2/body', user, { data: [weight(70)] })
  assert.deepEqual([limited.statusCode, limited.headers['retry-after']], [429, '17'])
  const down = await connectPerson(at, 'down')
  await hub.db`update sandbox_grants set fault = 'unavailable' where person = 'down'`
  const silent = await write('/v2/body', down, { data: [weight(70)] })
  assert.equal(silent.statusCode, 424)
  assert.match(silent.json().detail, /^Sandbox does not answer as it should: .* was answered 503; try again later$/)
})

test('the official client writes and deletes, with the user in the query', async () => {
  const user = await connectPerson(at, 'official')
  const client = new TerraClient({
    apiKey: at.credentials['x-api-key'] ?? '',
    devId: at.credentials['dev-id'] ?? '',
    baseUrl: `${hub.publicUrl()}/v2`,
  })
  const options = { queryParams: { user_id: user.userId }, maxRetries: 0 }
  const body = await client.body.write({ data: [weight(70)] }, options)
  assert.equal(body.log_ids?.length, 1)
  const gone = await client.body.delete({ user_id: user.userId, log_ids: body.log_ids ?? [] })
  assert.deepEqual(gone.processed_data, [{ id: body.log_ids?.[0], response_code: 204 }])
  const meal = { metadata: weight(70).metadata, summary: { macros: { calories: 512 } } }
  const meals = await client.nutrition.write({ data: [meal] }, options)
  assert.match(JSON.stringify(await atProvider(user, 'nutrition', '2026-06-30')), /512/)
  const eaten = await client.nutrition.delete({ user_id: user.userId, data: meals.log_ids ?? [] })
  assert.equal(eaten.processed_data?.[0]?.response_code, 204)
  await assert.rejects(client.body.write({ data: [weight(70)] }, { maxRetries: 0 }), { statusCode: 400 })
})

test('nothing that was written is left when the person goes', async () => {
  const user = await connectPerson(at, 'leaver')
  await write('/v2/body', user, { data: [weight(70)] })
  const answer = await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
  assert.equal(answer.statusCode, 200)
  assert.deepEqual(await hub.db`select id from sandbox_written where person = 'leaver'`, [])
  assert.deepEqual(
    (await eventsOf(hub, user.userId)).map(({ type }) => type),
    ['deauth'],
  )
})

function deep(levels: number): object {
  let value: object = {}
  for (let n = 0; n < levels; n++) value = { value }
  return value
}

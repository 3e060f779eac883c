import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { z } from 'zod'
import { openLog } from '../../lib/log.ts'
import { connectedSchema } from '../../schema/ingest.ts'
import { eventsOf, jobsOf } from '../../testing/connected.ts'
import { aBatch, connectedPhone, phoneToken, phoneWith, someSteps } from '../../testing/phone.ts'
import { testServer } from '../../testing/server.ts'
import { buildServer } from '../server.ts'

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const dayMs = 86_400_000
const connect = (body: object) => at.call('POST', '/ingest/connect', { as: 'none', body })
const usersCalled = async (referenceId: string) => {
  const answer = await at.call('GET', `/v2/userInfo?reference_id=${referenceId}`)
  return z.array(z.looseObject({ user_id: z.string() })).parse(answer.json())
}
const piecesOf = (userId: string) =>
  hub.db<{ day: string; type: string; n: number }>`
    select day, type, cardinality(ids)::int as n from phone_pieces where user_id = ${userId} order by day, type, id`

test('a phone connects with the token of its app, and its user is told of', async () => {
  const phone = await connectedPhone(at, { referenceId: 'ada' })
  const [user] = await usersCalled('ada')
  assert.deepEqual([user?.user_id, user?.['provider'], user?.['active']], [phone.userId, 'APPLE', true])
  const [event, ...others] = await eventsOf(hub, phone.userId)
  assert.deepEqual(
    [event?.type, event?.body['status'], event?.body['reference_id'], others],
    ['auth', 'success', 'ada', []],
  )
  const rows = await hub.db<{ row: string }>`select t::text as row from ingest_tokens t`
  assert.ok(rows.length > 0 && rows.every(({ row }) => !row.includes(phone.token.slice(6))), 'the token is not kept')
})

test('each platform is a source of its own', async () => {
  for (const [platform, provider] of [
    ['health_connect', 'HEALTH_CONNECT'],
    ['samsung', 'SAMSUNG'],
  ] as const) {
    await connectedPhone(at, { referenceId: platform, platform })
    const [user] = await usersCalled(platform)
    assert.equal(user?.['provider'], provider)
  }
})

test('a token that is unknown, used or expired connects nobody', async () => {
  const used = await phoneToken(at)
  assert.equal((await connect({ token: used, platform: 'healthkit', reference_id: 'ben' })).statusCode, 201)
  const late = await phoneToken(at)
  await hub.advance(3 * 60_000)
  for (const token of [used, late, 'f'.repeat(64), '']) {
    const answer = await connect({ token, platform: 'healthkit', reference_id: 'nobody' })
    assert.equal(answer.statusCode, 401, token)
    assert.match(answer.json().message, /^the token is unknown, used or expired/)
  }
  assert.deepEqual(await usersCalled('nobody'), [])
})

test('whoever tries many tokens is told to wait', async () => {
  const answers: number[] = []
  for (let n = 0; n < 40; n++) answers.push((await connect({ token: 'guess', platform: 'samsung' })).statusCode)
  assert.equal(answers.at(-1), 429)
  const token = await phoneToken(at)
  assert.equal((await connect({ token, platform: 'samsung' })).statusCode, 201, 'one that is good goes on')
  await hub.advance(6 * 60_000)
})

test('a body that is wrong does not use the token up', async () => {
  const token = await phoneToken(at)
  for (const body of [{ token }, { token, platform: 'fitbit' }, { token, platform: 'healthkit', reference_id: 5 }])
    assert.equal((await connect(body)).statusCode, 400)
  assert.equal((await connect({ token, platform: 'healthkit', device: null, app: null })).statusCode, 201)
})

test('one reference id is one user, and a phone without one is somebody of its own', async () => {
  const first = await connectedPhone(at, { referenceId: 'cleo' })
  const again = await connectedPhone(at, { referenceId: 'cleo' })
  assert.equal(again.userId, first.userId)
  assert.notEqual(again.token, first.token)
  assert.equal((await eventsOf(hub, first.userId)).length, 1, 'the user is told of once')
  for (const { state } of [first, again]) assert.equal((await state()).user_id, first.userId)
  const [one, other] = [await connectedPhone(at), await connectedPhone(at)]
  assert.notEqual(one.userId, other.userId)
})

test('the token of another environment makes a user there', async () => {
  const own = await connectedPhone(at, { referenceId: 'dora' })
  const foreign = await connectedPhone(at, { referenceId: 'dora', as: 'other' })
  assert.notEqual(foreign.userId, own.userId)
  await foreign.send({ samples: [someSteps('2026-07-01T08:00', 100)] })
  assert.deepEqual(await piecesOf(own.userId), [])
  const seen = await at.call('GET', `/v2/userInfo?user_id=${foreign.userId}`)
  assert.notEqual(seen.statusCode, 200)
})

test('keys do not open it, and its token opens nothing else', async () => {
  const { token, userId } = await connectedPhone(at)
  const bare = await at.call('GET', '/ingest/state')
  assert.deepEqual([bare.statusCode, bare.headers['www-authenticate']], [401, 'Bearer'])
  for (const text of ['', 'x', token.slice(0, -1), `${token}x`, `phone_${'A'.repeat(43)}`]) {
    const wrong = phoneWith(at, { userId, token: text, platform: 'healthkit' })
    for (const [method, path] of [
      ['GET', '/state'],
      ['POST', '/batches'],
      ['DELETE', '/connection'],
    ] as const)
      assert.equal((await wrong.ask(method, path)).statusCode, 401, `${method} ${path} with "${text}"`)
  }
  const headers = { 'dev-id': 'test-dev', 'x-api-key': token, authorization: `Bearer ${token}` }
  for (const path of [`/v2/daily?user_id=${userId}&start_date=2026-07-01`, '/admin/api/users', '/mcp'])
    assert.notEqual((await at.call('GET', path, { as: 'none', headers })).statusCode, 200, path)
  await hub.advance(6 * 60_000)
})

test('a batch and what is owed for it are stored before it is answered', async () => {
  const phone = await connectedPhone(at)
  const answer = await phone.send({
    batch_id: 'first',
    samples: [someSteps('2026-07-01T08:00', 100), someSteps('2026-07-01T09:00', 20), someSteps('2026-07-02T08:00', 7)],
  })
  const type = 'HKQuantityTypeIdentifierStepCount'
  const counts = { accepted: 3, duplicates: 0, deleted: 0 }
  assert.deepEqual(answer, {
    batch_id: 'first',
    ...counts,
    rejected: [],
    types: { [type]: { ...counts, rejected: 0 } },
  })
  assert.deepEqual(await piecesOf(phone.userId), [
    { day: '2026-07-01', type, n: 2 },
    { day: '2026-07-02', type, n: 1 },
  ])
  const jobs = (await jobsOf(hub, 'phone-records')).filter(({ key }) => key === `phone ${phone.userId}`)
  assert.deepEqual(
    jobs.map(({ payload }) => payload),
    [{ environmentId: hub.environmentId, userId: phone.userId }],
  )
})

test('a batch that cannot be stored leaves nothing behind and can be sent again', async () => {
  const phone = await connectedPhone(at)
  const batch = { batch_id: 'again', samples: [someSteps('2026-07-01T08:00', 100)] }
  await hub.db`alter table phone_batches add constraint broken check (batch_id <> 'again')`
  assert.equal((await phone.ask('POST', '/batches', aBatch(batch))).statusCode, 500)
  await hub.db`alter table phone_batches drop constraint broken`
  assert.deepEqual(await piecesOf(phone.userId), [])
  const owed = (await jobsOf(hub, 'phone-records')).filter(({ key }) => key === `phone ${phone.userId}`)
  assert.deepEqual(owed, [])
  assert.equal((await phone.send(batch)).accepted, 1)
})

test('a batch that comes twice is answered as before, and items that come again are duplicates', async () => {
  const phone = await connectedPhone(at)
  const samples = [someSteps('2026-07-01T08:00', 100), someSteps('2026-07-01T09:00', 20)]
  const first = await phone.send({ batch_id: 'b1', samples })
  assert.deepEqual(await phone.send({ batch_id: 'b1', samples }), first)
  const more = [...samples, someSteps('2026-07-01T10:00', 5)]
  const second = await phone.send({ batch_id: 'b2', samples: more })
  assert.deepEqual([second.accepted, second.duplicates], [1, 2])
  const twice = someSteps('2026-07-03T10:00', 5)
  const third = await phone.send({ samples: [twice, twice] })
  assert.deepEqual([third.accepted, third.duplicates], [1, 1])
  const [other] = [await connectedPhone(at)]
  assert.equal((await other.send({ batch_id: 'b1', samples })).accepted, 2, 'ids are those of a user')
})

test('two that send the same batch at the same time store it once', async () => {
  const phone = await connectedPhone(at)
  const batch = { batch_id: 'race', samples: [someSteps('2026-07-01T08:00', 100)] }
  const answers = await Promise.all([phone.send(batch), phone.send(batch), phone.send(batch)])
  assert.deepEqual(
    answers.map(({ accepted }) => accepted),
    [1, 1, 1],
  )
  assert.equal((await piecesOf(phone.userId)).length, 1)
})

test('one bad item is refused with a sentence, and the others are stored', async () => {
  const phone = await connectedPhone(at)
  const good = someSteps('2026-07-01T08:00', 100)
  const bad = { ...someSteps('2026-07-01T09:00', 20), start: 'yesterday' }
  const tomorrow = new Date(hub.clock.now() + 2 * dayMs).toISOString()
  const early = { ...someSteps('2026-07-01T09:00', 20), start: tomorrow, end: tomorrow }
  const answer = await phone.send({ samples: [bad, good, early] })
  assert.equal(answer.accepted, 1)
  assert.deepEqual(
    answer.rejected.map(({ id, index }) => [id, index]),
    [
      [bad.id, 0],
      [early.id, 2],
    ],
  )
  for (const { reason } of answer.rejected) assert.match(reason, /\w+ \w+/)
  assert.equal(answer.types[good.type]?.rejected, 2)
})

test('what is no batch is refused, and says why', async () => {
  const phone = await connectedPhone(at)
  const wrong: unknown[] = [
    '',
    '{',
    'null',
    '[]',
    '"text"',
    Buffer.from([0x22, 0xff, 0x22]),
    aBatch({ schema: 'other/9' }),
    aBatch({ platform: 'samsung' }),
    aBatch({ batch_id: '' }),
    aBatch({ batch_id: 'a\u0000b' }),
    aBatch({ samples: 'none' }),
    `${'['.repeat(100_000)}${']'.repeat(100_000)}`,
  ]
  for (const body of wrong) {
    const answer = await phone.ask('POST', '/batches', body)
    assert.equal(answer.statusCode, 400, `${String(body).slice(0, 60)}: ${answer.body}`)
    assert.ok(answer.json().message.length > 8)
  }
})

test('more than sixty batches in a minute are put off, those of others are not', async () => {
  const phone = await connectedPhone(at)
  const other = await connectedPhone(at)
  for (let n = 0; n < 60; n++) await phone.send()
  const answer = await phone.ask('POST', '/batches', aBatch())
  assert.equal(answer.statusCode, 429)
  assert.match(String(answer.headers['retry-after']), /^([1-9]|[1-5]\d|60)$/)
  await other.send()
  await hub.advance(60_000)
  await phone.send()
})

test('the state tells where to resume, by type', async () => {
  const phone = await connectedPhone(at)
  assert.deepEqual(await phone.state(), { user_id: phone.userId, platform: 'healthkit', types: {} })
  const type = 'HKQuantityTypeIdentifierStepCount'
  await phone.send({ samples: [someSteps('2026-07-02T08:00', 1)], anchors: { [type]: 'YW5jaG9yMQ==' } })
  await phone.send({ samples: [someSteps('2026-07-01T08:00', 1)], anchors: { HKWorkoutTypeIdentifier: 'dzE=' } })
  const { types } = await phone.state()
  assert.deepEqual(types, {
    [type]: { anchor: 'YW5jaG9yMQ==', last_sample_at: '2026-07-02T06:00:59.000Z' },
    HKWorkoutTypeIdentifier: { anchor: 'dzE=', last_sample_at: null },
  })
  await phone.send({ anchors: { [type]: 'YW5jaG9yMg==' } })
  assert.equal((await phone.state()).types[type]?.anchor, 'YW5jaG9yMg==')
})

test('a phone takes itself out as an app does its user', async () => {
  const phone = await connectedPhone(at, { referenceId: 'eve' })
  await phone.send({ samples: [someSteps('2026-07-02T08:00', 1)] })
  assert.equal((await phone.ask('DELETE', '/connection')).statusCode, 204)
  assert.deepEqual(
    (await eventsOf(hub, phone.userId)).map(({ type }) => type),
    ['deauth'],
  )
  assert.deepEqual([await piecesOf(phone.userId), await usersCalled('eve')], [[], []])
  for (const [method, path] of [
    ['GET', '/state'],
    ['POST', '/batches'],
    ['DELETE', '/connection'],
  ] as const)
    assert.equal((await phone.ask(method, path)).statusCode, 410, `${method} ${path}`)
  const again = await connectedPhone(at, { referenceId: 'eve' })
  assert.notEqual(again.userId, phone.userId)
})

test('a user whom the app ends or pauses sends no more', async () => {
  const phone = await connectedPhone(at, { referenceId: 'finn' })
  const pause = (active: boolean) => at.call('PATCH', `/v2/users/${phone.userId}`, { body: { active } })
  await pause(false)
  const refused = await phone.ask('POST', '/batches', aBatch())
  assert.deepEqual([refused.statusCode, refused.json().message.includes('paused')], [403, true])
  await pause(true)
  await phone.send()
  await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${phone.userId}`)
  assert.equal((await phone.ask('POST', '/batches', aBatch())).statusCode, 410)
})

test('a token ends ninety days after its last use', async () => {
  const phone = await connectedPhone(at)
  await hub.advance(60 * dayMs)
  await phone.send()
  await hub.advance(89 * dayMs)
  await phone.state()
  await hub.advance(dayMs)
  const answer = await phone.ask('POST', '/batches', aBatch())
  assert.equal(answer.statusCode, 401)
  assert.match(answer.json().message, /has ended: connect again$/)
})

test('no log line tells a token or what was sent', async () => {
  const lines: string[] = []
  const log = openLog('trace', new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) }))
  const server = await buildServer({ ...hub, log })
  const call = (method: 'POST' | 'GET', url: string, headers: Record<string, string>, body?: object) =>
    server.inject({
      method,
      url,
      headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) },
      ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    })
  const token = await phoneToken(at)
  const made = await call('POST', '/ingest/connect', {}, { token, platform: 'healthkit', reference_id: 'gil' })
  const { ingest_token } = connectedSchema.parse(made.json())
  const headers = { authorization: `Bearer ${ingest_token}` }
  const sample = someSteps('2026-07-01T08:00', 54_321)
  assert.equal((await call('POST', '/ingest/batches', headers, aBatch({ samples: [sample] }))).statusCode, 202)
  await hub.db`alter table phone_batches add constraint broken check (batch_id <> 'fails')`
  const failing = aBatch({ batch_id: 'fails', samples: [{ ...sample, value: 54_322 }] })
  assert.equal((await call('POST', '/ingest/batches', headers, failing)).statusCode, 500)
  await hub.db`alter table phone_batches drop constraint broken`
  await call('GET', '/ingest/state', { authorization: `Bearer ${ingest_token.slice(0, -1)}` })
  await server.close()
  const text = lines.join('')
  assert.match(text, /accepted a batch of a phone/)
  for (const secret of [token, ingest_token.slice(6, -1), '54321', '54322', sample.id])
    assert.equal(text.includes(secret), false, secret)
})

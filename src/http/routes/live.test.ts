import assert from 'node:assert/strict'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { text as textOf } from 'node:stream/consumers'
import { after, mock, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { load } from 'js-yaml'
import { WebSocket as Client } from 'ws'
import { z } from 'zod'
import { copyOut, selectTables } from '../../backup/store.ts'
import { createKey, revokeKey } from '../../environments/keys.ts'
import { newUuid } from '../../lib/ids.ts'
import { deleteOld, insertDispatches } from '../../live/store.ts'
import { closeCodes, opcodes, sessionTypes } from '../../schema/terra/live.ts'
import { type LiveClient, openLiveClient, openLiveSession } from '../../testing/live-client.ts'
import { type TestCall, testServer } from '../../testing/server.ts'
import { modifyUser } from '../../users/modify.ts'
import { buildServer } from '../server.ts'

const at = await testServer()
const url = await at.listen()
after(() => at[Symbol.asyncDispose]())

/** All that was logged, to be searched for what may not be there. */
const logged: string[] = []
let onLogged = () => {}
for (const level of ['info', 'warn', 'error'] as const)
  mock.method(at.hub.log, level, (...said: unknown[]) => {
    logged.push(JSON.stringify(said))
    onLogged()
  })
const untilLogged = (text: string): Promise<void> =>
  new Promise((resolve) => {
    onLogged = () => {
      if (logged.some((line) => line.includes(text))) resolve()
    }
    onLogged()
  })

const tokenOf = z.strictObject({ token: z.string().min(40) })
async function newUser(environmentId = at.hub.environmentId): Promise<string> {
  const userId = newUuid()
  await at.hub.db`insert into users (user_id, environment_id, provider) values (${userId}, ${environmentId}, 'FILE')`
  return userId
}
async function newToken(path: string, options: TestCall = {}): Promise<string> {
  const answer = await at.call('POST', path, options)
  assert.equal(answer.statusCode, 200, answer.body)
  return tokenOf.parse(answer.json()).token
}
const listen = async (options: TestCall = {}): Promise<LiveClient> =>
  openLiveSession(url, 'consumer', await newToken('/auth/developer', options))
const produce = async (userId: string): Promise<LiveClient> =>
  openLiveSession(url, 'producer', await newToken(`/auth/user?id=${userId}`))
const dispatchOf = async (client: LiveClient) => {
  const frame = await client.take()
  assert.ok(frame.op === opcodes.dispatch, JSON.stringify(frame))
  return frame
}
const beat = { op: opcodes.heartbeat }
const heartRate = (val: number) => ({ op: opcodes.submit, t: 'HEART_RATE', d: { ts: '2026-07-01T07:00:00Z', val } })

test('what a device submits reaches every app that listens to its environment, as it was written, and no other', async () => {
  const userId = await newUser()
  const [one, two, stranger] = [await listen(), await listen(), await listen({ as: 'other' })]
  const device = await produce(userId)
  device.sendRaw('{"op":6,"t":"HEART_RATE","d":{"val":72.10, "n":12345678901234567890},"op":6}')
  device.send(heartRate(73))
  for (const app of [one, two]) {
    const text = await app.takeText()
    assert.match(text, /"d":\{"val":72\.10, "n":12345678901234567890\}/)
    const first = JSON.parse(text)
    const second = await dispatchOf(app)
    assert.deepEqual([first.uid, first.t], [userId, 'HEART_RATE'])
    assert.deepEqual(second, { op: 5, t: 'HEART_RATE', uid: userId, seq: first.seq + 1, d: heartRate(73).d })
  }
  const others = await newUser(at.otherEnvironmentId)
  await insertDispatches(at.hub.db, at.otherEnvironmentId, [{ userId: others, type: 'STEPS', body: '{"val":1}' }])
  assert.deepEqual(await dispatchOf(stranger), { op: 5, t: 'STEPS', uid: others, seq: 1, d: { val: 1 } })
  for (const client of [one, two, stranger, device]) client.close()
})

test('it reaches those who listen at another process too', async () => {
  const second = await buildServer(at.hub)
  const there = await second.listen({ host: '127.0.0.1', port: 0 })
  const app = await openLiveSession(there, 'consumer', await newToken('/auth/developer'))
  const device = await produce(await newUser())
  for (const val of [61, 62, 63]) device.send(heartRate(val))
  const heard = [await dispatchOf(app), await dispatchOf(app), await dispatchOf(app)]
  assert.deepEqual(
    heard.map(({ d }) => d['val']),
    [61, 62, 63],
  )
  await second.close()
  assert.deepEqual(await app.ended, { code: closeCodes.goingAway, reason: 'the server stops: come back in a moment' })
  device.close()
})

test('a replay gives what lies between its two numbers, for ten minutes, and nothing without an upper one', async () => {
  const [userId, app] = [await newUser(), await listen()]
  const submitted = Array.from({ length: 120 }, (_, n) => ({ userId, type: 'POWER', body: `{"val":${n}}` }))
  await insertDispatches(at.hub.db, at.hub.environmentId, submitted)
  const seqs: number[] = []
  for (const _ of submitted) seqs.push((await dispatchOf(app)).seq)
  const replayed = async (d: object): Promise<number[]> => {
    const found: number[] = []
    app.send({ op: opcodes.replay, d })
    // One that is answered by exactly one dispatch shows that the replay before it is through.
    const markSeq = seqs[0] ?? 0
    app.send({ op: opcodes.replay, d: { after: markSeq - 1, before: markSeq + 1 } })
    for (;;) {
      const { seq } = await dispatchOf(app)
      if (seq === markSeq) return found
      found.push(seq)
    }
  }
  assert.deepEqual(await replayed({ after: seqs[0], before: seqs[119] }), seqs.slice(1, 119))
  assert.deepEqual(await replayed({ after: seqs[0] }), [])
  assert.deepEqual(await replayed({ after: seqs[5], before: seqs[6] }), [])
  app.close()
  await at.hub.advance(10 * 60_000 + 1)
  const later = await listen()
  later.send({ op: opcodes.replay, d: { before: (seqs[119] ?? 0) + 1 } })
  later.send({ op: opcodes.identify, d: { type: 1, token: 'x' } })
  await assert.rejects(later.take(), /4003: this session is identified already/)
  await deleteOld(at.hub.db)
  assert.deepEqual(await at.hub.db`select seq from live_dispatches`, [])
})

test('a token opens one session, of its own kind, within three minutes, and is kept as its hash', async () => {
  const tryWith = async (token: string, type: keyof typeof sessionTypes): Promise<number> => {
    const client = openLiveClient(url)
    client.send({ op: opcodes.identify, d: { type: sessionTypes[type], token } })
    await client.take()
    const [{ code }] = await Promise.all([client.ended, assert.rejects(client.take(), /make a new one/)])
    return code
  }
  const path = `/auth/user?id=${await newUser()}`
  const [used, ofUser, ofApp, late] = [
    await newToken('/auth/developer'),
    await newToken(path),
    await newToken('/auth/developer'),
    await newToken('/auth/developer'),
  ]
  const rows = await at.hub.db<{ text: string }>`select live_tokens::text as text from live_tokens`
  assert.ok(rows.length >= 4)
  assert.ok(rows.every(({ text }) => [used, ofUser, ofApp, late].every((token) => !text.includes(token))))
  const session = await openLiveSession(url, 'consumer', used)
  session.close()
  assert.equal(await tryWith(used, 'consumer'), closeCodes.badToken)
  assert.equal(await tryWith(ofUser, 'consumer'), closeCodes.badToken)
  assert.equal(await tryWith(ofApp, 'producer'), closeCodes.badToken)
  await at.hub.advance(180_000)
  assert.equal(await tryWith(late, 'consumer'), closeCodes.badToken)
})

test('a revoked key opens nothing more by tokens that were made with it, and who listens by it hears no more', async () => {
  const { key, id } = await createKey(at.hub.db, at.hub.environmentId, 'short')
  const headers = { 'dev-id': 'test-dev', 'x-api-key': key }
  const byKey = () => newToken('/auth/developer', { as: 'none', headers })
  const [token, app] = [await byKey(), await openLiveSession(url, 'consumer', await byKey())]
  await revokeKey(at.hub, at.hub.environmentId, id)
  const client = openLiveClient(url)
  client.send({ op: opcodes.identify, d: { type: 1, token } })
  assert.equal((await client.ended).code, closeCodes.badToken)
  assert.deepEqual(await app.ended, { code: closeCodes.badToken, reason: 'the key of this session was revoked' })
})

test('tokens want credentials, which Basic brings too, and a user of the environment who is not paused', async () => {
  const [paths, foreign] = [['/auth/developer', '/auth/user?id=x'], await newUser(at.otherEnvironmentId)]
  for (const path of paths) {
    assert.equal((await at.call('POST', path, { as: 'none' })).statusCode, 400)
    const headers = { 'dev-id': 'test-dev', 'x-api-key': 'wrong' }
    assert.equal((await at.call('POST', path, { as: 'none', headers })).statusCode, 403)
  }
  const pair = `${at.credentials['dev-id']}:${at.credentials['x-api-key']}`
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`
  await newToken('/auth/developer', { as: 'none', headers: { authorization } })
  const broken = await at.call('POST', '/auth/developer', { as: 'none', headers: { authorization: 'Basic !' } })
  assert.equal(broken.statusCode, 400)
  assert.equal((await at.call('POST', '/auth/user')).statusCode, 400)
  for (const id of [foreign, newUuid(), 'nobody'])
    assert.equal((await at.call('POST', `/auth/user?id=${id}`)).statusCode, 403)
  const paused = await newUser()
  await modifyUser(at.hub, at.hub.environmentId, paused, { referenceId: null, active: false })
  assert.equal((await at.call('POST', `/auth/user?id=${paused}`)).statusCode, 403)
})

test('who does not say who they are, or lets heartbeats fail, is ended with the code for it', async () => {
  const [silent, mute, alive] = [openLiveClient(url), await listen(), await listen()]
  assert.deepEqual(await silent.take(), { op: 2, d: { heartbeat_interval: 40_000 } })
  at.hub.clock.advance(15_000)
  assert.equal((await silent.ended).code, closeCodes.notIdentified)
  at.hub.clock.advance(25_000)
  alive.send(beat)
  assert.deepEqual(await alive.take(), { op: 1 })
  at.hub.clock.advance(20_000)
  assert.equal((await mute.ended).code, closeCodes.noHeartbeat)
  alive.send(beat)
  assert.deepEqual(await alive.take(), { op: 1 })
  alive.close()
})

test('a frame that cannot be is answered with the end of the connection and why', async () => {
  const userId = await newUser()
  const sessions = {
    producer: () => produce(userId),
    consumer: () => listen(),
    stranger: async () => openLiveClient(url),
  }
  const cases: [who: keyof typeof sessions, frame: unknown, code: number][] = [
    ['stranger', 'no json', closeCodes.malformed],
    ['stranger', '[6]', closeCodes.malformed],
    ['stranger', 'null', closeCodes.malformed],
    ['stranger', { op: 'six' }, closeCodes.malformed],
    ['stranger', new Uint8Array([123, 125]), closeCodes.malformed],
    ['stranger', { op: opcodes.identify, d: { type: 2, token: 'x' } }, closeCodes.malformed],
    ['stranger', heartRate(1), closeCodes.badOpcode],
    ['stranger', { op: 9 }, closeCodes.badOpcode],
    ['producer', { op: opcodes.ready }, closeCodes.badOpcode],
    ['producer', { op: opcodes.replay, d: { before: 1 } }, closeCodes.badOpcode],
    ['producer', { op: opcodes.submit, t: 'HEART_RATE', d: [1] }, closeCodes.malformed],
    ['producer', { op: opcodes.submit, d: {} }, closeCodes.malformed],
    ['producer', { op: opcodes.submit, t: 'A\u0000B', d: {} }, closeCodes.malformed],
    ['producer', { op: opcodes.submit, t: 'X', d: { text: 'x'.repeat(16_384) } }, closeCodes.tooLarge],
    ['producer', { op: opcodes.identify, d: { type: 0, token: 'x' } }, closeCodes.identifiedTwice],
    ['consumer', heartRate(1), closeCodes.badOpcode],
    ['consumer', { op: opcodes.status, d: { connected: true } }, closeCodes.badOpcode],
    ['consumer', { op: opcodes.replay, d: { before: 'now' } }, closeCodes.malformed],
    ['consumer', { op: opcodes.replay }, closeCodes.malformed],
  ]
  for (const [who, frame, code] of cases) {
    const client = await sessions[who]()
    if (typeof frame === 'string') client.sendRaw(frame)
    else if (frame instanceof Uint8Array) client.sendRaw(new Uint8Array(frame))
    else client.send(frame)
    assert.equal((await client.ended).code, code, `${who} ${JSON.stringify(frame).slice(0, 80)}`)
  }
})

test('a STATUS is taken from a device, whatever is in it, and passed on to nobody', async () => {
  const [app, device] = [await listen(), await produce(await newUser())]
  for (const d of [{ connected: false, reason: 'strap off' }, 'no object']) device.send({ op: opcodes.status, d })
  device.send(heartRate(70))
  assert.deepEqual((await dispatchOf(app)).d, heartRate(70).d)
  for (const client of [app, device]) client.close()
})

test('more than a hundred frames in a second end a connection', async () => {
  const device = await produce(await newUser())
  // IDENTIFY was the first.
  for (let n = 0; n < 100; n++) device.send(beat)
  assert.equal((await device.ended).code, closeCodes.policy)
})

test('a device whose user is paused or ended is told so when it submits', async () => {
  const [paused, gone] = [await newUser(), await newUser()]
  const devices = [await produce(paused), await produce(gone)]
  await modifyUser(at.hub, at.hub.environmentId, paused, { referenceId: null, active: false })
  await at.hub.db`delete from users where user_id = ${gone}`
  for (const device of devices) {
    device.send(heartRate(64))
    const { code, reason } = await device.ended
    assert.equal(code, closeCodes.badToken)
    assert.match(reason, /ended or is paused/)
  }
})

test('the eleventh who listens to an environment is refused, until one has gone', async () => {
  await using other = await testServer()
  const address = await other.listen()
  const join = async (): Promise<LiveClient> => {
    const answer = await other.call('POST', '/auth/developer')
    return openLiveSession(address, 'consumer', tokenOf.parse(answer.json()).token)
  }
  const apps = []
  for (let n = 0; n < 10; n++) apps.push(await join())
  await assert.rejects(join(), /4002/)
  const [first] = apps
  first?.close()
  await first?.ended
  apps.push(await join())
  await other.server.close()
  assert.deepEqual(
    (await Promise.all(apps.slice(1).map(({ ended }) => ended))).map(({ code }) => code),
    Array(10).fill(closeCodes.goingAway),
  )
})

test('a listener that does not read is cut off with a reason, and the others hear everything', async () => {
  const [userId, other] = [await newUser(), await listen()]
  const slow = new Client(`${url.replace('http', 'ws')}/connect`)
  await once(slow, 'message')
  slow.send(JSON.stringify({ op: opcodes.identify, d: { type: 1, token: await newToken('/auth/developer') } }))
  await once(slow, 'message')
  slow.pause()
  const body = JSON.stringify({ text: 'x'.repeat(15_000) })
  const count = 1_600 // 24 MB: more than a system keeps for a connection
  const batch = Array.from({ length: 400 }, () => ({ userId, type: 'ECG', body }))
  const inserting = (async () => {
    for (let n = 0; n < count; n += batch.length) await insertDispatches(at.hub.db, at.hub.environmentId, batch)
  })()
  await untilLogged('you do not read')
  const ended = once(slow, 'close')
  slow.resume()
  const [code, reason] = z.tuple([z.number(), z.unknown()]).parse(await ended)
  assert.equal(code, closeCodes.tryAgain)
  assert.match(String(reason), /replay from the last seq/)
  await inserting
  for (let n = 0; n < count; n++) assert.equal((await dispatchOf(other)).t, 'ECG')
  other.close()
})

test('no other upgrade is taken: it is answered as if it had not been asked for', async () => {
  const { hostname, port } = new URL(url)
  for (const [path, upgrade, status] of [
    ['/healthz', 'h2c', 200],
    ['/v2/connect', 'websocket', 404],
    ['/connect', 'h2c', 426],
  ] as const) {
    const socket = connect(Number(port), hostname)
    socket.write(`GET ${path} HTTP/1.1\r\nhost: ${hostname}\r\nconnection: Upgrade\r\nupgrade: ${upgrade}\r\n\r\n`)
    const [first]: unknown[] = await once(socket, 'data')
    socket.destroy()
    assert.match(String(first), new RegExp(`^HTTP/1\\.1 ${status} `), path)
  }
})

test('no live value is in the log or in a backup', async () => {
  const [app, device] = [await listen(), await produce(await newUser())]
  device.send({ op: opcodes.submit, t: 'NOTE-OF-TYPE', d: { note: 'note-of-value' } })
  await dispatchOf(app)
  device.sendRaw('{"op":6,"note-of-value"')
  await device.ended
  app.close()
  assert.ok(logged.length > 10)
  assert.deepEqual(
    logged.filter((line) => /note-of-|"val"/i.test(line)),
    [],
  )
  const tables = (await selectTables(at.hub.db.pool)).filter(({ name }) => name.startsWith('live_'))
  assert.equal(tables.length, 3)
  const client = await at.hub.db.pool.connect()
  for (const table of tables) {
    const rows = await textOf(copyOut(client, table))
    assert.equal(rows === '', table.name !== 'live_cursors', table.name)
  }
  client.release()
})

const published = fileURLToPath(new URL('../../../../shared/terra/openapi/rt.asyncapi.yaml', import.meta.url))
const absent = existsSync(published) ? false : 'the reference material beside the repository is absent'
const asyncApi = z.looseObject({
  info: z.looseObject({ description: z.string() }),
  components: z.looseObject({ schemas: z.record(z.string(), z.unknown()) }),
})

test('frames, opcodes and close codes are those of the published contract', { skip: absent }, async () => {
  const document = asyncApi.parse(load(readFileSync(published, 'utf8')))
  const ajv = new Ajv2020({ strict: false, formats: { int64: true } })
  ajv.addSchema({ $id: 'rt', components: document.components })
  const check = (name: string, frame: unknown) => {
    const fits = ajv.getSchema(`rt#/components/schemas/${name}`)
    assert.ok(fits !== undefined, `the contract has no ${name}`)
    assert.ok(fits(frame), `${JSON.stringify(frame)} is no ${name}: ${ajv.errorsText(fits.errors)}`)
  }
  const app = openLiveClient(url)
  check('HelloFrame', await app.take())
  const identify = { op: opcodes.identify, d: { type: 1, token: await newToken('/auth/developer') } }
  check('IdentifyFrame', identify)
  app.send(identify)
  check('ReadyFrame', await app.take())
  check('HeartbeatFrame', beat)
  app.send(beat)
  check('HeartbeatAckFrame', await app.take())
  const device = await produce(await newUser())
  check('SubmitFrame', heartRate(66))
  device.send(heartRate(66))
  const dispatch = await dispatchOf(app)
  check('DispatchFrame', dispatch)
  const replay = { op: opcodes.replay, d: { after: dispatch.seq - 1, before: dispatch.seq + 1 } }
  check('ReplayFrame', replay)
  app.send(replay)
  assert.deepEqual(await dispatchOf(app), dispatch)
  check('StatusFrame', { op: opcodes.status, d: { connected: true } })
  for (const client of [app, device]) client.close()

  const opcode = z.looseObject({ enum: z.array(z.int()) }).parse(document.components.schemas['Opcode'])
  assert.deepEqual(Object.values(opcodes), opcode.enum)
  const codes = [...document.info.description.matchAll(/^\| (\d{4}) \|/gm)].map(([, code]) => Number(code))
  assert.ok(codes.length >= 9, `${codes.length} close codes`)
  const ours: readonly number[] = [1000, ...Object.values(closeCodes)]
  assert.deepEqual(
    codes.filter((code) => !ours.includes(code)),
    [],
  )
})

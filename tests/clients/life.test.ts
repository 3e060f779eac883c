import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { checkEventBody } from '../../src/schema/events.ts'
import { connectAtSandbox, openRealVisitor } from '../../src/testing/real-visitor.ts'
import { openReceiver, type Received, type Receiver } from '../../src/testing/receiver.ts'
import { allDelivered, dataFolder, eventually, type RunningTellus, startTellus } from '../../src/testing/tellus.ts'
import { currentClient, type Keys, legacyClient, type OfficialClient, readTypes } from './official.ts'

/**
 * The whole life of a user through Terra's official JavaScript clients, the current one and the one before it, against the
 * real command: only the base URL is not Terra's. The tests of one client tell one story and run in order.
 */
const folder = dataFolder()
let tellus: RunningTellus
let receiver: Receiver
let keys: Keys

before(async () => {
  tellus = await startTellus(join(folder.path, 'data'), { TELLUS_SANDBOX: 'on' })
  receiver = await openReceiver()
  const made = await tellus.call<{ signing_secret: string }>('POST', '/admin/api/destinations', {
    kind: 'webhook',
    url: receiver.url,
  })
  assert.equal(made.status, 201)
  const { url, devId, apiKey } = tellus
  keys = { url, devId, apiKey, secret: made.body.signing_secret }
})

after(async () => {
  await tellus?.end()
  await receiver?.close()
  folder[Symbol.dispose]()
})

interface Payload {
  type: string
  status?: string
  user?: { user_id: string; reference_id: string | null; provider: string; active: boolean }
  new_user?: { user_id: string }
  old_user?: { user_id: string; active: boolean }
  data?: { metadata?: { start_time: string } }[]
  athlete?: object
  reference?: string
  expected_payloads?: number
}
const payloadOf = (request: Received): Payload => JSON.parse(request.body.toString('utf8'))
const referenceOf = (request: Received) => request.headers['terra-reference']
const emittedMs = (request: Received) => Number(request.headers['x-terra-ordering-timestamp'])

const withinMs = 60_000
/** The first delivery so far or to come whose payload is the one looked for. */
const delivery = (what: string, isIt: (payload: Payload, request: Received) => boolean): Promise<Received> =>
  eventually(what, () => receiver.received.find((request) => isIt(payloadOf(request), request)) ?? null, withinMs)
/** Every delivery under a reference, once `n` of them are there. */
const deliveriesOf = (reference: string | undefined, n: number): Promise<Received[]> =>
  eventually(
    `${n} deliveries under ${reference}`,
    () => {
      const found = receiver.received.filter((request) => referenceOf(request) === reference)
      return found.length >= n && found
    },
    withinMs,
  )

const dayMs = 86_400_000
const daysAgo = (days: number) => new Date(Math.floor(Date.now() / dayMs) * dayMs - days * dayMs)
const lastDays = (userId: string, days: number, toWebhook: boolean) => ({
  userId,
  start: daysAgo(days),
  end: daysAgo(0),
  toWebhook,
})

function story(generation: string, open: (keys: Keys) => OfficialClient, person: string): void {
  const at = `${generation}:`
  const referenceId = `life ${generation}`
  const successUrl = 'https://app.example/connected?from=test'
  let client: OfficialClient
  let connected = ''
  const connectedId = () => connected || assert.fail('nobody is connected: an earlier test of this story failed')

  /** Opens a session with the client, walks its pages, and gives the user that the app is told of. */
  async function connect(): Promise<{ sessionId: string; userId: string }> {
    const session = await client.generateWidgetSession({ referenceId, successUrl })
    const end = await connectAtSandbox(openRealVisitor(tellus.url), session.url, person)
    assert.equal(`${end.origin}${end.pathname}`, 'https://app.example/connected')
    const { user_id: id = '', ...rest } = Object.fromEntries(end.searchParams)
    assert.deepEqual(rest, {
      from: 'test',
      resource: 'SANDBOX',
      reference_id: referenceId,
      widget_session_id: session.session_id,
    })
    return { sessionId: session.session_id, userId: id }
  }

  test(`${at} a person connects over a widget session, and auth arrives with a signature that the client takes`, async () => {
    client = open(keys)
    const made = await connect()
    const { userId } = made
    connected = userId
    const auth = await delivery('auth', ({ type, user }) => type === 'auth' && user?.user_id === userId)
    const body: Payload & { widget_session_id?: string } = payloadOf(auth)
    assert.equal(body.status, 'success')
    assert.equal(body.widget_session_id, made.sessionId)
    assert.deepEqual([body.user?.provider, body.user?.reference_id, body.user?.active], ['SANDBOX', referenceId, true])
    const header = String(auth.headers['terra-signature'])
    assert.equal(await client.verifies(header, auth.body), true)
    const changed = Buffer.from(auth.body.toString('utf8').replace('success', 'succes5'))
    assert.equal(await client.verifies(header, changed), false, 'another body is refused')
  })

  test(`${at} the athlete and the first data follow without being asked for`, async () => {
    const userId = connectedId()
    for (const wanted of ['athlete', 'activity', 'body', 'daily', 'sleep', 'nutrition'])
      await delivery(wanted, ({ type, user }) => type === wanted && user?.user_id === userId)
  })

  test(`${at} the user is listed and described`, async () => {
    const userId = connectedId()
    assert.ok((await client.listUsers()).includes(userId))
    const { is_authenticated, user } = await client.userInfo(userId)
    assert.equal(is_authenticated, true)
    assert.equal(user.user_id, userId)
    assert.equal(user['reference_id'], referenceId)
  })

  for (const type of readTypes)
    test(`${at} ${type} is read inline, and the same goes to the webhook under the reference that was answered`, async () => {
      const userId = connectedId()
      const inline = await client.read(type, lastDays(userId, 14, false))
      assert.equal(inline.type, type)
      assert.equal(inline.user.user_id, userId)
      const count = inline.data?.length ?? 0
      if (type === 'menstruation') {
        assert.equal(count, 0)
        assert.match(inline.message ?? '', /not available/, 'the sandbox records none')
      } else assert.ok(count > 0, 'two weeks hold records')
      const asked = await client.read(type, lastDays(userId, 14, true))
      assert.equal(asked.data, undefined)
      const [sent] = await deliveriesOf(asked.reference, 1)
      const body = sent && payloadOf(sent)
      assert.equal(body?.type, type)
      assert.equal(body?.data?.length, count)
      assert.deepEqual(sent && checkEventBody(payloadOf(sent)), { ok: true })
    })

  test(`${at} athlete is read inline and to the webhook`, async () => {
    const userId = connectedId()
    const inline = await client.athlete(userId, false)
    assert.equal(inline.user.user_id, userId)
    assert.ok(inline.athlete !== undefined)
    const asked = await client.athlete(userId, true)
    const [sent] = await deliveriesOf(asked.reference, 1)
    assert.equal(sent && payloadOf(sent).type, 'athlete')
  })

  test(`${at} sixty days are announced, counted, and come in that many payloads under one reference`, async () => {
    const asked = await client.read('daily', lastDays(connectedId(), 60, true))
    assert.match(asked.message ?? '', /^Large request submitted/)
    const sending = await delivery(
      'large_request_sending',
      ({ type }, request) => type === 'large_request_sending' && referenceOf(request) === asked.reference,
    )
    const { expected_payloads: expected = 0, reference } = payloadOf(sending)
    assert.equal(reference, asked.reference)
    assert.ok(expected >= 6, `60 days are at least 6 payloads of 10, not ${expected}`)
    const all = (await deliveriesOf(asked.reference, expected + 2)).map(payloadOf)
    const counted = Map.groupBy(all, ({ type }) => type)
    assert.deepEqual(
      new Map([...counted].map(([type, payloads]) => [type, payloads.length])),
      new Map([...counted].map(([type]) => [type, type === 'daily' ? expected : 1])),
    )
    assert.ok(counted.has('large_request_processing'))
    const days = (counted.get('daily') ?? []).flatMap(({ data = [] }) => data)
    assert.ok((counted.get('daily') ?? []).every(({ data = [] }) => data.length <= 10))
    assert.ok(days.length >= 55, `${days.length} days came`)
    assert.equal(new Set(days.map((day) => day.metadata?.start_time)).size, days.length, 'each day came once')
  })

  test(`${at} the same account again gets a new id: user_reauth, then auth, and the old id is gone`, async () => {
    const old = connectedId()
    const { userId } = await connect()
    connected = userId
    assert.notEqual(userId, old)
    const auth = await delivery('auth of the new id', ({ type, user }) => type === 'auth' && user?.user_id === userId)
    const reauth = await delivery(
      'user_reauth',
      ({ type, new_user }) => type === 'user_reauth' && new_user?.user_id === userId,
    )
    const body = payloadOf(reauth)
    assert.deepEqual([body.status, body.old_user?.user_id, body.old_user?.active], ['warning', old, false])
    assert.ok(emittedMs(reauth) <= emittedMs(auth), 'user_reauth was emitted first')
    await assert.rejects(client.userInfo(old), (error) => client.isNotFound(error))
    const ids = await client.listUsers()
    assert.deepEqual([ids.includes(old), ids.includes(userId)], [false, true])
  })

  test(`${at} after deauthentication deauth is the last word, and the user is 404`, async () => {
    const userId = connectedId()
    await client.deauthenticate(userId)
    const deauth = await delivery('deauth', ({ type, user }) => type === 'deauth' && user?.user_id === userId)
    const body = payloadOf(deauth)
    assert.deepEqual([body.status, body.user?.active, body.user?.reference_id], ['success', false, referenceId])
    await assert.rejects(client.userInfo(userId), (error) => client.isNotFound(error))
    await assert.rejects(client.read('daily', lastDays(userId, 7, false)), (error) => client.isNotFound(error))
    await allDelivered(tellus)
    const later = receiver.received.filter(
      (request) => payloadOf(request).user?.user_id === userId && emittedMs(request) > emittedMs(deauth),
    )
    assert.deepEqual(
      later.map((request) => payloadOf(request).type),
      [],
    )
  })
}

story('2.x', currentClient, 'mia')
story('1.x', legacyClient, 'noa')

test('every delivery of both lives fits its schema and is signed', async () => {
  const [current, legacy] = [currentClient(keys), legacyClient(keys)]
  for (const request of receiver.received) {
    const header = String(request.headers['terra-signature'])
    assert.deepEqual(checkEventBody(payloadOf(request)), { ok: true }, payloadOf(request).type)
    assert.equal(await legacy.verifies(header, request.body), true)
    // The current client refuses what was signed more than five minutes ago; these tests take less.
    assert.equal(await current.verifies(header, request.body), true)
  }
})

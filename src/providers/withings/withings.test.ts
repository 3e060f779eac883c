import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { z } from 'zod'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { ActivityType } from '../../schema/enums.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { accessOf, giveBack } from '../../users/sign-in/tokens.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { askAll, bodyOf, failureOf } from './client.ts'
import { withings } from './index.ts'
import { notification } from './notification.ts'
import { categories, sportOf } from './sports.ts'
import { conform, signatureOf } from './tokens.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

/** A notification as Withings posts it to the address that we gave. */
const posted = (form: string, query = 'secret=subscription+secret') => ({
  method: 'POST',
  query: new URLSearchParams(query),
  headers: { 'content-type': 'application/x-www-form-urlencoded' },
  body: Buffer.from(form),
})
const client = { id: 'id', secret: 'client secret' }
const known = { client, subscription: { secret: 'subscription secret' }, nowMs: 0 }

providerSuite({
  provider: withings,
  fixtures,
  notification: () => posted('userid=36721904&startdate=1773122700&enddate=1773122701&appli=1'),
  proof: 'secret',
  double: () => doubled('WITHINGS'),
})

/** Somebody whose calls are answered by these, one after the other; what was sent is kept. */
function answered(...answers: Response[]): { access: Access; sent: URLSearchParams[] } {
  const sent: URLSearchParams[] = []
  const fetch: Access['fetch'] = async (_, outgoing) => {
    sent.push(new URLSearchParams(outgoing?.body ?? ''))
    return answers.shift() ?? Response.json({ status: 0, body: {} })
  }
  return { access: { fetch, publicUrl: 'https://tellus.example', accessToken: 'token', account: '7' }, sent }
}

const fails = (failure: string) => (error: unknown) => error instanceof ProviderError && error.failure === failure

describe('what is peculiar to Withings', () => {
  test('the status in the body says what came of a call, and a 601 how long to wait', async () => {
    const told = [0, 100, 200, 401, 214, 403, 2555, 601, 293, 503, 3017, 522, 2556, 9000].map(failureOf)
    assert.deepEqual(told.slice(0, 4), [null, 'unauthorized', 'unauthorized', 'unauthorized'])
    assert.deepEqual(told.slice(4, 8), ['forbidden', 'forbidden', 'forbidden', 'rate_limited'])
    assert.deepEqual(told.slice(8), ['refused', 'refused', 'refused', 'unavailable', 'unavailable', 'unavailable'])
    const limited = Response.json({
      status: 601,
      body: { wait_seconds: 188 },
      error: 'Same arguments in less than 10 seconds',
    })
    await assert.rejects(bodyOf(limited, '/measure'), (error) => {
      assert.ok(fails('rate_limited')(error) && error instanceof ProviderError)
      return error.retryAfterSeconds === 188
    })
    await assert.rejects(bodyOf(Response.json({ status: 601, body: [] }), '/measure'), fails('rate_limited'))
    await assert.rejects(bodyOf(new Response('<html>'), '/measure'), fails('unavailable'))
  })

  test('pages go on while there is more, in whatever way it is said', async () => {
    const page = (list: number[], more: unknown, offset: unknown) =>
      Response.json({ status: 0, body: { list, more, offset } })
    const { access, sent } = answered(page([1], 1, 4), page([2], true, '9'), page([3], undefined, undefined))
    const { items } = await askAll(access, '/measure', { action: 'getmeas' }, 'list')
    assert.deepEqual(items, [1, 2, 3])
    assert.deepEqual(
      sent.map((form) => form.get('offset')),
      [null, '4', '9'],
    )
    const circle = answered(...Array.from({ length: 101 }, () => page([1], true, 1)))
    await assert.rejects(askAll(circle.access, '/measure', { action: 'getmeas' }, 'list'), fails('unavailable'))
  })

  test('the details of a day, night or workout are asked for while it is young', async () => {
    const zoned = { timezone: 'Europe/Berlin' }
    const days = ['2026-03-01', '2026-03-02'].map((date) => ({ ...zoned, date }))
    const span = { ...zoned, startdate: 1_772_352_000, enddate: 1_772_355_600, id: 1 }
    const range = { first: '2026-03-01', last: '2026-03-02' }
    const askedAt = async (type: 'daily' | 'sleep' | 'activity', date: string, body: object) => {
      const { access, sent } = answered(Response.json({ status: 0, body }, { headers: { date } }))
      await withings.resources[type]?.fetch(access, range)
      return sent.length - 1
    }
    const [young, old] = ['Sun, 15 Mar 2026 12:00:00 GMT', 'Tue, 17 Mar 2026 12:00:00 GMT']
    assert.equal(await askedAt('daily', young, { activities: days }), 2)
    assert.equal(await askedAt('daily', old, { activities: days }), 0)
    for (const type of ['sleep', 'activity'] as const) {
      assert.equal(await askedAt(type, 'Sun, 15 Mar 2026 08:00:00 GMT', { series: [span] }), 1)
      assert.equal(await askedAt(type, old, { series: [span] }), 0)
      assert.equal(await askedAt(type, '', { series: [span] }), 1, 'what does not say when it was told is young')
    }
  })

  test('the token endpoint’s answer is unwrapped, and a refusal is one of RFC 6749', async () => {
    const body = {
      userid: '7',
      access_token: 'a',
      refresh_token: 'r',
      expires_in: '10800',
      scope: 'user.info',
      token_type: 'Bearer',
    }
    const good = await conform(Response.json({ status: 0, body }))
    assert.deepEqual(await good.json(), { ...body, expires_in: 10_800 })
    const refusal = async (status: number, error: string) => {
      const answer = await conform(Response.json({ status, body: {}, error }))
      return [answer.status, z.object({ error: z.string() }).parse(await answer.json()).error]
    }
    assert.deepEqual(await refusal(503, 'Invalid Params: invalid code'), [400, 'invalid_grant'])
    assert.deepEqual(await refusal(503, 'Invalid Params: invalid refresh_token'), [400, 'invalid_grant'])
    assert.deepEqual(await refusal(503, 'Invalid Params: invalid client_secret'), [400, 'invalid_client'])
    assert.deepEqual(await refusal(503, ''), [400, 'invalid_request'])
    assert.deepEqual(await refusal(601, 'Too Many Requests'), [429, 'slow_down'])
    assert.deepEqual(await refusal(522, 'Timeout'), [503, 'temporarily_unavailable'])
  })

  test('a call is signed with the client’s secret over what it does, who asks and the nonce', () => {
    const values = ['requesttoken', 'test-client-id', 'c455541b8f9111689adb647d32fac07a6ffe462d']
    const signature = 'e4b39c41a4cb4a464b659f161dafd735c77fd3dba733d055c64b3b67ae97dac3'
    assert.equal(signatureOf('test-client-secret', values), signature)
  })

  test('each kind of news names what there is to fetch, and the days around it', () => {
    const read = (form: string) => notification.read(Buffer.from(form))
    const range = { first: '2026-03-09', last: '2026-03-11' }
    assert.deepEqual(read('userid=7&startdate=1773122700&enddate=1773122701&appli=1'), [
      { kind: 'data', account: '7', types: ['body'], range },
    ])
    assert.deepEqual(read('userid=7&date=2026-03-10&appli=16'), [
      { kind: 'data', account: '7', types: ['daily', 'activity'], range: { first: '2026-03-10', last: '2026-03-10' } },
    ])
    assert.deepEqual(read('userid=7&startdate=1773089490&enddate=1773115650&appli=44'), [
      { kind: 'data', account: '7', types: ['sleep'], range: { first: '2026-03-08', last: '2026-03-11' } },
    ])
    assert.deepEqual(read('userid=7&date=1773122700&appli=54'), [
      { kind: 'data', account: '7', types: ['body'], range },
    ])
    assert.deepEqual(read('userid=7&appli=46&action=unlink'), [{ kind: 'revoked', account: '7' }])
    assert.deepEqual(read('userid=7&appli=46&action=delete'), [{ kind: 'revoked', account: '7' }])
    assert.deepEqual(read('userid=7&appli=46&action=update'), [])
    assert.deepEqual(read('deviceid=a&date=1773089490&userid=7&appli=50'), [])
    assert.throws(() => read('appli=1'))
  })

  test('the secret is taken from the address or, as Withings’ example has it, from the form', () => {
    const verify = (request: ReturnType<typeof posted>) => notification.verify(request, known)
    assert.equal(verify(posted('userid=7&appli=1')), true)
    assert.equal(verify(posted('secret=subscription+secret&userid=7&appli=1', '')), true)
    assert.equal(verify(posted('userid=7&appli=1', '')), false)
    assert.equal(verify(posted('userid=7&appli=1', 'secret=subscription+secre')), false)
    assert.equal(verify({ ...posted('userid=7'), method: 'HEAD' }), false)
    const challenge = (method: string) =>
      notification.challenge?.({ ...posted(''), method }, known.subscription)?.status
    assert.deepEqual([challenge('HEAD'), challenge('POST'), challenge('GET')], [200, undefined, undefined])
  })

  test('what is subscribed stays, what is missing is added, what has an old secret ends, what is not allowed is left out', async () => {
    const callbackUrl = 'https://tellus.example/hooks/WITHINGS'
    const address = `${callbackUrl}?secret=new`
    const profiles = [
      { appli: 1, callbackurl: address },
      { appli: 44, callbackurl: `${callbackUrl}?secret=old` },
      { appli: 16, callbackurl: 'https://other.example/hooks/WITHINGS?secret=theirs' },
    ]
    const forbidden = Response.json({ status: 403, body: {}, error: 'Insufficient_scope' })
    const { access, sent } = answered(Response.json({ status: 0, body: { profiles } }), forbidden)
    const { fetch } = access
    const asked = { fetch, publicUrl: '', client, callbackUrl, secret: 'new' }
    const subscribed = await notification.subscribeUser?.(access, asked)
    const told = sent.map((form) => `${form.get('action')} ${form.get('appli')} ${form.get('callbackurl')}`)
    assert.deepEqual(told, [
      'list null null',
      ...['2', '4', '54', '16', '44', '46'].map((appli) => `subscribe ${appli} ${address}`),
      `revoke 44 ${callbackUrl}?secret=old`,
    ])
    assert.equal(subscribed?.expiresInSeconds, 172_800)
  })

  test('every category that Withings publishes has a type of the wire and its name', () => {
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    assert.equal(categories.length, 130)
    assert.equal(new Set(categories.map(({ number }) => number)).size, categories.length)
    for (const { number, name, type } of categories) {
      assert.match(number, /^\d+$/)
      assert.ok(name.length > 1 && types.has(type), number)
    }
    assert.deepEqual(sportOf(515), { type: 98, name: 'Pushing a Wheelchair (Running Pace)' })
    assert.deepEqual(sportOf(128), { type: 3, name: 'No activity' })
    assert.deepEqual(sportOf(9001), { type: 108, name: 'category 9001' })
  })

  test('the order in which Withings lists what it knows changes nothing', () => {
    const turned = (raw: unknown): unknown => {
      if (Array.isArray(raw)) return raw.map(turned).reverse()
      if (typeof raw !== 'object' || raw === null) return raw
      // A signal is in the order of time.
      return Object.fromEntries(Object.entries(raw).map(([key, part]) => [key, key === 'signal' ? part : turned(part)]))
    }
    for (const { name, type, raw, zone, expected } of fixtures) {
      const records = withings.resources[type]?.normalise(turned(raw), { zone }).map(({ record }) => record)
      assert.deepEqual(records, expected, name)
    }
  })
})

describe('what is peculiar to Withings, over HTTP', async () => {
  const { at, connect, provider } = await doubled('WITHINGS')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())

  test('the address that browsers come back to answers HEAD, without which Withings saves no application', async () => {
    const address = `${hub.publicUrl()}/oauth/WITHINGS/callback`
    assert.equal((await fetch(address, { method: 'HEAD' })).status, 200)
    assert.equal((await fetch(address)).status, 400)
  })

  test('a person is the number that came with their token, in the zone of their devices', async () => {
    const user = await connect('ada')
    const access = await accessOf(hub, user, provider)
    assert.match(access.account ?? '', /^\d{8}$/)
    assert.deepEqual(await provider.account(access, {}), { id: access.account, zone: user.zone })
    assert.ok(user.zone)
    await assert.rejects(provider.account({ ...access, account: null }, {}), fails('unavailable'))
  })

  test('a person who allows no devices to be seen is connected all the same', async () => {
    const { access } = answered(Response.json({ status: 403, body: {} }))
    assert.deepEqual(await provider.account(access, { userid: 7 }), { id: '7', zone: null })
  })

  test('consent that is given back is ended at Withings, by a signed call', async () => {
    const user = await connect('leaving')
    const access = await accessOf(hub, user, provider)
    await keepSubscriptions(hub)
    const day = new Date(hub.clock.now()).toISOString().slice(0, 10)
    const fetch = async () => provider.resources.activity?.fetch(access, { first: day, last: day })
    await fetch()
    await giveBack(hub, user)
    await assert.rejects(fetch, fails('unauthorized'))
  })

  test('a fault that Withings has is waited for as long as it says', async () => {
    const access = await accessOf(hub, await connect('limits'), provider)
    const ask = async () => provider.account(access, {})
    await assert.rejects(
      async () => {
        for (let calls = 0; calls <= 120; calls++) await askAll(access, '/v2/user', { action: 'getdevice' }, 'devices')
      },
      (error) => fails('rate_limited')(error) && error instanceof ProviderError && error.retryAfterSeconds === 60,
    )
    assert.equal((await ask()).zone, null)
  })
})

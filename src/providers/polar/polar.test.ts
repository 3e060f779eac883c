import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { fetchData } from '../../ingest/fetch/task.ts'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { ActivityType } from '../../schema/enums.ts'
import { eventsOf } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import type { TestServer } from '../../testing/server.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { accountOf, api, asking } from './client.ts'
import { polar } from './index.ts'
import { notification, signatureHeader, signatureOf } from './notification.ts'
import { sportOf, sports } from './sports.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

providerSuite({
  provider: polar,
  fixtures,
  notification(nowMs) {
    const timestamp = `${new Date(nowMs).toISOString().slice(0, 19)}Z`
    const body = Buffer.from(
      JSON.stringify({ event: 'SLEEP', user_id: 61_234_567, date: '2026-03-10', timestamp, url: `${api}/v3` }),
    )
    const headers = { [signatureHeader]: signatureOf('subscription secret', body) }
    return { method: 'POST', query: new URLSearchParams(), headers, body }
  },
  double: () => doubled('POLAR'),
})

/** A person whose Polar gives these answers, one after the other; what was asked is written down. */
function answering(...answers: Response[]): Access & { asked: string[] } {
  const asked: string[] = []
  const fetch: Fetch = async (url, { method = 'GET' } = {}) => {
    asked.push(`${method} ${url.replace(api, '')}`)
    return answers[asked.length - 1] ?? new Response(null, { status: 204 })
  }
  return { fetch, publicUrl: 'http://tellus.example', accessToken: 'token', account: '61234567', asked }
}

/** The same answer with its lists and the members of its objects turned round. */
function reversed(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(reversed).reverse()
  if (typeof raw !== 'object' || raw === null) return raw
  return Object.fromEntries(
    Object.entries(raw)
      .map(([key, value]): [string, unknown] => [key, reversed(value)])
      .reverse(),
  )
}

describe('what is peculiar to Polar', () => {
  test('the order of lists, and of the minutes of a night, changes nothing', () => {
    for (const { name, type, raw, zone, expected } of fixtures) {
      const turned = polar.resources[type]?.normalise(reversed(raw), { zone }).map(({ record }) => record)
      assert.deepEqual(turned, expected, name)
    }
  })

  test('a night that is corrected keeps its key, and so does a workout', () => {
    const idOf = z.object({ metadata: z.object({ summary_id: z.string() }) })
    const of = (name: string) => idOf.parse(fixtures.find((one) => one.name.startsWith(name))?.expected[0])
    assert.deepEqual(of('a night over midnight'), of('the same night'))
    assert.deepEqual(of('a run with samples'), of('the same run'))
  })

  test('every published sport has one type of Terra’s; of an unknown one the plain word counts, and its name stays', () => {
    const types = new Set<number>(Object.values(ActivityType))
    for (const [name, type] of sports) {
      assert.match(name, /^[A-Z][A-Z_-]*[A-Z]$/)
      assert.ok(types.has(type), name)
    }
    assert.ok(sports.size >= 165, `${sports.size} sports`)
    assert.deepEqual(sportOf('OTHER', 'WATERSPORTS_WATERSKI'), { type: 132, name: 'WATERSPORTS_WATERSKI' })
    assert.deepEqual(sportOf('RUNNING', 'MOON_RUNNING'), { type: 8, name: 'MOON_RUNNING' })
    assert.deepEqual(sportOf('OTHER', 'QUIDDITCH'), { type: 108, name: 'QUIDDITCH' })
    assert.deepEqual(sportOf(null, 'UNKNOWN'), { type: 4, name: null })
  })

  test('a signature is the hex HMAC of the body alone, with the key of the webhook', () => {
    const body =
      '{"event":"EXERCISE","user_id":61234567,"entity_id":"2AC3xQ","timestamp":"2026-03-10T17:58:24Z","url":"https://www.polaraccesslink.com/v3/exercises/2AC3xQ"}'
    const signature = '6d4ad52442576893bd55ed5251e5986bc7bdc6c0a318b7d2837a671522c2978c'
    assert.equal(signatureOf('0d0f7c3a-1c2b-4a55-9a11-example00001', body), signature)
    const request = {
      method: 'POST',
      query: new URLSearchParams(),
      headers: { [signatureHeader]: signature },
      body: Buffer.from(body),
    }
    const isTaken = (secret: string, nowMs: number) =>
      notification.verify(request, { client: { id: 'id', secret: 'other' }, subscription: { secret }, nowMs })
    const sentMs = Date.UTC(2026, 2, 10, 17, 58, 24)
    assert.equal(isTaken('abdf33:0d0f7c3a-1c2b-4a55-9a11-example00001', sentMs + 12 * 3_600_000), true)
    assert.equal(isTaken('abdf33:0d0f7c3a-1c2b-4a55-9a11-example00001', sentMs + 12 * 3_600_000 + 1), false)
    assert.equal(isTaken('abdf33:another', sentMs), false)
  })

  test('a ping is answered by anybody who is there, and nothing else is', () => {
    const answered = (text: string, method = 'POST') =>
      notification.challenge?.(
        { method, query: new URLSearchParams(), headers: {}, body: Buffer.from(text) },
        { secret: 'none yet' },
      )
    assert.equal(answered('{"timestamp":"2026-03-10T17:58:24Z","event":"PING"}')?.status, 200)
    assert.equal(answered('{"timestamp":"2026-03-10T17:58:24Z","event":"SLEEP"}'), null)
    assert.equal(answered('{"event":"PING"}', 'GET'), null)
    assert.equal(answered('PING'), null)
  })

  test('each event names what to fetch of which days; kinds that are not known name nothing', () => {
    const read = (event: string, more: object = {}) =>
      notification.read(
        Buffer.from(JSON.stringify({ event, user_id: 475, timestamp: '2026-03-10T23:58:24Z', ...more })),
      )
    const told = (types: string[], range: object | null) => [{ kind: 'data', account: '475', types, range }]
    const day = { first: '2026-03-09', last: '2026-03-09' }
    assert.deepEqual(read('SLEEP', { date: '2026-03-09' }), told(['sleep', 'daily'], day))
    assert.deepEqual(read('ACTIVITY_SUMMARY', { date: '2026-03-09' }), told(['daily'], day))
    assert.deepEqual(read('CONTINUOUS_HEART_RATE', { date: '2026-03-09' }), told(['daily'], day))
    assert.deepEqual(
      read('EXERCISE', { entity_id: 'aQlC83' }),
      told(['activity'], { first: '2026-03-04', last: '2026-03-11' }),
    )
    assert.deepEqual(read('PHYSICAL_INFORMATION'), told(['body', 'athlete'], null))
    assert.deepEqual(read('SLEEP_WISE_ALERTNESS', { from: '2026-03-09', to: '2026-03-10' }), [])
    assert.deepEqual(notification.read(Buffer.from('{"event":"PING","user_id":1,"timestamp":""}')), [])
  })

  test('both windows of the limits are read off the headers, and what is used up says how long to wait', async () => {
    const headers = {
      'ratelimit-usage': '520, 812',
      'ratelimit-limit': '520, 5100',
      'ratelimit-reset': '312, 71204',
    }
    assert.deepEqual(polar.standings?.(new Headers(headers), 0), [
      { rate: { per: 'app', seconds: 900 }, left: 0, resetSeconds: 312 },
      { rate: { per: 'app', seconds: 86_400 }, left: 4288, resetSeconds: 71_204 },
    ])
    assert.deepEqual(polar.standings?.(new Headers({ 'ratelimit-usage': 'many' }), 0), [])
    const waits = (answer: Response) => async () => {
      await assert.rejects(
        asking(answering(answer)).get(z.unknown(), '/v3/exercises'),
        (error) =>
          error instanceof ProviderError && error.failure === 'rate_limited' && error.retryAfterSeconds === 312,
      )
    }
    await waits(new Response(null, { status: 429, headers }))()
    await waits(
      new Response(null, { status: 429, headers: { ...headers, 'retry-after': '312', 'ratelimit-reset': '1, 2' } }),
    )()
  })

  test('204 and 404 mean that there is nothing; 400 does so only of what not every device has', async () => {
    const nothing = (status: number) => new Response(status === 204 ? null : '{}', { status })
    for (const status of [204, 404])
      assert.equal(await asking(answering(nothing(status))).get(z.array(z.unknown()), '/v3/users/activities'), null)
    assert.equal(await asking(answering(nothing(400))).getAny('/v3/users/biosensing/spo2', {}), null)
    const failing = (status: number, failure: string) =>
      assert.rejects(
        asking(answering(nothing(status))).getAny('/v3/users/biosensing/spo2', {}),
        (error) => error instanceof ProviderError && error.failure === failure,
      )
    await failing(403, 'forbidden')
    await failing(503, 'unavailable')
    await assert.rejects(asking(answering(nothing(400))).get(z.unknown(), '/v3/users/activities'))
  })

  test('days that have begun nowhere on earth are not asked for', async () => {
    const at = (text: string) => new Response('{}', { headers: { date: new Date(text).toUTCString() } })
    const window = async (text: string) => {
      const polarAt = asking(answering(at(text)))
      await polarAt.get(z.unknown(), '/v3/users/sleep')
      return polarAt.window({ first: '2026-03-10', last: '2026-03-11' })
    }
    assert.deepEqual(await window('2026-03-10T09:59:00Z'), { from: '2026-03-10', to: '2026-03-10' })
    assert.deepEqual(await window('2026-03-10T10:01:00Z'), { from: '2026-03-10', to: '2026-03-11' })
    assert.equal(await window('2026-03-09T09:59:00Z'), null)
  })

  test('of days long past, lists of the last days are not asked for more than once', async () => {
    const date = new Date('2026-03-10T12:00:00Z').toUTCString()
    const asked = async (first: string, last: string) => {
      const access = answering(new Response('{"nights":[]}', { headers: { date } }))
      await polar.resources.daily?.fetch(access, { first, last })
      return access.asked.map((call) => call.split('?')[0])
    }
    const ranges = ['/v3/users/activities', '/v3/users/continuous-heart-rate', '/v3/users/cardio-load/date']
    const recent = ['/v3/users/nightly-recharge', '/v3/exercises']
    const calls = (...paths: string[]) => paths.map((path) => `GET ${path}`)
    assert.deepEqual(await asked('2026-02-01', '2026-02-06'), calls('/v3/users/sleep', ...ranges))
    assert.deepEqual(await asked('2026-02-01', '2026-02-07'), calls('/v3/users/sleep', ...recent, ...ranges))
  })

  test('the token says who signed in, and registers them; one who is registered already is as good', async () => {
    const granted = { access_token: 'a', token_type: 'bearer', expires_in: 315_359_999, x_user_id: 475 }
    for (const status of [200, 409]) {
      const access = { ...answering(new Response('{}', { status })), account: null }
      assert.deepEqual(await accountOf(access, granted), { id: '475', zone: null })
      assert.deepEqual(access.asked, ['POST /v3/users'])
    }
    await assert.rejects(
      accountOf(answering(new Response('{}', { status: 403 })), granted),
      /mandatory consents: they do so at https:\/\/account\.polar\.com/,
    )
    await assert.rejects(accountOf({ ...answering(), account: null }, {}), /without saying whose/)
  })
})

describe('what is peculiar to Polar, over HTTP', () => {
  /** Calls the double as the client. */
  async function asClient(at: TestServer, method: string, path: string): Promise<unknown> {
    const { client, fetch } = contextOf(at.hub, polar)
    const authorization = `Basic ${Buffer.from(`${client.id}:${client.secret}`).toString('base64')}`
    const answer = await fetch(`${api}${path}`, { method, headers: { authorization } })
    return answer.status === 200 ? answer.json().catch(() => null) : null
  }
  const hooks = async (at: TestServer) => {
    const shape = z.object({ data: z.array(z.object({ id: z.string(), active: z.boolean(), url: z.string() })) })
    return shape.parse(await asClient(at, 'GET', '/v3/webhooks')).data
  }
  async function keptSecret({ hub }: TestServer): Promise<string> {
    const [row] = await hub.db<{ secret: string }>`select secret from provider_subscriptions where provider = 'POLAR'`
    return row === undefined ? '' : hub.vault.open(row.secret)
  }

  test('one webhook is made, its key kept, looked at each day, turned on again, and made anew when it is not ours', async () => {
    const { at } = await doubled('POLAR')
    await using _ = at
    const { hub } = at
    await keepSubscriptions(hub)
    const [made] = await hooks(at)
    const secret = await keptSecret(at)
    assert.ok(made && secret.startsWith(`${made.id}:`) && made.active)
    assert.equal(made.url, `${hub.publicUrl()}/hooks/POLAR`)

    await asClient(at, 'POST', '/v3/webhooks/deactivate')
    assert.equal((await hooks(at))[0]?.active, false)
    await keepSubscriptions(hub)
    assert.equal((await hooks(at))[0]?.active, false, 'it is not looked at all the time')
    await hub.advance(25 * 3_600_000)
    await keepSubscriptions(hub)
    assert.deepEqual(await hooks(at), [made])
    assert.equal(await keptSecret(at), secret)

    await asClient(at, 'DELETE', `/v3/webhooks/${made.id}`)
    await hub.advance(25 * 3_600_000)
    await keepSubscriptions(hub)
    const [again] = await hooks(at)
    assert.ok(again && again.id !== made.id && (await keptSecret(at)).startsWith(`${again.id}:`))

    const lost = hub.vault.seal('no key')
    await hub.db`update provider_subscriptions set secret = ${lost} where provider = 'POLAR'`
    await hub.advance(25 * 3_600_000)
    await keepSubscriptions(hub)
    const all = await hooks(at)
    assert.equal(all.length, 1)
    assert.ok(all[0] && all[0].id !== again.id && (await keptSecret(at)).startsWith(`${all[0].id}:`))
  })

  test('who takes back the consents that Polar demands is no longer told of, and cannot sign in', async () => {
    const { at, connect } = await doubled('POLAR')
    await using _ = at
    const access = await accessOf(at.hub, await connect('dan'), polar)
    await at.hub.db`update sandbox_grants set scopes = '{}' where provider = 'POLAR'`
    const isForbidden = (error: unknown) => error instanceof ProviderError && error.failure === 'forbidden'
    for (const resource of Object.values(polar.resources).filter((one) => one !== polar.resources.athlete))
      await assert.rejects(resource.fetch(access, { first: '2026-03-10', last: '2026-03-10' }), isForbidden)
    await assert.rejects(accountOf(access, {}), isForbidden)
  })

  test('a person who leaves is registered no more, and their token is dead', async () => {
    const { at, connect } = await doubled('POLAR')
    await using _ = at
    const user = await connect('eve')
    const access = await accessOf(at.hub, user, polar)
    const { statusCode } = await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    await assert.rejects(
      asking(access).get(z.unknown(), '/v3/exercises'),
      (error) => error instanceof ProviderError && error.failure === 'unauthorized',
    )
    const registered = await at.hub.db`select from sandbox_listeners where provider = 'POLAR' and name like 'user %'`
    assert.equal(registered.length, 0)
  })

  test('after a sign-in the last days come as events; workouts of before it do not', async () => {
    const { at, connect } = await doubled('POLAR')
    await using _ = at
    const user = await connect('ada')
    const job = { environmentId: at.hub.environmentId, userId: user.userId, days: 14 }
    const work = () => fetchData(at.hub)(job, { signal: AbortSignal.timeout(60_000), attempt: 1 })
    await work()
    const types = async () => [...new Set((await eventsOf(at.hub, user.userId)).map(({ type }) => type))].sort()
    assert.deepEqual(await types(), ['athlete', 'auth', 'body', 'daily', 'sleep'])
    await at.hub.advance(14 * 86_400_000)
    await work()
    assert.deepEqual(await types(), ['activity', 'athlete', 'auth', 'body', 'daily', 'sleep'])
  })
})

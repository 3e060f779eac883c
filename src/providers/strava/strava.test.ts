import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { z } from 'zod'
import { offsetOfZone } from '../../normalise/time.ts'
import { ActivityType } from '../../schema/enums.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { HookRequest } from '../notification.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { strava } from './index.ts'
import { standings } from './limits.ts'
import { notification, signatureHeader, signatureOf } from './notification.ts'
import { sports, stepsPerCycleOf } from './sports.ts'
import { conform, endConsent } from './tokens.ts'

const client = { id: 'id', secret: 'client secret' }
const event = {
  object_type: 'activity',
  object_id: 13824500117,
  aspect_type: 'create',
  updates: {},
  owner_id: 48151623,
  subscription_id: 240817,
  event_time: 1773165000,
}

/** A notification as Strava's example signs it. */
function posted(nowMs: number, said: object = event): HookRequest {
  const body = Buffer.from(JSON.stringify(said))
  const headers = { [signatureHeader]: signatureOf(client.secret, Math.floor(nowMs / 1000), body) }
  return { method: 'POST', query: new URLSearchParams(), headers, body }
}

providerSuite({
  provider: strava,
  fixtures: fixturesIn(join(import.meta.dirname, 'fixtures')),
  notification: posted,
  double: () => doubled('STRAVA'),
})

/** A Strava whose answers are written down by their paths, and who remembers what it was asked. */
function answering(answers: Record<string, (url: URL) => Response>, accessToken = `token ${Math.random()}`) {
  const asked: string[] = []
  const access: Access = {
    publicUrl: 'http://127.0.0.1:4000',
    accessToken,
    account: '48151623',
    async fetch(address) {
      const url = new URL(address)
      asked.push(`${url.pathname.replace('/api/v3', '')}${url.search}`)
      return (
        answers[url.pathname.replace('/api/v3', '')]?.(url) ?? Response.json({ message: 'Not Found' }, { status: 404 })
      )
    },
  }
  return { access, asked }
}

const summary = {
  id: 11,
  name: 'Run',
  sport_type: 'Run',
  start_date: '2026-07-01T06:00:00Z',
  utc_offset: 7200,
  elapsed_time: 1800,
  manual: false,
  has_heartrate: true,
  kudos_count: 0,
}
const streams = { time: { data: [0, 1] }, heartrate: { data: [100, 101] } }
const day = { first: '2026-07-01', last: '2026-07-01' }
const json = (body: unknown, headers: Record<string, string> = {}) => Response.json(body, { headers })
/** The list, one page of activities at a time. */
const listOf =
  (...pages: object[][]) =>
  (url: URL) =>
    json(pages[Number(url.searchParams.get('page')) - 1] ?? [])
const fetchDay = (access: Access) => strava.resources.activity?.fetch(access, day) ?? Promise.reject(new Error('none'))
const failureOf = (error: unknown) => (error instanceof ProviderError ? error.failure : error)

describe('what is peculiar to Strava', () => {
  test('a signature is the hex HMAC of the time, a dot and the body, as its example has it', () => {
    const body =
      '{"aspect_type":"create","event_time":1773165000,"object_id":13824500117,"object_type":"activity","owner_id":48151623,"subscription_id":240817,"updates":{}}'
    assert.equal(
      signatureOf('test-client-secret', 1773165001, body),
      't=1773165001,v1=f6a7e06c209556d3d3be190ae9fc41f9affb3916f18533e660595ae2b1f455c6',
    )
  })

  test('the secret in the address proves a notification whatever signs it, and nothing but the whole secret does', () => {
    const known = { client, subscription: { secret: 'ours' }, nowMs: Date.UTC(2026, 6, 1) }
    const at = (query: string, headers: HookRequest['headers'] = {}) =>
      notification.verify({ ...posted(0), headers, query: new URLSearchParams(query) }, known)
    assert.equal(at('secret=ours'), true)
    assert.equal(at('secret=ours', { [signatureHeader]: 't=1,v1=signed-with-a-key-that-nobody-has' }), true)
    assert.deepEqual([at('secret=our'), at('secret='), at(''), at('secret=OURS')], [false, false, false, false])
    const { headers } = posted(known.nowMs - 6 * 60_000)
    assert.equal(at('', headers), false)
  })

  test('a challenge is answered for the one token, and a GET that is none is left alone', () => {
    const ask = (query: string) =>
      notification.challenge?.({ ...posted(0), method: 'GET', query: new URLSearchParams(query) }, { secret: 'ours' })
    assert.equal(ask('hub.mode=subscribe&hub.challenge=15f7&hub.verify_token=ours')?.body, '{"hub.challenge":"15f7"}')
    assert.equal(ask('hub.mode=subscribe&hub.challenge=15f7&hub.verify_token=other'), null)
    assert.equal(ask('secret=ours'), null)
  })

  test('news says what to look at, what is gone and who left; of other things it says nothing', () => {
    const read = (said: object) => notification.read(Buffer.from(JSON.stringify({ ...event, ...said })))
    const data = [{ kind: 'data', account: '48151623', types: ['activity'], range: null }]
    assert.deepEqual(read({}), data)
    assert.deepEqual(read({ aspect_type: 'update', updates: { title: 'Race' } }), data)
    assert.deepEqual(read({ aspect_type: 'update', updates: { private: 'true' } }), data)
    assert.deepEqual(read({ aspect_type: 'delete' }), [
      { kind: 'deleted', account: '48151623', type: 'activity', id: '13824500117' },
    ])
    const athlete = { object_type: 'athlete', object_id: 48151623, aspect_type: 'update' }
    assert.deepEqual(read({ ...athlete, updates: { authorized: 'false' } }), [{ kind: 'revoked', account: '48151623' }])
    assert.deepEqual(read({ ...athlete, updates: { weight: '70' } }), [])
    assert.deepEqual(read({ object_type: 'segment' }), [])
    assert.deepEqual(read({ aspect_type: 'liked' }), [])
  })

  test('every sport that Strava publishes has a type of the wire, and steps are counted of both legs', () => {
    assert.equal(sports.size, 56)
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    for (const [name, type] of sports) assert.ok(types.has(type), name)
    const cycles = ['Run', 'Walk', 'Hike', 'Snowshoe', 'Ride', 'Rowing', 'Swim'].map((name) =>
      stepsPerCycleOf(sports.get(name) ?? ActivityType.UNKNOWN),
    )
    assert.deepEqual(cycles, [2, 2, 2, 2, 1, 1, 1])
  })

  test('its headers say what is left of both limits, and when their windows end', () => {
    const at = Date.UTC(2026, 6, 1, 23, 50, 10)
    const told = (headers: Record<string, string>) =>
      standings(new Headers(headers), at).map(({ rate, left, resetSeconds }) => [rate.seconds, left, resetSeconds])
    const reads = { 'x-readratelimit-limit': '100,1000', 'x-readratelimit-usage': '40,990' }
    const all = { 'x-ratelimit-limit': '200,2000', 'x-ratelimit-usage': '195,995' }
    const both = [
      [900, 5, 590],
      [86_400, 10, 590],
    ]
    assert.deepEqual(told({ ...reads, ...all }), both)
    assert.deepEqual(told(all)[1], [86_400, 1005, 590])
    assert.deepEqual(told({ ...all, 'x-ratelimit-usage': '201,2001' })[0], [900, 0, 590])
    assert.deepEqual(told({ 'x-ratelimit-limit': '200', 'x-ratelimit-usage': 'much' }), [])
  })

  test('its token endpoint says in its own words what the standard has words for', async () => {
    const refused = async (resource: string, code = 'invalid') => {
      const body = { message: 'Bad Request', errors: [{ resource, field: 'a field', code }] }
      const answer = await conform(Response.json(body, { status: 400 }))
      return [answer.status, z.object({ error: z.string().optional() }).parse(await answer.json()).error]
    }
    assert.deepEqual(await refused('RefreshToken'), [400, 'invalid_grant'])
    assert.deepEqual(await refused('AuthorizationCode'), [400, 'invalid_grant'])
    assert.deepEqual(await refused('Application'), [400, 'invalid_client'])
    assert.deepEqual(await refused('Moon'), [400, undefined])
    const given = await conform(Response.json({ access_token: 'a', scope: 'read activity:read', athlete: { id: 7 } }))
    assert.deepEqual(await given.json(), { access_token: 'a', athlete: { id: 7 }, scope: 'read,activity:read' })
    assert.equal((await conform(new Response('<html>', { status: 502 }))).status, 502)
  })

  test('who signed in is told with the token, and asked for where it is not', async () => {
    const { access, asked } = answering({ '/athlete': () => json({ id: 7 }) })
    assert.deepEqual(await strava.account(access, { athlete: { id: 7 } }), { id: '7', zone: null })
    assert.deepEqual(asked, [])
    assert.deepEqual(await strava.account(access, {}), { id: '7', zone: null })
    assert.deepEqual(asked, ['/athlete'])
  })

  test('consent is given back with the client in the header, and a refusal is told', async () => {
    const held = (status: number) => ({
      accessToken: 'a token',
      client,
      fetch: async (_url: string, outgoing?: { headers?: Record<string, string>; body?: string }) => {
        assert.equal(outgoing?.headers?.['authorization'], 'Basic aWQ6Y2xpZW50IHNlY3JldA==')
        assert.equal(outgoing?.body, 'token=a+token&token_type_hint=access_token')
        return new Response(null, { status })
      },
    })
    await endConsent(held(200))
    await assert.rejects(endConsent(held(503)), (error) => failureOf(error) === 'unavailable')
  })
})

describe('how Strava’s activities are read', () => {
  test('a list ends with an empty page and not with a short one, and what is listed twice is read once', async () => {
    const { access, asked } = answering({
      '/athlete/activities': listOf([summary], [summary, { ...summary, id: 12, manual: true, has_heartrate: false }]),
      '/activities/11': () => json(summary),
      '/activities/11/streams': () => json(streams),
      '/activities/11/zones': () => json([]),
      '/activities/12': () => json({ ...summary, id: 12 }),
    })
    await fetchDay(access)
    assert.deepEqual(
      asked.map((one) => one.replace(/\?.*(page=\d)?/, '')),
      [
        ...Array(3).fill('/athlete/activities'),
        '/activities/11',
        '/activities/11/streams',
        '/activities/11/zones',
        '/activities/12',
      ],
    )
    const query = new URLSearchParams(asked[0]?.split('?')[1])
    const [after, before] = ['after', 'before'].map((name) => Number(query.get(name)) * 1000)
    assert.deepEqual([after, before], [Date.UTC(2026, 5, 30, 9, 59, 59), Date.UTC(2026, 6, 2, 12)])
  })

  test('activities of the days around are listed, and cost nothing more', async () => {
    const around = ['2026-06-30T21:59:59Z', '2026-07-01T22:00:00Z'].map((start_date, id) => ({
      ...summary,
      id,
      start_date,
    }))
    const { access, asked } = answering({ '/athlete/activities': listOf(around) })
    assert.deepEqual(await fetchDay(access), { activities: [] })
    assert.equal(asked.length, 2)
  })

  test('details are asked for once under a token while the list says the same, and a limit loses none of them', async () => {
    let isFull = true
    let listed = [summary, { ...summary, id: 12 }]
    const full = () => new Response(null, { status: 429, headers: { date: 'Wed, 01 Jul 2026 12:00:05 GMT' } })
    const { access, asked } = answering({
      '/athlete/activities': (url) => listOf(listed)(url),
      '/activities/11': () => json(summary),
      '/activities/11/streams': () => json(streams),
      '/activities/11/zones': () => json([]),
      '/activities/12': () => (isFull ? full() : json({ ...summary, id: 12 })),
      '/activities/12/streams': () => json(streams),
      '/activities/12/zones': () => json([]),
    })
    await assert.rejects(fetchDay(access), (error) => {
      assert.ok(error instanceof ProviderError)
      // The quarter of an hour ends at 12:15:00.
      assert.deepEqual([error.failure, error.retryAfterSeconds], ['rate_limited', 895])
      return true
    })
    isFull = false
    asked.length = 0
    const first = await fetchDay(access)
    assert.equal(asked.filter((one) => one.startsWith('/activities/11')).length, 0)
    listed = listed.map((one) => ({ ...one, kudos_count: 9 }))
    asked.length = 0
    assert.deepEqual(await fetchDay(access), first)
    assert.equal(asked.filter((one) => one.startsWith('/activities/')).length, 0)
    listed = [{ ...summary, name: 'Race' }]
    await fetchDay(access)
    await fetchDay({ ...access, accessToken: 'another' })
    assert.equal(asked.filter((one) => one === '/activities/11').length, 2)
  })

  test('who does not pay has no zones, and is not asked again for them', async () => {
    const { access, asked } = answering({
      '/athlete/activities': listOf([summary, { ...summary, id: 12 }]),
      '/activities/11': () => json(summary),
      '/activities/11/streams': () => json(streams),
      '/activities/11/zones': () => new Response(null, { status: 402 }),
      '/activities/12': () => json({ ...summary, id: 12 }),
      '/activities/12/streams': () => json(streams),
    })
    const raw = await fetchDay(access)
    assert.equal(strava.resources.activity?.normalise(raw, { zone: null }).length, 2)
    assert.equal(asked.filter((one) => one.endsWith('/zones')).length, 1)
  })

  test('an activity that is just over and has no samples is one to come back for; later it has none', async () => {
    const at = (date: string) =>
      answering({
        '/athlete/activities': listOf([summary]),
        '/activities/11': () => json(summary),
        '/activities/11/streams': () => Response.json({}, { status: 404, headers: { date } }),
      }).access
    await assert.rejects(fetchDay(at('Wed, 01 Jul 2026 06:59:00 GMT')), (error) => {
      assert.ok(error instanceof ProviderError)
      assert.deepEqual([error.failure, error.retryAfterSeconds], ['not_ready', 300])
      return true
    })
    const raw = await fetchDay(at('Wed, 01 Jul 2026 07:01:00 GMT'))
    assert.equal(strava.resources.activity?.normalise(raw, { zone: null }).length, 1)
  })

  test('an activity that is gone when it is asked for is left out', async () => {
    const { access } = answering({ '/athlete/activities': listOf([summary]) })
    assert.deepEqual(await fetchDay(access), { activities: [] })
  })

  test('a permission that is missing is told from a token that is no good', async () => {
    const refusing = (field: string, code: string) =>
      answering({
        '/athlete/activities': () =>
          Response.json({ message: 'Authorization Error', errors: [{ resource: 'X', field, code }] }, { status: 401 }),
      }).access
    const fails = (failure: string) => (error: unknown) => failureOf(error) === failure
    await assert.rejects(fetchDay(refusing('activity:read_permission', 'missing')), fails('forbidden'))
    await assert.rejects(fetchDay(refusing('access_token', 'invalid')), fails('unauthorized'))
  })
})

test('a subscription that leads elsewhere is replaced by ours, and ours is left alone', async () => {
  const asked: string[] = []
  let known = [{ id: 3, callback_url: 'https://old.example.com/hooks/STRAVA?secret=before' }]
  const subscribe = () =>
    notification.subscribe?.({
      publicUrl: 'https://tellus.example.com',
      client,
      callbackUrl: 'https://tellus.example.com/hooks/STRAVA',
      secret: 'ours',
      fetch: async (address, outgoing) => {
        asked.push(`${outgoing?.method} ${new URL(address).pathname}`)
        if (outgoing?.method === 'GET') return json(known)
        if (outgoing?.method === 'DELETE') known = []
        const form = new URLSearchParams(outgoing?.body ?? '')
        if (outgoing?.method === 'POST') known = [{ id: 4, callback_url: form.get('callback_url') ?? '' }]
        return new Response(null, { status: 204 })
      },
    })
  assert.deepEqual(await subscribe(), { expiresInSeconds: 604_800 })
  assert.deepEqual(known, [{ id: 4, callback_url: 'https://tellus.example.com/hooks/STRAVA?secret=ours' }])
  const path = '/api/v3/push_subscriptions'
  assert.deepEqual(asked, [`GET ${path}`, `DELETE ${path}/3`, `POST ${path}`])
  await subscribe()
  assert.deepEqual(asked.slice(3), [`GET ${path}`])
})

describe('Strava from the front door, over HTTP', async () => {
  const there = await doubled('STRAVA')
  const { hub } = there.at
  after(() => there.at[Symbol.asyncDispose]())
  const daysAgo = (days: number) => new Date(hub.clock.now() - days * 86_400_000).toISOString().slice(0, 10)

  test('what a person did is read with its samples, on the clock of where they are', async () => {
    const user = await there.connect('ada')
    const query = new URLSearchParams({
      user_id: user.userId,
      start_date: daysAgo(8),
      end_date: daysAgo(3),
      to_webhook: 'false',
      with_samples: 'true',
    })
    const { statusCode, body } = await there.at.call('GET', `/v2/activity?${query}`)
    assert.equal(statusCode, 200, body)
    const { data } = JSON.parse(body)
    assert.ok(data.length >= 2, `${data.length} activities`)
    for (const { metadata, heart_rate_data } of data) {
      const localMs = Date.parse(`${metadata.start_time.slice(0, 19)}Z`)
      const offsetMs = offsetOfZone('Europe/Zurich', Date.parse(metadata.start_time)) * 60_000
      assert.equal(localMs - Date.parse(metadata.start_time), offsetMs)
      if (metadata.upload_type === 1) assert.ok(heart_rate_data.detailed.hr_samples.length > 100)
    }
  })

  test('who ends a user gives consent back at Strava', async () => {
    const user = await there.connect('ben')
    const access = await accessOf(hub, user, strava)
    await strava.account(access, {})
    const { statusCode } = await there.at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    await assert.rejects(strava.account(access, {}), (error) => failureOf(error) === 'unauthorized')
  })
})

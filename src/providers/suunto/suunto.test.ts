import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { ActivityType } from '../../schema/enums.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import type { Access } from '../provider.ts'
import { ProviderError, type ProviderFailure } from '../provider-error.ts'
import { accountOf, endConsent, fetchFit, fetchSamples, listWorkouts } from './client.ts'
import { suunto } from './index.ts'
import { notification, signatureHeader, signatureOf } from './notification.ts'
import { sportOf, sports } from './sports.ts'

const secret = 'subscription secret'
const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

/** A notification as Suunto posts it. */
function posted(event: object | string) {
  const body = Buffer.from(typeof event === 'string' ? event : JSON.stringify(event))
  return {
    method: 'POST',
    query: new URLSearchParams(),
    headers: { [signatureHeader]: signatureOf(secret, body) },
    body,
  }
}

const workoutCreated = {
  type: 'WORKOUT_CREATED',
  username: 'trailfox',
  workout: {
    workoutKey: '68b2f1c07d3c5a1e90aa41d7',
    startTime: 1756587000000,
    totalTime: 60,
    timeOffsetInMinutes: 180,
  },
}

providerSuite({
  provider: suunto,
  fixtures,
  notification: () => posted(workoutCreated),
  proof: 'timeless',
  double: () => doubled('SUUNTO'),
})

/** An answer whose lists are turned round. */
const reversed = (raw: unknown): unknown =>
  typeof raw === 'object' && raw !== null
    ? Object.fromEntries(
        Object.entries(raw).map(([key, part]) => [key, Array.isArray(part) ? part.toReversed() : part]),
      )
    : raw

/** An access that is answered so, and what was asked with it. */
function answering(answer: (url: URL) => Response): { access: Access; asked: URL[] } {
  const asked: URL[] = []
  const fetch: Fetch = async (address) => {
    const url = new URL(address)
    asked.push(url)
    return answer(url)
  }
  return { access: { fetch, publicUrl: 'http://127.0.0.1', accessToken: 'token', account: 'trailfox' }, asked }
}

const day = { first: '2026-03-07', last: '2026-03-08' }
const fails = (failure: ProviderFailure) => (error: unknown) =>
  error instanceof ProviderError && error.failure === failure

describe('what is peculiar to Suunto', () => {
  test('a signature is the hex HMAC of the body, in letters of either size', () => {
    const body = '{"type":"ROUTE_CREATED","username":"trailfox"}'
    const expected = '064424b6845df4edc37348df6966c6a389847cd48f811c7fc5c077b74c2e0554'
    assert.equal(signatureOf('notification secret', body), expected)
    const known = { client: { id: '', secret: '' }, subscription: { secret: 'notification secret' }, nowMs: 0 }
    const shouted = { ...posted(body), headers: { [signatureHeader]: expected.toUpperCase() } }
    assert.equal(notification.verify(shouted, known), true)
  })

  test('each event names what there is to fetch, and the local days that it is about', () => {
    const read = (event: object | string) => notification.read(posted(event).body)
    const about = (types: string[], first: string, last = first) => [
      { kind: 'data', account: 'trailfox', types, range: { first, last } },
    ]
    // 30 August 20:50 UTC is 31 August in Helsinki.
    assert.deepEqual(read(workoutCreated), about(['activity'], '2025-08-30'))
    const later = { ...workoutCreated, workout: { startTime: 1756588200000, timeOffsetInMinutes: 180 } }
    assert.deepEqual(read(later), about(['activity'], '2025-08-31'))
    assert.deepEqual(read({ ...later, workout: { startTime: 1756588200000 } }), about(['activity'], '2025-08-30'))
    const noted = (type: string, ...samples: object[]) => read({ type, username: 'trailfox', samples })
    const at = (timestamp: string, entryData: object = {}) => ({ timestamp, entryData })
    const [late, early] = [at('2025-08-31T00:10:00.000+03:00'), at('2025-08-30T23:50:00.000+03:00')]
    assert.deepEqual(noted('SUUNTO_247_ACTIVITY_CREATED', late, early), about(['daily'], '2025-08-30', '2025-08-31'))
    assert.deepEqual(noted('SUUNTO_247_RECOVERY_CREATED', late), about(['daily'], '2025-08-31'))
    const night = at('2025-08-30T23:12:00.000+03:00', { BedtimeEnd: '2025-08-31T06:58:00.000+03:00' })
    assert.deepEqual(noted('SUUNTO_247_SLEEP_CREATED', night), about(['sleep', 'daily'], '2025-08-30', '2025-08-31'))
    const undated = [{ kind: 'data', account: 'trailfox', types: ['daily'], range: null }]
    assert.deepEqual(noted('SUUNTO_247_ACTIVITY_CREATED'), undated)
    assert.deepEqual(noted('SUUNTO_247_ACTIVITY_CREATED', at('yesterday')), undated)
  })

  test('routes and events that come some day name nothing; the form of earlier apps names a workout', () => {
    const read = (event: object | string) => notification.read(posted(event).body)
    for (const type of ['ROUTE_CREATED', 'SUUNTO_247_WEATHER_CREATED'])
      assert.deepEqual(read({ type, username: 'trailfox' }), [])
    assert.deepEqual(read('username=trail%20fox&workoutid=812345678'), [
      { kind: 'data', account: 'trail fox', types: ['activity'], range: null },
    ])
    for (const odd of ['', 'username=trailfox', 'workoutid=1', '{"type":"WORKOUT_CREATED"}', '{'])
      assert.throws(() => read(odd), Error, odd)
  })

  test('the order in which Suunto lists what it knows changes nothing', () => {
    for (const { name, type, raw, zone, expected } of fixtures) {
      const turned = suunto.resources[type]?.normalise(reversed(raw), { zone }).map(({ record }) => record)
      assert.deepEqual(turned, expected, name)
    }
  })

  test('every activity that Suunto publishes has a type of the wire and a name', () => {
    const published = Array.from({ length: 122 }, (_, id) => id).filter((id) => id !== 89)
    assert.deepEqual([...sports.keys()], published)
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    for (const [id, [name, type]] of sports) assert.ok(types.has(type) && name.length > 2, `${id}`)
    assert.deepEqual(sportOf(0), { type: ActivityType.WALKING, name: 'Walking' })
    assert.deepEqual(sportOf(89), { type: ActivityType.OTHER, name: 'activity 89' })
  })

  test('who signed in is named by the token alone; one that names nobody signs nobody in', async () => {
    const token = (claims: unknown) => `x.${Buffer.from(JSON.stringify(claims)).toString('base64url')}.y`
    assert.deepEqual(await accountOf({ accessToken: token({ user: 'trailfox', sub: '7' }) }), {
      id: 'trailfox',
      zone: null,
    })
    for (const accessToken of [token({ sub: '7' }), token(7), 'opaque', ''])
      await assert.rejects(accountOf({ accessToken }), fails('unavailable'))
  })

  test('workouts are listed by when they began, anywhere on earth, a hundred at a time until a page is not full', async () => {
    const pages = [Array.from({ length: 100 }, (_, at) => ({ at })), [{ at: 100 }]]
    const { access, asked } = answering((url) =>
      Response.json({ error: null, payload: pages[Number(url.searchParams.get('offset')) / 100] ?? [] }),
    )
    assert.equal((await listWorkouts(access, day)).length, 101)
    assert.deepEqual(
      asked.map(({ href }) => href),
      [0, 100].map(
        (offset) =>
          // From 6 March 10:00 UTC, which is midnight at UTC+14, to 9 March 12:00, midnight at UTC-12.
          `https://cloudapi.suunto.com/v3/workouts?since=1772791200000&until=1773057600000&limit=100&offset=${offset}&filter-by-modification-time=false`,
      ),
    )
  })

  test('a list that does not end, and one with an error in it, are trouble', async () => {
    const full = Array.from({ length: 100 }, () => ({}))
    const endless = answering(() => Response.json({ error: null, payload: full }))
    await assert.rejects(listWorkouts(endless.access, day), fails('unavailable'))
    assert.equal(endless.asked.length, 20)
    const { access } = answering(() => Response.json({ error: { code: 'X' }, payload: [] }))
    await assert.rejects(listWorkouts(access, day), fails('unavailable'))
  })

  test('samples are asked for up to the last millisecond, and never for more than 28 days', async () => {
    const { access, asked } = answering(() => Response.json([]))
    assert.deepEqual(await fetchSamples(access, 'sleep', day, 1), [])
    assert.equal(asked[0]?.href, 'https://cloudapi.suunto.com/247samples/sleep?from=1772704800000&to=1773143999999')
    for (const resource of [suunto.resources.sleep, suunto.resources.daily]) {
      const first = new Date(Date.parse('2026-03-01') + ((resource?.windowDays ?? 0) - 1) * 86_400_000)
      await resource?.fetch(access, { first: '2026-03-01', last: first.toISOString().slice(0, 10) })
    }
    assert.equal(asked.length, 5)
    for (const { searchParams } of asked)
      assert.ok(Number(searchParams.get('to')) - Number(searchParams.get('from')) < 28 * 86_400_000)
  })

  test('a file comes byte by byte, is asked for once while the list says the same, and may not be there', async () => {
    const bytes = Buffer.concat([
      Buffer.from([14, 32, 255, 128, 10, 13, 0, 0]),
      Buffer.from('.FIT'),
      Buffer.from([254]),
    ])
    const startTime = 1772905800000
    const listed = [
      { workoutKey: 'a b', startTime },
      { workoutKey: 'by-hand', startTime, isManuallyAdded: true },
      { startTime },
      // 7 March 17:50 UTC is the 8th at UTC+7.
      { workoutKey: 'first', startTime, timeOffsetInMinutes: 0 },
      { workoutKey: 'last', startTime, timeOffsetInMinutes: 420 },
      { workoutKey: 'before', startTime: startTime - 86_400_000, timeOffsetInMinutes: 0 },
      { workoutKey: 'after', startTime: startTime + 86_400_000, timeOffsetInMinutes: 420 },
    ]
    const { access, asked } = answering(({ pathname }) =>
      pathname.endsWith('/fit') ? new Response(bytes) : Response.json({ payload: listed }),
    )
    const expected = {
      workouts: [
        { workout: listed[0], fit: bytes.toString('base64') },
        { workout: listed[1], fit: null },
        { workout: listed[3], fit: bytes.toString('base64') },
        { workout: listed[4], fit: bytes.toString('base64') },
      ],
    }
    assert.deepEqual(await suunto.resources.activity?.fetch(access, day), expected)
    assert.deepEqual(await suunto.resources.activity?.fetch(access, day), expected)
    const files = asked.map(({ pathname }) => pathname).filter((path) => path.endsWith('/fit'))
    assert.deepEqual(
      files,
      ['a%20b', 'first', 'last'].map((key) => `/v3/workouts/${key}/fit`),
    )
    assert.equal(await fetchFit(answering(() => new Response(null, { status: 404 })).access, 'gone'), null)
    assert.equal(await fetchFit(answering(() => new Response('a notice')).access, 'a'), null)
    const down = answering(() => new Response(null, { status: 503 }))
    await assert.rejects(fetchFit(down.access, 'a'), fails('unavailable'))
  })

  test('a week’s calls that are spent are a limit, and a 403 that does not say until when is a refusal', async () => {
    const spent = answering(() => new Response(null, { status: 403, headers: { 'retry-after': '7200' } }))
    for (const asking of [
      listWorkouts(spent.access, day),
      fetchSamples(spent.access, 'activity', day),
      fetchFit(spent.access, 'a'),
    ])
      await assert.rejects(
        asking,
        (error) =>
          error instanceof ProviderError && error.failure === 'rate_limited' && error.retryAfterSeconds === 7200,
      )
    const refused = answering(() => new Response(null, { status: 403 }))
    await assert.rejects(listWorkouts(refused.access, day), fails('forbidden'))
  })

  test('consent is given back with the token and the name of the app', async () => {
    const { access, asked } = answering(({ host }) => new Response(null, { status: host ? 200 : 500 }))
    const held = { fetch: access.fetch, accessToken: 'token', client: { id: 'an app', secret: 's' } }
    await endConsent(held)
    assert.equal(asked[0]?.href, 'https://cloudapi-oauth.suunto.com/oauth/deauthorize?client_id=an+app')
    const { fetch } = answering(() => new Response(null, { status: 500 })).access
    await assert.rejects(endConsent({ ...held, fetch }), fails('unavailable'))
  })
})

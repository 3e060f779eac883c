import assert from 'node:assert/strict'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { ActivityType } from '../../schema/enums.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import { fitTextOf } from '../fit.ts'
import type { HookRequest } from '../notification.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { endConsent, fetchFile } from './client.ts'
import { wahoo } from './index.ts'
import { standings } from './limits.ts'
import { notification } from './notification.ts'
import { isOnFoot, sportOf, workoutTypes } from './sports.ts'

const secret = 'subscription secret'
const told = {
  event_type: 'workout_summary',
  webhook_token: secret,
  user: { id: 771204 },
  workout_summary: { id: 8297, power_avg: null, workout: { id: 56519, starts: '2026-07-01T09:00:00.000Z' } },
}
const posted = (said: object = told): HookRequest => ({
  method: 'POST',
  query: new URLSearchParams(),
  headers: {},
  body: Buffer.from(JSON.stringify(said)),
})

providerSuite({
  provider: wahoo,
  fixtures: fixturesIn(join(import.meta.dirname, 'fixtures')),
  notification: () => posted(),
  proof: 'body',
  double: () => doubled('WAHOO'),
})

const api = 'https://api.wahooligan.com/v1'
const aFile = `https://cdn.wahooligan.com/a.fit`
/** What a FIT file begins with, and bytes that are no text. */
const fitBytes = Buffer.concat([Buffer.alloc(8), Buffer.from('.FIT'), Buffer.from([0xff, 0xfe, 0x80])])

/** A Wahoo whose answers are written down by their addresses, and who remembers what it was asked, and with which token. */
function answering(answers: Record<string, (url: URL) => Response>) {
  const asked: string[] = []
  const access: Access = {
    publicUrl: 'http://127.0.0.1:4000',
    accessToken: 'a token',
    account: '771204',
    async fetch(address, outgoing) {
      const url = new URL(address)
      asked.push(`${outgoing?.headers?.['authorization'] ?? 'nobody'} ${address.replace(api, '')}`)
      return answers[address.split('?')[0] ?? '']?.(url) ?? Response.json({ error: 'Not Found' }, { status: 404 })
    },
  }
  return { access, asked }
}

const done = (id: number, starts: string, more: object = {}) => ({
  id,
  starts,
  workout_type_id: 0,
  workout_summary: { duration_total_accum: '60.0', file: { url: null }, ...more },
})
const pageOf = (...workouts: object[]) => Response.json({ workouts, total: workouts.length, page: 1 })
const fetchDay = (access: Access, first = '2026-07-01', last = first) =>
  wahoo.resources.activity?.fetch(access, { first, last }) ?? Promise.reject(new Error('none'))
const idsOf = (raw: unknown): unknown[] =>
  (wahoo.resources.activity?.normalise(raw, { zone: null }) ?? []).map(
    ({ record }) => JSON.parse(JSON.stringify(record)).metadata.summary_id,
  )
const fails = (failure: string) => (error: unknown) => error instanceof ProviderError && error.failure === failure

describe('how Wahoo’s workouts are read', () => {
  test('the list is read back to the days that are asked for and a day further, and no page more', async () => {
    const full = (starts: string) => Array.from({ length: 100 }, (_, index) => done(index, starts))
    const pages = [full('2026-08-01T00:00:00.000Z'), full('2026-06-29T09:59:59.000Z'), full('2026-06-01T00:00:00.000Z')]
    const list = (url: URL) => pageOf(...(pages[Number(url.searchParams.get('page')) - 1] ?? []))
    const { access, asked } = answering({ [`${api}/workouts`]: list })
    assert.deepEqual(await fetchDay(access), { range: { first: '2026-07-01', last: '2026-07-01' }, workouts: [] })
    assert.deepEqual(asked, [
      'Bearer a token /workouts?page=1&per_page=100',
      'Bearer a token /workouts?page=2&per_page=100',
    ])
    pages[1] = full('2026-06-29T10:00:00.000Z')
    await fetchDay(access)
    assert.equal(asked.length, 5)
  })

  test('a list that does not end is broken, and so is one of another shape', async () => {
    const endless = Array.from({ length: 100 }, (_, index) => done(index, '2026-08-01T00:00:00.000Z'))
    const { access, asked } = answering({ [`${api}/workouts`]: () => pageOf(...endless) })
    await assert.rejects(fetchDay(access), fails('unavailable'))
    assert.equal(asked.length, 100)
    const other = answering({ [`${api}/workouts`]: () => pageOf({ id: 1, starts: 'today' }) })
    await assert.rejects(fetchDay(other.access), fails('unavailable'))
  })

  test('what began on the days wherever on earth is read, and what is planned or of other days costs no file', async () => {
    const file = { file: { url: aFile } }
    const { access, asked } = answering({
      [`${api}/workouts`]: () =>
        pageOf(
          { ...done(1, '2026-07-03T00:00:00.000Z'), workout_summary: null },
          done(2, '2026-07-02T12:00:00.000Z', file),
          done(3, '2026-07-02T11:59:59.000Z', file),
          done(4, '2026-06-30T10:00:00.000Z', file),
          done(5, '2026-06-30T09:59:59.000Z', file),
          // Planned for another day than it was done.
          done(6, '2026-06-29T23:00:00.000Z', { ...file, started_at: '2026-07-01T10:00:00.000Z' }),
        ),
      [aFile]: () => new Response(fitBytes),
    })
    const raw = await fetchDay(access)
    assert.equal(asked.filter((one) => one.endsWith('.fit')).length, 3)
    assert.deepEqual(idsOf(raw), ['6'])
    assert.deepEqual(idsOf({ ...Object(raw), range: { first: '2026-06-30', last: '2026-07-02' } }), ['4', '6', '3'])
  })
})

describe('how the files of Wahoo’s workouts are read', () => {
  test('a file is asked for without the token, and kept byte by byte', async () => {
    const { access, asked } = answering({ [aFile]: () => new Response(fitBytes) })
    assert.equal(await fetchFile(access, aFile), fitBytes.toString('base64'))
    assert.deepEqual(asked, [`nobody ${aFile}`])
  })

  test('nothing is asked of any host but the two that Wahoo keeps files on, and only by TLS', async () => {
    const { access, asked } = answering({})
    for (const address of [
      'http://cdn.wahooligan.com/a.fit',
      'https://cdn.wahooligan.com:8443/a.fit',
      'https://somebody@cdn.wahooligan.com/a.fit',
      'https://cdn.wahooligan.com.example.com/a.fit',
      'https://other.s3.amazonaws.com/a.fit',
      'https://127.0.0.1/a.fit',
      'file:///etc/passwd',
      'a.fit',
      '',
      null,
    ])
      assert.equal(await fetchFile(access, address), null, `${address}`)
    assert.deepEqual(asked, [])
    assert.deepEqual(wahoo.uncountedHosts, ['cdn.wahooligan.com', 'wahoo-cloud-web.s3.amazonaws.com'])
  })

  test('a file that is gone or is something else is none; one that does not come is waited for', async () => {
    const answered = (answer: () => Response) => fetchFile(answering({ [aFile]: answer }).access, aFile)
    assert.equal(await answered(() => new Response('gone', { status: 404 })), null)
    assert.equal(
      await answered(() => new Response(null, { status: 302, headers: { location: 'http://10.0.0.1/' } })),
      null,
    )
    assert.equal(await answered(() => new Response('<html>')), null)
    await assert.rejects(
      answered(() => new Response(null, { status: 500 })),
      fails('unavailable'),
    )
    await assert.rejects(
      answered(() => new Response(null, { status: 429 })),
      fails('unavailable'),
    )
    const silent = { fetch: () => Promise.reject(new Error('no answer')) }
    await assert.rejects(fetchFile(silent, aFile), fails('unavailable'))
    const limited = { fetch: () => Promise.reject(new ProviderError('rate_limited', 'ours')) }
    await assert.rejects(fetchFile(limited, aFile), fails('rate_limited'))
    assert.equal(await fitTextOf(new Response(null)), null)
  })
})

describe('what is peculiar to Wahoo', () => {
  test('the token in the body proves a notification, and nothing but the whole token does', () => {
    const known = { client: { id: 'id', secret: 'client secret' }, subscription: { secret }, nowMs: 0 }
    const takes = (webhook_token: unknown) => notification.verify(posted({ ...told, webhook_token }), known)
    assert.equal(takes(secret), true)
    assert.deepEqual(
      ['subscription', '', null, undefined, [secret], 'client secret', secret.toUpperCase()].map(takes),
      Array(7).fill(false),
    )
    assert.equal(notification.verify({ ...posted(), body: Buffer.from(secret) }, known), false)
  })

  test('news says whose, and around which day to look; of other kinds it says nothing', () => {
    const read = (said: object) => notification.read(Buffer.from(JSON.stringify(said)))
    const notice = { kind: 'data', account: '771204', types: ['activity'] }
    assert.deepEqual(read(told), [{ ...notice, range: { first: '2026-06-30', last: '2026-07-02' } }])
    // Planned for the evening of the first, done on the last day of May.
    const early = { ...told.workout_summary, started_at: '2026-05-31T22:00:00.000Z' }
    assert.deepEqual(read({ ...told, workout_summary: early }), [
      { ...notice, range: { first: '2026-05-30', last: '2026-07-02' } },
    ])
    // As others describe it: another name of the kind, and no workout.
    assert.deepEqual(read({ event: 'workout_summary', user: { id: 771204 }, workout_summary: { id: 1 } }), [
      { ...notice, range: null },
    ])
    assert.deepEqual(read({ ...told, event_type: 'plan' }), [])
    assert.throws(() => read({ event_type: 'workout_summary' }))
  })

  test('every workout type that Wahoo publishes has a type of the wire, and only feet are counted in steps', () => {
    assert.equal(workoutTypes.length, 61)
    assert.equal(new Set(workoutTypes.map(([id]) => id)).size, 61)
    const types: ReadonlySet<number> = new Set(Object.values(ActivityType))
    for (const [id, name, type] of workoutTypes) {
      assert.ok(types.has(type), name)
      assert.deepEqual(sportOf(id), { type, rawName: null })
      assert.equal(isOnFoot(type), /RUN|WALK|HIK|MOUNTAINEERING|TREADMILL/.test(name), name)
    }
  })

  test('its headers say what is left of the three limits, and how long the one that was reached lasts', () => {
    const left = (remaining: string, reset: string) =>
      standings(new Headers({ 'x-ratelimit-remaining': remaining, 'x-ratelimit-reset': reset })).map(
        ({ rate, left, resetSeconds }) => [rate.per, rate.seconds, left, resetSeconds],
      )
    assert.deepEqual(left('4999, 999, 199', '0'), [
      ['app', 86_400, 4999, 86_400],
      ['app', 3600, 999, 3600],
      ['app', 300, 199, 300],
    ])
    assert.deepEqual(left('4800,800,0', '120')[2], ['app', 300, 0, 120])
    assert.deepEqual(left('4800,800,0', '120')[1], ['app', 3600, 800, 3600])
    assert.deepEqual(left('0, 0, 0', 'soon')[0], ['app', 86_400, 0, 86_400])
    assert.deepEqual(left('4999, 999', '0'), [])
    assert.deepEqual(standings(new Headers()), [])
  })

  test('consent is given back with the token, and a refusal is told', async () => {
    const asked: unknown[] = []
    const held = (status: number) => ({
      accessToken: 'a token',
      fetch: async (url: string, outgoing?: { method?: string; headers?: Record<string, string> }) => {
        asked.push([outgoing?.method, url, outgoing?.headers?.['authorization']])
        return new Response(null, { status })
      },
    })
    await endConsent(held(204))
    assert.deepEqual(asked, [['DELETE', `${api}/permissions`, 'Bearer a token']])
    await assert.rejects(endConsent(held(503)), fails('unavailable'))
  })

  test('a record is as new as the later of its workout and its results', () => {
    const observed = (workout: string | undefined, summary: string | undefined) => {
      const one = { ...done(1, '2026-07-01T10:00:00.000Z', { updated_at: summary }), updated_at: workout }
      const raw = { range: { first: '2026-07-01', last: '2026-07-01' }, workouts: [{ workout: one, fit: null }] }
      return wahoo.resources.activity?.normalise(raw, { zone: null })[0]?.observedAtMs
    }
    const [early, late] = ['2026-07-01T11:00:00.000Z', '2026-07-02T11:00:00.000Z']
    assert.equal(observed(early, late), Date.parse(late))
    assert.equal(observed(late, early), Date.parse(late))
    assert.equal(observed(undefined, early), Date.parse(early))
    assert.equal(observed(undefined, undefined), undefined)
  })
})

describe('Wahoo from the front door, over HTTP', async () => {
  const there = await doubled('WAHOO')
  const { hub } = there.at
  after(() => there.at[Symbol.asyncDispose]())

  test('what a person did is read with the samples of its file, on the clock of where they are', async () => {
    const user = await there.connect('ada')
    const day = (daysAgo: number) => new Date(hub.clock.now() - daysAgo * 86_400_000).toISOString().slice(0, 10)
    const query = new URLSearchParams({
      user_id: user.userId,
      start_date: day(8),
      end_date: day(3),
      to_webhook: 'false',
      with_samples: 'true',
    })
    const { statusCode, body } = await there.at.call('GET', `/v2/activity?${query}`)
    assert.equal(statusCode, 200, body)
    const { data } = JSON.parse(body)
    assert.ok(data.length >= 2, `${data.length} activities`)
    for (const { metadata, heart_rate_data, device_data } of data) {
      if (metadata.upload_type !== 1) continue
      assert.ok(heart_rate_data.detailed.hr_samples.length > 100)
      assert.equal(device_data.name, 'ELEMNT ROAM')
      assert.equal(metadata.timestamp_localization, 1)
    }
  })

  test('who ends a user gives consent back at Wahoo', async () => {
    const user = await there.connect('ben')
    const access = await accessOf(hub, user, wahoo)
    await wahoo.account(access, {})
    const { statusCode } = await there.at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${user.userId}`)
    assert.equal(statusCode, 200)
    await assert.rejects(wahoo.account(access, {}), fails('unauthorized'))
  })
})

import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import { authorizeAddress } from '../oauth2.ts'
import type { Access } from '../provider.ts'
import { ProviderError, type ProviderFailure } from '../provider-error.ts'
import { accountOf, api, metricsOf } from './client.ts'
import { ultrahuman } from './index.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))

providerSuite({ provider: ultrahuman, fixtures, double: () => doubled('ULTRAHUMAN') })

/** A person whose Ultrahuman gives these answers, one after the other; what was asked is written down. */
function answering(...answers: Response[]): Access & { asked: string[] } {
  const asked: string[] = []
  return {
    async fetch(url) {
      asked.push(url)
      return answers[asked.length - 1] ?? new Response(null, { status: 404 })
    },
    publicUrl: 'http://tellus.example',
    accessToken: 'token',
    account: '1893021',
    asked,
  }
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

const failsAs = (failure: ProviderFailure) => (error: unknown) =>
  error instanceof ProviderError && error.failure === failure

describe('what is peculiar to Ultrahuman', () => {
  test('the order of days, items and readings changes nothing', () => {
    for (const { name, type, raw, zone, expected } of fixtures) {
      const turned = ultrahuman.resources[type]?.normalise(reversed(raw), { zone }).map(({ record }) => record)
      assert.deepEqual(turned, expected, name)
    }
  })

  test('a night that is corrected keeps its key', () => {
    const idOf = z.object({ metadata: z.object({ summary_id: z.string() }) })
    const of = (name: string) => idOf.parse(fixtures.find((one) => one.name.startsWith(name))?.expected[0])
    assert.deepEqual(of('a night over midnight'), of('the same night corrected'))
  })

  test('people are led to the address that is spelt with an s, with the three scopes and without PKCE', async () => {
    const context = {
      signIn: ultrahuman.signIn,
      client: { id: 'id', secret: 'secret' },
      publicUrl: 'https://tellus.example',
      fetch: answering().fetch,
      label: 'Ultrahuman',
    }
    const address = await authorizeAddress(context, {
      redirectUri: 'https://tellus.example/oauth/ULTRAHUMAN/callback',
      state: 'a state',
      verifier: 'a verifier',
      scopes: ultrahuman.scopes.map(({ name }) => name),
      language: null,
    })
    const { origin, pathname, searchParams } = new URL(address)
    assert.equal(`${origin}${pathname}`, 'https://auth.ultrahuman.com/authorise')
    assert.equal(searchParams.get('scope'), 'profile ring_data cgm_data')
    assert.equal(searchParams.has('code_challenge'), false)
  })

  test('each day is a call, and an answer is kept as it came, beside its date', async () => {
    const newer = {
      data: { metrics: { '2026-03-10': [] }, latest_time_zone: 'Europe/Berlin' },
      error: null,
      status: 200,
    }
    const older = { data: { metric_data: [] }, error: null, status: 'ok', more: 1 }
    const access = answering(Response.json(newer), Response.json(older))
    assert.deepEqual(await metricsOf(access, { first: '2026-03-10', last: '2026-03-11' }), {
      days: [
        { date: '2026-03-10', answer: newer },
        { date: '2026-03-11', answer: older },
      ],
    })
    assert.deepEqual(access.asked, [`${api}/metrics?date=2026-03-10`, `${api}/metrics?date=2026-03-11`])
  })

  test('a day that has begun nowhere on earth is not asked for, by the clock of the answers', async () => {
    // Noon in Greenwich: at the furthest clock it is two in the morning of the next day.
    const headers = { date: 'Tue, 10 Mar 2026 12:00:00 GMT' }
    const of = (date: string) =>
      Response.json({ data: { metrics: { [date]: [] } }, error: null, status: 200 }, { headers })
    const access = answering(of('2026-03-10'), of('2026-03-11'), of('2026-03-12'))
    await metricsOf(access, { first: '2026-03-10', last: '2026-03-12' })
    assert.deepEqual(access.asked, [`${api}/metrics?date=2026-03-10`, `${api}/metrics?date=2026-03-11`])
  })

  test('what is no list of a day is no empty day, and a refusal counts wherever it is told', async () => {
    const day = { first: '2026-03-10', last: '2026-03-10' }
    const ask = (body: object, init?: ResponseInit) => metricsOf(answering(Response.json(body, init)), day)
    const told = (status: number | string) => ({ data: null, error: 'no', status })
    await assert.rejects(ask(told(401)), failsAs('unauthorized'))
    await assert.rejects(ask(told(403)), failsAs('forbidden'))
    await assert.rejects(ask(told(404)), failsAs('refused'))
    await assert.rejects(ask(told(500)), failsAs('unavailable'))
    await assert.rejects(ask(told('failed')), failsAs('unavailable'))
    await assert.rejects(ask(told(200)), failsAs('unavailable'))
    await assert.rejects(ask({ data: {}, error: null, status: 200 }), failsAs('unavailable'))
    await assert.rejects(ask(told(200), { status: 404 }), failsAs('refused'))
    const broken = answering(new Response('{"data":{"metr', { headers: { 'content-type': 'application/json' } }))
    await assert.rejects(metricsOf(broken, day), failsAs('unavailable'))
    await assert.rejects(
      ask(told(429), { headers: { 'retry-after': '17' } }),
      (error: unknown) =>
        failsAs('rate_limited')(error) && error instanceof ProviderError && error.retryAfterSeconds === 17,
    )
  })

  test('who signed in is known by whichever name the id has, and in a zone only where there is such a one', async () => {
    const of = (body: object) => accountOf(answering(Response.json(body)))
    assert.deepEqual(await of({ user_id: 1893021, time_zone: 'Europe/Berlin' }), {
      id: '1893021',
      zone: 'Europe/Berlin',
    })
    assert.deepEqual(await of({ data: { id: 'u-77', timezone: 'Asia/Kolkata' } }), { id: 'u-77', zone: 'Asia/Kolkata' })
    assert.deepEqual(await of({ user: { user_id: 'u-78', time_zone: 'Mars/Olympus' } }), { id: 'u-78', zone: null })
    assert.deepEqual(await of({ id: 7, time_zone: '' }), { id: '7', zone: null })
    await assert.rejects(of({ email: 'somebody@example.com' }), failsAs('unavailable'))
    await assert.rejects(of({ data: null, error: 'Insufficient scope', status: 403 }), failsAs('forbidden'))
  })
})

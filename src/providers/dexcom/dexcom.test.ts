import assert from 'node:assert/strict'
import { join } from 'node:path'
import { describe, test } from 'node:test'
import fc from 'fast-check'
import { z } from 'zod'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import type { DataType } from '../../schema/records.ts'
import { doubled } from '../../testing/doubled.ts'
import { fixturesIn } from '../../testing/provider-fixtures.ts'
import { providerSuite } from '../../testing/provider-suite.ts'
import type { Access, CloudProvider } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import { dexcom, dexcomEu, dexcomJp } from './index.ts'

const fixtures = fixturesIn(join(import.meta.dirname, 'fixtures'))
const regions = [dexcom, dexcomEu, dexcomJp]

for (const provider of regions) providerSuite({ provider, fixtures, double: () => doubled(provider.name) })

/** A person about whom every call is answered so; what was asked is written down. */
function answering(body: object, status = 200): Access & { asked: URL[] } {
  const asked: URL[] = []
  const fetch: Fetch = async (url) => {
    asked.push(new URL(url))
    return Response.json(body, { status })
  }
  return { fetch, publicUrl: 'http://tellus.example', accessToken: 'token', account: 'somebody', asked }
}

/** What an answer means, with what is said of each record beside it. */
const madeOf = (type: DataType, raw: unknown, zone: string | null = null) =>
  dexcom.resources[type]?.normalise(raw, { zone }) ?? []

/** The same answer with its lists and the members of its objects turned round. */
function reversed(raw: unknown): unknown {
  if (Array.isArray(raw)) return raw.map(reversed).reverse()
  if (typeof raw !== 'object' || raw === null) return raw
  const entries = Object.entries(raw).map(([key, value]): [string, unknown] => [key, reversed(value)])
  return Object.fromEntries(entries.reverse())
}

const stamped = z.object({
  glucose_data: z.object({ detailed_blood_glucose_samples: z.array(z.object({ timestamp: z.string() })) }),
})

describe('what is peculiar to Dexcom', () => {
  test('the order of an answer changes nothing', () => {
    for (const { name, type, raw, zone, expected } of fixtures)
      assert.deepEqual(
        madeOf(type, reversed(raw), zone).map(({ record }) => record),
        expected,
        name,
      )
  })

  test('a day of which something was deleted says that it is all that is left; no other does', () => {
    const cut = fixtures.flatMap(({ name, type, raw, zone }) =>
      madeOf(type, raw, zone).flatMap(({ isCut }) => (isCut ? [name.split(':')[0]] : [])),
    )
    assert.deepEqual(cut, [
      'a dose and a finger stick were deleted',
      'a dose and a finger stick were deleted',
      'finger sticks',
      'all that was noted on a day was deleted',
      'what was noted of health, and in words',
      'carbohydrates as text and number; what was deleted, and what has no amount, is none',
      'all that was eaten on a day was deleted',
    ])
    assert.equal(dexcom.resources.activity?.isWhole, true)
  })

  test('wherever a receiver is set to, and however its clocks drift, its offset is the quarter of an hour between them', () => {
    const quarters = fc.integer({ min: -48, max: 56 })
    const drift = fc.integer({ min: -449, max: 449 })
    fc.assert(
      fc.property(quarters, drift, (quarter, driftSeconds) => {
        const atMs = Date.UTC(2026, 5, 1, 12)
        const bare = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19)
        const shownMs = atMs + quarter * 900_000
        const reading = {
          recordId: 'one',
          systemTime: bare(atMs),
          value: 100,
          unit: 'mg/dL',
          displayDevice: 'receiver',
        }
        const egvs = [{ ...reading, displayTime: bare(shownMs + driftSeconds * 1000) }]
        const asked = { first: '2026-05-31', last: '2026-06-02' }
        const [made] = madeOf('body', { asked, egvs, calibrations: [], events: [] })
        const { glucose_data: glucose } = stamped.parse(made?.record)
        const [{ timestamp } = { timestamp: '' }] = glucose.detailed_blood_glucose_samples
        assert.equal(Date.parse(timestamp), atMs)
        assert.equal(timestamp.slice(0, 19), bare(shownMs))
      }),
    )
  })

  test('a time that is none is refused', () => {
    const event = { recordId: 'one', eventType: 'carbs', value: '1', unit: 'grams' }
    const asked = { first: '2026-06-01', last: '2026-06-01' }
    const read = (times: object) => () => madeOf('nutrition', { asked, events: [{ ...event, ...times }] })
    assert.throws(read({ systemTime: '2026-06-01T10:00:00', displayTime: 'noon' }), /is not a time/)
    assert.throws(read({ systemTime: 'noon', displayTime: '2026-06-01T10:00:00' }), /is not a time/)
  })

  test('each region asks its own hosts and no others, for windows that Dexcom takes, in UTC without saying so', async () => {
    const hosts = ['api.dexcom.com', 'api.dexcom.eu', 'api.dexcom.jp']
    for (const [at, provider] of regions.entries()) {
      const access = answering({ userId: 'somebody', records: [] })
      for (const resource of Object.values(provider.resources)) {
        const days = Math.min(resource.windowDays, 100)
        const first = new Date(Date.UTC(2026, 2, 31) - (days - 1) * 86_400_000).toISOString().slice(0, 10)
        await resource.fetch(access, { first, last: '2026-03-31' })
      }
      const { authorizeUrl, tokenUrl } = provider.signIn
      const urls = [...access.asked, new URL(authorizeUrl), new URL(tokenUrl)]
      assert.deepEqual([...new Set(urls.map(({ host }) => host))], [hosts[at]])
      const windows = access.asked.filter(({ searchParams }) => searchParams.size > 0)
      assert.equal(windows.length, 6)
      for (const { searchParams } of windows) {
        const [start = '', end = ''] = [...searchParams.values()]
        assert.equal(end, '2026-04-01T12:00:00')
        assert.match(start, /^2026-03-\d\dT10:00:00$/)
        const days = (Date.parse(`${end}Z`) - Date.parse(`${start}Z`)) / 86_400_000
        assert.ok(days > 15 && days <= 30, `${days} days`)
      }
    }
  })

  test('regions differ in nothing but where they are and how they are called', () => {
    const said = ({ name, label, signIn, setup, resources, account, ...rest }: CloudProvider) =>
      JSON.stringify({ ...rest, types: Object.keys(resources), pkce: signIn.pkce, steps: setup?.steps.length })
    assert.equal(new Set(regions.map(said)).size, 1)
    assert.equal(new Set(regions.map(({ setup }) => setup?.steps.join())).size, 3)
  })

  test('a window that is refused, a limit that is reached and an answer without records are told apart', async () => {
    const failure = async (body: object, status: number) => {
      const range = { first: '2026-06-01', last: '2026-06-01' }
      const asking = dexcom.resources.nutrition?.fetch(answering(body, status), range)
      const error: unknown = await asking?.then(
        () => null,
        (thrown: unknown) => thrown,
      )
      return error instanceof ProviderError ? [error.failure, error.retryAfterSeconds] : null
    }
    assert.deepEqual(await failure({ errors: { endDate: ['too far'] } }, 400), ['refused', null])
    assert.deepEqual(await failure({}, 429), ['rate_limited', null])
    assert.deepEqual(await failure({ userId: 'somebody' }, 200), ['unavailable', null])
  })
})

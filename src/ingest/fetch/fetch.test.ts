import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import type { Access, CloudProvider } from '../../providers/provider.ts'
import { ProviderError, type ProviderFailure } from '../../providers/provider-error.ts'
import type { DayRange } from '../../providers/resource.ts'
import { connectPerson, eventsOf, sandboxProvider, sandboxServer, userAs } from '../../testing/connected.ts'
import { parseRange } from '../range.ts'
import { plusDays, todayOf } from './days.ts'
import { fetchDays } from './fetch.ts'
import { missingOf } from './missing.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const signal = new AbortController().signal
const sandbox = sandboxProvider()
const hour = 3_600_000

/** The pretend provider with one type whose answer a test decides; keeps what it was asked. */
function provider(answer: (access: Access, range: DayRange) => Promise<object[]> | object[]) {
  const asked: DayRange[] = []
  const scripted: CloudProvider = {
    ...sandbox,
    resources: {
      daily: {
        windowDays: 7,
        historyDays: 365,
        async fetch(access, range) {
          asked.push(range)
          return answer(access, range)
        },
        normalise: (raw) => (Array.isArray(raw) ? raw : []).map((record: object) => ({ record })),
      },
    },
  }
  return { scripted, asked }
}

const daily = (day: string, steps = 100) => ({
  metadata: {
    start_time: `${day}T00:00:00.000000+00:00`,
    end_time: `${plusDays(day, 1)}T00:00:00.000000+00:00`,
    upload_type: 1,
  },
  distance_data: { steps },
})
const everyDay = (_: Access, { first, last }: DayRange) => {
  const days: object[] = []
  for (let day = first; day <= last; day = plusDays(day, 1)) days.push(daily(day))
  return days
}
const failing = (failure: ProviderFailure) =>
  provider(() => {
    throw new ProviderError(failure, 'a test says no')
  })
const warnings = async (userId: string) =>
  (await eventsOf(hub, userId)).map(({ type }) => type).filter((type) => !['auth', 'daily'].includes(type))

test('days are fetched in windows, the newest first, and not again once they were over', async () => {
  const user = await connectPerson(at, 'windows')
  const today = todayOf(hub.clock.now(), user.zone)
  const range = parseRange(plusDays(today, -20), plusDays(today, 1))
  const missing = await missingOf(hub, user, 'daily', range)
  assert.deepEqual(missing?.ranges, [{ first: plusDays(today, -20), last: today }])
  const { scripted, asked } = provider(everyDay)
  const fetched = await fetchDays(hub, user, scripted, 'daily', missing?.ranges ?? [], { signal })
  assert.deepEqual(fetched, { kind: 'done', saved: 21 })
  assert.deepEqual(
    asked.map(({ first, last }) => [first, last]),
    [
      [plusDays(today, -6), today],
      [plusDays(today, -13), plusDays(today, -7)],
      [plusDays(today, -20), plusDays(today, -14)],
    ],
  )
  assert.equal(await missingOf(hub, user, 'daily', range), null)
  await hub.advance(5 * 60_000)
  assert.deepEqual((await missingOf(hub, user, 'daily', range))?.ranges, [{ first: plusDays(today, -1), last: today }])
  const earlier = parseRange(plusDays(today, -25), plusDays(today, -10))
  assert.deepEqual((await missingOf(hub, user, 'daily', earlier))?.ranges, [
    { first: plusDays(today, -25), last: plusDays(today, -21) },
  ])
})

test('what lies beyond a provider’s history is not asked for, nor is the future', async () => {
  const user = await connectPerson(at, 'history')
  const today = todayOf(hub.clock.now(), user.zone)
  const { scripted, asked } = provider(() => [])
  await fetchDays(hub, user, scripted, 'daily', [{ first: plusDays(today, -370), last: plusDays(today, 40) }], {
    signal,
  })
  assert.deepEqual([asked.at(-1)?.first, asked[0]?.last], [plusDays(today, -364), plusDays(today, 1)])
  assert.equal(await missingOf(hub, user, 'daily', parseRange(plusDays(today, 5), plusDays(today, 9))), null)
})

test('a 401 gets one new token and one more try', async () => {
  const user = await connectPerson(at, 'stale token')
  const seen: string[] = []
  const { scripted } = provider((access, range) => {
    seen.push(access.accessToken)
    if (seen.length === 1) throw new ProviderError('unauthorized', '401')
    return everyDay(access, range)
  })
  const today = todayOf(hub.clock.now(), user.zone)
  const fetched = await fetchDays(hub, user, scripted, 'daily', [{ first: today, last: today }], { signal })
  assert.equal(fetched.kind, 'done')
  assert.equal(new Set(seen).size, 2)
  assert.deepEqual(await warnings(user.userId), [])
})

test('a provider that goes on refusing is told of once, and again only after it has worked', async () => {
  const user = await connectPerson(at, 'refusing')
  const today = todayOf(hub.clock.now(), user.zone)
  const range = [{ first: today, last: today }]
  const no = failing('unauthorized').scripted
  for (let i = 0; i < 3; i++) {
    assert.equal((await fetchDays(hub, user, no, 'daily', range, { signal })).kind, 'failed')
    await hub.advance(hour)
  }
  assert.deepEqual(await warnings(user.userId), ['connection_error'])
  const [told] = (await eventsOf(hub, user.userId)).filter(({ type }) => type === 'connection_error')
  assert.deepEqual([told?.body['status'], Reflect.get(told?.body['user'] ?? {}, 'active')], ['warning', true])
  assert.equal((await fetchDays(hub, user, provider(everyDay).scripted, 'daily', range, { signal })).kind, 'done')
  await fetchDays(hub, user, no, 'daily', range, { signal })
  assert.deepEqual(await warnings(user.userId), ['connection_error', 'connection_error'])
})

test('one that is out of order is told of after a day, and tried again ever more seldom', async () => {
  const user = await connectPerson(at, 'out of order')
  const { scripted } = failing('unavailable')
  const waits: number[] = []
  for (let i = 0; i < 6; i++) {
    await fetchDays(hub, user, scripted, 'daily', [recent()], { signal })
    const [row] = await hub.db<{ next_poll_at: Date }>`
      select next_poll_at from connections where user_id = ${user.userId}`
    waits.push(Math.round(((row?.next_poll_at.getTime() ?? 0) - hub.clock.now()) / 60_000))
  }
  assert.deepEqual(waits, [1, 2, 4, 8, 16, 32])
  assert.deepEqual(await warnings(user.userId), [])
  await hub.advance(24 * hour)
  await fetchDays(hub, user, scripted, 'daily', [recent()], { signal })
  assert.deepEqual(await warnings(user.userId), ['connection_error'])
})

const recent = (): DayRange => {
  const today = todayOf(hub.clock.now(), null)
  return { first: today, last: today }
}

test('a refresh token called invalid twice, a minute apart, is access taken back; once is not', async () => {
  const user = await connectPerson(at, 'dead refresh')
  await hub.db`update sandbox_grants set revoked_at = now() where person = 'dead refresh'`
  await hub.advance(hour)
  const ask = () => fetchDays(hub, user, sandbox, 'daily', [recent()], { signal })
  await ask()
  await ask()
  assert.deepEqual(await warnings(user.userId), ['connection_error'])
  assert.equal((await userAs(hub, user.userId)).active, true)
  await hub.advance(61_000)
  await ask()
  assert.deepEqual(await warnings(user.userId), ['connection_error', 'access_revoked'])
  const revoked = (await eventsOf(hub, user.userId)).at(-1)
  assert.equal(Reflect.get(revoked?.body['user'] ?? {}, 'active'), false)
  const now = await userAs(hub, user.userId)
  assert.equal(now.active, false)
  assert.deepEqual(await hub.db`select 1 from provider_tokens where id = ${user.userId}`, [])
  assert.equal(await missingOf(hub, now, 'daily', parseRange('2026-01-01', '2026-01-05')), null)
  await ask()
  assert.deepEqual(await warnings(user.userId), ['connection_error', 'access_revoked'])
})

test('a 403 is explained by the scopes where these have changed, and is a trouble where not', async () => {
  const user = await connectPerson(at, 'narrowed')
  const { scripted } = failing('forbidden')
  await hub.db`update sandbox_grants set scopes = '{sleep}' where person = 'narrowed'`
  const ask = async () => fetchDays(hub, await userAs(hub, user.userId), scripted, 'daily', [recent()], { signal })
  assert.deepEqual(await ask(), { kind: 'done', saved: 0 })
  const [change, ...others] = (await eventsOf(hub, user.userId)).filter(({ type }) => type !== 'auth')
  assert.deepEqual(others, [])
  assert.deepEqual(
    [change?.type, change?.body['scopes_added'], change?.body['scopes_removed']],
    ['permission_change', '', 'profile,activity,body,daily,nutrition'],
  )
  assert.equal((await userAs(hub, user.userId)).scopes, 'sleep')
  await ask()
  assert.deepEqual(await warnings(user.userId), ['permission_change'], 'what is not allowed is no trouble')
  await hub.db`update sandbox_grants set scopes = '{sleep,daily}' where person = 'narrowed'`
  assert.equal((await ask()).kind, 'failed')
  assert.deepEqual(await warnings(user.userId), ['permission_change', 'permission_change', 'connection_error'])
})

test('other scopes in the answer to a refresh are told too', async () => {
  const user = await connectPerson(at, 'widened', { granted: ['daily'] })
  await hub.db`update sandbox_grants set scopes = '{daily,sleep}' where person = 'widened'`
  await hub.advance(hour)
  await fetchDays(hub, user, provider(everyDay).scripted, 'daily', [recent()], { signal })
  const change = (await eventsOf(hub, user.userId)).find(({ type }) => type === 'permission_change')
  assert.deepEqual([change?.body['scopes_added'], change?.body['scopes_removed']], ['sleep', ''])
})

test('a limit is kept by all, and what the provider says about waiting holds', async () => {
  const user = await connectPerson(at, 'limited')
  const ask = (rates: CloudProvider['rates']) =>
    fetchDays(hub, user, { ...sandbox, rates }, 'daily', [recent()], { signal })
  const rates = [{ per: 'app', calls: 3, seconds: 60 }] as const
  const ends = [await ask(rates), await ask(rates), await ask(rates), await ask(rates)]
  assert.deepEqual(
    ends.map(({ kind }) => kind),
    ['done', 'done', 'done', 'later'],
  )
  const { retryAfterSeconds } = z
    .object({ kind: z.literal('later'), why: z.literal('rate_limited'), retryAfterSeconds: z.number() })
    .parse(ends[3])
  // The first of the three calls was a moment ago.
  assert.ok(retryAfterSeconds > 50 && retryAfterSeconds <= 64, `${retryAfterSeconds} s`)
  await hub.advance(64_000)
  assert.equal((await ask(rates)).kind, 'done')
  assert.deepEqual(await warnings(user.userId), [])
})

test('what is broken off here is no failure of the provider', async () => {
  const user = await connectPerson(at, 'broken off')
  const stop = new AbortController()
  const { scripted } = provider(async (access) => {
    stop.abort(new Error('stopping'))
    await access.fetch(`${access.publicUrl}/healthz`)
    return []
  })
  await assert.rejects(fetchDays(hub, user, scripted, 'daily', [recent()], { signal: stop.signal }), /stopping/)
  assert.deepEqual(await warnings(user.userId), [])
})

test('a failure that comes late, of what was asked before something else worked, is no trouble any more', async () => {
  const user = await connectPerson(at, 'overtaken')
  const { scripted } = provider(async () => {
    await hub.advance(1000)
    await fetchDays(hub, user, provider(everyDay).scripted, 'daily', [recent()], { signal })
    throw new ProviderError('unauthorized', 'a test says no')
  })
  await fetchDays(hub, user, scripted, 'daily', [recent()], { signal })
  assert.deepEqual(await warnings(user.userId), [])
})

test('a success of what was asked before the trouble began does not end it', async () => {
  const user = await connectPerson(at, 'still in trouble')
  const no = failing('unauthorized').scripted
  const { scripted } = provider(async (access, range) => {
    await hub.advance(1000)
    await fetchDays(hub, user, no, 'daily', [recent()], { signal })
    return everyDay(access, range)
  })
  await fetchDays(hub, user, scripted, 'daily', [recent()], { signal })
  await fetchDays(hub, user, no, 'daily', [recent()], { signal })
  assert.deepEqual(await warnings(user.userId), ['connection_error'])
})

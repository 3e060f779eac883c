import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { todayOf } from '../../ingest/fetch/days.ts'
import { fetchDays } from '../../ingest/fetch/fetch.ts'
import { callProvider } from '../../providers/call.ts'
import type { CloudProvider, Rate } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { connectPerson, sandboxProvider, sandboxServer } from '../../testing/connected.ts'
import { scripted } from '../../testing/scripted.ts'
import type { Purpose } from '../connection/fetch-job.ts'
import { budgetOf } from './budget.ts'
import { sweepBuckets } from './store.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const quarter: Rate = { per: 'app', calls: 10, seconds: 900 }
const day: Rate = { per: 'app', calls: 1000, seconds: 86_400 }
const userId = '00000000-0000-4000-8000-000000000001'

let named = 0
/** A provider with buckets of its own, and what it answers next; `ask` gives after how many seconds to come back, null for a call that was made. */
function opened(rates: Rate[], part: Partial<CloudProvider> = {}) {
  const name = `LIMITED${named++}`
  const provider: CloudProvider = { ...sandboxProvider(), name, label: name, rates, ...part }
  const at = { calls: 0, answer: () => new Response('{}') }
  const ask = async (purpose: Purpose | 'signIn' = 'told'): Promise<number | null> => {
    const send = async () => {
      at.calls++
      return at.answer()
    }
    const budget = budgetOf(hub, provider, userId, send, purpose)
    const access = { fetch: budget.fetch, publicUrl: 'http://127.0.0.1', accessToken: 'token', account: null }
    try {
      await callProvider(access, '/data')
      return null
    } catch (error) {
      if (!(error instanceof ProviderError)) throw error
      await budget.heed(error)
      return error.retryAfterSeconds ?? 0
    }
  }
  const many = async (times: number, purpose?: Purpose | 'signIn') => {
    for (let i = 0; i < times; i++) assert.equal(await ask(purpose), null, `call ${i + 1} of ${times}`)
  }
  return { provider, at, ask, many }
}

/** A wait in seconds, less what has gone by while the test ran, and more by the length of a slot. */
const isAbout = (actual: number | null, seconds: number, message?: string) =>
  assert.ok(
    actual !== null && actual <= seconds * (1 + 1 / 60) + 3 && actual > seconds - 20,
    `${actual} s, not ${seconds}: ${message}`,
  )

/** What a provider of a 15-minute and a daily limit says, as Strava does: used and allowed, both windows by the clock. */
const standings: CloudProvider['standings'] = (headers) => {
  const left = headers.get('x-left')
  const [short, long] = (left ?? '').split(',').map(Number)
  if (left === null || short === undefined || long === undefined) return []
  const reset = headers.get('x-reset')
  return [
    { rate: quarter, left: short, resetSeconds: reset === null ? null : Number(reset) },
    { rate: day, left: long, resetSeconds: null },
  ]
}
const saying =
  (headers: Record<string, string>, status = 200) =>
  () =>
    new Response('{}', { status, headers })

test('history takes half of a bucket and leaves the rest to polls, and polls leave some to what is new', async () => {
  const { many, ask } = opened([quarter])
  await many(5, 'backfill')
  isAbout(await ask('backfill'), 901)
  await many(1, 'poll')
  isAbout(await ask('poll'), 901)
  await many(4, 'told')
  isAbout(await ask('told'), 901)
  await hub.advance(800_000)
  isAbout(await ask('told'), 115, 'they come back as they were taken')
  await hub.advance(118_000)
  await many(5, 'backfill')
  isAbout(await ask('backfill'), 901)
})

test('newcomers’ data leave a part of a large limit to news, and these a few calls to whoever signs in', async () => {
  const { many, ask } = opened([{ per: 'app', calls: 100, seconds: 6000 }])
  await many(80, 'first')
  isAbout(await ask('first'), 6001)
  await many(12, 'told')
  isAbout(await ask('told'), 6001)
  await many(8, 'signIn')
  isAbout(await ask('signIn'), 6001)
})

test('a call that one limit forbids takes nothing out of the others, and waits for the longest', async () => {
  const minute: Rate = { per: 'user', calls: 2, seconds: 60 }
  const { many, ask } = opened([minute, { per: 'app', calls: 3, seconds: 86_400 }])
  await many(2)
  for (let refused = 0; refused < 5; refused++) isAbout(await ask(), 61)
  await hub.advance(64_000)
  await many(1)
  isAbout(await ask(), 86_401 - 64, 'the day is used up, and the minute is not')
})

test('of more calls at once than a limit has left, as many are made as it has', async () => {
  const { ask } = opened([quarter, day])
  const waits = await Promise.all(Array.from({ length: 25 }, () => ask()))
  assert.equal(waits.filter((wait) => wait === null).length, 10)
})

test('of a limit of one call everybody can have it, one after the other', async () => {
  const { many, ask } = opened([{ per: 'user', calls: 1, seconds: 60 }])
  await many(1, 'backfill')
  isAbout(await ask('told'), 61)
  await hub.advance(64_000)
  await many(1, 'poll')
})

test('what is asked of a host that counts nothing takes nothing out of a limit, and is asked where it is reached', async () => {
  const { provider, at, ask, many } = opened([quarter], { uncountedHosts: ['files.example.com'] })
  const send = async () => new Response(`${++at.calls}`)
  const { fetch } = budgetOf(hub, provider, userId, send, 'told')
  for (let file = 1; file <= 20; file++)
    assert.equal(await (await fetch('https://files.example.com/a')).text(), `${file}`)
  await many(10)
  isAbout(await ask(), 901)
  assert.equal((await fetch('https://files.example.com/a')).status, 200)
  await assert.rejects(fetch('https://files.example.com.evil.example/a'), ProviderError)
})

test('what the provider says is left counts, and nothing comes back before it says so', async () => {
  const { at, many, ask } = opened([quarter, day], { standings })
  at.answer = saying({ 'x-left': '2,900', 'x-reset': '600' })
  await many(1)
  at.answer = () => new Response('{}')
  await many(2)
  isAbout(await ask(), 600)
  await hub.advance(500_000)
  isAbout(await ask(), 100, 'more than five calls would have come back by time alone')
  await hub.advance(100_000)
  await many(10)
  isAbout(await ask(), 901)
})

test('more than we thought is left when the provider says so', async () => {
  const { at, many, ask } = opened([quarter, day], { standings })
  await many(9)
  at.answer = saying({ 'x-left': '7,900', 'x-reset': '30' })
  await many(1)
  at.answer = () => new Response('{}')
  await many(7)
  isAbout(await ask(), 30)
})

test('a refusal closes the limit that is spent and no other, until the provider’s own end of it', async () => {
  const { at, ask, many } = opened([quarter, day], { standings })
  at.answer = saying({ 'x-left': '0,500', 'x-reset': '120' }, 429)
  await ask()
  at.answer = () => new Response('{}')
  isAbout(await ask(), 120)
  assert.equal(at.calls, 1)
  await hub.advance(120_000)
  await many(1)
})

test('how long the provider asks to wait counts more than what it says of its limits', async () => {
  const { at, ask, many } = opened([quarter, day], { standings })
  at.answer = saying({ 'x-left': '0,500', 'x-reset': '5', 'retry-after': '300' }, 429)
  isAbout(await ask(), 300)
  at.answer = () => new Response('{}')
  await hub.advance(60_000)
  isAbout(await ask(), 240)
  await hub.advance(240_000)
  await many(1)
})

test('a refusal that says nothing is a minute for all limits', async () => {
  const { at, ask } = opened([quarter, day])
  at.answer = saying({}, 429)
  await ask()
  at.answer = () => new Response('{}')
  isAbout(await ask(), 60)
  assert.equal(at.calls, 1)
})

test('a limit that a provider tells within its answer is kept by all that ask after', async () => {
  const user = await connectPerson(at, 'limited inside')
  const runs = scripted()
  runs.before = () => {
    throw new ProviderError('rate_limited', 'status 601', { retryAfterSeconds: 40 })
  }
  const provider = { ...sandboxProvider(), resources: { activity: runs.resource } }
  const today = todayOf(hub.clock.now(), null)
  const ask = () => fetchDays(hub, user, provider, 'activity', [{ first: today, last: today }], { signal })
  const signal = new AbortController().signal
  assert.deepEqual(await ask(), { kind: 'later', why: 'rate_limited', retryAfterSeconds: 40 })
  const [closed] = await hub.db<{ seconds: number }>`
    select extract(epoch from closed_until - clock())::float8 as seconds from provider_buckets
    where name like ${`%${user.userId}`}`
  assert.ok(closed !== undefined && closed.seconds > 38 && closed.seconds <= 40)
})

test('buckets that have long been full are forgotten', async () => {
  await hub.advance(3 * 86_400_000)
  await sweepBuckets(hub.db)
  assert.deepEqual(await hub.db`select name from provider_buckets`, [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { z } from 'zod'
import { addDays, dayNumber } from '../../generate/local-day.ts'
import { heedNotice, noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { newId } from '../../lib/ids.ts'
import { refresh } from '../../providers/oauth2.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { strava } from '../../providers/strava/index.ts'
import { eventsOf, jobsOf, recordsMade } from '../../testing/connected.ts'
import { type Doubled, doubled } from '../../testing/doubled.ts'
import { assertWent, forThreePeople } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { insertDeed } from '../life/deed-store.ts'
import { numberOf } from '../life/keys.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { syncDue } from '../sync.ts'
import { frameOf } from './frame.ts'
import { strava as double } from './strava.ts'
import { isPrivate } from './strava-activities.ts'

const api = 'https://www.strava.com/api/v3'
const hourMs = 3_600_000

/** What the double answers to a person's token, with its status and headers. */
async function ask({ at }: Doubled, user: User, path: string) {
  const access = await accessOf(at.hub, user, strava)
  const answer = await access.fetch(`${api}${path}`, { headers: { authorization: `Bearer ${access.accessToken}` } })
  const body: unknown = await answer.json()
  return { status: answer.status, headers: answer.headers, body }
}

const listed = z.array(z.looseObject({ id: z.int(), start_date: z.string(), distance: z.number() }))
const idsIn = (body: unknown): number[] => listed.parse(body).map(({ id }) => id)

/** The person's sessions of their last days, oldest first, the running day not counted. */
function sessionsOf({ at }: Doubled, person: string, days: number) {
  const life = lifeOf(person, [], at.hub.clock.now())
  return life
    .days(addDays(life.today, -days), addDays(life.today, -1))
    .flatMap(({ sessions }) => sessions)
    .sort((a, b) => a.startMs - b.startMs)
}

test('what Strava tells of ten days of three people is what they lived: every metre and second', () =>
  forThreePeople('STRAVA', async ({ at, person, days, records }) => {
    const told = await records('activity')
    for (const lived of days) {
      assertWent(lived, told)
      for (const { startMs, seconds, meters } of truthOf(lived).sessions) {
        const one = told.find(({ metadata }) => Date.parse(metadata.start_time) === startMs)
        const { start_time: start, end_time: end } = one.metadata
        assert.equal((Date.parse(end) - Date.parse(start)) / 1000, seconds, `${person}, ${start}`)
        const laps: { distance_meters?: number }[] = one.lap_data?.laps ?? []
        const decimetres = laps.reduce((sum, lap) => sum + Math.round((lap.distance_meters ?? 0) * 10), 0)
        assert.equal(decimetres, laps.length === 0 ? 0 : Math.round(meters * 10), `laps of ${start}`)
        const steps = one.movement_data?.avg_cadence_rpm ?? 0
        // Strava counts whole turns of one leg: what is made of them is even.
        if (one.metadata.type === 8) assert.ok(steps > 140 && steps < 200, `${steps} steps a minute`)
      }
    }
    assert.ok(told.length >= 5, `${told.length} activities of ${person}`)
    // Three people are more than a quarter of an hour has reads for.
    at.hub.clock.advance(hourMs / 4)
  }))

test('a page at a time, the list has everything once: from the oldest on where it begins after a time, else from the newest', async () => {
  const there = await doubled('STRAVA')
  await using _ = there.at
  const user = await there.connect('ada')
  const sessions = sessionsOf(there, 'ada', 30)
  const [first, last] = [sessions.at(0), sessions.at(-1)]
  assert.ok(first && last)
  const window = `after=${first.startMs / 1000 - 1}&before=${last.startMs / 1000 + 1}`
  const ids: number[] = []
  for (let page = 1; page < 100; page++) {
    const { body } = await ask(there, user, `/athlete/activities?${window}&per_page=4&page=${page}`)
    if (idsIn(body).length === 0) break
    ids.push(...idsIn(body))
  }
  assert.deepEqual(
    ids,
    sessions.map(({ number }) => number),
  )
  const { body } = await ask(there, user, `/athlete/activities?before=${last.startMs / 1000 + 1}&per_page=3`)
  assert.deepEqual(idsIn(body), ids.slice(-3).reverse())
  // Both ends are open.
  const { body: between } = await ask(
    there,
    user,
    `/athlete/activities?after=${first.startMs / 1000}&before=${last.startMs / 1000}&per_page=200`,
  )
  assert.deepEqual(idsIn(between), ids.slice(1, -1))
  assert.equal((await ask(there, user, '/athlete/activities?per_page=201')).status, 400)
})

test('a token that is good for longer stays, and an old refresh token is dead at once and harms nobody', async () => {
  const there = await doubled('STRAVA')
  await using _ = there.at
  const { hub } = there.at
  const user = await there.connect('ada')
  const held = async () => hub.vault.open((await selectTokens(hub.db, user.userId))?.refresh_token ?? '')
  const [old, { accessToken }] = [await held(), await accessOf(hub, user, strava)]
  const early = await refresh(contextOf(hub, strava), old)
  assert.deepEqual([early.accessToken, early.refreshToken, early.expiresInSeconds], [accessToken, old, 21_600])
  await hub.advance(5.5 * hourMs)
  const renewed = await refresh(contextOf(hub, strava), old)
  assert.notEqual(renewed.accessToken, accessToken)
  assert.notEqual(renewed.refreshToken, old)
  await assert.rejects(
    refresh(contextOf(hub, strava), old),
    (error) => error instanceof ProviderError && error.failure === 'ended',
  )
  assert.notEqual((await refresh(contextOf(hub, strava), renewed.refreshToken ?? '')).accessToken, accessToken)
})

test('what a person leaves unticked is not there: what only they see, their weight, and all activities', async () => {
  const there = await doubled('STRAVA')
  await using _ = there.at
  const user = await there.connect('ada', ['read', 'activity:read'])
  assert.deepEqual(user.scopes?.split(','), ['read', 'activity:read'])
  const hidden = sessionsOf(there, 'ada', 60).filter(isPrivate)
  const [one] = hidden
  assert.ok(one)
  const { body } = await ask(there, user, `/athlete/activities?after=${one.startMs / 1000 - 60}&per_page=200`)
  assert.ok(idsIn(body).every((id) => !isPrivate({ number: id })))
  assert.equal((await ask(there, user, `/activities/${one.number}`)).status, 404)
  const { body: person } = await ask(there, user, '/athlete')
  assert.ok(!JSON.stringify(person).includes('weight'))
  const stranger = await there.connect('ben', ['read'])
  const refused = await ask(there, stranger, '/athlete/activities')
  assert.equal(refused.status, 401)
  assert.match(JSON.stringify(refused.body), /activity:read_permission.*missing/)
})

test('the hundred and first read of a quarter of an hour is refused until the next, as the headers say', async () => {
  const there = await doubled('STRAVA')
  await using _ = there.at
  const { hub } = there.at
  hub.clock.set(Math.ceil(hub.clock.now() / 900_000) * 900_000 + 1000)
  const user = await there.connect('ada')
  const first = await ask(there, user, '/athlete')
  assert.equal(first.headers.get('x-readratelimit-limit'), '100,1000')
  const [used = 0] = (first.headers.get('x-readratelimit-usage') ?? '').split(',').map(Number)
  for (let calls = used; calls < 100; calls++) await ask(there, user, '/athlete')
  const refused = await ask(there, user, '/athlete')
  assert.deepEqual([refused.status, refused.headers.get('retry-after')], [429, null])
  const over = await hub.db`select name from sandbox_limits where refused = 1`
  assert.deepEqual(over, [{ name: 'STRAVA 900 app 100' }])
  assert.deepEqual(strava.standings?.(refused.headers, hub.clock.now())[0]?.left, 0)
  hub.clock.advance(900_000)
  assert.equal((await ask(there, user, '/athlete')).status, 200)
})

test('what is new, changed and gone is told to the one subscription, which only its owner can prove', async () => {
  const there = await doubled('STRAVA')
  await using _ = there.at
  const { hub } = there.at
  await keepSubscriptions(hub)
  await keepSubscriptions(hub)
  const frame = frameOf(hub, double)
  const [listener, ...others] = await frame.listeners()
  assert.ok(listener)
  assert.equal(others.length, 0)
  const user = await there.connect('ada')
  const [gone, corrected] = sessionsOf(there, 'ada', 20).filter((one) => !isPrivate(one))
  assert.ok(gone && corrected)
  const before = { first: addDays(gone.date, -1), last: addDays(corrected.date, 1) }
  const access = await accessOf(hub, user, strava)
  const nowMs = hub.clock.now()
  await insertDeed(hub.db, newId(), 'STRAVA', 'ada', { kind: 'deleted', key: gone.key, atMs: nowMs })
  await insertDeed(hub.db, newId(), 'STRAVA', 'ada', { kind: 'corrected', key: corrected.key, atMs: nowMs })
  await hub.advance(hourMs / 4)
  const grant = {
    id: 'grant',
    person: 'ada',
    account: double.accountOf('ada'),
    scopes: ['activity:read'],
    createdAtMs: 0,
  }
  const itemOf = ({ key, date, startMs, endMs }: typeof gone) => ({
    type: 'activity' as const,
    key,
    date,
    startMs,
    endMs,
  })
  const postings = await double.postings(
    {
      kind: 'items',
      grant,
      items: [
        { ...itemOf(gone), change: 'deleted' },
        { ...itemOf(corrected), change: 'updated' },
      ],
    },
    frameOf(hub, double),
  )
  const secret = new URL(listener.url).searchParams.get('secret') ?? ''
  const notices = await Promise.all(
    postings.map(async (posting) => {
      const headers = await double.sign(posting, frameOf(hub, double))
      const body = Buffer.from(posting.body)
      const known = { client: frame.client, subscription: { secret }, nowMs: hub.clock.now() }
      const request = { method: 'POST', query: new URL(posting.url).searchParams, headers, body }
      assert.equal(strava.notification?.verify(request, known), true)
      assert.equal(strava.notification?.verify({ ...request, query: new URLSearchParams() }, known), true)
      const nobody = { ...request, query: new URLSearchParams(), headers: {} }
      assert.equal(strava.notification?.verify(nobody, known), false)
      return strava.notification?.read(body)[0]
    }),
  )
  const id = `${numberOf('ada', { kind: 'session', dayNumber: dayNumber(gone.date), index: gone.index })}`
  assert.deepEqual(notices, [
    { kind: 'deleted', account: grant.account, type: 'activity', id },
    { kind: 'data', account: grant.account, types: ['activity'], range: null },
  ])
  const told = await recordsMade(strava, 'activity', access, before)
  assert.ok(!told.some(({ metadata }) => metadata.summary_id === id))
  const longer = told.find(({ metadata }) => metadata.summary_id === `${corrected.number}`)
  assert.match(longer.metadata.name, /corrected/)
})

test('what is new is told at our door, and the end of consent ends the connection', async () => {
  const there = await doubled('STRAVA')
  await using _ = there.at
  const { hub } = there.at
  await keepSubscriptions(hub)
  const user = await there.connect('ada')
  await hub.advance(3 * 24 * hourMs)
  await syncDue(hub)
  assert.ok((await jobsOf(hub, noticeTask)).length > 0)
  const grant = { id: 'grant', person: 'ada', account: double.accountOf('ada'), scopes: [], createdAtMs: 0 }
  const [posting] = await double.postings({ kind: 'revoked', grant }, frameOf(hub, double))
  const [notice] = strava.notification?.read(Buffer.from(posting?.body ?? '')) ?? []
  assert.deepEqual(notice, { kind: 'revoked', account: grant.account })
  await heedNotice(hub)({ provider: 'STRAVA', notice }, { signal: AbortSignal.timeout(10_000), attempt: 1 })
  assert.ok((await eventsOf(hub, user.userId)).some(({ type }) => type === 'access_revoked'))
})

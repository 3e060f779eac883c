import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { z } from 'zod'
import { nightBefore } from '../../generate/life/day-plan.ts'
import { addDays, localDay } from '../../generate/local-day.ts'
import { sumOf } from '../../generate/numbers.ts'
import { noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { whoop as provider } from '../../providers/whoop/index.ts'
import { jobsOf, recordsMade } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { assertSlept, assertWent, forThreePeople } from '../../testing/truth.ts'
import { openVisitor } from '../../testing/visitor.ts'
import { authenticateUser } from '../../users/sign-in/begin.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { lifeOf } from '../life/life.ts'
import { pushNews } from '../push.ts'
import { syncDue } from '../sync.ts'
import { isScorable, scoringMs, whoopId, whoopUserId } from './whoop-records.ts'

test('what WHOOP tells of ten days of three people is what they lived', () =>
  forThreePeople('WHOOP', async ({ person, life, days, records }) => {
    const nights = await records('sleep')
    const told = await records('daily')
    const workouts = await records('activity')
    for (const lived of days) {
      const { date } = lived.day
      const scorable = lived.nights.filter(isScorable)
      assertSlept({ ...lived, nights: scorable }, nights)
      assertWent(lived, workouts)
      // WHOOP's days run from falling asleep to falling asleep.
      const from = nightBefore(life.person, localDay(date, life.zone)).startMs
      const to = nightBefore(life.person, localDay(addDays(date, 1), life.zone)).startMs
      const kcal = sumOf(life.days(addDays(date, -1), addDays(date, 1)), ({ course, body }) => {
        const own = course.minutes.filter(({ startMs }) => startMs >= from && startMs < to)
        return sumOf(own, ({ activeKcal }) => activeKcal) + (own.length * body.bmr) / 1440
      })
      const day = told.find(({ metadata }) => metadata.start_time.startsWith(date))
      const burned = day?.calories_data.total_burned_calories
      assert.ok(Math.abs(burned - kcal) < 0.001, `${person} burned ${kcal} kcal on ${date}, and not ${burned}`)
    }
  }))

const minuteMs = 60_000

const toldOf = z.object({
  notice: z.object({ kind: z.string(), account: z.string(), types: z.array(z.string()).optional() }),
})

/** The next night of a person that is long enough to be scored. */
function nextNight(person: string, nowMs: number) {
  for (let days = 2; ; days++) {
    const life = lifeOf(person, [], nowMs + days * 86_400_000)
    const night = life.day(addDays(life.today, -1))?.nights.find(isScorable)
    if (night !== undefined && !night.isNap && night.startMs > nowMs) return night
  }
}

describe('WHOOP as its double has it', async () => {
  const { at, connect, happens, revoke } = await doubled('WHOOP')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())
  beforeEach(() => hub.advance(64_000))
  const base = 'https://api.prod.whoop.com/developer'

  /** Asks the double with a person's token; gives the answer as it came. */
  const asker = async (user: User) => {
    const { fetch, accessToken } = await accessOf(hub, user, provider)
    return async (path: string) => {
      const answer = await fetch(`${base}${path}`, { headers: { authorization: `Bearer ${accessToken}` } })
      const text = await answer.text()
      const json = text.startsWith('{') ? JSON.parse(text) : null
      return { status: answer.status, headers: answer.headers, json }
    }
  }
  /** Lets devices sync; gives what is told of a person then. */
  const tellings = async (person: string) => {
    await hub.db`delete from graphile_worker._private_jobs where true`
    await syncDue(hub)
    return (await jobsOf(hub, noticeTask))
      .map(({ payload }) => toldOf.parse(payload).notice)
      .filter(({ account }) => account === `${whoopUserId(person)}`)
  }

  test('a night is there when it is over, is scored later, and is told of both times', async () => {
    await keepSubscriptions(hub)
    const user = await connect('late')
    const night = nextNight('late', hub.clock.now())
    const until = (epochMs: number) => hub.advance(epochMs - hub.clock.now())
    const found = async () => {
      const range = { first: addDays(night.date, -1), last: night.date }
      const records = await recordsMade(provider, 'sleep', await accessOf(hub, user, provider), range)
      return records.find(({ metadata }) => Date.parse(metadata.start_time) === night.startMs)
    }
    const isTold = async () => (await tellings('late')).some(({ types }) => types?.join(' ') === 'sleep daily body')

    await until(night.endMs - minuteMs)
    await tellings('late')
    assert.equal(await found(), undefined)
    await until(night.endMs + minuteMs)
    // A device syncs every quarter of an hour.
    await hub.db`update sandbox_grants set sync_due_at = ${new Date(hub.clock.now())}`
    assert.equal(await isTold(), true)
    assert.equal((await found())?.sleep_durations_data, undefined)
    await until(night.endMs + scoringMs(night.key) + 16 * minuteMs)
    assert.equal(await isTold(), true)
    const scored = await found()
    const { light, deep, rem } = night.minutesOf
    assert.equal(scored.sleep_durations_data.asleep.duration_asleep_state_seconds, (light + deep + rem) * 60)
    assert.ok(scored.heart_rate_data.summary.resting_hr_bpm > 30)
    await hub.advance(3 * 3_600_000)
    assert.equal(await isTold(), false)
  })

  test('cycles run from night to night without a gap, and the one that goes on has no end', async () => {
    const ask = await asker(await connect('cycles'))
    const { json } = await ask('/v2/cycle?limit=8')
    const [running, ...over] = json.records
    assert.equal(json.records.length, 8)
    assert.equal(running.end, undefined)
    for (const [index, cycle] of over.entries()) {
      assert.equal(cycle.end, json.records[index].start)
      const { json: night } = await ask(`/v2/cycle/${cycle.id}/sleep`)
      assert.equal(night.start, cycle.start)
      assert.equal((await ask(`/v2/cycle/${cycle.id}/recovery`)).json.sleep_id, night.id)
      assert.deepEqual((await ask(`/v2/activity/sleep/${night.id}`)).json, night)
      assert.ok(cycle.score.kilojoule > 4000 && cycle.score.strain >= 0 && cycle.score.strain <= 21)
    }
    assert.equal((await ask('/v2/cycle/1')).status, 404)
    assert.equal((await ask('/v2/activity/workout/0b6f3c52-9e0d-4a7e-8f3b-2c1d5e7a9b01')).status, 404)
  })

  test('what says too little is never scored, and neither is the recovery of such a night', async () => {
    const life = lifeOf('holes', [], hub.clock.now())
    const [night] = life
      .days(addDays(life.today, -300), addDays(life.today, -2))
      .flatMap(({ nights }) => nights)
      .filter((one) => !one.isNap && !isScorable(one))
    assert.ok(night, 'a year of nights has one that the strap lost')
    const ask = await asker(await connect('holes'))
    const query = new URLSearchParams({
      start: new Date(night.startMs).toISOString(),
      end: new Date(night.endMs).toISOString(),
    })
    for (const list of ['/v2/activity/sleep', '/v2/recovery']) {
      const { json } = await ask(`${list}?${query}`)
      const [found] = json.records
      assert.equal(found.score_state, 'UNSCORABLE')
      assert.equal(found.score, undefined)
    }
  })

  test('pages join without a gap, a window leaves out what begins at its end, and 26 are too many', async () => {
    const ask = await asker(await connect('pages'))
    const life = lifeOf('pages', [], hub.clock.now())
    const window = { start: new Date(life.nowMs - 40 * 86_400_000).toISOString(), limit: '7' }
    const ids: string[] = []
    const starts: number[] = []
    let token: string | undefined
    do {
      const { json } = await ask(
        `/v2/activity/workout?${new URLSearchParams({ ...window, ...(token ? { nextToken: token } : {}) })}`,
      )
      assert.ok(json.records.length <= 7)
      ids.push(...json.records.map(({ id }: { id: string }) => id))
      starts.push(...json.records.map(({ start }: { start: string }) => Date.parse(start)))
      token = json.next_token
    } while (token !== undefined)
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => b - a),
    )
    const lived = life
      .days(addDays(life.today, -45), life.today)
      .flatMap(({ sessions }) => sessions)
      .filter(({ endMs }) => endMs >= Date.parse(window.start))
    assert.deepEqual(ids.toSorted(), lived.map(({ key }) => whoopId('pages', key)).toSorted())
    const last = Math.max(...starts)
    const before = await ask(`/v2/activity/workout?end=${new Date(last).toISOString()}`)
    assert.ok(before.json.records.every(({ start }: { start: string }) => Date.parse(start) < last))
    assert.equal(before.json.records.length, 10)
    for (const query of ['limit=26', 'limit=0', 'start=yesterday', 'nextToken=%7F'])
      assert.equal((await ask(`/v2/cycle?${query}`)).status, 400, query)
  })

  test('every answer counts down the nearest limit of the app, which all its people use up together', async () => {
    const [first, second] = [await asker(await connect('one')), await asker(await connect('two'))]
    await hub.advance(64_000)
    const said = ({ headers }: { headers: Headers }) =>
      ['limit', 'remaining', 'reset'].map((name) => headers.get(`x-ratelimit-${name}`))
    const limit = '100, 100;window=60, 10000;window=86400'
    assert.deepEqual(said(await first('/v2/user/profile/basic')), [limit, '99', '60'])
    await hub.advance(18_000)
    assert.deepEqual(said(await second('/v2/nowhere')), [limit, '98', '42'])
    assert.equal((await first('/v2/user/measurement/body')).headers.has('date'), true)
  })

  test('a scope that is missing is 403; without offline there is no refresh token; a short state is not taken', async () => {
    const user = await connect('narrow', ['read:profile', 'read:sleep'])
    const ask = await asker(user)
    assert.equal((await ask('/v2/recovery')).status, 403)
    assert.equal((await ask('/v2/activity/sleep')).status, 200)
    assert.equal((await selectTokens(hub.db, user.userId))?.refresh_token, null)
    const { authUrl } = await authenticateUser(hub, hub.environmentId, 'WHOOP', { referenceId: 'short' })
    const short = new URL(authUrl)
    short.searchParams.set('state', 'seven77')
    const page = await openVisitor(at).get(short.href)
    assert.equal(page.status, 400)
    assert.match(page.text, /at least 8 characters/)
  })

  test('a deletion is told, with the recovery of the night; a consent that is taken back is not', async () => {
    await keepSubscriptions(hub)
    await connect('gone')
    const life = lifeOf('gone', [], hub.clock.now())
    const night = life.days(addDays(life.today, -4), addDays(life.today, -1)).flatMap(({ nights }) => nights)[0]
    assert.ok(night)
    await hub.advance(16 * minuteMs)
    await happens('gone', { kind: 'deleted', key: night.key })
    const told = await tellings('gone')
    assert.ok(told.some(({ kind }) => kind === 'deleted'))
    assert.ok(
      told.some(({ types }) => types?.join(' ') === 'sleep daily body'),
      'recovery.deleted has all of it looked at',
    )
    const grant = { id: 'g', person: 'gone', account: `${whoopUserId('gone')}`, scopes: [], createdAtMs: 0 }
    assert.equal(await pushNews(hub, 'WHOOP', { kind: 'revoked', grant }), false)
    await revoke('gone')
    await hub.advance(24 * 3_600_000)
    assert.deepEqual(await tellings('gone'), [])
  })
})

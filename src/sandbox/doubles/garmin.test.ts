import assert from 'node:assert/strict'
import { after, beforeEach, describe, test } from 'node:test'
import { addDays } from '../../generate/local-day.ts'
import { round } from '../../generate/numbers.ts'
import { noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { garmin as provider } from '../../providers/garmin/index.ts'
import { refresh } from '../../providers/oauth2.ts'
import { heedAll, storedOf, waitingOf } from '../../testing/brought.ts'
import { jobsOf } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { assertWent } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { pushAgain, pushNews, pushTask } from '../push.ts'
import { syncDue } from '../sync.ts'
import { accountOf } from './garmin/wearer.ts'

const dayMs = 86_400_000
const minuteMs = 60_000

describe('Garmin as its double has it', async () => {
  const { at, connect, happens, revoke } = await doubled('GARMIN')
  const { hub } = at
  after(() => at[Symbol.asyncDispose]())
  await keepSubscriptions(hub)
  beforeEach(async () => {
    await hub.advance(64_000)
    await hub.db`delete from graphile_worker._private_jobs where true`
  })
  const base = 'https://apis.garmin.com/wellness-api/rest'

  /** Asks the double with a person's token; gives the answer as it came. */
  const asker = async (user: User) => {
    const { fetch, accessToken } = await accessOf(hub, user, provider)
    return async (path: string, method = 'GET') => {
      const answer = await fetch(path.startsWith('https:') ? path : `${base}/${path}`, {
        method,
        headers: { authorization: `Bearer ${accessToken}` },
      })
      const text = await answer.text()
      return { status: answer.status, json: text === '' ? null : JSON.parse(text) }
    }
  }
  const seconds = (epochMs: number) => Math.floor(epochMs / 1000)
  const history = (kind: string, days: number, long = days) =>
    `backfill/${kind}?summaryStartTimeInSeconds=${seconds(hub.clock.now() - days * dayMs)}&summaryEndTimeInSeconds=${seconds(hub.clock.now() - (days - long) * dayMs)}`
  /** Every device syncs at once. */
  const sync = async () => {
    await hub.db`update sandbox_grants set sync_due_at = ${new Date(hub.clock.now())}`
    await syncDue(hub)
  }

  for (const person of ['ada', 'ben', 'chandra'])
    test(`what Garmin brings of ten days of ${person} is what they lived`, async () => {
      const user = await connect(person)
      const life = lifeOf(person, [], hub.clock.now())
      const range = { first: addDays(life.today, -11), last: addDays(life.today, -1) }
      const access = await accessOf(hub, user, provider)
      for (const { fetch } of Object.values(provider.resources)) await fetch(access, range)
      const brought = await waitingOf(hub, provider, accountOf(person))
      const of = (type: string) => brought.filter((one) => one.type === type).map(({ record }) => record)
      for (const lived of life.days(addDays(life.today, -10), addDays(life.today, -2))) {
        const { date } = lived.day
        const truth = truthOf(lived)
        const day = of('daily').find(({ metadata }) => metadata.start_time.startsWith(date))
        assert.equal(day.distance_data.steps, truth.steps, `steps of ${date}`)
        assert.equal(day.distance_data.detailed.step_samples.at(-1)?.steps, truth.steps, `samples of ${date}`)
        assert.equal(day.distance_data.distance_meters, round(truth.meters, 2), `metres of ${date}`)
        assert.ok(day.oxygen_data.vo2max_ml_per_min_per_kg > 20 && day.stress_data.samples.length > 300, date)
        assertWent(lived, of('activity'))
        for (const night of lived.nights) {
          const found = of('sleep').find(({ metadata }) => Date.parse(metadata.end_time) === night.endMs)
          const { light, deep, rem } = night.minutesOf
          // Garmin tells of a nap no more than how long it was.
          const asleep = night.isNap ? (night.endMs - night.startMs) / 1000 : (light + deep + rem) * 60
          assert.equal(found?.sleep_durations_data.asleep.duration_asleep_state_seconds, asleep, `asleep on ${date}`)
          assert.equal(found.metadata.is_nap, night.isNap)
          assert.equal(found.heart_rate_data !== undefined, !night.isNap, `variability of ${date}`)
        }
        const scales = of('body').find(({ metadata }) => metadata.start_time.startsWith(date))
        assert.equal(scales?.measurements_data.measurements[0].weight_kg, lived.weighing?.weightKg, `weight of ${date}`)
      }
    })

  test('a request for history is taken once; another range is another one; its limits are refused', async () => {
    const ask = await asker(await connect('requests'))
    assert.deepEqual(await ask(history('sleeps', 4)), { status: 202, json: null })
    assert.equal((await ask(history('sleeps', 4))).status, 409)
    assert.equal((await ask(history('hrv', 4))).status, 202)
    assert.equal((await ask(history('sleeps', 4, 2))).status, 202)
    for (const path of [history('sleeps', 31), history('sleeps', 45, 10), history('sleeps', 2, 0), 'backfill/sleeps'])
      assert.equal((await ask(path)).status, 400, path)
    assert.equal((await ask('backfill/nothing')).status, 404)
    assert.equal((await ask(history('sleeps', 3), 'POST')).status, 404)
  })

  test('who shares no history is 403 for all, and a kind that is not allowed is 403', async () => {
    const ask = await asker(await connect('closed', ['HEALTH_EXPORT']))
    assert.equal((await ask(history('sleeps', 3))).status, 403)
    assert.equal((await ask(history('activities', 3))).status, 403)
    assert.deepEqual((await ask('user/permissions')).json, { permissions: ['HEALTH_EXPORT'] })
    assert.deepEqual((await ask('user/id')).json, { userId: accountOf('closed') })
  })

  test('a device that syncs has one notification with the data in it, and what was synced is told once', async () => {
    const user = await connect('syncs')
    await hub.advance(dayMs)
    await sync()
    const told = await waitingOf(hub, provider, accountOf('syncs'))
    assert.ok(told.some(({ type }) => type === 'daily') && told.some(({ type }) => type === 'sleep'))
    await heedAll(hub)
    assert.ok((await storedOf(hub, user.userId)).length >= 3)
    await sync()
    assert.deepEqual(await jobsOf(hub, noticeTask), [])
  })

  test('a notification that broke on the way is refused, and comes again whole', async () => {
    await connect('broken')
    await hub.advance(dayMs)
    await hub.db`update sandbox_grants set notices = 'malformed' where person = 'broken'`
    await sync()
    assert.deepEqual(await waitingOf(hub, provider, accountOf('broken')), [])
    for (const { payload } of await jobsOf(hub, pushTask))
      await pushAgain(hub)(payload, { signal: AbortSignal.timeout(60_000), attempt: 1 })
    const told = await waitingOf(hub, provider, accountOf('broken'))
    assert.ok(told.some(({ type }) => type === 'daily') && told.some(({ type }) => type === 'sleep'))
  })

  test('a person whose name says so is told of by pings, and what waits there is theirs alone', async () => {
    const [user, stranger] = [await connect('pinged'), await connect('stranger')]
    await hub.advance(dayMs)
    await sync()
    const waiting = (await jobsOf(hub, noticeTask)).filter(({ payload }) =>
      JSON.stringify(payload).includes('"waiting"'),
    )
    assert.ok(waiting.length > 5)
    assert.deepEqual(await waitingOf(hub, provider, accountOf('pinged')), [])
    await heedAll(hub)
    const stored = await storedOf(hub, user.userId)
    assert.ok(stored.some(({ type }) => type === 'daily') && stored.some(({ type }) => type === 'sleep'))
    const token = Buffer.from(lifeOf('stranger', [], hub.clock.now()).today).toString('base64url')
    const address = (to: number) => `dailies?uploadStartTimeInSeconds=100&uploadEndTimeInSeconds=${to}&token=${token}`
    const other = await (await asker(stranger))(address(160))
    assert.deepEqual(
      other.json.map(({ userId }: { userId: string }) => userId),
      [accountOf('stranger')],
    )
    const ask = await asker(user)
    assert.equal((await ask(address(100 + 86_401))).status, 400)
    assert.equal((await ask('dailies')).status, 400)
  })

  test('what was corrected comes again, what was deleted is told of by nothing, and the end of a consent is', async () => {
    await connect('changes')
    const life = lifeOf('changes', [], hub.clock.now())
    const sessions = life.days(addDays(life.today, -20), addDays(life.today, -1)).flatMap((day) => day.sessions)
    // Which day it is decides what they are: one that covers a distance tells whether it came as it was corrected.
    const first = sessions.find(({ points }) => (points.at(-1)?.meters ?? 0) > 0)
    const second = sessions.find(({ key }) => key !== first?.key)
    assert.ok(first && second)
    await sync()
    await hub.db`delete from graphile_worker._private_jobs where true`
    await hub.advance(minuteMs)
    await happens('changes', { kind: 'corrected', key: first.key })
    await happens('changes', { kind: 'deleted', key: second.key })
    await hub.advance(minuteMs)
    await sync()
    const told = (await waitingOf(hub, provider, accountOf('changes'))).filter(({ type }) => type === 'activity')
    const found = told.find(({ record }) => record.metadata.summary_id === `${first.number}`)
    assert.ok(
      found?.record.distance_data?.summary.distance_meters >= (first.points.at(-1)?.meters ?? Number.POSITIVE_INFINITY),
    )
    assert.equal(JSON.stringify(told).includes(`"${second.number}"`), false)
    const grant = { id: 'g', person: 'changes', account: accountOf('changes'), scopes: [], createdAtMs: 0 }
    assert.equal(await pushNews(hub, 'GARMIN', { kind: 'revoked', grant }), true)
    assert.ok(JSON.stringify(await jobsOf(hub, noticeTask)).includes('"revoked"'))
  })

  test('a refresh token is good once; one that comes again ends everything', async () => {
    const user = await connect('rotates')
    const held = await selectTokens(hub.db, user.userId)
    const old = hub.vault.open(held?.refresh_token ?? '')
    const renewed = await refresh(contextOf(hub, provider), old)
    assert.equal(renewed.scopes, null)
    assert.equal(renewed.expiresInSeconds, 86_400)
    assert.notEqual(renewed.refreshToken, old)
    await assert.rejects(refresh(contextOf(hub, provider), old), /invalid_grant/)
    await assert.rejects(refresh(contextOf(hub, provider), renewed.refreshToken ?? ''), /invalid_grant/)
    await revoke('rotates')
  })

  test('what is not of Garmin is 404, a token of nobody 401, and a deregistration ends the registration', async () => {
    const user = await connect('ends')
    const ask = await asker(user)
    assert.equal((await ask('nowhere')).status, 404)
    assert.equal((await ask('https://connect.garmin.com/anything')).status, 404)
    assert.equal((await ask('user/registration', 'DELETE')).status, 204)
    assert.deepEqual((await ask('user/id')).status, 401)
  })
})

import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { addDays } from '../../generate/local-day.ts'
import { noticeTask } from '../../ingest/fetch/notice.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { sessionsOfFit } from '../../providers/fit.ts'
import { refresh } from '../../providers/oauth2.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { wahoo as provider } from '../../providers/wahoo/index.ts'
import { jobsOf, recordsMade } from '../../testing/connected.ts'
import { type Doubled, doubled } from '../../testing/doubled.ts'
import { assertWent, forThreePeople } from '../../testing/truth.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import { selectTokens } from '../../users/sign-in/store.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { syncDue } from '../sync.ts'
import type { NewsItem } from './double.ts'
import { frameOf } from './frame.ts'
import { wahoo as double } from './wahoo.ts'
import { fileAt, workedOutAfterMs } from './wahoo-workouts.ts'

const api = 'https://api.wahooligan.com/v1'
const hourMs = 3_600_000
const dayMs = 86_400_000

test('what Wahoo tells of ten days of three people is what they lived: every metre, second and sample', () =>
  forThreePeople('WAHOO', async ({ at, person, days, records }) => {
    const told = await records('activity')
    for (const lived of days) {
      assertWent(lived, told)
      for (const { startMs, seconds, meters } of truthOf(lived).sessions) {
        const one = told.find(({ metadata }) => Date.parse(metadata.start_time) === startMs)
        const { start_time: start, end_time: end } = one.metadata
        assert.equal((Date.parse(end) - Date.parse(start)) / 1000, seconds, `${person}, ${start}`)
        const session = lived.sessions.find((own) => own.startMs === startMs)
        // What was typed in by hand has no file.
        const beats: { bpm: number }[] = one.heart_rate_data?.detailed?.hr_samples ?? []
        const felt = one.metadata.upload_type === 2 ? [] : (session?.points ?? [])
        assert.deepEqual(
          beats.map(({ bpm }) => bpm),
          felt.map(({ bpm }) => bpm),
        )
        const laps: { distance_meters?: number }[] = one.lap_data?.laps ?? []
        const decimetres = laps.reduce((sum, lap) => sum + Math.round((lap.distance_meters ?? 0) * 10), 0)
        assert.equal(decimetres, Math.round(meters * 10), `laps of ${start}`)
        const steps = one.movement_data?.avg_cadence_rpm ?? 0
        if (one.metadata.type === 8) assert.ok(steps > 140 && steps < 200, `${steps} steps a minute`)
      }
    }
    assert.ok(told.length >= 5, `${told.length} activities of ${person}`)
    // Their weight is that of the scales on the first of the month, and what they said of themselves where they used none.
    const life = lifeOf(person, [], at.hub.clock.now())
    const first = `${life.today.slice(0, 8)}01`
    const user = await at.hub.db<{ user_id: string; environment_id: string }>`
      select user_id, environment_id from users where reference_id = ${person}`
    assert.equal(user.length, 1)
    const [row] = user
    const access = await accessOf(
      at.hub,
      { userId: row?.user_id ?? '', environmentId: row?.environment_id ?? '' },
      provider,
    )
    const [measured] = await recordsMade(provider, 'body', access, {
      first: addDays(first, -1),
      last: addDays(first, 1),
    })
    const weightKg = life.day(first)?.weighing?.weightKg ?? Math.round(life.person.weightKg * 10) / 10
    assert.equal(measured.measurements_data.measurements[0].weight_kg, weightKg)
    assert.equal(measured.measurements_data.measurements[0].height_cm, life.person.heightCm)
  }))

/** What the double answers to a person's token, with its status and headers. */
async function ask({ at }: Doubled, user: User, path: string, method = 'GET') {
  const access = await accessOf(at.hub, user, provider)
  const authorization = `Bearer ${access.accessToken}`
  const answer = await access.fetch(`${api}${path}`, { method, headers: { authorization } })
  const body: unknown = await answer.json()
  return { status: answer.status, headers: answer.headers, body }
}

const listed = z.object({
  workouts: z.array(
    z.looseObject({
      id: z.int(),
      starts: z.string(),
      workout_summary: z
        .looseObject({ distance_accum: z.string().nullable(), file: z.object({ url: z.string().nullable() }) })
        .nullable(),
    }),
  ),
  total: z.int(),
})

describe('Wahoo’s list', () => {
  test('has everything once, page by page, the latest first and what is planned before it', async () => {
    const there = await doubled('WAHOO')
    await using _ = there.at
    const user = await there.connect('ada')
    const all = listed.parse((await ask(there, user, '/workouts?per_page=100')).body)
    const pages: number[] = []
    for (let page = 1; page <= 4; page++)
      pages.push(
        ...listed
          .parse((await ask(there, user, `/workouts?per_page=7&page=${page}`)).body)
          .workouts.map(({ id }) => id),
      )
    assert.deepEqual(
      pages,
      all.workouts.slice(0, 28).map(({ id }) => id),
    )
    const starts = all.workouts.map((one) => Date.parse(one.starts))
    assert.deepEqual(
      starts,
      starts.toSorted((a, b) => b - a),
    )
    assert.equal(all.workouts[0]?.workout_summary, null)
    assert.ok((starts[0] ?? 0) > there.at.hub.clock.now())
    assert.equal(listed.parse((await ask(there, user, '/workouts')).body).workouts.length, 30)
    const lastPage = Math.ceil(all.total / 100)
    const last = listed.parse((await ask(there, user, `/workouts?per_page=100&page=${lastPage}`)).body)
    assert.equal((lastPage - 1) * 100 + last.workouts.length, all.total)
    assert.equal((await ask(there, user, '/workouts?per_page=101')).status, 422)
    assert.equal((await ask(there, user, '/workouts?page=0')).status, 422)
    const id = all.workouts[1]?.id
    assert.deepEqual((await ask(there, user, `/workouts/${id}`)).body, all.workouts[1])
    assert.deepEqual((await ask(there, user, `/workouts/${id}/workout_summary`)).body, all.workouts[1]?.workout_summary)
    assert.equal((await ask(there, user, '/workouts/1')).status, 404)
    // Nobody was asked to let plans be read, or workouts be written.
    assert.equal((await ask(there, user, '/plans')).status, 403)
    assert.equal((await ask(there, user, '/workouts', 'POST')).status, 403)
    assert.equal((await ask(there, user, '/routes')).status, 404)
  })

  test('leads to files for whoever has the address, until the workout is corrected', async () => {
    const there = await doubled('WAHOO')
    await using _ = there.at
    const { hub } = there.at
    const user = await there.connect('ada')
    const access = await accessOf(hub, user, provider)
    const newest = async () => {
      const { workouts } = listed.parse((await ask(there, user, '/workouts?per_page=100')).body)
      const withFile = workouts.find(({ workout_summary: one }) => one?.file.url && Number(one.distance_accum) > 0)
      return {
        address: withFile?.workout_summary?.file.url ?? '',
        meters: Number(withFile?.workout_summary?.distance_accum),
      }
    }
    const before = await newest()
    const answer = await access.fetch(before.address)
    assert.deepEqual([answer.status, answer.headers.get('x-ratelimit-limit')], [200, null])
    const read = async (one: Response) => sessionsOfFit(Buffer.from(await one.arrayBuffer()).toString('base64'))
    const [session] = await read(answer)
    assert.equal(session?.activity({ minutes: 0, known: false }).distance_data?.summary?.distance_meters, before.meters)
    const zone = lifeOf('ada', [], hub.clock.now()).zone
    assert.ok(zone.length > 0 && session?.offsetMinutes !== null)
    const { key = '' } = fileAt(new URL(before.address).pathname) ?? {}
    await there.happens('ada', { kind: 'corrected', key })
    assert.equal((await access.fetch(before.address)).status, 404)
    const after = await newest()
    assert.notEqual(after.address, before.address)
    assert.ok(after.meters > before.meters)
    await there.happens('ada', { kind: 'deleted', key })
    assert.equal((await access.fetch(after.address)).status, 404)
    assert.equal((await access.fetch('https://cdn.wahooligan.com/nothing.fit')).status, 404)
  })
})

describe('Wahoo’s sign-in', () => {
  test('renewed tokens leave the old ones good until the new one has been used; then an old one is refused', async () => {
    const there = await doubled('WAHOO')
    await using _ = there.at
    const { hub } = there.at
    const user = await there.connect('ada')
    const held = async () => hub.vault.open((await selectTokens(hub.db, user.userId))?.refresh_token ?? '')
    const [old, { accessToken, fetch }] = [await held(), await accessOf(hub, user, provider)]
    const asks = async (token: string) =>
      (await fetch(`${api}/user`, { headers: { authorization: `Bearer ${token}` } })).status
    const first = await refresh(contextOf(hub, provider), old)
    assert.equal(first.expiresInSeconds, 7200)
    const second = await refresh(contextOf(hub, provider), old)
    assert.notEqual(second.accessToken, first.accessToken)
    assert.equal(await asks(second.accessToken), 200)
    assert.equal(await asks(accessToken), 401)
    await assert.rejects(
      refresh(contextOf(hub, provider), old),
      (error) => error instanceof ProviderError && error.failure === 'ended',
    )
    assert.notEqual((await refresh(contextOf(hub, provider), second.refreshToken ?? '')).refreshToken, old)
  })

  test('the eleventh of a person who never gave consent back is refused', async () => {
    const there = await doubled('WAHOO')
    await using _ = there.at
    for (let times = 0; times < 10; times++) await there.connect('ada')
    await assert.rejects(there.connect('ada'))
    await there.connect('ben')
    await there.revoke('ada')
    await there.connect('ada')
  })

  test('what was not allowed is refused, and who does not allow their address does not show it', async () => {
    const there = await doubled('WAHOO')
    await using _ = there.at
    const user = await there.connect('ada', ['user_read'])
    assert.equal((await ask(there, user, '/workouts')).status, 403)
    const { body } = await ask(there, user, '/user')
    assert.ok(!JSON.stringify(body).includes('email'))
    const other = await there.connect('ben')
    assert.match(JSON.stringify((await ask(there, other, '/user')).body), /"email":"ben@example.com"/)
  })
})

test('the twenty-sixth call of five minutes is refused until they are over, as the headers say', async () => {
  const there = await doubled('WAHOO')
  await using _ = there.at
  const { hub } = there.at
  const user = await there.connect('ada')
  const first = await ask(there, user, '/user')
  assert.equal(first.headers.get('x-ratelimit-limit'), '250, 100, 25')
  const left = () => Number(first.headers.get('x-ratelimit-remaining')?.split(', ')[2])
  for (let calls = left(); calls > 0; calls--) assert.equal((await ask(there, user, '/user')).status, 200)
  const refused = await ask(there, user, '/user')
  assert.equal(refused.status, 429)
  const standing = provider.standings?.(refused.headers, hub.clock.now()).find(({ rate }) => rate.seconds === 300)
  assert.equal(standing?.left, 0)
  assert.ok((standing?.resetSeconds ?? 0) > 0 && (standing?.resetSeconds ?? 0) <= 300)
  hub.clock.advance(300_000)
  assert.equal((await ask(there, user, '/user')).status, 200)
})

test('what goes wrong there has Wahoo’s words', async () => {
  const there = await doubled('WAHOO')
  await using _ = there.at
  const user = await there.connect('ada')
  await there.order('ada', 'unavailable')
  assert.deepEqual((await ask(there, user, '/workouts')).body, { error: 'Service Unavailable' })
  await there.order('ada', 'unauthorized')
  assert.equal((await ask(there, user, '/workouts')).status, 401)
  await there.order('ada', 'not_ready')
  assert.equal((await ask(there, user, '/workouts')).status, 503)
})

const grantOf = (scopes: string[]) => ({
  id: 'grant',
  person: 'ada',
  account: double.accountOf('ada'),
  scopes,
  createdAtMs: 0,
})

test('a workout is told of at once without figures and a minute later with them, and one that was deleted not at all', async () => {
  const there = await doubled('WAHOO')
  await using _ = there.at
  const { hub } = there.at
  await keepSubscriptions(hub)
  const life = lifeOf('ada', [], hub.clock.now())
  const session = life
    .days(addDays(life.today, -9), life.today)
    .flatMap(({ sessions }) => sessions)
    .findLast(({ points }) => (points.at(-1)?.meters ?? 0) > 0)
  assert.ok(session)
  const item = (change: NewsItem['change']): NewsItem => ({ type: 'activity', change, ...session })
  const post = async (change: NewsItem['change'], scopes = ['offline_data']) =>
    double.postings({ kind: 'items', grant: grantOf(scopes), items: [item(change)] }, frameOf(hub, double))
  const figures = z.object({ workout_summary: z.looseObject({ distance_accum: z.string().nullable() }) })
  hub.clock.set(session.endMs + 1000)
  const [first] = await post('created')
  assert.equal(figures.parse(JSON.parse(first?.body ?? '')).workout_summary.distance_accum, null)
  hub.clock.set(session.endMs + workedOutAfterMs)
  const [second] = await post('updated')
  const meters = figures.parse(JSON.parse(second?.body ?? '')).workout_summary.distance_accum
  assert.equal(Number(meters), session.points.at(-1)?.meters)
  assert.deepEqual(await post('deleted'), [])
  assert.deepEqual(await post('updated', ['user_read', 'workouts_read']), [])
  assert.deepEqual(
    await double.postings({ kind: 'revoked', grant: grantOf(['offline_data']) }, frameOf(hub, double)),
    [],
  )
  const secret = await frameOf(hub, double).hookSecret()
  for (const posting of [first, second]) {
    assert.equal(posting?.url, frameOf(hub, double).hookUrl)
    const request = {
      method: 'POST',
      query: new URLSearchParams(),
      headers: {},
      body: Buffer.from(posting?.body ?? ''),
    }
    const known = { client: { id: 'id', secret: 'x' }, nowMs: hub.clock.now() }
    assert.equal(provider.notification?.verify(request, { ...known, subscription: { secret: secret ?? '' } }), true)
    assert.equal(provider.notification?.verify(request, { ...known, subscription: { secret: 'another' } }), false)
    const [notice] = provider.notification?.read(request.body) ?? []
    assert.ok(notice?.kind === 'data' && notice.range !== null)
    const day = new Date(session.startMs).toISOString().slice(0, 10)
    assert.deepEqual(notice.range, { first: addDays(day, -1), last: addDays(day, 1) })
  }
})

test('what is new is told at our door', async () => {
  const there = await doubled('WAHOO')
  await using _ = there.at
  const { hub } = there.at
  await keepSubscriptions(hub)
  await there.connect('ada')
  await hub.advance(3 * dayMs)
  await syncDue(hub)
  assert.ok((await jobsOf(hub, noticeTask)).length > 0)
})

test('what is gone at Wahoo is missing from the days that are read again, and a correction is there', async () => {
  const there = await doubled('WAHOO')
  await using _ = there.at
  const { hub } = there.at
  const user = await there.connect('ada')
  const life = lifeOf('ada', [], hub.clock.now())
  const [gone, corrected] = life
    .days(addDays(life.today, -20), addDays(life.today, -1))
    .flatMap(({ sessions }) => sessions)
    .filter(({ points }) => (points.at(-1)?.meters ?? 0) > 0)
  assert.ok(gone && corrected)
  const access = await accessOf(hub, user, provider)
  const range = { first: gone.date, last: corrected.date }
  const before = await recordsMade(provider, 'activity', access, range)
  await there.happens('ada', { kind: 'deleted', key: gone.key })
  await there.happens('ada', { kind: 'corrected', key: corrected.key })
  await hub.advance(hourMs)
  const after = await recordsMade(provider, 'activity', await accessOf(hub, user, provider), range)
  const metersOf = (records: typeof after, id: number): number | undefined =>
    records.find(({ metadata }) => metadata.summary_id === `${id}`)?.distance_data.summary.distance_meters
  assert.ok((metersOf(before, gone.number) ?? 0) > 0)
  assert.equal(metersOf(after, gone.number), undefined)
  assert.ok((metersOf(after, corrected.number) ?? 0) > (metersOf(before, corrected.number) ?? Number.POSITIVE_INFINITY))
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { z } from 'zod'
import type { CloudProvider } from '../../providers/provider.ts'
import { connectPerson, sandboxServer } from '../../testing/connected.ts'
import { aDaily, incoming } from '../../testing/records.ts'
import { type Mapper, readBy, replayIdOf, replaysAt, right, wrong } from '../../testing/replaying.ts'
import { deleteRecord } from '../deletions.ts'
import { saveRecords } from '../save.ts'
import { runReplay } from './run.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

// Days are counted from today: no test may run over midnight.
await hub.advance(86_400_000 - ((hub.clock.now() + 43_200_000) % 86_400_000))

const signal = new AbortController().signal
const { day, fetchAs, ask, replay, stateOf, daysOf, distances, sent } = replaysAt(at)

test('an answer is kept with the records that it makes, which say so', async () => {
  const user = await connectPerson(at, 'kept')
  const days = [{ day: day(1), steps: 4000 }]
  await fetchAs(user, wrong, 1, days)
  await fetchAs(user, wrong, 1, days)
  const { items } = (await at.call('GET', `/admin/api/users/${user.userId}/raw?type=daily&day=${day(1)}`)).json()
  assert.equal(items.length, 1, 'the same answer is not kept twice')
  const [raw] = items
  assert.deepEqual([raw.provider, raw.type, raw.first_day, raw.last_day], ['SANDBOX', 'daily', day(9), day(0)])
  assert.equal(raw.observed_at, new Date(hub.clock.now() - 60_000).toISOString(), 'when it was last given')
  const whole = (await at.call('GET', `/admin/api/users/${user.userId}/raw/${raw.id}`)).json()
  assert.deepEqual(whole, { ...raw, answer: days })
  assert.deepEqual((await daysOf(user)).provenance, [{ raw_id: raw.id, mapper: 'SANDBOX@1' }])
  const nothing = (await at.call('GET', `/admin/api/users/${user.userId}/raw?day=${day(30)}`)).json()
  assert.deepEqual(nothing, { items: [], next_cursor: null })
})

test('kept answers are listed in pages, the newest first', async () => {
  const user = await connectPerson(at, 'pages')
  for (const steps of [1, 2, 3]) await fetchAs(user, wrong, 1, [{ day: day(1), steps }])
  const url = `/admin/api/users/${user.userId}/raw?limit=2`
  const first = (await at.call('GET', url)).json()
  const second = (await at.call('GET', `${url}&cursor=${first.next_cursor}`)).json()
  const times = [...first.items, ...second.items].map((one: { observed_at: string }) => one.observed_at)
  assert.deepEqual([times.length, second.next_cursor], [3, null])
  assert.deepEqual(times, [...times].sort().reverse())
})

test('a corrected mapper changes and removes what the old one made, and only what changed is sent', async () => {
  const user = await connectPerson(at, 'corrected')
  await fetchAs(user, wrong, 1, [
    { day: day(1), steps: 4000, floors: 3 },
    { day: day(0), steps: 0 },
  ])
  const before = await sent(user)
  assert.deepEqual(await distances(user), [
    { steps: 4000, distance_meters: 4000 },
    { steps: 0, distance_meters: 0 },
  ])
  // Of a day without steps the two mappers say the same but for the metres.
  const halfRight: Mapper = (one) => (one.steps === 0 ? wrong(one) : right(one))
  const ended = await replay(halfRight, 2, { user_id: user.userId })
  assert.deepEqual([ended.status, ended.done, ended.total, ended.answers, ended.users], ['completed', 1, 1, 1, 1])
  assert.deepEqual(await distances(user), [
    { steps: 4000, floors_climbed: 3 },
    { steps: 0, distance_meters: 0 },
  ])
  const after = await sent(user)
  assert.equal(after.length, before.length + 1)
  const body = z.object({ data: z.array(z.looseObject({ distance_data: z.unknown() })) }).parse(after.at(-1)?.body)
  assert.deepEqual(
    body.data.map((one) => one.distance_data),
    [{ steps: 4000, floors_climbed: 3 }],
  )
  const { provenance } = await daysOf(user)
  assert.deepEqual(
    provenance.map((one: { mapper: string }) => one.mapper),
    ['SANDBOX@2', 'SANDBOX@2'],
    'what stays as it is was made by the mapper of today too',
  )
  await fetchAs(user, halfRight, 2, [
    { day: day(1), steps: 4000, floors: 3 },
    { day: day(0), steps: 0 },
  ])
  assert.equal((await sent(user)).length, after.length, 'nor is anything sent when it is fetched again')
})

test('with the mapper that made them it sends nothing, whatever answers a record was united from', async () => {
  const user = await connectPerson(at, 'united')
  await fetchAs(user, right, 1, [{ day: day(0), steps: 1000, floors: 1 }])
  await fetchAs(user, right, 1, [{ day: day(0), steps: 2000 }])
  await fetchAs(user, right, 1, [{ day: day(0), steps: 1000, floors: 1 }])
  await fetchAs(user, right, 1, [{ day: day(0), steps: 3000 }])
  const before = { days: await daysOf(user), events: await sent(user) }
  assert.deepEqual(await distances(user), [{ steps: 3000, floors_climbed: 1 }])
  const ended = await replay(right, 1, { user_id: user.userId })
  assert.deepEqual([ended.types[0].checked, ended.types[0].changed], [1, 0])
  assert.deepEqual({ days: await daysOf(user), events: await sent(user) }, before)
  await replay(({ day, steps }) => aDaily(day, steps, { distance_data: { steps } }), 2, { user_id: user.userId })
  assert.deepEqual(await distances(user), [{ steps: 3000 }], 'no answer has floors for the new mapper')
})

test('run again it sends nothing', async () => {
  const user = await connectPerson(at, 'twice')
  // A day that grows, and an answer that is poorer than the one before it.
  await fetchAs(user, wrong, 1, [{ day: day(0), steps: 1000 }])
  await fetchAs(user, wrong, 1, [{ day: day(0), steps: 2000, floors: 1 }])
  await fetchAs(user, ({ day, steps }) => aDaily(day, steps, { distance_data: { steps } }), 1, [
    { day: day(0), steps: 3000 },
  ])
  const count = async () => (await sent(user)).length
  const before = await count()
  await replay(right, 2, { user_id: user.userId })
  assert.equal(await count(), before + 1)
  const again = await replay(right, 2, { user_id: user.userId })
  assert.equal(await count(), before + 1)
  assert.deepEqual([again.types[0].checked, again.types[0].changed], [1, 0])
  assert.deepEqual(await distances(user), [{ steps: 3000, floors_climbed: 1 }])
})

test('a dry run says what would change, without values, and changes nothing', async () => {
  const user = await connectPerson(at, 'dry')
  await fetchAs(user, (one) => (one.steps < 100 ? null : wrong(one)), 1, [
    { day: day(2), steps: 12345, floors: 7 },
    { day: day(1), steps: 99 },
  ])
  const before = { days: await daysOf(user), events: await sent(user) }
  const ended = await replay(right, 2, { user_id: user.userId, dry_run: true })
  assert.deepEqual([ended.status, ended.dry_run, ended.answers, ended.users], ['completed', true, 1, 1])
  const [daily] = ended.types
  assert.deepEqual([daily.type, daily.checked, daily.changed, daily.added, daily.unmade], ['daily', 2, 1, 1, 0])
  const [raw] = (await at.call('GET', `/admin/api/users/${user.userId}/raw`)).json().items
  assert.deepEqual(daily.examples, [
    {
      user_id: user.userId,
      raw_id: raw.id,
      day: day(2),
      is_new: false,
      paths: ['distance_data.distance_meters', 'distance_data.floors_climbed'],
    },
    { user_id: user.userId, raw_id: raw.id, day: day(1), is_new: true, paths: [] },
  ])
  assert.ok(!JSON.stringify(ended).includes('12345'))
  assert.deepEqual({ days: await daysOf(user), events: await sent(user) }, before)
  await replay(right, 2, { user_id: user.userId })
  assert.deepEqual(await distances(user), [{ steps: 12345, floors_climbed: 7 }, { steps: 99 }])
})

test('what came from elsewhere is not lost: what is read anew is united with it', async () => {
  const user = await connectPerson(at, 'elsewhere')
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 500, floors: 2 }])
  const note = aDaily(day(1), 500, { distance_data: { swimming: { num_strokes: 40 } } })
  await hub.db.transaction((sql) =>
    saveRecords(hub, sql, user.environmentId, user.userId, incoming({ type: 'daily', record: note }), {
      observedAtMs: hub.clock.now(),
    }),
  )
  await replay(right, 2, { user_id: user.userId })
  assert.deepEqual(await distances(user), [
    { steps: 500, distance_meters: 500, floors_climbed: 2, swimming: { num_strokes: 40 } },
  ])
})

test('where an answer that made a record is no longer kept, nothing of the record is lost', async () => {
  const user = await connectPerson(at, 'expired')
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 700 }])
  await fetchAs(user, ({ day, floors }) => aDaily(day, 0, { distance_data: { floors_climbed: floors ?? null } }), 1, [
    { day: day(1), steps: 700, floors: 5 },
  ])
  await hub.db`delete from raw_answers where user_id = ${user.userId} and id = (
    select id from raw_answers where user_id = ${user.userId} order by id limit 1)`
  await replay(({ day, floors }) => aDaily(day, 0, { distance_data: { floors_climbed: (floors ?? 0) * 10 } }), 2, {
    user_id: user.userId,
  })
  assert.deepEqual(await distances(user), [{ steps: 700, distance_meters: 700, floors_climbed: 50 }])
})

test('an answer that the new mapper does not understand is named, and changes nothing', async () => {
  const user = await connectPerson(at, 'refused')
  await fetchAs(user, wrong, 1, [{ day: day(1), steps: 4000 }])
  const before = { days: await daysOf(user), events: await sent(user) }
  const id = await ask({ user_id: user.userId })
  const strict = readBy(right, 2)
  const find = (): CloudProvider => ({
    ...strict,
    resources: {
      daily: {
        windowDays: 31,
        historyDays: null,
        fetch: async () => null,
        normalise: (raw) => z.array(z.object({ energy: z.number() })).parse(raw) && [],
      },
    },
  })
  while (!(await runReplay(hub, replayIdOf(id), signal, find)));
  const ended = await stateOf(id)
  const [raw] = (await at.call('GET', `/admin/api/users/${user.userId}/raw`)).json().items
  assert.deepEqual([ended.status, ended.refused], ['completed', 1])
  assert.deepEqual(ended.refusals, [{ raw_id: raw.id, why: 'daily of Sandbox is not understood at 0.energy' }])
  assert.deepEqual({ days: await daysOf(user), events: await sent(user) }, before)
})

test('what was deleted at the provider stays so, and what an answer no longer makes stays as it is', async () => {
  const user = await connectPerson(at, 'deleted')
  await fetchAs(user, wrong, 1, [
    { day: day(2), steps: 1 },
    { day: day(1), steps: 2 },
  ])
  const [row] = await hub.db<{ key: string }>`
    select key from records where user_id = ${user.userId} and type = 'daily' order by start_at limit 1`
  await deleteRecord(hub, user, 'daily', row?.key ?? '')
  const ended = await replay(() => null, 2, { user_id: user.userId })
  assert.deepEqual([ended.types[0].unmade, ended.types[0].changed], [1, 0])
  await replay(right, 3, { user_id: user.userId })
  assert.deepEqual(await distances(user), [{ steps: 2 }])
})

test('an earlier answer does not bring back what a later one of the same days has not', async () => {
  const user = await connectPerson(at, 'later')
  const few: Mapper = (one) => (one.steps > 100 ? null : wrong(one))
  await fetchAs(user, few, 1, [
    { day: day(2), steps: 500 },
    { day: day(1), steps: 20 },
  ])
  await fetchAs(user, few, 1, [{ day: day(1), steps: 20 }])
  const ended = await replay(right, 2, { user_id: user.userId })
  assert.equal(ended.types[0].added, 0)
  assert.deepEqual(await distances(user), [{ steps: 20 }])
})

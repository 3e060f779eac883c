import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connectPerson, eventsOf, sandboxProvider, sandboxServer } from '../testing/connected.ts'
import { type Scripted, scripted } from '../testing/scripted.ts'
import type { User } from '../users/user.ts'
import { deleteRecord } from './deletions.ts'
import { plusDays, todayOf } from './fetch/days.ts'
import { fetchDays } from './fetch/fetch.ts'
import { heedNotice } from './fetch/notice.ts'
import { toIncoming } from './incoming.ts'
import { remainsOf } from './remains.ts'
import { saveRecords } from './save.ts'

const at = await sandboxServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const signal = new AbortController().signal
const today = todayOf(hub.clock.now(), null)
const dayBefore = (days: number): string => plusDays(today, -days)

const run = (id: string, day: string, more: object = {}) => ({
  metadata: {
    summary_id: id,
    start_time: `${day}T07:00:00.000000+00:00`,
    end_time: `${day}T08:00:00.000000+00:00`,
    type: 8,
    upload_type: 1,
    name: 'Morning run',
  },
  distance_data: { summary: { distance_meters: 5000 } },
  ...more,
})
const night = (id: string, day: string) => ({
  metadata: {
    summary_id: id,
    start_time: `${plusDays(day, -1)}T23:00:00.000000+00:00`,
    end_time: `${day}T07:00:00.000000+00:00`,
    upload_type: 2,
  },
})

async function fetchOf(user: User, type: 'activity' | 'sleep', from: Scripted, first: number, last = 0) {
  await hub.advance(60_000)
  const provider = { ...sandboxProvider(), resources: { [type]: from.resource } }
  const days = [{ first: dayBefore(first), last: dayBefore(last) }]
  return fetchDays(hub, user, provider, type, days, { signal })
}
const stored = async (user: User) =>
  (await hub.db<{ key: string }>`select key from records where user_id = ${user.userId} order by key`).map(
    ({ key }) => key,
  )
/** The records of the data events about a user, by event. */
const sent = async (user: User) =>
  (await eventsOf(hub, user.userId)).filter(({ type }) => type !== 'auth').map(({ type, body }) => [type, body['data']])

test('a session that has gone from a whole answer is removed, and told as what is left of it', async () => {
  const user = await connectPerson(at, 'deleting')
  const runs = scripted({ isWhole: true })
  for (const [id, day] of [
    ['kept', 2],
    ['gone', 3],
  ] as const)
    runs.there.set(id, run(id, dayBefore(day)))
  await fetchOf(user, 'activity', runs, 6)
  runs.there.delete('gone')
  await fetchOf(user, 'activity', runs, 6)
  assert.deepEqual(await stored(user), ['kept'])
  const events = await sent(user)
  assert.equal(events.length, 2)
  const { metadata } = run('gone', dayBefore(3))
  assert.deepEqual(events[1], ['activity', [{ metadata: { ...metadata, upload_type: 4 } }]])
  await fetchOf(user, 'activity', runs, 6)
  assert.equal((await sent(user)).length, 2, 'told once')
  const page = await at.call(
    'GET',
    `/v2/activity?user_id=${user.userId}&start_date=${dayBefore(6)}&end_date=${today}&to_webhook=false`,
  )
  assert.doesNotMatch(page.body, /"gone"/)
})

test('a session that comes back is new again, with what it has now and nothing of before', async () => {
  const user = await connectPerson(at, 'reappearing')
  const runs = scripted({ isWhole: true })
  runs.there.set('a', run('a', dayBefore(2), { calories_data: { total_burned_calories: 300 } }))
  await fetchOf(user, 'activity', runs, 6)
  runs.there.clear()
  await fetchOf(user, 'activity', runs, 6)
  assert.deepEqual(await stored(user), [])
  runs.there.set('a', run('a', dayBefore(2)))
  await fetchOf(user, 'activity', runs, 6)
  const events = await sent(user)
  assert.deepEqual(events.at(-1), ['activity', [run('a', dayBefore(2))]])
  assert.deepEqual(await hub.db`select 1 from deleted_records where user_id = ${user.userId}`, [])
})

test('nothing is taken for deleted that the answer could not hold, or that came by another way', async () => {
  const user = await connectPerson(at, 'guarded')
  const nights = scripted({ isWhole: true })
  nights.there.set('edge', night('edge', dayBefore(3)))
  nights.there.set('older', night('older', dayBefore(5)))
  await fetchOf(user, 'sleep', nights, 6)
  await hub.db.transaction((sql) => {
    const { incoming } = toIncoming({ type: 'sleep', record: night('written', dayBefore(2)) })
    return saveRecords(hub, sql, user.environmentId, user.userId, [incoming], { observedAtMs: hub.clock.now() })
  })
  nights.there.clear()
  // Begins on the day before the window.
  await fetchOf(user, 'sleep', nights, 3)
  assert.deepEqual(await stored(user), ['edge', 'older', 'written'])
  await fetchOf(user, 'sleep', nights, 4)
  assert.deepEqual(await stored(user), ['older', 'written'])
})

test('only where answers are whole does absence mean anything', async () => {
  const user = await connectPerson(at, 'not whole')
  const runs = scripted({ isWhole: false })
  runs.there.set('a', run('a', dayBefore(2)))
  await fetchOf(user, 'activity', runs, 6)
  runs.there.clear()
  await fetchOf(user, 'activity', runs, 6)
  assert.deepEqual(await stored(user), ['a'])
})

test('an answer that comes late does not remove what a later one has brought', async () => {
  const user = await connectPerson(at, 'late answer')
  const runs = scripted({ isWhole: true })
  runs.there.set('a', run('a', dayBefore(2)))
  await fetchOf(user, 'activity', runs, 6)
  const slow = scripted({ isWhole: true })
  slow.there.set('a', run('a', dayBefore(2)))
  slow.before = async () => {
    runs.there.set('b', run('b', dayBefore(1)))
    await fetchOf(user, 'activity', runs, 6)
  }
  await fetchOf(user, 'activity', slow, 6)
  assert.deepEqual(await stored(user), ['a', 'b'])
})

test('a notification of a deletion removes the record, and an answer from before does not bring it back', async () => {
  const user = await connectPerson(at, 'told of it')
  const nights = scripted()
  nights.there.set('n', night('n', dayBefore(2)))
  await fetchOf(user, 'sleep', nights, 6)
  const slow = scripted()
  slow.there.set('n', night('n', dayBefore(2)))
  const notice = { kind: 'deleted', account: 'told of it', type: 'sleep', id: 'n' }
  slow.before = async () => {
    await hub.advance(1000)
    await heedNotice(hub)({ provider: 'SANDBOX', notice }, { signal, attempt: 1 })
  }
  await fetchOf(user, 'sleep', slow, 6)
  assert.deepEqual(await stored(user), [])
  const { metadata } = night('n', dayBefore(2))
  assert.deepEqual((await sent(user)).slice(1), [['sleep', [{ metadata: { ...metadata, upload_type: 0 } }]]])
  await fetchOf(user, 'sleep', nights, 6)
  assert.deepEqual(await stored(user), ['n'], 'asked for afterwards it is there')
})

test('what was brought in a file stays when the provider says that it is gone', async () => {
  const user = await connectPerson(at, 'with a file')
  const importId = '01900000-0000-7000-8000-000000000001'
  await hub.db`
    insert into imports (id, environment_id, user_id, kind, filename, sha256, bytes_total, created_at)
    values (${importId}, ${user.environmentId}, ${user.userId}, 'fit', 'x.fit', ${Buffer.alloc(32)}, 1, now())`
  await hub.db.transaction((sql) => {
    const { incoming } = toIncoming({ type: 'activity', record: run('filed', dayBefore(2)) })
    const saving = { observedAtMs: hub.clock.now(), importId }
    return saveRecords(hub, sql, user.environmentId, user.userId, [incoming], saving)
  })
  await deleteRecord(hub, user, 'activity', 'filed')
  assert.deepEqual(await stored(user), ['filed'])
})

test('the same account connected anew loses nothing that the new consent has not shown yet', async () => {
  const first = await connectPerson(at, 'again')
  const runs = scripted({ isWhole: true })
  runs.there.set('a', run('a', dayBefore(2)))
  await fetchOf(first, 'activity', runs, 6)
  const second = await connectPerson(at, 'again')
  runs.there.clear()
  await fetchOf(second, 'activity', runs, 6)
  assert.deepEqual(await stored(second), ['a'])
})

test('what is left of a record fits the schema of its type, where there is such a form', () => {
  const day = { start_time: '2026-07-01T00:00:00.000000+00:00', end_time: '2026-07-02T00:00:00.000000+00:00' }
  const left = (type: 'daily' | 'body' | 'athlete', record: object) => remainsOf(type, JSON.stringify(record))
  assert.equal(
    left('daily', { metadata: { ...day, upload_type: 1 }, distance_data: { steps: 1 } }),
    JSON.stringify({ metadata: { ...day, upload_type: 4 } }),
  )
  assert.equal(left('body', { metadata: day, measurements_data: {} }), JSON.stringify({ metadata: day }))
  assert.equal(left('athlete', { city: 'Oslo' }), null)
})

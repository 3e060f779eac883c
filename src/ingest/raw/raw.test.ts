import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { connectPerson, sandboxProvider, sandboxServer } from '../../testing/connected.ts'
import { testHub } from '../../testing/hub.ts'
import { aDaily, incoming } from '../../testing/records.ts'
import type { User } from '../../users/user.ts'
import { saveRecords } from '../save.ts'
import { keepRaw, sweepRaws } from './raw.ts'

const at = await sandboxServer({ TELLUS_RAW_RETENTION_DAYS: '10' })
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const dayMs = 86_400_000
const keep = (user: User, answer: unknown, fields: Partial<Parameters<typeof keepRaw>[3]> = {}) =>
  hub.db.transaction((sql) =>
    keepRaw(hub, sql, user, {
      provider: sandboxProvider(),
      type: 'daily',
      window: { first: '2026-07-01', last: '2026-07-07' },
      answer,
      observedAtMs: hub.clock.now(),
      ...fields,
    }),
  )
const kept = async (user: User) =>
  (await hub.db<{ id: string }>`select id from raw_answers where user_id = ${user.userId} order by id`).map(
    ({ id }) => id,
  )

test('an answer that equals the last one of its window is not kept twice', async () => {
  const user = await connectPerson(at, 'equal')
  const first = await keep(user, [1])
  assert.deepEqual(await keep(user, [1]), first)
  const second = await keep(user, [2])
  const third = await keep(user, [1])
  assert.equal(new Set([first.rawId, second.rawId, third.rawId]).size, 3, 'it is not the last one any more')
  await keep(user, [1], { window: { first: '2026-07-02', last: '2026-07-08' } })
  await keep(user, [1], { type: 'sleep' })
  await keep({ ...user, zone: 'Asia/Tokyo' }, [1])
  assert.equal((await kept(user)).length, 6)
})

test('who a person is has no days: the same answer on another day is the same', async () => {
  const user = await connectPerson(at, 'athlete')
  const on = (day: string) => ({ type: 'athlete', window: { first: day, last: day } }) as const
  const first = await keep(user, { city: 'Oslo' }, on('2026-07-01'))
  assert.deepEqual(await keep(user, { city: 'Oslo' }, on('2026-07-02')), first)
})

test('answers are forgotten after their retention, counted from when they were last given', async () => {
  const user = await connectPerson(at, 'retention')
  const first = await keep(user, [1])
  await keep(user, [2], { window: { first: '2026-06-01', last: '2026-06-07' } })
  await hub.advance(9 * dayMs)
  await keep(user, [1])
  await sweepRaws(hub)
  assert.equal((await kept(user)).length, 2)
  await hub.advance(2 * dayMs)
  await sweepRaws(hub)
  assert.deepEqual(await kept(user), [first.rawId])
})

test('after two days only answers that records are made of are left, and the newest of each window', async () => {
  const user = await connectPerson(at, 'superseded')
  const save = (rawId: string | null, day: string, steps: number) =>
    hub.db.transaction((sql) =>
      saveRecords(hub, sql, user.environmentId, user.userId, incoming({ type: 'daily', record: aDaily(day, steps) }), {
        observedAtMs: hub.clock.now(),
        source: { rawId, mapper: 'SANDBOX@1' },
      }),
    )
  const made: (string | null)[] = []
  for (const [day, steps] of [
    ['2026-07-01', 1],
    ['2026-07-02', 1],
    ['2026-07-02', 2],
  ] as const) {
    const { rawId } = await keep(user, [day, steps])
    await save(rawId, day, steps)
    made.push(rawId)
    await hub.advance(60_000)
  }
  const { rawId: last } = await keep(user, ['nothing'])
  await sweepRaws(hub)
  assert.equal((await kept(user)).length, 4)
  await hub.advance(2 * dayMs)
  await sweepRaws(hub)
  assert.deepEqual(await kept(user), [made[0], made[2], last])
})

test('with a retention of 0 nothing is kept, and records still tell their mapper', async () => {
  await using none = await testHub({ TELLUS_RAW_RETENTION_DAYS: '0' })
  const user = await connectPerson(at, 'none')
  const source = await hub.db.transaction((sql) =>
    keepRaw(none, sql, user, {
      provider: { ...sandboxProvider(), mapperVersion: 4 },
      type: 'daily',
      window: { first: '2026-07-01', last: '2026-07-07' },
      answer: [1],
      observedAtMs: 0,
    }),
  )
  assert.deepEqual(source, { rawId: null, mapper: 'SANDBOX@4' })
  assert.deepEqual(await kept(user), [])
})

test('a person who connects again brings their answers along, and one who leaves takes them', async () => {
  const user = await connectPerson(at, 'again')
  const { rawId } = await keep(user, [1])
  const now = await connectPerson(at, 'again')
  assert.notEqual(now.userId, user.userId)
  assert.deepEqual(await kept(now), [rawId])
  assert.equal((await at.call('DELETE', `/admin/api/users/${now.userId}`)).statusCode, 204)
  assert.deepEqual(await kept(now), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportedRecord } from '../import/importer.ts'
import { unpack } from '../lib/packed.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { aDaily, aSleep, incoming } from '../testing/records.ts'
import { connectUser } from '../users/connect.ts'
import type { User } from '../users/user.ts'
import { toIncoming } from './incoming.ts'
import { parseRange, readRecords } from './read.ts'
import { saveRecords } from './save.ts'

const daily = (day: string, steps: number, rest = {}): ImportedRecord => ({
  type: 'daily',
  record: aDaily(day, steps, rest),
})

async function aUser(hub: TestHub): Promise<User> {
  return hub.db.transaction(async (sql) => {
    const { user } = await connectUser(hub, sql, {
      environmentId: hub.environmentId,
      provider: 'APPLE',
      providerAccount: 'file',
      referenceId: 'me',
    })
    return user
  })
}

const save = (hub: TestHub, user: User, records: ImportedRecord[], observedAtMs = 1000) =>
  hub.db.transaction((sql) =>
    saveRecords(hub, sql, user.environmentId, user.userId, incoming(...records), { observedAtMs }),
  )

async function sent(
  hub: TestHub,
  type: string,
): Promise<{ user: { user_id: string }; data: { distance_data: unknown; metadata: { start_time: string } }[] }[]> {
  const rows = await hub.db<{
    body: string | null
    body_z: Buffer | null
  }>`select body, body_z from events where type = ${type} order by id`
  return rows.map((row) => JSON.parse(unpack(row)))
}

test('a new record is stored and owed in one event with its user', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [daily('2026-07-01', 5000)])
  const [event] = await sent(hub, 'daily')
  assert.equal(event?.user.user_id, user.userId)
  assert.deepEqual(event?.data[0]?.distance_data, { steps: 5000, distance_meters: 3750 })
})

test('the same record again stores nothing and sends nothing', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [daily('2026-07-01', 5000)])
  const saved = await save(hub, user, [daily('2026-07-01', 5000)], 2000)
  assert.equal(saved?.saved.get('daily') ?? 0, 0)
  assert.equal((await sent(hub, 'daily')).length, 1)
})

test('a record that says less than what is stored sends nothing', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [daily('2026-07-01', 5000, { scores: { sleep: 80 } })])
  await save(hub, user, [daily('2026-07-01', 5000)], 2000)
  assert.equal((await sent(hub, 'daily')).length, 1)
})

test('a changed record is sent again as a superset of what was sent before', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [daily('2026-07-01', 5000, { scores: { sleep: 80 } })])
  await save(hub, user, [daily('2026-07-01', 7000)], 2000)
  const [, again] = await sent(hub, 'daily')
  const record: object = again?.data[0] ?? {}
  assert.deepEqual(record, aDaily('2026-07-01', 7000, { scores: { sleep: 80 } }))
})

test('what is left after a deletion takes the place of what was stored; told late it changes nothing', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  const tag = (name: string) => ({ timestamp: '2026-07-01T08:00:00.000000+01:00', tag_name: name, notes: '' })
  const tagged = (...names: string[]) => daily('2026-07-01', 5000, { tag_data: { tags: names.map(tag) } })
  const saveCut = (record: ImportedRecord, observedAtMs: number) =>
    hub.db.transaction((sql) => {
      const cut = toIncoming({ ...record, isCut: true }).incoming
      return saveRecords(hub, sql, user.environmentId, user.userId, [cut], { observedAtMs })
    })
  await save(hub, user, [tagged('stress', 'illness')])
  await saveCut(tagged('stress'), 2000)
  assert.deepEqual((await sent(hub, 'daily')).at(-1)?.data, [tagged('stress').record])
  await saveCut(tagged('alcohol'), 1500)
  assert.equal((await sent(hub, 'daily')).length, 2)
  await save(hub, user, [tagged('cycle')], 3000)
  assert.deepEqual((await sent(hub, 'daily')).at(-1)?.data, [tagged('cycle', 'stress').record])
})

test('an older input that arrives late fills gaps but overwrites nothing', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [daily('2026-07-01', 7000)], 2000)
  await save(hub, user, [daily('2026-07-01', 5000, { scores: { sleep: 80 } })], 1000)
  const [text] = await readRecords(hub, user, 'daily', parseRange('2026-07-01', undefined), { withSamples: true })
  assert.deepEqual(JSON.parse(text ?? ''), aDaily('2026-07-01', 7000, { scores: { sleep: 80 } }))
})

test('a version dated between two sightings of the stored one does not win over it', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  const at = (observedAtMs: number, steps: number): ImportedRecord => ({ ...daily('2026-07-01', steps), observedAtMs })
  await save(hub, user, [at(1000, 9000)])
  await save(hub, user, [at(5000, 9000)])
  await save(hub, user, [at(3000, 100)])
  assert.equal((await sent(hub, 'daily')).length, 1)
})

test('a device whose clock runs ahead does not win over what comes later', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  const at = (observedAtMs: number, steps: number): ImportedRecord => ({ ...daily('2026-07-01', steps), observedAtMs })
  await save(hub, user, [at(hub.clock.now() + 86_400_000, 100)])
  hub.clock.advance(600_000)
  await save(hub, user, [at(hub.clock.now(), 9000)])
  assert.deepEqual((await sent(hub, 'daily')).at(-1)?.data[0]?.distance_data, { steps: 9000, distance_meters: 6750 })
})

test('many records go out ten to an event, of one type each', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  const days = Array.from({ length: 23 }, (_, i) => daily(`2026-07-${String(i + 1).padStart(2, '0')}`, i))
  await save(hub, user, [...days, { type: 'sleep', record: aSleep('2026-07-02', 'n1') }])
  assert.deepEqual(
    (await sent(hub, 'daily')).map((event) => event.data.length),
    [10, 10, 3],
  )
  assert.equal((await sent(hub, 'sleep')).length, 1)
})

test('one key twice in a batch is one record, merged', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [daily('2026-07-01', 5000, { scores: { sleep: 80 } }), daily('2026-07-01', 7000)])
  const events = await sent(hub, 'daily')
  assert.deepEqual(
    events.map((event) => event.data),
    [[aDaily('2026-07-01', 7000, { scores: { sleep: 80 } })]],
  )
})

test('a user who is not active is stored for and sent nothing', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await hub.db`update users set active = false`
  await save(hub, user, [daily('2026-07-01', 5000)])
  assert.equal((await sent(hub, 'daily')).length, 0)
  assert.equal(
    (await readRecords(hub, user, 'daily', parseRange('2026-07-01', undefined), { withSamples: true })).length,
    1,
  )
})

test('nothing is stored for a user who is gone', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await hub.db`delete from users`
  assert.equal(await save(hub, user, [daily('2026-07-01', 5000)]), null)
})

test('a record that does not fit the schema is told, without its value', () => {
  const { problems } = toIncoming(daily('2026-07-01', Number.NaN))
  assert.equal(problems.length > 0, true)
  assert.match(problems.join(), /distance_data\.steps/)
})

test('of two versions the one known later wins, whichever is brought first', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  const at = (observedAtMs: number, steps: number): ImportedRecord => ({ ...daily('2026-07-01', steps), observedAtMs })
  await save(hub, user, [at(5000, 9000)])
  await save(hub, user, [at(4000, 3000)])
  assert.equal((await sent(hub, 'daily')).length, 1, 'the older one has nothing to say')
  await save(hub, user, [at(6000, 9500)])
  const [, again] = await sent(hub, 'daily')
  assert.deepEqual(again?.data[0]?.distance_data, { steps: 9500, distance_meters: 7125 })
})

test('two savers at once lose nothing of either', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await Promise.all([
    save(hub, user, [daily('2026-07-01', 5000, { scores: { sleep: 80 } })]),
    save(hub, user, [daily('2026-07-01', 5000, { strain_data: { strain_level: 4 } })]),
  ])
  const [text] = await readRecords(hub, user, 'daily', parseRange('2026-07-01', undefined), { withSamples: true })
  const record: { scores?: unknown; strain_data?: unknown } = JSON.parse(text ?? '')
  assert.deepEqual([record.scores, record.strain_data], [{ sleep: 80 }, { strain_level: 4 }])
})

test('a night answers to both of its dates, whole and under one summary_id', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [{ type: 'sleep', record: aSleep('2026-07-02', 'n1') }])
  const on = async (day: string) =>
    (await readRecords(hub, user, 'sleep', parseRange(day, undefined), { withSamples: true })).length
  assert.deepEqual(
    [await on('2026-06-30'), await on('2026-07-01'), await on('2026-07-02'), await on('2026-07-03')],
    [0, 1, 1, 0],
  )
})

test('unix seconds ask for what overlaps them exactly', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  await save(hub, user, [{ type: 'sleep', record: aSleep('2026-07-02', 'n1') }])
  const end = Date.parse('2026-07-02T07:00:00+01:00') / 1000
  const between = async (a: number, b: number) =>
    (await readRecords(hub, user, 'sleep', parseRange(String(a), String(b)), { withSamples: true })).length
  assert.deepEqual([await between(end - 60, end + 60), await between(end, end + 60)], [1, 0])
})

test('samples can be left out of what is read', async () => {
  await using hub = await testHub()
  const user = await aUser(hub)
  const samples = [{ timestamp: '2026-07-01T08:00:00.000000+01:00', bpm: 60 }]
  await save(hub, user, [
    daily('2026-07-01', 1, { heart_rate_data: { summary: { avg_hr_bpm: 60 }, detailed: { hr_samples: samples } } }),
  ])
  const [text] = await readRecords(hub, user, 'daily', parseRange('2026-07-01', undefined), { withSamples: false })
  assert.deepEqual(JSON.parse(text ?? '').heart_rate_data, {
    summary: { avg_hr_bpm: 60 },
    detailed: { hr_samples: [] },
  })
})

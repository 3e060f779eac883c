import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { ImportedRecord } from '../import/importer.ts'
import { nextDate } from '../normalise/time.ts'
import type { DataType } from '../schema/records.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { aDaily, aSleep, incoming } from '../testing/records.ts'
import { connectUser } from '../users/connect.ts'
import type { User } from '../users/user.ts'
import { parseRange, readRecords, streamRecords } from './read.ts'
import { saveRecords } from './save.ts'

async function aUser(hub: TestHub, records: readonly ImportedRecord[]): Promise<User> {
  const { environmentId } = hub
  return hub.db.transaction(async (sql) => {
    const account = { environmentId, provider: 'APPLE', providerAccount: 'file', referenceId: 'me' }
    const { user } = await connectUser(hub, sql, account)
    await saveRecords(hub, sql, environmentId, user.userId, incoming(...records), { observedAtMs: 1000 })
    return user
  })
}

const session = (startTime: string, endTime: string): ImportedRecord => ({
  type: 'sleep',
  record: {
    ...aSleep('2026-07-02', 'a session'),
    metadata: { ...aSleep('2026-07-02', 'a session').metadata, start_time: startTime, end_time: endTime },
  },
})

const count = async (hub: TestHub, user: User, type: DataType, start: string, end?: string): Promise<number> =>
  (await readRecords(hub, user, type, parseRange(start, end), { withSamples: true })).length

test('a session of six days answers to each of them', async () => {
  await using hub = await testHub()
  const user = await aUser(hub, [session('2026-07-02T09:00:00.000000+01:00', '2026-07-07T09:00:00.000000+01:00')])
  const days = ['2026-07-01', '2026-07-02', '2026-07-04', '2026-07-07', '2026-07-08']
  const found = await Promise.all(days.map((day) => count(hub, user, 'sleep', day)))
  assert.deepEqual(found, [0, 1, 1, 1, 0])
})

test('instants find a session whose local dates are other ones than theirs', async () => {
  await using hub = await testHub()
  // On Kiritimati, 14 hours ahead, the third of July begins on the second in UTC; on Niue, 11 behind, it lasts into the fourth.
  for (const [startTime, endTime] of [
    ['2026-07-03T00:30:00.000000+14:00', '2026-07-03T01:30:00.000000+14:00'],
    ['2026-07-03T22:30:00.000000-11:00', '2026-07-03T23:30:00.000000-11:00'],
  ] as const) {
    const user = await aUser(hub, [session(startTime, endTime)])
    const middle = Date.parse(startTime) / 1000 + 1800
    assert.equal(await count(hub, user, 'sleep', String(middle), String(middle + 60)), 1, startTime)
  }
})

test('a long range comes ten records at a time, in order, each once', async () => {
  await using hub = await testHub()
  const days = ['2026-07-01']
  for (let day = '2026-07-02'; days.length < 25; day = nextDate(day)) days.push(day)
  const records = days.map((day): ImportedRecord => ({ type: 'daily', record: aDaily(day, 1000) }))
  const user = await aUser(hub, records.toReversed())
  const chunks = await Array.fromAsync(
    streamRecords(hub, user, 'daily', parseRange('2026-07-01', '2026-08-01'), { withSamples: true }),
  )
  const dayOf = (text: string): string => JSON.parse(text).metadata.start_time.slice(0, 10)
  assert.deepEqual(
    chunks.map((texts) => texts.length),
    [10, 10, 5],
  )
  assert.deepEqual(chunks.flat().map(dayOf), days)
})

test('records of more than ten megabytes together do not come together', async () => {
  await using hub = await testHub()
  const days = ['2026-07-01', '2026-07-02', '2026-07-03']
  const user = await aUser(
    hub,
    days.map((day): ImportedRecord => ({ type: 'daily', record: aDaily(day, 1000) })),
  )
  const chunksOf = async (sizes: readonly number[]): Promise<number[]> => {
    for (const [at, bytes] of sizes.entries())
      await hub.db`update records set bytes = ${bytes} where user_id = ${user.userId} and key = ${days[at]}`
    const range = parseRange('2026-07-01', '2026-07-04')
    const chunks = await Array.fromAsync(streamRecords(hub, user, 'daily', range, { withSamples: true }))
    return chunks.map((texts) => texts.length)
  }
  assert.deepEqual(await chunksOf([6_000_000, 6_000_000, 1]), [1, 2])
  assert.deepEqual(await chunksOf([11_000_000, 1, 1]), [1, 2])
})

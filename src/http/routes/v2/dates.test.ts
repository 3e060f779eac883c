import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import fc from 'fast-check'
import type { ImportedRecord } from '../../../import/importer.ts'
import { saveRecords } from '../../../ingest/save.ts'
import { formatTimestamp, localDate, offsetOfZone } from '../../../normalise/time.ts'
import { incoming } from '../../../testing/records.ts'
import { testServer } from '../../../testing/server.ts'
import { connectUser } from '../../../users/connect.ts'

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

interface Session {
  startMs: number
  endMs: number
  zone: string
}
const stamp = (epochMs: number, zone: string) => formatTimestamp(epochMs, offsetOfZone(zone, epochMs))
const dateOf = (epochMs: number, zone: string) => localDate(epochMs, offsetOfZone(zone, epochMs))

const night = ({ startMs, endMs, zone }: Session, id: string): ImportedRecord => ({
  type: 'sleep',
  record: {
    metadata: { start_time: stamp(startMs, zone), end_time: stamp(endMs, zone), summary_id: id, upload_type: 2 },
  },
})
const daily = (date: string, zone: string): ImportedRecord => {
  const midnight = (text: string) => {
    const utc = Date.parse(`${text}T00:00:00Z`)
    return stamp(utc - offsetOfZone(zone, utc) * minute, zone)
  }
  const next = new Date(Date.parse(date) + day).toISOString().slice(0, 10)
  return {
    type: 'daily',
    record: { metadata: { start_time: midnight(date), end_time: midnight(next), upload_type: 1 } },
  }
}

let count = 0
async function userWith(records: ImportedRecord[]): Promise<string> {
  const who = { environmentId: hub.environmentId, provider: 'GARMIN', providerAccount: `${count++}`, referenceId: null }
  return hub.db.transaction(async (sql) => {
    const { user } = await connectUser(hub, sql, who)
    await saveRecords(hub, sql, hub.environmentId, user.userId, incoming(...records), { observedAtMs: hub.clock.now() })
    return user.userId
  })
}
async function read(userId: string, type: string, query: string): Promise<string[]> {
  const answer = await at.call('GET', `/v2/${type}?user_id=${userId}&to_webhook=false&${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  const { data }: { data: { metadata: { start_time: string; summary_id?: string } }[] } = answer.json()
  return data.map(({ metadata }) => metadata.summary_id ?? metadata.start_time.slice(0, 10))
}

test('a day record answers to its local date, whatever its offset makes of it in UTC', async () => {
  for (const zone of [
    'Asia/Kathmandu',
    'Asia/Kolkata',
    'Pacific/Kiritimati',
    'Pacific/Marquesas',
    'America/St_Johns',
  ]) {
    const user = await userWith(['2026-06-30', '2026-07-01', '2026-07-02'].map((date) => daily(date, zone)))
    assert.deepEqual(await read(user, 'daily', 'start_date=2026-07-01'), ['2026-07-01'], zone)
    assert.deepEqual(await read(user, 'daily', 'start_date=2026-07-01&end_date=2026-07-01'), ['2026-07-01'], zone)
    assert.deepEqual(await read(user, 'daily', 'start_date=2026-06-30&end_date=2026-07-02'), [
      '2026-06-30',
      '2026-07-01',
    ])
  }
})

test('the day that has 23 hours and the one that has 25 are days as others', async () => {
  for (const [date, before, after] of [
    ['2026-03-29', '2026-03-28', '2026-03-30'],
    ['2026-10-25', '2026-10-24', '2026-10-26'],
  ] as const) {
    const user = await userWith([before, date, after].map((one) => daily(one, 'Europe/London')))
    assert.deepEqual(await read(user, 'daily', `start_date=${date}`), [date])
    assert.deepEqual(await read(user, 'daily', `start_date=${before}&end_date=${after}`), [before, date])
  }
})

test('a night over the clock change keeps its two offsets and answers to both of its dates', async () => {
  const zone = 'Europe/London'
  const one = night({ startMs: Date.UTC(2026, 2, 28, 23, 10), endMs: Date.UTC(2026, 2, 29, 6, 0), zone }, 'spring')
  assert.match(JSON.stringify(one.record), /2026-03-28T23:10:00.000000\+00:00.*2026-03-29T07:00:00.000000\+01:00/)
  const user = await userWith([one])
  for (const date of ['2026-03-28', '2026-03-29'])
    assert.deepEqual(await read(user, 'sleep', `start_date=${date}`), ['spring'])
  for (const date of ['2026-03-27', '2026-03-30']) assert.deepEqual(await read(user, 'sleep', `start_date=${date}`), [])
})

test('unix seconds cut to the second: a night that ends with the window’s start, or starts with its end, is outside', async () => {
  const [startMs, endMs] = [Date.UTC(2026, 6, 1, 22), Date.UTC(2026, 6, 2, 6)]
  const user = await userWith([night({ startMs, endMs, zone: 'Asia/Kolkata' }, 'n')])
  const within = (from: number, to: number) => read(user, 'sleep', `start_date=${from / 1000}&end_date=${to / 1000}`)
  assert.deepEqual(await within(endMs, endMs + hour), [])
  assert.deepEqual(await within(endMs - 1000, endMs + hour), ['n'])
  assert.deepEqual(await within(startMs - hour, startMs), [])
  assert.deepEqual(await within(startMs - hour, startMs + 1000), ['n'])
})

test('an end in the future includes today, and no end is one day', async () => {
  const today = new Date(hub.clock.now()).toISOString().slice(0, 10)
  const [tomorrow, nextYear] = [day, 365 * day].map((ms) => new Date(hub.clock.now() + ms).toISOString().slice(0, 10))
  const user = await userWith([daily(today, 'UTC')])
  assert.deepEqual(await read(user, 'daily', `start_date=${today}&end_date=${tomorrow}`), [today])
  assert.deepEqual(await read(user, 'daily', `start_date=${today}&end_date=${nextYear}`), [today])
  assert.deepEqual(await read(user, 'daily', `start_date=${today}`), [today])
  assert.deepEqual(await read(user, 'daily', `start_date=${tomorrow}`), [])
})

test('for any nights and any days asked, what comes is what touches those days, in order of time', async () => {
  const zones = ['Europe/London', 'Asia/Kathmandu', 'America/St_Johns', 'Australia/Lord_Howe', 'Pacific/Apia', 'UTC']
  const base = Date.UTC(2026, 2, 20)
  const session = fc
    .record({
      zone: fc.constantFrom(...zones),
      at: fc.integer({ min: 0, max: 20 * 24 * 60 }),
      minutes: fc.integer({ min: 1, max: 16 * 60 }),
    })
    .map(
      ({ zone, at, minutes }): Session => ({
        zone,
        startMs: base + at * minute,
        endMs: base + (at + minutes) * minute,
      }),
    )
  await fc.assert(
    fc.asyncProperty(
      fc.array(session, { minLength: 1, maxLength: 12 }),
      fc.integer({ min: -2, max: 22 }),
      fc.integer({ min: 1, max: 6 }),
      async (sessions, from, days) => {
        const user = await userWith(sessions.map((one, i) => night(one, `${i}`)))
        const [start = '', end = ''] = [from, from + days].map((n) =>
          new Date(base + n * day).toISOString().slice(0, 10),
        )
        const expected = sessions
          .map((one, i) => ({ one, id: `${i}` }))
          .filter(({ one }) => dateOf(one.startMs, one.zone) < end && dateOf(one.endMs, one.zone) >= start)
          .sort((a, b) => a.one.startMs - b.one.startMs || (a.id < b.id ? -1 : 1))
          .map(({ id }) => id)
        assert.deepEqual(await read(user, 'sleep', `start_date=${start}&end_date=${end}`), expected)
      },
    ),
    { numRuns: 60 },
  )
})

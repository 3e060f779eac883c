import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { eventsOf, jobsOf } from '../testing/connected.ts'
import { aSession, type ConnectedPhone, connectedPhone, makeRecords, someSteps } from '../testing/phone.ts'
import { testServer } from '../testing/server.ts'
import { sweepPhones } from './sweep.ts'
import { phoneTask } from './task.ts'

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

const dayMs = 86_400_000
const steps = 'HKQuantityTypeIdentifierStepCount'

/** What is read of a user's day: the record, or undefined. */
async function read(phone: ConnectedPhone, type: 'daily' | 'activity', day: string) {
  const query = `user_id=${phone.userId}&start_date=${day}&end_date=${day}&to_webhook=false`
  const answer = await at.call('GET', `/v2/${type}?${query}`)
  assert.equal(answer.statusCode, 200, answer.body)
  return answer.json().data[0]
}
const stepsOn = async (phone: ConnectedPhone, day: string): Promise<number | undefined> =>
  (await read(phone, 'daily', day))?.distance_data.steps

/** What was told of a user's records, in order. */
const told = async (phone: ConnectedPhone, type: string) =>
  (await eventsOf(hub, phone.userId)).filter((event) => event.type === type).map(({ body }) => Object(body['data']))

/** In how many seconds the job of a user is to run; null where there is none. */
async function owedIn(phone: ConnectedPhone): Promise<number | null> {
  const jobs = await jobsOf(hub, phoneTask)
  const own = jobs.filter(({ key }) => key === `phone ${phone.userId}`)
  assert.ok(own.length <= 1, 'one job waits at a time')
  return own[0] === undefined ? null : Math.round((own[0].run_at.getTime() - Date.now()) / 1000)
}
const isAbout = (seconds: number | null, expected: number): void =>
  assert.ok(seconds !== null && Math.abs(seconds - expected) <= 5, `${seconds} s instead of ${expected}`)

test('records are made after a minute of quiet, and after five at the latest', async () => {
  const phone = await connectedPhone(at)
  const send = () => phone.send({ samples: [someSteps('2026-07-01T08:00', 1)] })
  await send()
  isAbout(await owedIn(phone), 60)
  for (let seconds = 50; seconds <= 200; seconds += 50) {
    await hub.advance(50_000)
    await send()
    isAbout(await owedIn(phone), 60)
  }
  await hub.advance(50_000)
  await send()
  isAbout(await owedIn(phone), 50)
  await hub.advance(100_000)
  await send()
  isAbout(await owedIn(phone), 0)
  await makeRecords(hub)
  assert.equal(await owedIn(phone), null)
  await send()
  isAbout(await owedIn(phone), 60)
})

test('a batch that brings nothing new owes nothing', async () => {
  const phone = await connectedPhone(at)
  const samples = [someSteps('2026-07-01T08:00', 1)]
  await phone.send({ samples })
  await makeRecords(hub)
  await phone.send({ samples })
  await phone.send({ anchors: { [steps]: 'YQ==' }, deleted: [{ id: randomUUID(), type: null }] })
  assert.equal(await owedIn(phone), null)
})

test('what comes in several batches is one record, and each change of it one event', async () => {
  const phone = await connectedPhone(at)
  await phone.send({ samples: [someSteps('2026-07-01T08:00', 100)] })
  await phone.send({ samples: [someSteps('2026-07-01T09:00', 20)] })
  await makeRecords(hub)
  assert.equal(await stepsOn(phone, '2026-07-01'), 120)
  assert.equal((await told(phone, 'daily')).length, 1)
  await phone.send({ samples: [someSteps('2026-07-01T10:00', 3)] })
  await makeRecords(hub)
  assert.equal(await stepsOn(phone, '2026-07-01'), 123)
  assert.equal((await told(phone, 'daily')).length, 2)
})

test('a sample that is deleted is taken out of its day, told with its type or by its id alone', async () => {
  const phone = await connectedPhone(at)
  const [one, two, three] = [
    someSteps('2026-07-01T08:00', 100),
    someSteps('2026-07-01T09:00', 20),
    someSteps('2026-07-01T10:00', 3),
  ]
  await phone.send({ samples: [one, two, three] })
  await makeRecords(hub)
  const answer = await phone.send({ deleted: [{ id: one.id, type: steps }, { id: two.id }, { id: randomUUID() }] })
  assert.deepEqual([answer.deleted, answer.types[steps]?.deleted], [2, 2])
  await makeRecords(hub)
  assert.equal(await stepsOn(phone, '2026-07-01'), 3)
  const again = await phone.send({ samples: [one] })
  assert.deepEqual([again.accepted, again.duplicates], [0, 1], 'a late batch does not bring it back')
})

test('in one batch a deletion goes before the sample it names', async () => {
  const phone = await connectedPhone(at)
  const sample = someSteps('2026-07-01T08:00', 100)
  const answer = await phone.send({ samples: [sample], deleted: [{ id: sample.id }] })
  assert.deepEqual([answer.accepted, answer.duplicates, answer.deleted], [0, 1, 0])
})

test('a day of which everything is deleted leaves, and the app is told', async () => {
  const phone = await connectedPhone(at)
  const sample = someSteps('2026-07-01T08:00', 100)
  await phone.send({ samples: [sample, someSteps('2026-07-09T08:00', 5)] })
  await makeRecords(hub)
  await phone.send({ deleted: [{ id: sample.id, type: steps }] })
  await makeRecords(hub)
  assert.equal(await read(phone, 'daily', '2026-07-01'), undefined)
  assert.equal(await stepsOn(phone, '2026-07-09'), 5)
  const [remains] = (await told(phone, 'daily')).at(-1)
  assert.deepEqual([remains.metadata.upload_type, Object.keys(remains)], [4, ['metadata']])
  const left = await hub.db`
    select from phone_days where user_id = ${phone.userId} and day between '2026-06-29' and '2026-07-03'`
  assert.equal(left.length, 0, 'nothing is remembered of a day that is empty')
})

test('a workout that is deleted on the phone leaves, and the app is told', async () => {
  const phone = await connectedPhone(at, { platform: 'health_connect' })
  const session = aSession('2026-07-01T17:00:00Z', '2026-07-01T18:00:00Z')
  await phone.send({ workouts: [session] })
  await makeRecords(hub)
  assert.notEqual(await read(phone, 'activity', '2026-07-01'), undefined)
  await phone.send({ deleted: [{ id: session.metadata.id, type: session.type }] })
  await makeRecords(hub)
  assert.equal(await read(phone, 'activity', '2026-07-01'), undefined)
  const activities = await told(phone, 'activity')
  const [remains] = activities.at(-1)
  assert.deepEqual([activities.length, remains.metadata.upload_type], [2, 4])
})

test('a newer version takes the place of an older one, whichever day that stood under', async () => {
  const phone = await connectedPhone(at, { platform: 'health_connect' })
  const first = aSession('2026-07-01T17:00:00Z', '2026-07-01T18:00:00Z', '2026-07-01T18:01:00Z')
  const moved = aSession('2026-07-20T17:00:00Z', '2026-07-20T17:30:00Z', '2026-07-21T09:00:00Z', first.metadata.id)
  await phone.send({ workouts: [first] })
  await makeRecords(hub)
  assert.deepEqual((await phone.send({ workouts: [moved] })).accepted, 1)
  await makeRecords(hub)
  assert.equal(await read(phone, 'activity', '2026-07-01'), undefined)
  const record = await read(phone, 'activity', '2026-07-20')
  assert.equal(record.metadata.start_time.slice(0, 10), '2026-07-20')
  const late = await phone.send({ workouts: [first] })
  assert.deepEqual([late.accepted, late.duplicates], [0, 1], 'an older version is not taken back')
  const rows = await hub.db<{ n: number }>`
    select cardinality(ids)::int as n from phone_pieces where user_id = ${phone.userId}`
  assert.deepEqual(rows, [{ n: 1 }])
})

test('many small pieces of a day become one, and are known as before', async () => {
  const phone = await connectedPhone(at)
  const samples = Array.from({ length: 14 }, (_, n) => someSteps(`2026-07-01T08:${10 + n}`, 1))
  for (const sample of samples) await phone.send({ samples: [sample] })
  await makeRecords(hub)
  const rows = await hub.db<{ n: number }>`
    select cardinality(ids)::int as n from phone_pieces where user_id = ${phone.userId}`
  assert.deepEqual(rows, [{ n: 14 }])
  assert.equal(await stepsOn(phone, '2026-07-01'), 14)
  assert.deepEqual((await phone.send({ samples })).duplicates, 14)
  const [one] = samples
  assert.equal((await phone.send({ deleted: [{ id: one?.id }] })).deleted, 1)
  await makeRecords(hub)
  assert.equal(await stepsOn(phone, '2026-07-01'), 13)
})

test('after their retention items go and records stay; what comes later only adds', async () => {
  const phone = await connectedPhone(at, { platform: 'health_connect' })
  const [early, other] = [
    aSession('2026-07-01T07:00:00Z', '2026-07-01T08:00:00Z'),
    aSession('2026-07-01T09:00:00Z', '2026-07-01T10:00:00Z'),
  ]
  await phone.send({ workouts: [early, other] })
  await sweepPhones(hub)
  await makeRecords(hub)
  await hub.advance(31 * dayMs)
  await sweepPhones(hub)
  assert.equal((await hub.db`select from phone_pieces where user_id = ${phone.userId}`).length, 0)
  const late = aSession('2026-07-01T17:00:00Z', '2026-07-01T18:00:00Z')
  await phone.send({ workouts: [late] })
  await makeRecords(hub)
  const listed = async () => {
    const query = `user_id=${phone.userId}&start_date=2026-07-01&end_date=2026-07-01&to_webhook=false`
    return (await at.call('GET', `/v2/activity?${query}`)).json().data.length
  }
  assert.equal(await listed(), 3)
  const gone = await phone.send({ deleted: [{ id: early.metadata.id, type: early.type }] })
  assert.deepEqual([gone.deleted, await listed()], [1, 2], 'what is deleted now leaves all the same')
})

test('a day whose records are still owed is not swept', async () => {
  const phone = await connectedPhone(at)
  await phone.send({ samples: [someSteps('2026-07-01T08:00', 100)] })
  await hub.advance(40 * dayMs)
  await sweepPhones(hub)
  await makeRecords(hub)
  assert.equal(await stepsOn(phone, '2026-07-01'), 100)
})

test('a history of many days is made, the newest first', async () => {
  const phone = await connectedPhone(at)
  const days = Array.from({ length: 40 }, (_, n) => new Date(Date.UTC(2026, 4, 1 + n)).toISOString().slice(0, 10))
  await phone.send({ phase: 'backfill', samples: days.map((day) => someSteps(`${day}T08:00`, 10)) })
  await makeRecords(hub)
  const events = await told(phone, 'daily')
  const firsts = events.map(([first]) => first.metadata.start_time.slice(0, 10))
  assert.deepEqual([...firsts].sort().reverse(), firsts)
  assert.equal(
    events.reduce((sum, data) => sum + data.length, 0),
    40,
  )
})

test('nobody is left behind when the user goes before their records are made', async () => {
  const phone = await connectedPhone(at)
  await phone.send({ samples: [someSteps('2026-07-01T08:00', 100)] })
  await at.call('DELETE', `/v2/auth/deauthenticateUser?user_id=${phone.userId}`)
  await makeRecords(hub)
  for (const table of ['phone_pieces', 'phone_days', 'phone_batches', 'phone_anchors', 'phone_connections'])
    assert.equal(
      (await hub.db.pool.query(`select from ${table} where user_id = $1`, [phone.userId])).rowCount,
      0,
      table,
    )
})

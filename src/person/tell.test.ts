import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { createDestination, listDestinations, patchDestination } from '../destinations/destination.ts'
import { pollEvents } from '../events/poll/poll.ts'
import { listEvents } from '../events/read.ts'
import { resendEvent } from '../events/resend/resend.ts'
import { deleteRecord } from '../ingest/deletions.ts'
import { saveRecords } from '../ingest/save.ts'
import { unpack } from '../lib/packed.ts'
import { checkEventBody } from '../schema/events.ts'
import { inFreshEnvironment, runToEnd } from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import {
  bothViews,
  connectAccount,
  day,
  type MergedBody,
  mergeDue,
  night,
  ride,
  store,
  told,
  views,
} from '../testing/merged-view.ts'
import { openReceiver } from '../testing/receiver.ts'
import { incoming } from '../testing/records.ts'
import { tellNext } from './tell.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

test('a ring and a phone that sync within seconds make one merged event; a destination that takes all gets both', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'alex')
  const phone = await connectAccount(hub, 'APPLE', 'alex')
  await store(hub, phone, day('2026-07-01', 4000), day('2026-07-02', 4100))
  await store(hub, ring, day('2026-07-01', 9000))
  assert.equal(await mergeDue(hub), 1)
  assert.deepEqual(told(await place.news('all')), [
    ['daily', 'APPLE', '2026-07-01 4000', '2026-07-02 4100'],
    ['daily', 'OURA', '2026-07-01 9000'],
  ])
  const events = await place.news('merged')
  assert.deepEqual(told(events), [
    ['daily', 'APPLE', '2026-07-02 4100 of APPLE'],
    ['daily', 'OURA', '2026-07-01 9000 of OURA and APPLE'],
  ])
  const [first] = events.filter(({ user }) => user.provider === 'OURA')
  assert.deepEqual(first?.made_of, [
    [
      { user_id: ring.userId, provider: 'OURA', key: '2026-07-01' },
      { user_id: phone.userId, provider: 'APPLE', key: '2026-07-01' },
    ],
  ])
  assert.equal(first.user.user_id, ring.userId)
  assert.equal(first.user.reference_id, 'alex')
})

test('what merges to what was told already sends nothing, and what follows comes after what went before', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'bo')
  const phone = await connectAccount(hub, 'APPLE', 'bo')
  await store(hub, ring, day('2026-07-01', 9000))
  await mergeDue(hub)
  await store(hub, phone, day('2026-07-01', 4000))
  assert.equal(await mergeDue(hub), 1, 'it was looked at')
  await store(hub, ring, day('2026-07-01', 9500))
  await mergeDue(hub)
  const events = told(await place.news('merged'))
  assert.deepEqual(events, [
    ['daily', 'OURA', '2026-07-01 9000 of OURA'],
    ['daily', 'OURA', '2026-07-01 9500 of OURA and APPLE'],
  ])
  const ordered = place.receivers.merged.received
    .filter(({ body }) => body.includes('"daily"'))
    .toSorted(
      (a, b) => Number(a.headers['x-terra-ordering-timestamp']) - Number(b.headers['x-terra-ordering-timestamp']),
    )
  assert.ok(ordered[0]?.body.includes('"steps":9000') && ordered[1]?.body.includes('"steps":9500'))
  assert.equal((await hub.db`select from merge_days where environment_id = ${hub.environmentId}`).length, 0)
})

test('nothing is noted where no destination wants each thing once', async () => {
  const hub = await inFreshEnvironment(shared)
  await createDestination(hub, hub.environmentId, { kind: 'webhook', url: 'http://127.0.0.1:9/' })
  const ring = await connectAccount(hub, 'OURA', 'dee')
  const phone = await connectAccount(hub, 'APPLE', 'dee')
  await store(hub, ring, day('2026-07-01', 9000), night('2026-07-01', 'ring'))
  await store(hub, phone, day('2026-07-01', 4000))
  assert.equal(await mergeDue(hub), 0)
  const rows = await hub.db`
    select from merge_days where environment_id = ${hub.environmentId}
    union all
    select from merged_records where environment_id = ${hub.environmentId}`
  assert.equal(rows.length, 0)
  const views = await hub.db`select distinct view from events where environment_id = ${hub.environmentId}`
  assert.deepEqual(views, [{ view: null }])
})

test('a workout that another source tells better is taken back under the id that it was told by', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const phone = await connectAccount(hub, 'APPLE', 'eli')
  await store(hub, phone, ride('phone', 10), ride('walk', 14))
  assert.equal(await mergeDue(hub), 0)
  assert.deepEqual(
    told(await place.news('merged')),
    [['activity', 'APPLE', 'phone', 'walk']],
    'one account is told as it is',
  )
  const watch = await connectAccount(hub, 'POLAR', 'eli')
  await store(
    hub,
    watch,
    ride('watch', 10, {
      heart_rate_data: { detailed: { hr_samples: [{ timestamp: '2026-07-01T10:10:00.000000+01:00', bpm: 120 }] } },
    }),
  )
  await mergeDue(hub)
  const events = told(await place.news('merged'))
  assert.deepEqual(events, [
    ['activity', 'APPLE', 'phone gone'],
    ['activity', 'POLAR', 'watch of POLAR and APPLE'],
  ])
  const gone = place.receivers.merged.received.find(({ body }) => body.includes('"made_of":[[]]'))
  const { data } = JSON.parse(gone?.body.toString('utf8') ?? '{}')
  assert.deepEqual(Object.keys(data[0]), ['metadata'])
  assert.equal(data[0].metadata.upload_type, 4)
  // The better one goes: the phone's stands for it again.
  await deleteRecord(hub, watch, 'activity', 'watch')
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [
    ['activity', 'APPLE', 'phone of APPLE'],
    ['activity', 'POLAR', 'watch gone'],
  ])
})

test('what died before its commit is told by the next, once', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'kay')
  await connectAccount(hub, 'APPLE', 'kay')
  await store(hub, ring, day('2026-07-01', 9000))
  const whom = { environmentId: hub.environmentId, referenceId: 'kay' }
  const dying = { ...hub, clock: { ...hub.clock, now: () => assert.fail('it dies here') } }
  await assert.rejects(tellNext(dying, whom), /it dies here/)
  assert.equal((await hub.db`select from merged_records where environment_id = ${hub.environmentId}`).length, 0)
  assert.equal(await mergeDue(hub), 1)
  assert.equal(await tellNext(hub, whom), false)
  assert.deepEqual(told(await place.news('merged')), [['daily', 'OURA', '2026-07-01 9000 of OURA']])
})

test('a save that is rolled back leaves nothing to be told', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'lea')
  await connectAccount(hub, 'APPLE', 'lea')
  const saving = hub.db.transaction(async (sql) => {
    await saveRecords(hub, sql, hub.environmentId, ring.userId, incoming(day('2026-07-01', 9000)), {
      observedAtMs: hub.clock.now(),
    })
    throw new Error('no room on the disk')
  })
  await assert.rejects(saving, /no room/)
  assert.equal(await mergeDue(hub), 0)
})

test('of two environments that know a person by the same id neither is told what the other has', async () => {
  await using first = await bothViews(shared, 1)
  await using second = await bothViews(shared, 2)
  const ring = await connectAccount(first.hub, 'OURA', 'mia')
  await connectAccount(first.hub, 'APPLE', 'mia')
  const foreign = await connectAccount(second.hub, 'POLAR', 'mia')
  await store(second.hub, foreign, day('2026-07-01', 12_000))
  await store(first.hub, ring, day('2026-07-01', 9000))
  await mergeDue(first.hub)
  assert.deepEqual(told(await first.news('merged')), [['daily', 'OURA', '2026-07-01 9000 of OURA']])
  assert.deepEqual(told(await second.news('merged')), [['daily', 'POLAR', '2026-07-01 12000']])
})

test('a destination that wants each thing once recovers that, and is not sent what single accounts told, nor the other way round', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'ned')
  await connectAccount(hub, 'APPLE', 'ned')
  await store(hub, ring, day('2026-07-01', 9000))
  await mergeDue(hub)
  for (const view of views) await place.news(view)
  for (const view of views) {
    await using late = await openReceiver()
    const fields = { kind: 'webhook', url: late.url, view, event_types: ['daily'] }
    const { id } = await createDestination(hub, hub.environmentId, fields)
    const untilMs = hub.clock.now() + 1000
    const job = await runToEnd(hub, { kind: 'recover', destinationId: id, include: 'missed', sinceMs: 0, untilMs })
    assert.equal(job.done, 1)
    hub.wake()
    const [came] = await late.take(1)
    const body: MergedBody = JSON.parse(came?.body.toString('utf8') ?? '{}')
    assert.equal(body.made_of !== undefined, view === 'merged')
  }
  const { items } = await pollEvents(
    hub,
    hub.environmentId,
    { start: { kind: 'time', epochMs: 0 }, limit: 50, type: 'daily' },
    0,
  )
  const polled = await pollEvents(
    hub,
    hub.environmentId,
    { start: { kind: 'time', epochMs: 0 }, limit: 50, type: 'daily', view: 'merged' },
    0,
  )
  assert.deepEqual(
    [items, polled.items].map((list) => list.map((item) => unpack(item).includes('made_of'))),
    [[false], [true]],
  )
  const listed = await Promise.all(
    [undefined, ...views].map((view) => listEvents(hub, hub.environmentId, { type: 'daily', view })),
  )
  assert.deepEqual(
    listed.map(({ items: list }) => list.length),
    [2, 1, 1],
  )
  const [own] = items
  assert.equal(await resendEvent(hub, hub.environmentId, own?.id ?? ''), 2, 'to where it went: both that take all')
})

test('sessions of two accounts that share an id are told under it once', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const one = await connectAccount(hub, 'GARMIN', 'sam')
  const other = await connectAccount(hub, 'WAHOO', 'sam')
  await store(hub, one, ride('same', 10))
  await store(hub, other, ride('same', 14))
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [['activity', 'GARMIN', 'same of GARMIN']])
})

test('a session that moves to another day leaves the place of another one there', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'pia')
  const phone = await connectAccount(hub, 'APPLE', 'pia')
  await store(hub, ring, night('2026-07-02', 'ring'))
  await store(hub, phone, night('2026-07-02', 'phone'))
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [['sleep', 'OURA', 'ring of OURA and APPLE']])
  await store(hub, ring, night('2026-07-20', 'ring'))
  await mergeDue(hub)
  assert.deepEqual(told(await place.news('merged')), [
    ['sleep', 'APPLE', 'phone of APPLE'],
    ['sleep', 'OURA', 'ring of OURA'],
  ])
})

test('who a person is is told merged, as one object', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'quin')
  const phone = await connectAccount(hub, 'APPLE', 'quin')
  await store(hub, ring, { type: 'athlete', record: { age: 40 } })
  await store(hub, phone, { type: 'athlete', record: { age: 39, city: 'Oslo' } })
  await mergeDue(hub)
  const [event] = await place.news('merged')
  assert.deepEqual(event?.athlete, { age: 40, city: 'Oslo' })
  assert.deepEqual(
    event.made_of?.[0]?.map(({ provider }) => provider),
    ['OURA', 'APPLE'],
  )
  assert.deepEqual(checkEventBody(event), { ok: true })
})

test('where no destination wants each thing once any more, what was told is forgotten', async () => {
  await using place = await bothViews(shared)
  const { hub } = place
  const ring = await connectAccount(hub, 'OURA', 'rae')
  await connectAccount(hub, 'APPLE', 'rae')
  await store(hub, ring, day('2026-07-01', 9000))
  await mergeDue(hub)
  await place.news('merged')
  const destination = (await listDestinations(hub, hub.environmentId)).find(({ view }) => view === 'merged')
  await patchDestination(hub, hub.environmentId, destination?.id ?? '', { view: 'all' })
  assert.equal((await hub.db`select from merged_records where environment_id = ${hub.environmentId}`).length, 0)
  await store(hub, ring, day('2026-07-01', 9500))
  assert.equal(await mergeDue(hub), 0)
  assert.deepEqual(told(await place.news('merged')), [['daily', 'OURA', '2026-07-01 9500']])
})

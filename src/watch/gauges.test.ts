import assert from 'node:assert/strict'
import { test } from 'node:test'
import { patchDestination } from '../destinations/destination.ts'
import { addJob } from '../jobs/jobs.ts'
import { publicId } from '../lib/ids.ts'
import { aDestination, emit } from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { testServer } from '../testing/server.ts'
import { databaseGauges } from './gauges.ts'

const anywhere = 'http://127.0.0.1:9/'

/** The samples of a scrape: `name{labels}` to value. */
const samplesOf = (text: string) =>
  new Map(
    text
      .split('\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => [line.slice(0, line.lastIndexOf(' ')), Number(line.slice(line.lastIndexOf(' ') + 1))] as const),
  )

test('a scrape tells how the queue stands, by destination and never by user', async () => {
  await using server = await testServer()
  const { hub } = server
  const busy = await aDestination(hub, anywhere, { name: 'busy' })
  const off = await aDestination(hub, anywhere, { name: 'off', event_types: ['sleep'] })
  await emit(hub, {}, {}, { type: 'sleep' })
  await patchDestination(hub, hub.environmentId, off.id, { enabled: false })
  await hub.advance(90_000)
  await hub.db`
    update deliveries set due_at = clock() + interval '1 hour', class = 1
    where id = (select id from deliveries where destination_id = ${busy.id} order by id limit 1)`
  await addJob(hub.db, 'import', {})
  await addJob(hub.db, 'import', {}, { delaySeconds: 600 })
  const { body } = await server.call('GET', '/metrics')
  const samples = samplesOf(body)
  const shown = (name: string) => samples.get(name)
  assert.equal(shown('tellus_database_up'), 1)
  assert.equal(shown('tellus_deliveries_due'), 2)
  assert.equal(shown('tellus_deliveries_held'), 1)
  assert.equal(shown('tellus_deliveries_waiting'), 4)
  assert.equal(shown(`tellus_destination_deliveries_due{destination="${publicId('destination', busy.id)}"}`), 2)
  assert.equal(shown(`tellus_destination_deliveries_due{destination="${publicId('destination', off.id)}"}`), undefined)
  const age = shown('tellus_oldest_due_age_seconds') ?? 0
  assert.ok(age >= 90 && age < 120, `the oldest is due for ${age} s`)
  assert.equal(shown('tellus_jobs_waiting'), 1)
  assert.equal(shown('tellus_deliveries_accepted_total'), 4)
  for (const name of ['tellus_dead_rows', 'tellus_oldest_snapshot_age_seconds', 'tellus_breakers_open'])
    assert.equal(typeof shown(name), 'number', name)
  assert.ok(!body.includes('user_id'))
})

test('what was read is shown for five seconds, whoever asks', async () => {
  await using hub = await testHub()
  await aDestination(hub, anywhere)
  const kept = databaseGauges(hub)
  const value = async () => (await hub.metrics.due.get()).values[0]?.value
  await kept.refresh()
  await emit(hub, {})
  await Promise.all([kept.refresh(), kept.refresh()])
  assert.equal(await value(), 0)
  await databaseGauges(hub).refresh()
  assert.equal(await value(), 1)
})

test('a large backlog is counted to a bound, and estimated above', async () => {
  await using hub = await testHub()
  const small = await aDestination(hub, anywhere, { event_types: ['sleep'] })
  const large = await aDestination(hub, anywhere, { event_types: ['daily'] })
  await emit(hub, { type: 'sleep' })
  await hub.db`
    insert into deliveries (id, event_id, destination_id, due_at)
    select new_id(), gen_random_uuid(), ${large.id}, clock() - n * interval '1 ms'
    from generate_series(1, 20000) n`
  await hub.db`
    insert into deliveries (id, event_id, destination_id, due_at)
    select new_id(), gen_random_uuid(), ${large.id}, 'infinity'
    from generate_series(1, 10000) n`
  await hub.db`analyze deliveries`
  await databaseGauges(hub, { countedRows: 2000 }).refresh()
  const near = async (gauge: typeof hub.metrics.due, truth: number) => {
    const value = (await gauge.get()).values[0]?.value ?? 0
    assert.ok(Math.abs(value - truth) < truth * 0.2, `${value} is not near ${truth}`)
  }
  await near(hub.metrics.due, 20_001)
  await near(hub.metrics.held, 10_000)
  await near(hub.metrics.waiting, 30_001)
  const { values } = await hub.metrics.dueByDestination.get()
  assert.deepEqual(
    values.map(({ labels }) => labels['destination']),
    [publicId('destination', large.id), publicId('destination', small.id)],
  )
  assert.equal(values[1]?.value, 1)
})

test('without its database a scrape still answers, and does not show what was', async () => {
  await using server = await testServer()
  await server.call('GET', '/metrics')
  await server.hub.db`alter table deliveries rename to elsewhere`
  await databaseGauges(server.hub).refresh()
  const samples = samplesOf(await server.hub.metrics.registry.metrics())
  assert.equal(samples.get('tellus_database_up'), 0)
  assert.equal(samples.has('tellus_deliveries_due'), false)
})

test('what a process holds is asked when somebody looks, of all that hold any', async () => {
  await using hub = await testHub()
  let held = 3
  const forget = hub.metrics.acknowledgementsWaiting.from(() => held)
  hub.metrics.acknowledgementsWaiting.from(() => 1)
  const shown = async () => samplesOf(await hub.metrics.registry.metrics()).get('tellus_acknowledgements_waiting')
  assert.equal(await shown(), 4)
  held = 5
  assert.equal(await shown(), 6)
  forget()
  assert.equal(await shown(), 1)
})

import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { verifyTerraWebhookSignature } from 'terra-api'
import { countDeliveries, deleteDestination, getDestination, patchDestination } from '../destinations/destination.ts'
import { rotateSecret } from '../destinations/secrets.ts'
import { sendHealthchecks, sendTest } from '../events/healthcheck.ts'
import { purgeUserEvents } from '../events/purge.ts'
import { listEvents } from '../events/read.ts'
import { countResends, type Recovery, resendEvent } from '../events/resend/resend.ts'
import { newUuid } from '../lib/ids.ts'
import {
  aDestination,
  attempted,
  delivered,
  delivery,
  emit,
  failed,
  inFreshEnvironment,
  read,
  runToEnd,
  startWorker,
} from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'
import { verifySignature } from './signature.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

test('a resend keeps trace id and bytes, numbers attempts on and has a whole schedule', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 500 })
  await aDestination(hub, receiver.url, { retry: [1] })
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  await attempted(hub, emitted, 1)
  await hub.advance(1000)
  hub.wake()
  const before = await failed(hub, emitted)
  assert.equal(await resendEvent(hub, hub.environmentId, emitted?.eventId ?? ''), 1)
  await attempted(hub, emitted, 3)
  assert.equal(await resendEvent(hub, hub.environmentId, emitted?.eventId ?? ''), 0, 'pending work is left alone')
  receiver.set({})
  await hub.advance(1000)
  hub.wake()
  const end = await delivered(hub, emitted)
  assert.deepEqual(
    end.attempts.map((one) => [one.number, one.statusCode]),
    [
      [1, 500],
      [2, 500],
      [3, 500],
      [4, 200],
    ],
  )
  assert.equal(end.id, before.id)
  assert.equal(new Set(receiver.received.map((one) => `${one.headers['x-terra-trace-id']} ${one.body}`)).size, 1)
})

test('a delivered event can be sent again, to one destination alone', async () => {
  const hub = await inFreshEnvironment(shared)
  await using a = await openReceiver()
  await using b = await openReceiver()
  const first = await aDestination(hub, a.url)
  await aDestination(hub, b.url)
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  await Promise.all([a.take(1), b.take(1)])
  await delivery(hub, emitted, () => true)
  while ((await read(hub, emitted)).deliveries.some((one) => one.status !== 'delivered'))
    await new Promise(setImmediate)
  assert.equal(await resendEvent(hub, hub.environmentId, emitted?.eventId ?? '', first.id), 1)
  const [again] = await a.take(1)
  assert.equal(again?.headers['x-terra-trace-id'], a.received[0]?.headers['x-terra-trace-id'])
  assert.equal(b.received.length, 1)
  await assert.rejects(resendEvent(hub, hub.environmentId, newUuid()), /There is no event/)
  await assert.rejects(
    resendEvent(hub, hub.environmentId, emitted?.eventId ?? '', newUuid()),
    /There is no destination/,
  )
})

test('an event that went nowhere is sent by a resend to who wants it now', async () => {
  const hub = await inFreshEnvironment(shared)
  const [emitted] = await emit(hub, {})
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  assert.equal(await resendEvent(hub, hub.environmentId, emitted?.eventId ?? ''), 1)
  await receiver.take(1)
})

test('a changed url applies to what is still waiting', async () => {
  const hub = await inFreshEnvironment(shared)
  await using old = await openReceiver({ status: 500 })
  await using next = await openReceiver()
  const { id } = await aDestination(hub, old.url)
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  const first = await attempted(hub, emitted, 1)
  await patchDestination(hub, hub.environmentId, id, { url: next.url })
  await hub.advance(33_500)
  hub.wake()
  const [received] = await next.take(1)
  assert.equal(received?.headers['x-terra-trace-id'], first.id)
  assert.equal(old.received.length, 1)
})

test('a rotated secret signs after the previous one, in every worker at once', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const made = await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  await emit(hub, {})
  await receiver.take(1)
  const { secret } = await rotateSecret(hub, hub.environmentId, made.id)
  await emit(hub, {})
  const [received] = await receiver.take(1)
  const header = String(received?.headers['terra-signature'])
  const [, first, second] = header.split(',')
  const alone = (key: string) => {
    const [t, v] = header.split(',')
    return verifySignature({
      header: `${t},${v}`,
      body: received?.body ?? '',
      secrets: [key],
      nowSeconds: hub.clock.now() / 1000,
    }).ok
  }
  assert.ok(first && second)
  assert.ok(alone(made.secret), 'the previous secret stands first')
  assert.ok(await verifyTerraWebhookSignature(String(received?.body), header, secret, { tolerance: 1e9 }))
  await hub.advance(86_400_000)
  await emit(hub, {})
  const [later] = await receiver.take(1)
  assert.equal(String(later?.headers['terra-signature']).split(',').length, 2)
})

test('an answer of 410 switches the destination off and holds its delivery, unless told otherwise', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 410 })
  const { id } = await aDestination(hub, receiver.url, { event_types: ['a'] })
  const stays = await aDestination(hub, receiver.url, { event_types: ['b'], disable_on_gone: false })
  await using _worker = await startWorker(hub)
  const [a, b] = await emit(hub, { type: 'a' }, { type: 'b' })
  await delivery(hub, a, (one) => one.status === 'held' && one.attempts.length === 1)
  assert.equal((await getDestination(hub, hub.environmentId, id))?.disabledReason, 'It answered 410 Gone.')
  assert.equal((await attempted(hub, b, 1)).status, 'pending')
  assert.equal((await getDestination(hub, hub.environmentId, stays.id))?.enabled, true)
})

test('what was held is delivered by a recovery, and what was missed and failed', async () => {
  const hub = await inFreshEnvironment(shared)
  const sinceMs = hub.clock.now()
  const [missed] = await emit(hub, {})
  await using receiver = await openReceiver({ status: 500 })
  const { id } = await aDestination(hub, receiver.url, { retry: [] })
  await using _worker = await startWorker(hub)
  const [lost] = await emit(hub, {})
  await failed(hub, lost)
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  const [held] = await emit(hub, {})
  receiver.set({})
  await patchDestination(hub, hub.environmentId, id, { enabled: true })
  hub.clock.advance(10)
  const asked = (include: Recovery['include']): Recovery => ({
    kind: 'recover',
    destinationId: id,
    include,
    sinceMs,
    untilMs: hub.clock.now(),
  })
  const count = (include: Recovery['include']) => countResends(hub, hub.environmentId, asked(include))
  assert.deepEqual([await count('failed'), await count('missed'), await count('all')], [1, 2, 3])
  assert.equal((await runToEnd(hub, asked('failed'))).done, 1)
  assert.equal((await delivered(hub, lost)).attempts.length, 2)
  const { status, done, total } = await runToEnd(hub, asked('all'))
  assert.deepEqual({ status, done, total }, { status: 'completed', done: 2, total: 2 })
  await Promise.all([delivered(hub, missed), delivered(hub, held)])
  assert.equal(await count('all'), 0)
})

test('a test event goes to one destination whatever it filters', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await using other = await openReceiver()
  const { id } = await aDestination(hub, receiver.url, { event_types: ['sleep'] })
  await aDestination(hub, other.url)
  await using _worker = await startWorker(hub)
  const eventId = await sendTest(hub, hub.environmentId, id)
  const [received] = await receiver.take(1)
  const body = JSON.parse(String(received?.body))
  assert.equal(body.type, 'healthcheck')
  assert.match(body.creation_timestamp, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}\+00:00$/)
  assert.equal(body.sent_webhooks_last_hour, 0)
  assert.equal((await listEvents(hub, hub.environmentId, { type: 'healthcheck' })).items[0]?.id, eventId)
  assert.equal(other.received.length, 0)
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  await assert.rejects(sendTest(hub, hub.environmentId, id), /switched off/)
})

test('counts say what waits and how the events of the last day ended', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const { id } = await aDestination(hub, receiver.url, { retry: [] })
  await using _worker = await startWorker(hub)
  const [ok] = await emit(hub, {})
  await delivered(hub, ok)
  receiver.set({ status: 500 })
  const [bad] = await emit(hub, {})
  await failed(hub, bad)
  assert.deepEqual((await countDeliveries(hub, hub.environmentId, id)).get(id), {
    pending: 0,
    held: 0,
    delivered: 1,
    failed: 1,
  })
  assert.equal((await listEvents(hub, hub.environmentId, { status: 'failed' })).items[0]?.id, bad?.eventId)
  assert.equal(
    (await listEvents(hub, hub.environmentId, { status: 'delivered', destinationId: id })).items[0]?.id,
    ok?.eventId,
  )
})

test('nothing of a user erased while their event was under way is kept', async () => {
  const hub = await inFreshEnvironment(shared)
  const answers: (() => void)[] = []
  await using receiver = await openReceiver({
    respond: (_, response) => answers.push(() => response.end('about a person')),
  })
  await aDestination(hub, receiver.url)
  await using worker = await startWorker(hub)
  const userId = newUuid()
  await emit(hub, { userId }, { userId })
  await receiver.take(2)
  await hub.db.transaction((sql) => purgeUserEvents(sql, userId))
  for (const answer of answers) answer()
  await worker.close()
  for (const table of ['events', 'deliveries', 'attempts', 'outcomes']) {
    const { rows } = await hub.db.pool.query(
      `select * from ${table} where ${table === 'events' ? 'environment_id = $1' : 'destination_id in (select id from destinations where environment_id = $1)'}`,
      [hub.environmentId],
    )
    assert.deepEqual(rows, [], table)
  }
})

test('a destination deleted while its delivery is under way leaves nothing waiting', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 500, delayMs: 50 })
  const { id } = await aDestination(hub, receiver.url)
  const worker = await startWorker(hub)
  await emit(hub, {}, {}, {})
  await receiver.take(1)
  await deleteDestination(hub, hub.environmentId, id)
  await worker.close()
  await using _next = await startWorker(hub)
  const [row] = await hub.db<{ n: number }>`select count(*) as n from deliveries`
  assert.equal(row?.n, 0)
})

test('a healthcheck comes by itself to who names it among the types they take, and to nobody else', async () => {
  const hub = await inFreshEnvironment(shared)
  await using asking = await openReceiver()
  await using other = await openReceiver()
  await aDestination(hub, asking.url, { event_types: ['sleep', 'healthcheck'] })
  await aDestination(hub, other.url)
  const off = await aDestination(hub, other.url, { event_types: ['healthcheck'] })
  await patchDestination(hub, hub.environmentId, off.id, { enabled: false })
  await using _worker = await startWorker(hub)
  await sendHealthchecks(hub)
  const [received] = await asking.take(1)
  assert.equal(JSON.parse(String(received?.body)).type, 'healthcheck')
  assert.equal(other.received.length, 0)
})

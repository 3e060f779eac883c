import assert from 'node:assert/strict'
import { Writable } from 'node:stream'
import { after, test } from 'node:test'
import { createDestination, getDestination, patchDestination } from '../destinations/destination.ts'
import { newUuid } from '../lib/ids.ts'
import { openLog } from '../lib/log.ts'
import { vault } from '../lib/sealed.ts'
import {
  aDestination,
  delivered,
  delivery,
  emit,
  failed,
  inFreshEnvironment,
  startWorker,
} from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

test('an address that is not allowed fails at connect, whatever the url looked like', async () => {
  await using hub = await testHub({ TELLUS_PRIVATE_DESTINATIONS: 'deny' })
  await using receiver = await openReceiver()
  const { id } = await aDestination(hub, 'https://example.com/', { retry: [] })
  await hub.db`update destinations set url = ${receiver.url} where id = ${id}`
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  assert.match(
    (await failed(hub, emitted)).attempts[0]?.error ?? '',
    /^Not allowed: 127\.0\.0\.1 is a loopback address/,
  )
  assert.equal(receiver.received.length, 0)
})

test('a port of another protocol is refused at the attempt, however the destination came by it', async () => {
  const hub = await inFreshEnvironment(shared)
  const { id } = await aDestination(hub, 'http://127.0.0.1/', { retry: [] })
  await hub.db`update destinations set url = 'http://127.0.0.1:5432/' where id = ${id}`
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  const [attempt] = (await failed(hub, emitted)).attempts
  assert.deepEqual([attempt?.error, attempt?.address], ['Not allowed: port 5432 belongs to another protocol.', null])
})

test('a destination in a network that the operator allows is delivered to where private ones are denied', async () => {
  await using hub = await testHub({ TELLUS_PRIVATE_DESTINATIONS: 'deny', TELLUS_ALLOWED_NETWORKS: '127.0.0.1/32' })
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url)
  await assert.rejects(aDestination(hub, 'http://127.0.0.2/'), /list its network in TELLUS_ALLOWED_NETWORKS/)
  await using _worker = await startWorker(hub)
  await emit(hub, {})
  await receiver.take(1)
})

test('a destination whose secret cannot be opened waits, and the others do not wait with it', async () => {
  await using hub = await testHub()
  await using receiver = await openReceiver()
  const lost = await aDestination(hub, receiver.url)
  const sealed = vault('a key that was lost since, long enough too').seal('whatever')
  await hub.db`update destinations set secret = ${sealed} where id = ${lost.id}`
  await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  await emit(hub, {}, {}, {})
  await receiver.take(3)
  const shown = await getDestination(hub, hub.environmentId, lost.id)
  assert.equal(shown?.enabled, false)
  assert.match(shown.disabledReason ?? '', /encrypted with another key/)
  const waiting = await hub.db`select attempt from deliveries where destination_id = ${lost.id}`
  assert.deepEqual(waiting, Array(3).fill({ attempt: 0 }))
})

test('an inbox of ours is reachable whatever is denied, wherever the server is', async () => {
  await using hub = await testHub({ TELLUS_PRIVATE_DESTINATIONS: 'deny' })
  await using receiver = await openReceiver()
  await createDestination(hub, hub.environmentId, { kind: 'inbox', inbox_id: newUuid() })
  hub.publicUrl = () => `http://127.0.0.1:${receiver.port}`
  await using _worker = await startWorker(hub)
  await emit(hub, {})
  const [received] = await receiver.take(1)
  assert.match(received?.path ?? '', /^\/inbox\/inb_[0-9a-z]{26}$/)
})

test('a dead destination delays only itself', async () => {
  const hub = await inFreshEnvironment(shared)
  await using hangs = await openReceiver({ respond: () => undefined })
  await using healthy = await openReceiver()
  await aDestination(hub, hangs.url, { event_types: ['a'], timeout_seconds: 30 })
  await aDestination(hub, healthy.url, { event_types: ['b'] })
  const worker = await startWorker(hub, { maxInFlight: 64 })
  await emit(hub, ...Array.from({ length: 500 }, () => ({ type: 'a' })))
  await hangs.take(32)
  await emit(hub, ...Array.from({ length: 50 }, () => ({ type: 'b' })))
  await healthy.take(50, 2_000)
  assert.equal(hangs.received.length, 32)
  await worker.close({ deadlineMs: 50 })
})

test('after ten refused connections a destination is left alone, what waits keeps its attempts, and a probe brings it back', async () => {
  const hub = await inFreshEnvironment(shared)
  const gone = await openReceiver()
  await gone.close()
  const { id } = await aDestination(hub, gone.url, { max_in_flight: 1 })
  await using _worker = await startWorker(hub)
  await emit(hub, ...Array.from({ length: 40 }, () => ({})))
  const tried = async () => {
    const [row] = await hub.db<{ n: number }>`select count(*) as n from attempts where destination_id = ${id}`
    return row?.n ?? 0
  }
  while ((await tried()) < 10) await new Promise((resolve) => setTimeout(resolve, 5))
  for (let i = 0; i < 3; i++) {
    hub.wake()
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  assert.equal(await tried(), 10)
  const [untouched] = await hub.db<{ n: number }>`select count(*) as n from deliveries where attempt = 0`
  assert.equal(untouched?.n, 30)
  await using back = await openReceiver({}, gone.port)
  await hub.advance(5_000)
  hub.wake()
  await back.take(30)
  await hub.advance(60_000)
  hub.wake()
  await back.take(10)
})

test('a rate limit is kept to', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url, { rate_limit_per_second: 5 })
  await using _worker = await startWorker(hub)
  await emit(hub, ...Array.from({ length: 20 }, () => ({})))
  await receiver.take(5)
  for (let n = 1; n <= 3; n++) {
    await hub.advance(1_000)
    hub.wake()
    await receiver.take(5)
  }
  assert.equal(receiver.received.length, 20)
})

test('many events arrive once each, large ones too', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url)
  await aDestination(hub, receiver.url)
  const fenced = async () => (await hub.metrics.fenced.get()).values[0]?.value ?? 0
  const fencedBefore = await fenced()
  await using worker = await startWorker(hub)
  const bodies = Array.from({ length: 300 }, (_, i) => `{"n":${i},"x":"${'é'.repeat(i % 50 === 0 ? 200_000 : i)}"}`)
  await emit(hub, ...bodies.map((body) => ({ body })))
  const received = await receiver.take(600)
  await worker.close()
  assert.equal(new Set(received.map((one) => one.headers['x-terra-trace-id'])).size, 600)
  assert.deepEqual(new Set(received.map((one) => one.body.toString())), new Set(bodies))
  const [left] = await hub.db<{ n: number }>`select count(*) as n from deliveries`
  assert.equal(left?.n, 0)
  assert.equal(await fenced(), fencedBefore)
})

test('a log line of a delivery has no body, no secret and no header', async () => {
  const lines: string[] = []
  const log = openLog('debug', new Writable({ write: (chunk, _, done) => done(void lines.push(String(chunk))) }))
  const hub = { ...(await inFreshEnvironment(shared)), log }
  await using receiver = await openReceiver({ answer: 'private answer' })
  const { secret } = await aDestination(hub, receiver.url, { headers: { 'x-key': 'private header' } })
  const worker = await startWorker(hub)
  const [emitted] = await emit(hub, { body: '{"private":"body"}' })
  await delivered(hub, emitted)
  await worker.close()
  const text = lines.join('')
  assert.match(text, /delivered an event/)
  assert.doesNotMatch(text, /private/)
  assert.ok(!text.includes(secret))
})

test('switching a destination off stops what waits in memory, without counting it as tried', async () => {
  const hub = await inFreshEnvironment(shared)
  const answers: (() => void)[] = []
  await using receiver = await openReceiver({ respond: (_, response) => void answers.push(() => response.end()) })
  const { id } = await aDestination(hub, receiver.url, { max_in_flight: 1 })
  await using _worker = await startWorker(hub)
  const emitted = await emit(hub, {}, {}, {}, {})
  await receiver.take(1)
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  await Promise.all(emitted.map((one) => delivery(hub, one, ({ status }) => status === 'held')))
  answers.shift()?.()
  await Promise.any(emitted.map((one) => delivered(hub, one)))
  const rows = async () => [
    ...(await hub.db<{ held: boolean; attempt: number; free: boolean }>`
      select due_at = 'infinity' as held, attempt, lease_owner is null as free from deliveries`),
  ]
  while ((await rows()).some((row) => !row.free)) await new Promise(setImmediate)
  assert.deepEqual(
    await rows(),
    Array.from({ length: 3 }, () => ({ held: true, attempt: 0, free: true })),
  )
  assert.equal(receiver.received.length, 1)
})

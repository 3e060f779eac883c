import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { verifyTerraWebhookSignature } from 'terra-api'
import { patchDestination } from '../destinations/destination.ts'
import { newUuid } from '../lib/ids.ts'
import {
  aDestination,
  attempted,
  databaseNow,
  delivered,
  emit,
  failed,
  inFreshEnvironment,
  read,
  startWorker,
} from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'
import { readPayload } from './ping.ts'
import { verifySignature } from './signature.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

test('sends the exact bytes with every header of the contract', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ answer: 'thanks' })
  const destination = await aDestination(hub, receiver.url, { headers: { Authorization: 'Bearer mine' } })
  await using _worker = await startWorker(hub)
  const body = '{"type":"daily", "data":[ {"city":"Zürich 雪"} ]}'
  const reference = newUuid()
  const [emitted] = await emit(hub, { body, reference, orderingMs: 1_723_808_700_123 })
  const [received] = await receiver.take(1)
  assert.ok(received)
  const { headers } = received
  assert.equal(received.method, 'POST')
  assert.equal(received.body.toString(), body)
  assert.equal(headers['content-type'], 'application/json')
  assert.equal(headers['content-length'], String(Buffer.byteLength(body)))
  assert.equal(headers['terra-reference'], reference)
  assert.equal(headers['x-terra-ordering-timestamp'], '1723808700123')
  assert.equal(headers['x-terra-signature'], headers['terra-signature'])
  assert.match(headers['user-agent'] ?? '', /^Tellus\/\d+\.\d+\.\d+/)
  assert.equal(headers.authorization, 'Bearer mine')
  assert.equal(headers['webhook-id'], undefined)
  const nowSeconds = hub.clock.now() / 1000
  assert.ok(
    verifySignature({
      header: String(headers['terra-signature']),
      body: received.body,
      secrets: [destination.secret],
      nowSeconds,
    }).ok,
  )
  assert.ok(await verifyTerraWebhookSignature(body, String(headers['terra-signature']), destination.secret))
  const one = await delivered(hub, emitted)
  assert.equal(headers['x-terra-trace-id'], one.id)
  assert.equal(one.nextAttemptAt, null)
  assert.deepEqual(
    one.attempts.map(({ number, statusCode, error, responseBody }) => ({ number, statusCode, error, responseBody })),
    [{ number: 1, statusCode: 200, error: null, responseBody: 'thanks' }],
  )
})

test('numbers the trace id of a chunk', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, { chunk: 2 })
  const [received] = await receiver.take(1)
  assert.equal(received?.headers['x-terra-trace-id'], `${(await delivered(hub, emitted)).id}:chunk:2`)
})

test('a failed delivery is tried again with the same trace id and bytes and a fresh signature', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ failFirst: 2 })
  const { secret } = await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  await receiver.take(1)
  const first = await attempted(hub, emitted, 1)
  assert.equal(first.status, 'pending')
  assert.equal(first.attempts[0]?.error, 'Answered 500.')
  const wait = (first.nextAttemptAt?.getTime() ?? 0) - (await databaseNow(hub))
  assert.ok(wait > 20_000 && wait <= 33_000, `${wait}`)
  await hub.advance(33_500)
  hub.wake()
  await receiver.take(1)
  await attempted(hub, emitted, 2)
  await hub.advance(66_500)
  hub.wake()
  await receiver.take(1)
  assert.equal((await delivered(hub, emitted)).attempts.length, 3)
  const [a, b, c] = receiver.received
  assert.ok(a && b && c)
  assert.equal(new Set(receiver.received.map((one) => one.headers['x-terra-trace-id'])).size, 1)
  assert.equal(new Set(receiver.received.map((one) => one.body.toString())).size, 1)
  const times = receiver.received.map((one) => Number(/^t=(\d+)/.exec(String(one.headers['terra-signature']))?.[1]))
  const since = times.map((t) => t - (times[0] ?? 0))
  assert.ok(since[1] === 33 || since[1] === 34, `${since}`)
  assert.equal(since[2], 100)
  const verdict = verifySignature({
    header: String(c.headers['terra-signature']),
    body: c.body,
    secrets: [secret],
    nowSeconds: hub.clock.now() / 1000,
  })
  assert.equal(verdict.problem, null)
})

test('a retry of a second comes by itself, on time', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ failFirst: 1 })
  await aDestination(hub, receiver.url, { retry: [0.05] })
  await using _worker = await startWorker(hub)
  await emit(hub, {})
  const began = performance.now()
  await receiver.take(2)
  assert.ok(performance.now() - began < 900)
})

test('an empty retry list means one attempt, a list its waits', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 404 })
  await aDestination(hub, receiver.url, { retry: [] })
  await using _worker = await startWorker(hub)
  const [once] = await emit(hub, {})
  assert.equal((await failed(hub, once)).attempts.length, 1)
  await aDestination(hub, receiver.url, { retry: [1, 2], event_types: ['sleep'] })
  await patchDestination(hub, hub.environmentId, (await read(hub, once)).deliveries[0]?.destinationId ?? '', {
    event_types: ['daily'],
  })
  const [thrice] = await emit(hub, { type: 'sleep' })
  for (const n of [1, 2]) {
    const one = await attempted(hub, thrice, n)
    const wait = (one.nextAttemptAt?.getTime() ?? 0) - (await databaseNow(hub))
    assert.ok(wait > n * 1000 - 900 && wait <= n * 1000, `${n}: ${wait}`)
    await hub.advance(n * 1000)
    hub.wake()
  }
  const end = await failed(hub, thrice)
  assert.deepEqual(
    end.attempts.map((one) => one.number),
    [1, 2, 3],
  )
  assert.equal(end.nextAttemptAt, null)
})

test('the default schedule gives up after eleven attempts', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 500 })
  await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  for (let n = 1; n <= 10; n++) {
    await attempted(hub, emitted, n)
    await hub.advance(30_000 * 2 ** (n - 1) * 1.1 + 100)
    hub.wake()
  }
  assert.equal((await failed(hub, emitted)).attempts.length, 11)
})

test('Retry-After lengthens the wait', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 429, headers: { 'retry-after': '600' } })
  await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  const [emitted] = await emit(hub, {})
  const one = await attempted(hub, emitted, 1)
  const wait = (one.nextAttemptAt?.getTime() ?? 0) - (await databaseNow(hub))
  assert.ok(wait > 595_000 && wait <= 600_000, `${wait}`)
})

test('redirects, 4xx, timeouts and refused connections are failures that say what happened', async () => {
  const hub = await inFreshEnvironment(shared)
  await using redirects = await openReceiver({ status: 302, headers: { location: '/x' } })
  await using hangs = await openReceiver({ respond: () => undefined })
  const gone = await openReceiver()
  await gone.close()
  await aDestination(hub, redirects.url, { event_types: ['a'], retry: [] })
  await aDestination(hub, hangs.url, { event_types: ['b'], retry: [], timeout_seconds: 0.1 })
  await aDestination(hub, gone.url, { event_types: ['c'], retry: [] })
  await using _worker = await startWorker(hub)
  const emitted = await emit(hub, { type: 'a' }, { type: 'b' }, { type: 'c' })
  const [a, b, c] = await Promise.all(emitted.map(async (one) => (await failed(hub, one)).attempts[0]))
  assert.deepEqual([a?.statusCode, a?.error], [302, 'Answered 302: redirects are not followed.'])
  assert.deepEqual([b?.statusCode, b?.error], [null, 'No answer within 0.1 s.'])
  assert.ok((b?.durationMs ?? 0) >= 95)
  assert.deepEqual([c?.statusCode, c?.error], [null, 'The connection was refused: nothing listens there.'])
})

test('Standard Webhooks headers are sent beside ours when asked for', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url, { standard_webhooks: true })
  await using _worker = await startWorker(hub)
  await emit(hub, {})
  const [received] = await receiver.take(1)
  assert.match(String(received?.headers['webhook-id']), /^evt_/)
  assert.match(String(received?.headers['webhook-timestamp']), /^\d{10}$/)
  assert.match(String(received?.headers['webhook-signature']), /^v1,[A-Za-z0-9+/]{43}=$/)
})

test('in ping mode a data event is a link to the exact JSON, other events are sent inline', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const destination = await aDestination(hub, receiver.url, { mode: 'ping' })
  await using _worker = await startWorker(hub)
  const body = '{"type":"sleep", "data":[]}'
  await emit(hub, { type: 'sleep', body })
  const [ping] = await receiver.take(1)
  const sent = JSON.parse(String(ping?.body))
  assert.deepEqual({ ...sent, url: '' }, { type: 's3_payload', status: 'success', url: '', expires_in: 600 })
  assert.ok(
    await verifyTerraWebhookSignature(
      String(ping?.body),
      String(ping?.headers['terra-signature']),
      destination.secret,
      { tolerance: 1e9 },
    ),
  )
  const token = String(sent.url).split('/payloads/')[1] ?? ''
  assert.equal(await readPayload(hub, token), body)
  await assert.rejects(readPayload(hub, 'nonsense'), /not one that Tellus made/)
  hub.clock.advance(600_001)
  await assert.rejects(readPayload(hub, token), /has expired/)
  await emit(hub, { type: 'auth', body: '{"type":"auth"}' })
  const [auth] = await receiver.take(1)
  assert.equal(String(auth?.body), '{"type":"auth"}')
})

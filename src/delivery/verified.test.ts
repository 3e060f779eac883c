import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { Webhook } from 'standardwebhooks'
import { finishRotation, rotateSecret } from '../destinations/secrets.ts'
import { aDestination, emit, inFreshEnvironment, startWorker } from '../testing/delivering.ts'
import { testHub } from '../testing/hub.ts'
import { openReceiver, type Received } from '../testing/receiver.ts'
import { judge } from '../testing/verify.ts'
import { standardSecret } from './signature.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

test('while a secret is rotated both generations of the official client verify with the old one, then with the new', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const made = await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  const next = async (): Promise<Received> => {
    await emit(hub, {})
    const [received] = await receiver.take(1)
    assert.ok(received)
    return received
  }
  assert.deepEqual(await judge(await next(), made.secret), [])
  const { secret } = await rotateSecret(hub, hub.environmentId, made.id)
  const during = await next()
  assert.deepEqual(await judge(during, made.secret), [], 'a receiver that was not switched')
  // The 1.x client reads the first signature alone; the 2.x one takes any.
  assert.deepEqual(await judge(during, secret), ['1.x does not verify it'])
  await finishRotation(hub, hub.environmentId, made.id)
  const end = await next()
  assert.deepEqual(await judge(end, secret), [])
  assert.notDeepEqual(await judge(end, made.secret), [])
})

test('the library of Standard Webhooks verifies its headers, with the old secret and the new while it is rotated', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const made = await aDestination(hub, receiver.url, { standard_webhooks: true })
  await using _worker = await startWorker(hub)
  const verify = ({ body, headers }: Received, secret: string) =>
    new Webhook(standardSecret(secret)).verify(body, {
      'webhook-id': String(headers['webhook-id']),
      'webhook-timestamp': String(headers['webhook-timestamp']),
      'webhook-signature': String(headers['webhook-signature']),
    })
  const body = '{"type":"daily","data":[{"city":"Zürich"}]}'
  await emit(hub, { body })
  const [first] = await receiver.take(1)
  assert.ok(first)
  assert.deepEqual(verify(first, made.secret), JSON.parse(body))
  assert.throws(() => verify({ ...first, body: Buffer.from('{}') }, made.secret), /No matching signature/)
  assert.throws(() => verify(first, 'another secret'), /No matching signature/)
  const { secret } = await rotateSecret(hub, hub.environmentId, made.id)
  await emit(hub, { body })
  const [second] = await receiver.take(1)
  assert.ok(second)
  for (const key of [made.secret, secret]) verify(second, key)
  assert.deepEqual(await judge(second, made.secret), [])
})

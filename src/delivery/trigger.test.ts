import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { patchDestination } from '../destinations/destination.ts'
import { sendTest } from '../events/healthcheck.ts'
import { resendEvent } from '../events/resend/resend.ts'
import type { Emitted } from '../events/types.ts'
import { viewEvent } from '../events/view.ts'
import {
  aDestination,
  attempted,
  delivered,
  emit,
  failed,
  inFreshEnvironment,
  read,
  runToEnd,
  startWorker,
} from '../testing/delivering.ts'
import { type TestHub, testHub } from '../testing/hub.ts'
import { openReceiver } from '../testing/receiver.ts'
import { acknowledge, claimDue } from './store.ts'

const shared = await testHub()
after(() => shared[Symbol.asyncDispose]())

const triggersOf = async (hub: TestHub, emitted: Emitted | undefined) =>
  (await read(hub, emitted)).deliveries.flatMap(({ attempts }) => attempts.map(({ trigger }) => trigger))

test('an attempt says why it was made: by the event, again after a failure, by hand, or with many others', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver({ status: 500 })
  const { id } = await aDestination(hub, receiver.url, { retry: [1] })
  await using _worker = await startWorker(hub)
  const sinceMs = hub.clock.now() - 1
  const [emitted] = await emit(hub, {})
  /** Lets a run of two attempts fail. */
  const runOut = async (attempts: number) => {
    await attempted(hub, emitted, attempts - 1)
    await hub.advance(1000)
    hub.wake()
    await attempted(hub, emitted, attempts)
    await failed(hub, emitted)
  }
  await runOut(2)
  await resendEvent(hub, hub.environmentId, emitted?.eventId ?? '')
  await runOut(4)
  const untilMs = hub.clock.now() + 1
  const job = await runToEnd(hub, { kind: 'resend', status: 'failed', untilMs })
  assert.equal(job.done, 1)
  await runOut(6)
  receiver.set({})
  await runToEnd(hub, { kind: 'recover', destinationId: id, include: 'failed', sinceMs, untilMs })
  await delivered(hub, emitted)
  const expected = ['auto', 'retry', 'manual', 'retry', 'replay', 'retry', 'replay']
  assert.deepEqual(await triggersOf(hub, emitted), expected)
})

test('what was held is sent with many others when its destination is switched on with what it missed', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const { id } = await aDestination(hub, receiver.url)
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  const [together, alone] = await emit(hub, {}, {})
  await using _worker = await startWorker(hub)
  await patchDestination(hub, hub.environmentId, id, { enabled: true })
  await resendEvent(hub, hub.environmentId, alone?.eventId ?? '')
  await delivered(hub, alone)
  await patchDestination(hub, hub.environmentId, id, { enabled: false })
  await patchDestination(hub, hub.environmentId, id, { enabled: true, deliver_missed: true })
  hub.wake()
  await delivered(hub, together)
  assert.deepEqual([await triggersOf(hub, alone), await triggersOf(hub, together)], [['manual'], ['replay']])
})

test('a test says so, and so do its attempt and its address in the management API', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  const { id } = await aDestination(hub, receiver.url)
  await using _worker = await startWorker(hub)
  const eventId = await sendTest(hub, hub.environmentId, id)
  await delivered(hub, { eventId, deliveries: 1 })
  const [attempt] = viewEvent(await read(hub, { eventId, deliveries: 1 })).deliveries[0]?.attempts ?? []
  assert.deepEqual([attempt?.number, attempt?.trigger, attempt?.address], [1, 'test', '127.0.0.1'])
})

test('attempts on one kept connection each have its address, and one that reached nobody has none', async () => {
  const hub = await inFreshEnvironment(shared)
  await using receiver = await openReceiver()
  await aDestination(hub, receiver.url, { retry: [1], max_in_flight: 1 })
  await using _worker = await startWorker(hub)
  const sent = await emit(hub, {}, {}, {})
  for (const one of sent) assert.equal((await delivered(hub, one)).attempts[0]?.address, '127.0.0.1')
  await receiver.close()
  const [lost] = await emit(hub, {})
  const [attempt] = (await attempted(hub, lost, 1)).attempts
  assert.deepEqual([attempt?.trigger, attempt?.address], ['auto', null])
})

test('an attempt made before it was noted why has neither, and an address of IPv6 is shown as it is', async () => {
  const hub = await inFreshEnvironment(shared)
  await aDestination(hub, 'https://example.com/hook')
  const [emitted] = await emit(hub, {})
  const [claimed] = (await claimDue(hub.db, 1, 1, [])).claimed
  assert.ok(claimed)
  const reply = { kind: 'answered', status: 200, body: '', retryAfter: null, durationMs: 1 } as const
  await acknowledge(hub.db, 1, [
    {
      claimed,
      startedAtMs: 0,
      reply: { ...reply, address: '2606:4700::1111' },
      next: { kind: 'delivered' },
      gone: false,
    },
  ])
  const shown = async () =>
    (await delivered(hub, emitted)).attempts.map(({ trigger, address }) => ({ trigger, address }))
  assert.deepEqual(await shown(), [{ trigger: 'auto', address: '2606:4700::1111' }])
  await hub.db`update attempts set trigger = null, address = null where event_id = ${emitted?.eventId ?? ''}`
  assert.deepEqual(await shown(), [{ trigger: null, address: null }])
})

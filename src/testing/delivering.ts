import assert from 'node:assert/strict'
import { DeliveryWorker, type WorkerOptions } from '../delivery/worker.ts'
import { createDestination } from '../destinations/destination.ts'
import type { Destination } from '../destinations/types.ts'
import { storeEvents } from '../events/emit.ts'
import { type DeliveryView, readEvent } from '../events/read.ts'
import { createJob, getJob } from '../events/resend/jobs.ts'
import type { BulkResend, Recovery } from '../events/resend/resend.ts'
import { runJob } from '../events/resend/task.ts'
import type { Emitted, NewEvent } from '../events/types.ts'
import { newUuid } from '../lib/ids.ts'
import type { TestHub } from './hub.ts'

/** The same hub in an environment of its own, with an empty queue: many tests share one database. */
export async function inFreshEnvironment(hub: TestHub): Promise<TestHub> {
  const environmentId = newUuid()
  await hub.db`insert into environments (id, dev_id, name) values (${environmentId}, ${environmentId}, 'test')`
  await hub.db`truncate deliveries, delivery_windows`
  return { ...hub, environmentId, wake: () => undefined, shortCut: () => null }
}

/** Starts a worker that `hub.wake()` reaches, under a number of its own whose lock nobody holds. */
export async function startWorker(
  hub: TestHub,
  options: WorkerOptions & { workerNo?: number } = {},
): Promise<DeliveryWorker> {
  const worker = new DeliveryWorker(hub, options)
  await worker.start({ workerNo: options.workerNo ?? 1 })
  hub.wake = () => worker.wake()
  hub.shortCut = () => worker
  return worker
}

/** A webhook destination at a url. */
export const aDestination = (hub: TestHub, url: string, fields: object = {}): Promise<Destination> =>
  createDestination(hub, hub.environmentId, { kind: 'webhook', url, ...fields })

/** Emits events in one transaction and wakes the worker. */
export async function emit(hub: TestHub, ...events: Partial<NewEvent>[]): Promise<Emitted[]> {
  const emitted = await hub.db.transaction((sql) =>
    storeEvents(
      hub,
      sql,
      events.map((event) => anEvent(hub, event)),
    ),
  )
  hub.wake()
  return emitted
}

/** An event with what is not said filled in. */
export const anEvent = (hub: TestHub, event: Partial<NewEvent> = {}): NewEvent => ({
  environmentId: hub.environmentId,
  userId: null,
  type: 'daily',
  body: '{"type":"daily","data":[],"version":"2022-03-16"}',
  orderingMs: hub.clock.now(),
  ...event,
})

/** An event that must be there. */
export const read = async (hub: TestHub, emitted: Emitted | undefined) => {
  const event = await readEvent(hub, hub.environmentId, emitted?.eventId ?? '')
  assert.ok(event)
  return event
}

/** The only delivery of an event, once it satisfies a condition. */
export async function delivery(
  hub: TestHub,
  emitted: Emitted | undefined,
  until: (one: DeliveryView) => boolean,
): Promise<DeliveryView> {
  const deadline = performance.now() + 5_000
  for (;;) {
    const [one] = (await read(hub, emitted)).deliveries
    if (one !== undefined && until(one)) return one
    if (performance.now() > deadline) assert.fail(`The delivery stayed ${JSON.stringify(one)}`)
    await new Promise((resolve) => setTimeout(resolve, 5))
  }
}
export const delivered = (hub: TestHub, emitted: Emitted | undefined) =>
  delivery(hub, emitted, (one) => one.status === 'delivered')
export const failed = (hub: TestHub, emitted: Emitted | undefined) =>
  delivery(hub, emitted, (one) => one.status === 'failed')
export const attempted = (hub: TestHub, emitted: Emitted | undefined, n: number) =>
  delivery(hub, emitted, (one) => one.attempts.length === n)

/** What the database's clock says, in epoch milliseconds. */
export const databaseNow = async (hub: TestHub) => {
  const [row] = await hub.db<{ ms: number }>`select (extract(epoch from clock()) * 1000)::float8 as ms`
  return row?.ms ?? 0
}

/** Makes a job and runs it until it ends; gives it as it is then. */
export async function runToEnd(hub: TestHub, asked: Recovery | BulkResend) {
  const id = await createJob(hub, hub.environmentId, asked, null)
  while (!(await runJob(hub, id, new AbortController().signal)));
  const job = await getJob(hub, hub.environmentId, id)
  assert.ok(job)
  return job
}

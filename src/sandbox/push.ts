import { z } from 'zod'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { addJob, type Task } from '../jobs/jobs.ts'
import { messageOf } from '../lib/errors.ts'
import { client } from '../providers/sandbox/manifest.ts'
import { type Posted, signatureHeader, signatureOf } from '../providers/sandbox/notification.ts'
import type { SandboxNoticeFault } from '../schema/management/sandbox.ts'
import { callBack } from './callback.ts'
import { holdNotice, selectSubscription, takeHeld } from './push-store.ts'

export type PushHub = Pick<Hub, 'db' | 'clock' | 'vault' | 'log'>

export const pushTask = 'sandbox-push'
export const releaseTask = 'sandbox-release'

/** After how many seconds a notification that was not taken is posted again; then it is given up. */
const pausesSeconds = [10, 60, 300]
/** How long one that is held back waits for another to go first. */
const holdSeconds = 60

const payloadSchema = z.object({ body: z.string(), tries: z.number().int().min(0) })
const heldSchema = z.object({ grantId: z.string() })

/** Of whose notification what is ordered happens to it. */
export interface Told {
  id: string
  notices: SandboxNoticeFault | null
}

/**
 * Posts a notification, signed, to where the client subscribed; false where nobody did. One that is not answered with a
 * success is posted again later, a few times. `grant` says what goes wrong with it: posted twice, or after the next.
 */
export async function pushNotice(hub: PushHub, posted: Posted, grant: Told | null = null): Promise<boolean> {
  if ((await selectSubscription(hub.db, client.id)) === null) return false
  const body = JSON.stringify(posted)
  switch (grant?.notices) {
    case 'duplicate':
      await send(hub, body, 0)
      await send(hub, body, 0)
      return true
    case 'reorder':
      await sendAfterNext(hub, grant.id, body)
      return true
    default:
      await send(hub, body, 0)
      return true
  }
}

/** Posts what was not taken before. */
export const pushAgain =
  (hub: PushHub): Task =>
  async (payload) => {
    const { body, tries } = payloadSchema.parse(payload)
    await send(hub, body, tries)
  }

/** Posts what was held back and which no other notification has overtaken. */
export const releaseHeld =
  (hub: PushHub): Task =>
  async (payload) => {
    const held = await takeHeld(hub.db, heldSchema.parse(payload).grantId)
    if (held !== null) await send(hub, held, 0)
  }

async function sendAfterNext(hub: PushHub, grantId: string, body: string): Promise<void> {
  const held = await hub.db.transaction(async (sql) => {
    const before = await holdNotice(sql, grantId, body)
    if (before === null) await addRelease(sql, grantId)
    return before
  })
  if (held === null) return
  await send(hub, body, 0)
  await send(hub, held, 0)
}

const addRelease = (sql: Sql, grantId: string) =>
  addJob(sql, releaseTask, { grantId }, { key: `sandbox-release ${grantId}`, delaySeconds: holdSeconds })

async function send(hub: PushHub, body: string, tries: number): Promise<void> {
  const subscription = await selectSubscription(hub.db, client.id)
  if (subscription === null) return
  const epochMs = hub.clock.now()
  const signature = signatureOf(hub.vault.open(subscription.secret), epochMs, body)
  const outcome = await callBack(subscription.callback_url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', [signatureHeader]: signature },
    body,
  }).then((answer) => (answer.ok ? null : `it was answered ${answer.status}`), messageOf)
  if (outcome === null) return
  const pause = pausesSeconds[tries]
  if (pause === undefined) hub.log.warn({ error: outcome }, 'gave up on a notification of the sandbox')
  else await addJob(hub.db, pushTask, { body, tries: tries + 1 }, { delaySeconds: pause })
}

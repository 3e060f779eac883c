import { z } from 'zod'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { addJob, type Task } from '../jobs/jobs.ts'
import { messageOf } from '../lib/errors.ts'
import { client } from '../providers/sandbox/manifest.ts'
import { type Posted, signatureHeader, signatureOf } from '../providers/sandbox/notification.ts'
import type { SandboxNoticeFault } from '../schema/management/sandbox.ts'
import { callBack } from './callback.ts'
import type { News, Posting } from './doubles/double.ts'
import { frameOf } from './doubles/frame.ts'
import { doubleOf } from './doubles/registry.ts'
import { holdNotice, selectSubscription, takeHeld } from './push-store.ts'

export type PushHub = Pick<Hub, 'db' | 'clock' | 'vault' | 'log' | 'publicUrl'>

export const pushTask = 'sandbox-push'
export const releaseTask = 'sandbox-release'

/** After how many seconds a notification that was not taken is posted again; then it is given up. */
const pausesSeconds = [10, 60, 300]
/** How long one that is held back waits for another to go first. */
const holdSeconds = 60

/** A notification on its way, of whom; it is signed when it is sent. */
const postingSchema = z.object({
  provider: z.string(),
  url: z.string(),
  body: z.string(),
  headers: z.record(z.string(), z.string()).optional(),
})
type Push = Posting & { provider: string }

const payloadSchema = z.object({ posting: postingSchema, tries: z.number().int().min(0) })
const heldSchema = z.object({ grantId: z.string() })

/** Of whose notification what is ordered happens to it. */
export interface Told {
  id: string
  notices: SandboxNoticeFault | null
}

/**
 * Posts a notification of the sandbox's own provider, signed, to where the client subscribed; false where nobody did. One
 * that is not answered with a success is posted again later, a few times. `grant` says what goes wrong with it: posted
 * twice, or after the next.
 */
export async function pushNotice(hub: PushHub, posted: Posted, grant: Told | null = null): Promise<boolean> {
  const subscription = await selectSubscription(hub.db, client.id)
  if (subscription === null) return false
  await post(hub, { provider: 'SANDBOX', url: subscription.callback_url, body: JSON.stringify(posted) }, grant)
  return true
}

/** Posts what a double tells of news, to whoever listens; false where the provider tells of no such thing, or nobody does. */
export async function pushNews(
  hub: PushHub,
  provider: string,
  news: News,
  grant: Told | null = null,
): Promise<boolean> {
  const double = doubleOf(provider)
  const postings = double === null ? [] : await double.postings(news, frameOf(hub, double))
  for (const posting of postings) await post(hub, { ...posting, provider }, grant)
  return postings.length > 0
}

async function post(hub: PushHub, push: Push, grant: Told | null): Promise<void> {
  switch (grant?.notices) {
    case 'duplicate':
      await send(hub, push, 0)
      await send(hub, push, 0)
      return
    case 'reorder':
      await sendAfterNext(hub, grant.id, push)
      return
    case 'malformed': {
      // Goes out as it is, broken and truly signed; that it is refused is a reason to send it again for those alone who say so.
      const outcome = await attempt(hub, { ...push, body: push.body.slice(0, Math.ceil(push.body.length / 2)) })
      if (outcome !== null && doubleOf(push.provider)?.resentAfterSeconds !== undefined)
        await again(hub, push, 0, outcome)
      return
    }
    default:
      await send(hub, push, 0)
  }
}

/** Posts what was not taken before. */
export const pushAgain =
  (hub: PushHub): Task =>
  async (payload) => {
    const { posting, tries } = payloadSchema.parse(payload)
    await send(hub, pushOf(posting), tries)
  }

/** Posts what was held back and which no other notification has overtaken. */
export const releaseHeld =
  (hub: PushHub): Task =>
  async (payload) => {
    const held = await takeHeld(hub.db, heldSchema.parse(payload).grantId)
    if (held !== null) await send(hub, heldOf(held), 0)
  }

const pushOf = ({ headers, ...push }: z.output<typeof postingSchema>): Push =>
  headers === undefined ? push : { ...push, headers }

const heldOf = (held: string): Push => pushOf(postingSchema.parse(JSON.parse(held)))

async function sendAfterNext(hub: PushHub, grantId: string, push: Push): Promise<void> {
  const held = await hub.db.transaction(async (sql) => {
    const before = await holdNotice(sql, grantId, JSON.stringify(push))
    if (before === null) await addRelease(sql, grantId)
    return before
  })
  if (held === null) return
  await send(hub, push, 0)
  await send(hub, heldOf(held), 0)
}

const addRelease = (sql: Sql, grantId: string) =>
  addJob(sql, releaseTask, { grantId }, { key: `sandbox-release ${grantId}`, delaySeconds: holdSeconds })

async function send(hub: PushHub, push: Push, tries: number): Promise<void> {
  const outcome = await attempt(hub, push)
  if (outcome !== null) await again(hub, push, tries, outcome)
}

/** Owes what was not taken to a job, unless that has been tried often enough. */
async function again(hub: PushHub, push: Push, tries: number, outcome: string): Promise<void> {
  const pause = (doubleOf(push.provider)?.resentAfterSeconds ?? pausesSeconds)[tries]
  if (pause === undefined)
    hub.log.warn({ provider: push.provider, error: outcome }, 'gave up on a notification of the sandbox')
  else await addJob(hub.db, pushTask, { posting: push, tries: tries + 1 }, { delaySeconds: pause })
}

/** Posts once; gives why it was not taken, null when it was. */
async function attempt(hub: PushHub, push: Push): Promise<string | null> {
  const proof = await proofOf(hub, push)
  if (proof === null) return null
  const headers = { 'content-type': 'application/json', ...push.headers, ...proof }
  return callBack(push.url, { method: 'POST', headers, body: push.body }).then(
    (answer) => (answer.ok ? null : `it was answered ${answer.status}`),
    messageOf,
  )
}

/** The headers that prove a notification; null where nobody listens any more. */
async function proofOf(hub: PushHub, push: Push): Promise<Record<string, string> | null> {
  const double = doubleOf(push.provider)
  if (double !== null) return double.sign(push, frameOf(hub, double))
  const subscription = await selectSubscription(hub.db, client.id)
  if (subscription === null) return null
  const epochMs = hub.clock.now()
  return { [signatureHeader]: signatureOf(hub.vault.open(subscription.secret), epochMs, push.body) }
}

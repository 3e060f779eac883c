import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { addJobs, type Task } from '../../jobs/jobs.ts'
import { messageOf, TellusError } from '../../lib/errors.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { findProvider } from '../../providers/registry.ts'
import { findUser } from '../../users/find.ts'
import { contextOf } from '../../users/sign-in/ready.ts'
import type { User } from '../../users/user.ts'
import { type FetchHub, withAccess } from './fetch.ts'
import { selectSubscription } from './store.ts'
import { renewedBeforeMs } from './subscribe.ts'
import { markUserSubscribed, replaceSecret, subscribeAgain, takeUnsubscribed } from './subscription-store.ts'

export const subscribeUserTask = 'subscribe-user'
const payloadSchema = z.object({ environmentId: z.string(), userId: z.string() })

const takenAtOnce = 1000
/** After a failure, and while no server has said at which address it answers. */
const againMs = 15 * 60_000
const queues = 16

/** Has users subscribed whose time has come, at providers that send of each user apart. Gives how many. */
export async function subscribeDue(hub: Pick<Hub, 'db'>): Promise<number> {
  return hub.db.transaction(async (sql) => {
    const due = await takeUnsubscribed(sql, takenAtOnce)
    const jobs = due.map(({ user_id: userId, environment_id: environmentId }) => ({
      payload: { environmentId, userId },
      queue: `subscribe ${Number.parseInt(userId.slice(-2), 16) % queues}`,
      key: `subscribe ${userId}`,
    }))
    if (jobs.length > 0) await addJobs(sql, subscribeUserTask, jobs, { maxAttempts: 3 })
    return due.length
  })
}

/**
 * The job that asks a provider to send the notifications about one user, after a sign-in and again before that ends. What
 * goes wrong is logged and tried again: until then the user is polled.
 */
export const subscribeUser =
  (hub: FetchHub): Task =>
  async (payload, { signal }) => {
    const { environmentId, userId } = payloadSchema.parse(payload)
    const user = await findUser(hub, environmentId, userId)
    const provider = findProvider(user?.provider ?? '')
    if (user === null || !user.active || provider?.kind !== 'cloud') return
    try {
      await subscribe(hub, user, provider, signal)
    } catch (error) {
      if (signal.aborted || !(error instanceof ProviderError || error instanceof TellusError)) throw error
      const waitMs = error instanceof ProviderError ? (error.retryAfterSeconds ?? 0) * 1000 : 0
      await subscribeAgain(hub.db, userId, new Date(hub.clock.now() + Math.max(againMs, waitMs)))
      hub.log.warn(
        { userId, provider: provider.name, error: messageOf(error) },
        'could not subscribe to the notifications about a user',
      )
    }
  }

async function subscribe(hub: FetchHub, user: User, provider: CloudProvider, signal: AbortSignal): Promise<void> {
  const { notification } = provider
  const row = await selectSubscription(hub.db, provider.name)
  const callbackUrl = row?.callback_url ?? null
  if (notification?.subscribeUser === undefined) return
  if (row === null || callbackUrl === null)
    throw new TellusError('unavailable', `no server has said yet where ${provider.label} is to send notifications`)
  const { client, fetch, publicUrl } = contextOf(hub, provider)
  const asked = { fetch, publicUrl, client, callbackUrl, secret: hub.vault.open(row.secret) }
  const subscribed = await withAccess(
    hub,
    user,
    provider,
    signal,
    // What the limits count are calls of the app, with a token or without one.
    async (access) => notification.subscribeUser?.(access, { ...asked, fetch: access.fetch }),
    'told',
  )
  if (subscribed === undefined) return
  if (subscribed.secret !== undefined) await replaceSecret(hub.db, provider.name, hub.vault.seal(subscribed.secret))
  const { expiresInSeconds } = subscribed
  const lifeMs = expiresInSeconds === null ? null : expiresInSeconds * 1000
  // One that lasts less than two days is renewed when half of it is over.
  const again = lifeMs === null ? null : new Date(hub.clock.now() + Math.max(lifeMs - renewedBeforeMs, lifeMs / 2))
  await markUserSubscribed(hub.db, user.userId, provider.name, callbackUrl, again)
}

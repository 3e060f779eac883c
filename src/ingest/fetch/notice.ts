import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { addJob, type Task } from '../../jobs/jobs.ts'
import { TellusError } from '../../lib/errors.ts'
import type {
  HookAnswer,
  HookRequest,
  Notice,
  Notification,
  Subscription,
  Waiting,
} from '../../providers/notification.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { findProvider } from '../../providers/registry.ts'
import { dataTypes } from '../../schema/records.ts'
import { accessRevoked, scopesChanged } from '../../users/connection/connection.ts'
import { addFetch, priorityOf } from '../../users/connection/fetch-job.ts'
import { selectOfAccount } from '../../users/connection/store.ts'
import { findUser } from '../../users/find.ts'
import { contextOf, readyProvider } from '../../users/sign-in/ready.ts'
import { deleteRecord } from '../deletions.ts'
import { keepBrought } from './brought.ts'
import { type FetchHub, failed, lookAtConnection, withAccess } from './fetch.ts'
import { noteNews } from './news.ts'
import { selectSubscription } from './store.ts'

const day = z.iso.date()
const noticeSchema = z.discriminatedUnion('kind', [
  z.object({
    kind: z.literal('data'),
    account: z.string(),
    types: z.array(z.enum(dataTypes)),
    range: z.object({ first: day, last: day }).nullable(),
  }),
  z.object({
    kind: z.literal('brought'),
    account: z.string(),
    type: z.enum(dataTypes),
    range: z.object({ first: day, last: day }),
    answer: z.unknown(),
  }),
  z.object({ kind: z.literal('waiting'), account: z.string(), what: z.string(), address: z.string() }),
  z.object({ kind: z.literal('deleted'), account: z.string(), type: z.enum(dataTypes), id: z.string() }),
  z.object({ kind: z.literal('revoked'), account: z.string() }),
  z.object({ kind: z.literal('scopes'), account: z.string(), scopes: z.array(z.string()) }),
])
const payloadSchema = z.object({
  provider: z.string(),
  notice: noticeSchema,
  /** When it came, milliseconds since 1970: what was brought is ordered by it, whichever is dealt with first. */
  atMs: z.number().optional(),
})

export const noticeTask = 'provider-notice'
const queues = 32
const usualAttempts = 8
/** What waits at a provider does so for a day: the last try is half a day after the first. */
const waitingAttempts = 10

/**
 * Takes what a provider sends to `/hooks/:provider`: proves where it comes from, keeps it as a job, and gives the answer;
 * what it says is looked at afterwards. Throws 404 for a source that sends nothing, 401 for a signature that is not the
 * provider's, 400 for what cannot be read.
 */
export async function acceptNotification(
  hub: Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl' | 'log' | 'metrics'>,
  providerName: string,
  request: HookRequest,
): Promise<HookAnswer> {
  const { provider, notification, subscription } = await expectedOf(hub, providerName)
  const challenge = notification.challenge?.(request, subscription) ?? null
  if (challenge !== null) return challenge
  prove(hub, provider, request, { notification, subscription })
  await keep(hub, provider, read(provider, request.body))
  return { status: 200, type: 'application/json; charset=utf-8', body: '{"status":"success"}' }
}

/**
 * Refuses a stranger before their body is read, at a provider whose bodies are large and whose proof is not over them
 * (`Notification.mostBytes`). Throws as `acceptNotification` does.
 */
export async function refuseStranger(hub: HookHub, providerName: string, request: HookRequest): Promise<void> {
  const expected = await expectedOf(hub, providerName)
  if (expected.notification.challenge?.(request, expected.subscription)) return
  prove(hub, expected.provider, request, expected)
}

type HookHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl'>

async function expectedOf(hub: HookHub, name: string) {
  const provider = readyProvider(hub, name)
  const row = provider === null ? null : await selectSubscription(hub.db, provider.name)
  if (provider === null || provider.kind === 'phone' || provider.notification === undefined || row === null)
    throw new TellusError('not_found', `no notifications of ${name.slice(0, 60)} are expected here`)
  return { provider, notification: provider.notification, subscription: { secret: hub.vault.open(row.secret) } }
}

function prove(
  hub: HookHub,
  provider: CloudProvider,
  request: HookRequest,
  { notification, subscription }: { notification: Notification; subscription: Subscription },
): void {
  const { client } = contextOf(hub, provider)
  if (!notification.verify(request, { client, subscription, nowMs: hub.clock.now() }))
    throw new TellusError('unauthorized', `the signature is not one of ${provider.label}`)
}

function read(provider: CloudProvider, body: Buffer): Notice[] {
  try {
    return provider.notification?.read(body) ?? []
  } catch (cause) {
    throw new TellusError('bad_request', `the notification is not one that ${provider.label} is known to send`, {
      cause,
    })
  }
}

/** Keeps notices as jobs, in one commit; one that waits already is enough. */
async function keep(hub: Pick<Hub, 'db' | 'clock'>, provider: CloudProvider, notices: Notice[]): Promise<void> {
  const atMs = hub.clock.now()
  await hub.db.transaction(async (sql) => {
    for (const notice of notices) {
      const what = { provider: provider.name, notice }
      const hash = createHash('sha256').update(JSON.stringify(what)).digest('base64url')
      // One account's notices stay in order.
      const queue = (createHash('sha256').update(`${provider.name} ${notice.account}`).digest()[0] ?? 0) % queues
      const payload = notice.kind === 'brought' ? { ...what, atMs } : what
      await addJob(sql, noticeTask, payload, {
        key: `notice ${hash}`,
        queue: `notices ${queue}`,
        maxAttempts: notice.kind === 'waiting' ? waitingAttempts : usualAttempts,
        priority: priorityOf.told,
      })
    }
  })
}

/** Does what a provider told, for every user who has the account; one that nobody has is dropped. */
export const heedNotice =
  (hub: FetchHub): Task =>
  async (payload, { signal }) => {
    const { provider: name, notice, atMs } = payloadSchema.parse(payload)
    const provider = findProvider(name)
    if (provider === null || provider.kind === 'phone') return
    for (const { user_id: userId, environment_id: environmentId } of await selectOfAccount(
      hub.db,
      provider.name,
      notice.account,
    )) {
      const whom = { userId, environmentId }
      switch (notice.kind) {
        case 'data':
          await hub.db.transaction((sql) => noteNews(sql, whom, notice))
          break
        case 'brought':
          await keepBrought(hub, whom, provider, notice, atMs ?? hub.clock.now())
          break
        case 'waiting':
          await collect(hub, whom, provider, notice, signal)
          break
        case 'deleted':
          await deleteRecord(hub, whom, notice.type, notice.id)
          break
        case 'revoked':
          await accessRevoked(hub, whom, provider)
          break
        case 'scopes':
          // What has been allowed now has never been fetched.
          if (await scopesChanged(hub, whom, provider, notice.scopes)) await addFetch(hub.db, { ...whom, days: 30 })
          break
      }
    }
  }

/**
 * Gets what waits at a provider, and stores it. Throws where it may be there the next time, so that it is tried again; what
 * goes wrong with the connection is dealt with as for every call.
 */
async function collect(
  hub: FetchHub,
  whom: { userId: string; environmentId: string },
  provider: CloudProvider,
  waiting: Waiting,
  signal: AbortSignal,
): Promise<void> {
  const user = await findUser(hub, whom.environmentId, whom.userId)
  const { notification } = provider
  if (user === null || !user.active || notification?.collect === undefined) return
  const askedAtMs = hub.clock.now()
  let brought: Notice[] = []
  try {
    brought = await withAccess(
      hub,
      user,
      provider,
      signal,
      async (access) => notification.collect?.(access, waiting) ?? [],
      'told',
    )
  } catch (error) {
    // An address that is not (yet) known there says nothing about the connection.
    if (!(error instanceof ProviderError) || signal.aborted || error.failure === 'refused') throw error
    if (error.failure === 'forbidden') {
      await lookAtConnection(hub, user, provider, signal)
      return
    }
    const fetched = await failed(hub, user, provider, error, { type: null, askedAtMs, purpose: 'told' })
    if (fetched.kind === 'later' || (fetched.kind === 'failed' && fetched.isPassing)) throw error
    return
  }
  for (const one of brought) if (one.kind === 'brought') await keepBrought(hub, whom, provider, one, askedAtMs)
}

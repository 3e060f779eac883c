import { createHash } from 'node:crypto'
import { z } from 'zod'
import type { Hub } from '../../hub.ts'
import { addJob, type Task } from '../../jobs/jobs.ts'
import { TellusError } from '../../lib/errors.ts'
import type { HookAnswer, HookRequest, Notice } from '../../providers/notification.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import { dataTypes } from '../../schema/records.ts'
import { accessRevoked, scopesChanged } from '../../users/connection/connection.ts'
import { addFetch, priorityOf } from '../../users/connection/fetch-job.ts'
import { selectOfAccount } from '../../users/connection/store.ts'
import { contextOf, readyProvider } from '../../users/sign-in/ready.ts'
import { deleteRecord } from '../deletions.ts'
import type { FetchHub } from './fetch.ts'
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
  z.object({ kind: z.literal('deleted'), account: z.string(), type: z.enum(dataTypes), id: z.string() }),
  z.object({ kind: z.literal('revoked'), account: z.string() }),
  z.object({ kind: z.literal('scopes'), account: z.string(), scopes: z.array(z.string()) }),
])
const payloadSchema = z.object({ provider: z.string(), notice: noticeSchema })

export const noticeTask = 'provider-notice'
const queues = 32

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
  const provider = readyProvider(hub, providerName)
  const row = provider === null ? null : await selectSubscription(hub.db, provider.name)
  if (provider === null || provider.kind === 'phone' || provider.notification === undefined || row === null)
    throw new TellusError('not_found', `no notifications of ${providerName.slice(0, 60)} are expected here`)
  const { notification } = provider
  const subscription = { secret: hub.vault.open(row.secret) }
  const challenge = notification.challenge?.(request, subscription) ?? null
  if (challenge !== null) return challenge
  const { client } = contextOf(hub, provider)
  if (!notification.verify(request, { client, subscription, nowMs: hub.clock.now() }))
    throw new TellusError('unauthorized', `the signature is not one of ${provider.label}`)
  await keep(hub, provider, read(provider, request.body))
  return { status: 200, type: 'application/json; charset=utf-8', body: '{"status":"success"}' }
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
async function keep(hub: Pick<Hub, 'db'>, provider: CloudProvider, notices: Notice[]): Promise<void> {
  await hub.db.transaction(async (sql) => {
    for (const notice of notices) {
      const payload = { provider: provider.name, notice }
      const hash = createHash('sha256').update(JSON.stringify(payload)).digest('base64url')
      // One account's notices stay in order.
      const queue = (createHash('sha256').update(`${provider.name} ${notice.account}`).digest()[0] ?? 0) % queues
      await addJob(sql, noticeTask, payload, {
        key: `notice ${hash}`,
        queue: `notices ${queue}`,
        maxAttempts: 8,
        priority: priorityOf.told,
      })
    }
  })
}

/** Does what a provider told, for every user who has the account; one that nobody has is dropped. */
export const heedNotice =
  (hub: FetchHub): Task =>
  async (payload) => {
    const { provider: name, notice } = payloadSchema.parse(payload)
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

import type { Sql } from '../../db/sql.ts'
import { emitEvents } from '../../events/emit.ts'
import type { Hub } from '../../hub.ts'
import type { Tokens } from '../../providers/oauth2.ts'
import { type Account, askedScopes, type CloudProvider } from '../../providers/provider.ts'
import { VERSION } from '../../schema/events.ts'
import { authBody } from '../connect.ts'
import { addFetch } from '../connection/fetch-job.ts'
import { openConnection } from '../connection/store.ts'
import { deleteUser, insertUser, lockUser, selectByAccount, selectUser } from '../store.ts'
import { terraUser, type User, userOf } from '../user.ts'
import { describeUser, lockAccount, moveHistory, releaseAccount } from './store.ts'
import { keepTokens } from './tokens.ts'

export interface Adopting {
  environmentId: string
  userId: string
  provider: CloudProvider
  account: Account
  referenceId: string | null
  tokens: Tokens
  flowId: string
  sessionId: string | null
}

/** How far back the first fetch goes. */
const firstDays = 30

/**
 * Makes the user of a finished sign-in, in the caller's transaction, and says so. The same account under the same
 * reference is one person who came again: the new user takes over what the old one had, the old one ends, and
 * `user_reauth` goes before `auth`. Under another reference both live. The caller wakes the delivery after the commit.
 */
export async function adoptAccount(
  hub: Pick<Hub, 'config' | 'clock' | 'vault' | 'metrics' | 'defect'>,
  sql: Sql,
  what: Adopting,
): Promise<User> {
  const { environmentId, userId, provider, account, referenceId, tokens } = what
  const nowMs = hub.clock.now()
  await lockAccount(sql, [environmentId, provider.name, account.id, referenceId ?? ''].join('|'))
  const former = await formerUser(sql, what)
  if (former !== null) await releaseAccount(sql, former.userId)
  const inserted = await insertUser(sql, {
    userId,
    environmentId,
    provider: provider.name,
    account: account.id,
    referenceId,
    zone: account.zone ?? former?.zone ?? null,
    createdAt: new Date(nowMs),
  })
  if (inserted === null) throw new Error('An account was connected twice although it was locked.')
  await describeUser(sql, userId, {
    scopes: (account.scopes ?? tokens.scopes ?? askedScopes(provider, hub.config)).join(','),
    lastWebhookUpdate: former?.lastWebhookUpdate ?? null,
    lastDataAt: former?.lastDataAt ?? null,
  })
  if (former !== null) {
    await moveHistory(sql, former.userId, userId)
    await deleteUser(sql, former.userId)
  }
  await keepTokens(hub, sql, userId, tokens)
  const row = await selectUser(sql, environmentId, userId)
  if (row === null) throw new Error('A user was lost in the transaction that made it.')
  const user = userOf(row)
  const event = (type: 'auth' | 'user_reauth', body: string) => ({
    environmentId,
    userId,
    type,
    body,
    orderingMs: nowMs,
  })
  await emitEvents(hub, sql, [
    ...(former === null ? [] : [event('user_reauth', reauthBody(user, former))]),
    event('auth', authBody(user, { flowId: what.flowId, sessionId: what.sessionId })),
  ])
  await openConnection(sql, userId, {
    at: new Date(nowMs),
    nextPollAt: new Date(nowMs + provider.pollMinutes * 60_000),
    subscribeAt: provider.notification?.subscribeUser === undefined ? null : new Date(nowMs),
  })
  await addFetch(sql, { environmentId, userId, days: firstDays, purpose: 'first', isNew: former === null })
  return user
}

async function formerUser(sql: Sql, { environmentId, provider, account, referenceId }: Adopting): Promise<User | null> {
  const row = await selectByAccount(sql, environmentId, provider.name, account.id, referenceId)
  // Its lock waits for a batch of data that is being saved for it.
  const locked = row === null ? null : await lockUser(sql, environmentId, row.user_id)
  return locked === null ? null : userOf(locked)
}

const reauthBody = (user: User, former: User): string =>
  JSON.stringify({
    type: 'user_reauth',
    status: 'warning',
    new_user: terraUser(user),
    old_user: terraUser({ ...former, active: false }),
    message: 'The same account was connected anew: the user has a new id',
    version: VERSION,
  })

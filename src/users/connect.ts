import type { Sql } from '../db/sql.ts'
import { emitEvent } from '../events/emit.ts'
import type { Hub } from '../hub.ts'
import { newUuid } from '../lib/ids.ts'
import { VERSION } from '../schema/events.ts'
import { insertUser, selectByAccount } from './store.ts'
import { terraUser, type User, userOf } from './user.ts'

/** The account of files and phones, which name nobody: those of one provider and reference id are one person's. */
export const unnamedAccount = 'file'

export interface Connecting {
  environmentId: string
  provider: string
  /** Who this is at the provider. */
  providerAccount: string
  referenceId: string | null
  zone?: string | null
}

/**
 * Finds the user of a provider account and reference, or makes one and says so with an `auth` event, in the caller's
 * transaction. The caller wakes the delivery after the commit.
 */
export async function connectUser(
  hub: Pick<Hub, 'clock' | 'metrics' | 'defect'>,
  sql: Sql,
  who: Connecting,
): Promise<{ user: User; created: boolean }> {
  const nowMs = hub.clock.now()
  const row = await insertUser(sql, {
    userId: newUuid(),
    environmentId: who.environmentId,
    provider: who.provider,
    account: who.providerAccount,
    referenceId: who.referenceId,
    zone: who.zone ?? null,
    createdAt: new Date(nowMs),
  })
  if (row === null) {
    const found = await selectByAccount(sql, who.environmentId, who.provider, who.providerAccount, who.referenceId)
    // Deleted between the two statements: the next round inserts.
    return found === null ? connectUser(hub, sql, who) : { user: userOf(found), created: false }
  }
  const user = userOf(row)
  const body = authBody(user, { flowId: newUuid(), sessionId: null })
  await emitEvent(hub, sql, {
    environmentId: user.environmentId,
    userId: user.userId,
    type: 'auth',
    body,
    orderingMs: nowMs,
  })
  return { user, created: true }
}

/** The exact body of the event that says that a user was connected. */
export const authBody = (user: User, by: { flowId: string; sessionId: string | null }): string =>
  JSON.stringify({
    type: 'auth',
    status: 'success',
    message: 'User has successfully authenticated',
    widget_session_id: by.sessionId,
    flow_id: by.flowId,
    user: terraUser(user),
    reference_id: user.referenceId,
    version: VERSION,
  })

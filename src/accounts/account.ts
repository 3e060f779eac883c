import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId } from '../lib/ids.ts'
import type { Role } from './actor.ts'
import { endSessions } from './session.ts'
import {
  type AccountRow,
  accountById,
  countOwners,
  deleteAccountRow,
  insertAccount,
  lockAccounts,
  selectAccounts,
  selectOwnerEmails,
  updateAccount,
} from './store.ts'

/** Somebody who may sign in. */
export interface Account {
  id: string
  email: string
  name: string | null
  role: Role
  createdAt: Date
}

export const accountOf = (row: AccountRow): Account => ({
  id: row.id,
  email: row.email,
  name: row.name,
  role: row.role,
  createdAt: row.created_at,
})

/** All accounts, the oldest first, and when each was last seen in a session that it still has. */
export const listAccounts = async (hub: Pick<Hub, 'db'>): Promise<(Account & { lastSeenAt: Date | null })[]> =>
  (await selectAccounts(hub.db)).map((row) => ({ ...accountOf(row), lastSeenAt: row.last_seen_at }))

/** Up to three e-mails of owners: whom to ask for a role. */
export const ownerEmails = (sql: Sql): Promise<string[]> => selectOwnerEmails(sql)

/** Whether nobody can manage this installation yet. */
export const isFirstRun = async (hub: Pick<Hub, 'db'>): Promise<boolean> => (await countOwners(hub.db)) === 0

/** Makes an account in the caller's transaction; `password` is its hash. Throws `conflict` when the e-mail has one. */
export async function createAccount(
  sql: Sql,
  wanted: { email: string; name: string | null; role: Role; password: string },
): Promise<string> {
  const id = newId()
  const made = await insertAccount(sql, { id, ...wanted })
  if (made.length === 0) throw new TellusError('conflict', `${wanted.email} has an account already: sign in`)
  return id
}

/**
 * Changes an account's name or role. Another role signs it out everywhere. Gives it before and after, or null when there
 * is none. Throws `conflict` where that would leave no owner.
 */
export function patchAccount(
  hub: Pick<Hub, 'db'>,
  id: string,
  patch: { name?: string | null | undefined; role?: Role | undefined },
  onDone: (sql: Sql, before: Account, after: Account) => Promise<void>,
): Promise<Account | null> {
  return hub.db.transaction(async (sql) => {
    await lockAccounts(sql)
    const row = await accountById(sql, id)
    if (row === null) return null
    const before = accountOf(row)
    const after = {
      ...before,
      name: patch.name === undefined ? before.name : patch.name,
      role: patch.role ?? before.role,
    }
    if (after.role !== before.role) {
      if (before.role === 'owner') await demandOtherOwner(sql, before.email, 'keep that role')
      await endSessions(sql, id)
    }
    await updateAccount(sql, after)
    await onDone(sql, before, after)
    return after
  })
}

/** Removes an account with its sessions and links. Null when there is none; throws `conflict` for the last owner. */
export function removeAccount(
  hub: Pick<Hub, 'db'>,
  id: string,
  onDone: (sql: Sql, account: Account) => Promise<void>,
): Promise<Account | null> {
  return hub.db.transaction(async (sql) => {
    await lockAccounts(sql)
    const row = await accountById(sql, id)
    if (row === null) return null
    if (row.role === 'owner') await demandOtherOwner(sql, row.email, 'stay')
    await deleteAccountRow(sql, id)
    await onDone(sql, accountOf(row))
    return accountOf(row)
  })
}

async function demandOtherOwner(sql: Sql, email: string, mustDo: string): Promise<void> {
  if ((await countOwners(sql)) > 1) return
  throw new TellusError(
    'conflict',
    `${email} is the last owner and must ${mustDo}: give somebody else the role owner first`,
  )
}

import type { Sql } from '../db/sql.ts'
import { TellusError } from '../lib/errors.ts'
import { isUuid } from '../lib/ids.ts'
import { type Standing, selectByReference, selectListed, selectToken, selectUser, selectUsersByIds } from './store.ts'
import { type User, userOf } from './user.ts'

/** The database, or a transaction of it. */
interface Reader {
  db: Sql
}

/** The user of that id in this environment; null when there is none, another environment's included. */
export async function findUser(hub: Reader, environmentId: string, userId: string): Promise<User | null> {
  if (!isUuid(userId)) return null
  const row = await selectUser(hub.db, environmentId, userId)
  return row === null ? null : userOf(row)
}

/** The users of those ids that exist here, each once, in the order asked. */
export async function findUsers(hub: Reader, environmentId: string, userIds: string[]): Promise<User[]> {
  const ids = [...new Set(userIds.filter(isUuid).map((id) => id.toLowerCase()))]
  const rows = await selectUsersByIds(hub.db, environmentId, ids)
  const byId = new Map(rows.map((row) => [row.user_id, userOf(row)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

export const usersByReference = async (hub: Reader, environmentId: string, referenceId: string): Promise<User[]> =>
  (await selectByReference(hub.db, environmentId, referenceId)).map(userOf)

/** Users in order of creation, from a cursor on; `search` is a user id or part of a reference id. */
export async function listUsers(
  hub: Reader,
  environmentId: string,
  options: {
    limit: number
    cursor?: string | undefined
    search?: string | undefined
    provider?: string | undefined
    standing?: Standing | undefined
  },
): Promise<{ users: (User & { needsReauth: boolean })[]; nextCursor: string | null }> {
  const after = options.cursor === undefined ? null : readCursor(options.cursor)
  const rows = await selectListed(hub.db, environmentId, options.limit + 1, after, options)
  const shown = rows.slice(0, options.limit)
  const last = shown.at(-1)
  const nextCursor =
    rows.length > shown.length && last ? Buffer.from(`${last.position}|${last.user_id}`).toString('base64url') : null
  return { users: shown.map((row) => ({ ...userOf(row), needsReauth: row.needs_reauth })), nextCursor }
}

function readCursor(cursor: string) {
  const [createdAt, userId] = Buffer.from(cursor, 'base64url').toString('utf8').split('|')
  if (createdAt === undefined || userId === undefined || !isUuid(userId) || Number.isNaN(Date.parse(createdAt)))
    throw new TellusError('bad_request', 'cursor is not one that this list gave: start again without it.')
  return { createdAt, userId }
}

/** How old a user's token is, without the token. */
export interface TokenAge {
  renewedAt: Date
  /** Null: it does not end. */
  expiresAt: Date | null
  /** Renewed by itself before it ends. */
  isRenewable: boolean
  /** Ended, and cannot be renewed. */
  hasEnded: boolean
}

/** The age of a user's token; null for a user without one. */
export async function readToken(hub: Reader, userId: string): Promise<TokenAge | null> {
  const row = await selectToken(hub.db, userId)
  if (row === null) return null
  return {
    renewedAt: row.renewed_at,
    expiresAt: row.expires_at,
    isRenewable: row.is_renewable,
    hasEnded: row.has_ended,
  }
}

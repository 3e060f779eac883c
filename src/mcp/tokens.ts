import { createHash, timingSafeEqual } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, newSecret, privateId, publicId } from '../lib/ids.ts'
import { deleteToken, insertToken, selectToken, selectTokens, type TokenRow } from './store.ts'

/** Whose records a token reads: those of one user, or of all accounts of one person. */
export type Subject = { userId: string } | { referenceId: string }

/** A token as it is listed: never what it is. */
export interface McpToken {
  id: string
  environmentId: string
  subject: Subject
  createdAt: Date
  /** Null: until it is revoked. */
  expiresAt: Date | null
}

type Tokens = Pick<Hub, 'db' | 'clock'>

const dayMs = 86_400_000
const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest()
/** What the secret of an id that nobody has is compared with, so that it takes as long as a wrong one. */
const nobody = Buffer.alloc(32)

/**
 * Makes a token and gives it, this once, as `mcp_…` (its public id), a dot and a secret; the database keeps the secret's hash. Throws
 * `not_found` where the environment has no such user, or nobody of that reference id.
 */
export async function createToken(
  { clock }: Pick<Hub, 'clock'>,
  sql: Sql,
  environmentId: string,
  subject: Subject,
  expiresInDays: number | null,
): Promise<McpToken & { token: string }> {
  const nowMs = clock.now()
  const secret = newSecret(32)
  const row: TokenRow = {
    id: newId(nowMs),
    environment_id: environmentId,
    user_id: 'userId' in subject ? subject.userId : null,
    reference_id: 'referenceId' in subject ? subject.referenceId : null,
    created_at: new Date(nowMs),
    expires_at: expiresInDays === null ? null : new Date(nowMs + expiresInDays * dayMs),
  }
  if (!(await insertToken(sql, { ...row, hash: hashOf(secret) })))
    throw new TellusError(
      'not_found',
      'userId' in subject ? 'user not found' : `no user has the reference_id ${subject.referenceId}`,
    )
  return { ...tokenOf(row, subject), token: `${publicId('token', row.id)}.${secret}` }
}

/** The token that a text is, or null: unknown, revoked or past its end. Secrets are compared as hashes in constant time. */
export async function openToken(hub: Tokens, text: string): Promise<McpToken | null> {
  const [, publicPart = '', secret = ''] = /^(mcp_[0-9a-z]{26})\.([\w-]{43})$/.exec(text) ?? []
  const id = privateId('token', publicPart)
  if (id === null) return null
  const row = await selectToken(hub.db, id)
  const isRight = timingSafeEqual(row?.hash ?? nobody, hashOf(secret))
  if (row === null || !isRight) return null
  if (row.expires_at !== null && row.expires_at.getTime() <= hub.clock.now()) return null
  return listed(row)
}

/** The tokens of an environment, the oldest first; those that have ended too. */
export const listTokens = async (sql: Sql, environmentId: string): Promise<McpToken[]> =>
  (await selectTokens(sql, environmentId)).map(listed)

/** Ends a token; false when the environment has none of that id. */
export const revokeToken = (sql: Sql, environmentId: string, id: string): Promise<boolean> =>
  deleteToken(sql, environmentId, id)

const tokenOf = (row: TokenRow, subject: Subject): McpToken => ({
  id: row.id,
  environmentId: row.environment_id,
  subject,
  createdAt: row.created_at,
  expiresAt: row.expires_at,
})

// One of the two is there: the table holds no other row.
const listed = (row: TokenRow): McpToken =>
  tokenOf(row, row.user_id === null ? { referenceId: row.reference_id ?? '' } : { userId: row.user_id })

import { createHash, createHmac, timingSafeEqual } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { newId, newSecret } from '../lib/ids.ts'
import type { Actor } from './actor.ts'
import {
  deleteSession,
  deleteSessionsOf,
  insertSession,
  type SessionRow,
  selectSession,
  selectSessionsOf,
  touchSession,
} from './session-store.ts'

export type AccountActor = Extract<Actor, { kind: 'account' }>

/** A live session as its cookie opened it. */
export interface Session {
  id: string
  actor: AccountActor
  /** What a page of ours sends along with whatever changes something. */
  csrfToken: string
}

/** Where somebody signs in from. */
export interface Place {
  address: string
  userAgent: string | undefined
}

/** A session as it is listed. */
export interface ListedSession {
  id: string
  userAgent: string | null
  /** From where it was begun. */
  address: string | null
  createdAt: Date
  lastSeenAt: Date
}

/** What the database keeps of 256 random bits: their SHA-256, from which they cannot be told. */
export const tokenHash = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

/**
 * What proves that a call comes from a page that could read an answer of ours: made from the session's token, which no
 * script can read, and good for that session alone.
 */
export const csrfTokenOf = (token: string): string =>
  createHmac('sha256', token).update('tellus csrf').digest('base64url')

/** Whether a text is the CSRF token of a session, compared in constant time. */
export function isCsrfToken(session: Pick<Session, 'csrfToken'>, given: string): boolean {
  const expected = Buffer.from(session.csrfToken)
  const actual = Buffer.from(given)
  return expected.length === actual.length && timingSafeEqual(expected, actual)
}

const longestUserAgent = 160

/** Begins a session and gives its token, this once, for the cookie. */
export async function beginSession(sql: Sql, accountId: string, place: Place): Promise<string> {
  const token = newSecret(32)
  await insertSession(sql, {
    id: newId(),
    account_id: accountId,
    hash: tokenHash(token),
    user_agent: place.userAgent?.slice(0, longestUserAgent) ?? null,
    address: place.address,
  })
  return token
}

/**
 * The live session of a token; null when it ended (14 days without a call, or 60 in all) or never was. That it was seen
 * is written at most once a minute.
 */
export async function openSession(hub: Pick<Hub, 'db'>, token: string | undefined): Promise<Session | null> {
  if (!token) return null
  const row = await selectSession(hub.db, tokenHash(token))
  if (row === null) return null
  if (row.is_stale) await touchSession(hub.db, row.id)
  return {
    id: row.id,
    actor: { kind: 'account', accountId: row.account_id, email: row.email, name: row.name, role: row.role },
    csrfToken: csrfTokenOf(token),
  }
}

const listed = (row: SessionRow): ListedSession => ({
  id: row.id,
  userAgent: row.user_agent,
  address: row.address,
  createdAt: row.created_at,
  lastSeenAt: row.last_seen_at,
})

/** The live sessions of an account, the one seen last first. */
export const listSessions = async (hub: Pick<Hub, 'db'>, accountId: string): Promise<ListedSession[]> =>
  (await selectSessionsOf(hub.db, accountId)).map(listed)

/** Ends one session of an account; false when it has no such session. */
export const endSession = (sql: Sql, accountId: string, sessionId: string): Promise<boolean> =>
  deleteSession(sql, accountId, sessionId)

/** Signs an account out everywhere; gives how many sessions ended. */
export const endSessions = (sql: Sql, accountId: string): Promise<number> => deleteSessionsOf(sql, accountId)

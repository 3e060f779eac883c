import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { newId, newSecret } from '../lib/ids.ts'
import type { Role } from './actor.ts'
import { tokenHash } from './session.ts'
import { accountByEmail, countOwners, lockAccounts } from './store.ts'
import {
  deleteInvitation,
  deleteInvitationsTo,
  deleteResetsOf,
  deleteSetupTokens,
  insertToken,
  liveToken,
  selectInvitations,
  type TokenKind,
} from './token-store.ts'

const invitationHours = 7 * 24
const resetHours = 24

/** The page each kind of link opens. The token stands in the fragment, which browsers send to nobody. */
const pages = { setup: 'welcome', invitation: 'join', reset: 'reset' } as const

/** The address of a link; `publicUrl` without a slash at its end. */
export const linkOf = (publicUrl: string, kind: TokenKind, token: string): string =>
  `${publicUrl}/${pages[kind]}#${token}`

/** An invitation that waits. Its link was shown once: of its token only the hash is kept. */
export interface Invitation {
  id: string
  email: string
  role: Role
  createdAt: Date
  expiresAt: Date
}

/**
 * A new link by which the first owner sets a password, good until there is an owner; null when there is one. Earlier ones
 * end, so that the one told last is the one that works.
 */
export function renewSetupToken(hub: Pick<Hub, 'db'>): Promise<string | null> {
  return hub.db.transaction(async (sql) => {
    await lockAccounts(sql)
    await deleteSetupTokens(sql)
    if ((await countOwners(sql)) > 0) return null
    const token = newSecret(32)
    const none = { email: null, role: null, account_id: null }
    await insertToken(sql, { id: newId(), kind: 'setup', hash: tokenHash(token), hours: null, ...none })
    return token
  })
}

/**
 * Invites somebody with a role, for seven days; an earlier invitation to the same e-mail ends. Throws `conflict` when the
 * e-mail has an account.
 */
export async function invite(sql: Sql, email: string, role: Role): Promise<{ invitation: Invitation; token: string }> {
  const known = await accountByEmail(sql, email)
  if (known !== null)
    throw new TellusError('conflict', `${email} has an account already, as ${known.role}: change its role instead`)
  await deleteInvitationsTo(sql, email)
  const token = newSecret(32)
  const id = newId()
  const made = await insertToken(sql, {
    id,
    kind: 'invitation',
    hash: tokenHash(token),
    email,
    role,
    account_id: null,
    hours: invitationHours,
  })
  const expiresAt = made.expires_at ?? made.created_at
  return { invitation: { id, email, role, createdAt: made.created_at, expiresAt }, token }
}

/** The invitations that wait, the newest first. */
export async function listInvitations(hub: Pick<Hub, 'db'>): Promise<Invitation[]> {
  const rows = await selectInvitations(hub.db)
  return rows.flatMap(({ id, email, role, created_at: createdAt, expires_at: expiresAt }) =>
    email === null || role === null || expiresAt === null ? [] : [{ id, email, role, createdAt, expiresAt }],
  )
}

/** Takes an invitation back and gives whose it was; null when it waits no more. */
export const withdrawInvitation = async (sql: Sql, id: string): Promise<string | null> =>
  (await deleteInvitation(sql, id))?.email ?? null

/** A link by which an account gets a new password, for 24 hours; earlier ones end. Throws 404 without such an account. */
export async function makeReset(
  sql: Sql,
  email: string,
): Promise<{ token: string; accountId: string; expiresAt: Date }> {
  const account = await accountByEmail(sql, email)
  if (account === null)
    throw new TellusError('not_found', `there is no account of ${email}: tellus accounts list shows those there are`)
  await deleteResetsOf(sql, account.id)
  const token = newSecret(32)
  const made = await insertToken(sql, {
    id: newId(),
    kind: 'reset',
    hash: tokenHash(token),
    email: null,
    role: null,
    account_id: account.id,
    hours: resetHours,
  })
  return { token, accountId: account.id, expiresAt: made.expires_at ?? made.created_at }
}

/** What an invitation's link says; throws 410 when it works no more. */
export async function readInvitation(
  hub: Pick<Hub, 'db'>,
  token: string,
): Promise<Omit<Invitation, 'id' | 'createdAt'>> {
  const row = await liveToken(hub.db, 'invitation', tokenHash(token))
  if (row === null || row.email === null || row.role === null || row.expires_at === null) throw spent('invitation')
  return { email: row.email, role: row.role, expiresAt: row.expires_at }
}

/** For a link that was used, has expired, was replaced or never was. */
export function spent(kind: TokenKind): TellusError {
  const sentences = {
    setup:
      'this link works no more: an owner has been set up, or Tellus was started anew since. The newest one is printed at the start and kept in credentials.json',
    invitation: 'this invitation works no more: it was used, taken back, or is older than 7 days. Ask for a new one',
    reset:
      'this link works no more: it was used, replaced, or is older than 24 hours. Make a new one: tellus accounts reset',
  }
  return new TellusError('gone', sentences[kind])
}

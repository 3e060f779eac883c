import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { accountOf, createAccount } from './account.ts'
import { audit } from './audit.ts'
import { spent } from './link.ts'
import { checkPassword, hashPassword, isPassword } from './password.ts'
import { beginSession, endSessions, type Place, type Session, tokenHash } from './session.ts'
import { countTry, forgetTries } from './sign-in-limit.ts'
import { accountByEmail, accountById, countOwners, lockAccounts, setPassword } from './store.ts'
import { deleteInvitationsTo, deleteResetsOf, deleteSetupTokens, liveToken, takeToken } from './token-store.ts'

type SignInHub = Pick<Hub, 'db' | 'clock'>

/** Signs in with e-mail and password; gives the token of a new session. Throws 401, with one sentence for both, or 429. */
export async function signIn(
  hub: SignInHub,
  { email, password }: { email: string; password: string },
  place: Place,
): Promise<string> {
  const takeBack = countTry(hub, email, place.address)
  const row = await accountByEmail(hub.db, email)
  if (!(await isPassword(password, row?.password ?? null)) || row === null) {
    await audit(hub, hub.db, {
      environmentId: null,
      actor: { kind: 'nobody', name: email },
      action: 'session.refused',
      target: email,
      detail: { address: place.address },
    })
    throw new TellusError('unauthorized', 'the e-mail or the password is wrong: try again, or ask an owner for help')
  }
  takeBack()
  return hub.db.transaction((sql) => welcome(hub, sql, row.id, 'session.started', place))
}

/** Makes the first owner with the link that was printed at the start, and signs in. Throws 410 when it works no more. */
export async function setUpOwner(
  hub: SignInHub,
  wanted: { token: string; email: string; name: string | null; password: string },
  place: Place,
): Promise<string> {
  checkPassword(wanted.password, wanted.email)
  const hash = tokenHash(wanted.token)
  // Looked at before the costly part, and taken after it.
  if ((await liveToken(hub.db, 'setup', hash)) === null) throw spent('setup')
  const password = await hashPassword(wanted.password)
  return hub.db.transaction(async (sql) => {
    await lockAccounts(sql)
    if ((await takeToken(sql, 'setup', hash)) === null || (await countOwners(sql)) > 0) throw spent('setup')
    await deleteSetupTokens(sql)
    await deleteInvitationsTo(sql, wanted.email)
    const id = await createAccount(sql, { email: wanted.email, name: wanted.name, role: 'owner', password })
    return welcome(hub, sql, id, 'account.created', place)
  })
}

/** Makes the account of an invitation and signs in. Throws 410 when the invitation works no more. */
export async function join(
  hub: SignInHub,
  wanted: { token: string; name: string | null; password: string },
  place: Place,
): Promise<string> {
  const hash = tokenHash(wanted.token)
  const found = await liveToken(hub.db, 'invitation', hash)
  if (found === null || found.email === null) throw spent('invitation')
  checkPassword(wanted.password, found.email)
  const password = await hashPassword(wanted.password)
  return hub.db.transaction(async (sql) => {
    const taken = await takeToken(sql, 'invitation', hash)
    if (taken === null || taken.email === null || taken.role === null) throw spent('invitation')
    const id = await createAccount(sql, { email: taken.email, name: wanted.name, role: taken.role, password })
    // With an owner there is no first run any more.
    if (taken.role === 'owner') await deleteSetupTokens(sql)
    return welcome(hub, sql, id, 'account.created', place)
  })
}

/** Sets a new password with a link, ends every session, and signs in. Throws 410 when the link works no more. */
export async function resetPassword(
  hub: SignInHub,
  wanted: { token: string; password: string },
  place: Place,
): Promise<string> {
  const hash = tokenHash(wanted.token)
  const found = await liveToken(hub.db, 'reset', hash)
  const row = found?.account_id ? await accountById(hub.db, found.account_id) : null
  if (row === null) throw spent('reset')
  checkPassword(wanted.password, row.email)
  const password = await hashPassword(wanted.password)
  const token = await hub.db.transaction(async (sql) => {
    if ((await takeToken(sql, 'reset', hash)) === null) throw spent('reset')
    await setPassword(sql, row.id, password)
    return startAnew(hub, sql, row.id, 'account.password_reset', place)
  })
  forgetTries(hub, row.email)
  return token
}

/** Changes the password of who is signed in, ends every session, and begins a new one. Throws 403 for a wrong one. */
export async function changePassword(
  hub: SignInHub,
  session: Session,
  { current, next }: { current: string; next: string },
  place: Place,
): Promise<string> {
  const { accountId, email } = session.actor
  const takeBack = countTry(hub, email, place.address)
  const row = await accountById(hub.db, accountId)
  if (!(await isPassword(current, row?.password ?? null)))
    throw new TellusError('forbidden', 'the current password is wrong: nothing was changed')
  takeBack()
  checkPassword(next, email)
  const password = await hashPassword(next)
  return hub.db.transaction(async (sql) => {
    await setPassword(sql, accountId, password)
    await deleteResetsOf(sql, accountId)
    return startAnew(hub, sql, accountId, 'account.password_changed', place)
  })
}

async function startAnew(hub: SignInHub, sql: Sql, accountId: string, action: string, place: Place): Promise<string> {
  await endSessions(sql, accountId)
  return welcome(hub, sql, accountId, action, place)
}

/** Begins a session, always a new one, and writes down why. */
async function welcome(hub: SignInHub, sql: Sql, accountId: string, action: string, place: Place): Promise<string> {
  const row = await accountById(sql, accountId)
  if (row === null) throw new TellusError('unauthorized', 'this account was removed a moment ago')
  const { id, email, name, role } = accountOf(row)
  const token = await beginSession(sql, id, place)
  await audit(hub, sql, {
    environmentId: null,
    actor: { kind: 'account', accountId: id, email, name, role },
    action,
    target: email,
    detail: { address: place.address },
  })
  return token
}

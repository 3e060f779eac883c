import { createHash } from 'node:crypto'
import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { newId, newSecret } from '../../lib/ids.ts'
import { hashOf } from '../authorize.ts'
import { takeRefreshFault } from '../call-store.ts'
import {
  deleteExpiredCodes,
  type GrantRow,
  grantOfSpent,
  insertGrant,
  lockCode,
  lockGrant,
  type NewTokens,
  revokeGrant,
  rotateGrant,
  selectGrant,
  selectLiveGrants,
  setTokens,
  spendCode,
} from '../store.ts'
import type { Double, DoubleGrant, Given, Refused } from './double.ts'

export type TokenHub = Pick<Hub, 'db' | 'clock' | 'vault'>

/** How a provider's tokens behave. */
export type TokenRules = Pick<Double, 'provider' | 'accountOf' | 'accessSeconds' | 'rotation' | 'mostGrants'>

/** What a token that never ends is kept with. */
const foreverMs = 100 * 365 * 86_400_000

const no = (description: string): Refused => ({ error: 'invalid_grant', description })

/** A grant as the doubles see it. */
export const grantView = (
  rules: TokenRules,
  { id, person, scopes, created_at }: Pick<GrantRow, 'id' | 'person' | 'scopes' | 'created_at'>,
): DoubleGrant => ({
  id,
  person: person.toLowerCase(),
  account: rules.accountOf(person.toLowerCase()),
  scopes,
  createdAtMs: created_at.getTime(),
})

/** Exchanges a code for the first tokens of a grant. */
export const redeem = (
  hub: TokenHub,
  rules: TokenRules,
  asked: { code: string; verifier: string | null; redirectUri?: string | null },
): Promise<Given | Refused> =>
  hub.db.transaction(async (sql) => {
    const now = new Date(hub.clock.now())
    await deleteExpiredCodes(sql, new Date(now.getTime() - 3_600_000))
    const code = await lockCode(sql, hashOf(asked.code))
    if (code === null || code.provider !== rules.provider || code.expires_at <= now)
      return no('the code is unknown or has expired')
    if (code.grant_id !== null) {
      // Somebody else has the code too: what it gave is not safe any more (RFC 6749, 4.1.2).
      await revokeGrant(sql, code.grant_id, now)
      return no('the code has been used')
    }
    const proof = createHash('sha256')
      .update(asked.verifier ?? '')
      .digest('base64url')
    if (code.challenge !== null && proof !== code.challenge) return no('code_verifier does not fit the challenge')
    if (asked.redirectUri != null && asked.redirectUri !== code.redirect_uri) return no('redirect_uri is another one')
    const isTheirs = ({ person }: { person: string }) => person.toLowerCase() === code.person.toLowerCase()
    if (
      rules.mostGrants !== undefined &&
      (await selectLiveGrants(sql, rules.provider)).filter(isTheirs).length >= rules.mostGrants
    )
      return { error: 'too_many_grants', description: `${rules.mostGrants} sign-ins of the person are good already` }
    const made = newTokens(hub, rules, now)
    const row = { id: newId(), provider: rules.provider, person: code.person, scopes: code.scopes, created_at: now }
    await insertGrant(sql, { ...row, ...made.row })
    await spendCode(sql, code.hash, row.id)
    return { grant: grantView(rules, row), ...made.given }
  })

/** Renews tokens, as the provider's refresh tokens behave. */
export const renew = (
  hub: TokenHub,
  rules: TokenRules,
  refreshToken: string,
  keepsAccessSeconds: number | null,
): Promise<Given | Refused> =>
  hub.db.transaction(async (sql) => {
    const now = new Date(hub.clock.now())
    const hash = hashOf(refreshToken)
    const grant = await grantToRenew(sql, rules, hash, now)
    if (grant === null || grant.provider !== rules.provider) return no('the refresh token is unknown or has been used')
    if (grant.revoked_at !== null) return no('access was revoked')
    if (await takeRefreshFault(sql, grant.id))
      return { error: 'temporarily_unavailable', description: 'no tokens are given for now' }
    const leftMs = grant.access_expires_at.getTime() - now.getTime()
    if (keepsAccessSeconds !== null && grant.access_token !== null && leftMs > keepsAccessSeconds * 1000)
      return {
        grant: grantView(rules, grant),
        accessToken: hub.vault.open(grant.access_token),
        refreshToken,
        expiresInSeconds: Math.floor(leftMs / 1000),
      }
    const made = newTokens(hub, rules, now)
    if (rules.rotation.kind === 'stays') await setTokens(sql, grant.id, { ...made.row, refresh_hash: hash })
    else {
      const { rotation } = rules
      const goodUntil = rotation.kind === 'grace' ? new Date(now.getTime() + rotation.seconds * 1000) : null
      await rotateGrant(sql, grant, made.row, goodUntil)
    }
    const given = rules.rotation.kind === 'stays' ? { ...made.given, refreshToken } : made.given
    return { grant: grantView(rules, grant), ...given }
  })

/** The grant of a refresh token that may be used; one that was replaced ends it, unless it was given time. */
async function grantToRenew(sql: Sql, rules: TokenRules, hash: Buffer, now: Date): Promise<GrantRow | null> {
  const grant = await lockGrant(sql, hash)
  if (grant?.refresh_hash.equals(hash)) return grant
  const spent = await grantOfSpent(sql, hash)
  if (spent === null) return null
  if (spent.good_until !== null && spent.good_until > now) return selectGrant(sql, spent.grant_id)
  if (rules.rotation.kind === 'once') await revokeGrant(sql, spent.grant_id, now)
  return null
}

/** Ends the grant that a token of either kind belongs to. */
export const endGrant = (hub: TokenHub, rules: TokenRules, token: string): Promise<boolean> =>
  hub.db.transaction(async (sql) => {
    const grant = await lockGrant(sql, hashOf(token))
    if (grant === null || grant.provider !== rules.provider) return false
    await revokeGrant(sql, grant.id, new Date(hub.clock.now()))
    return true
  })

/** Ends all grants of a person, known by who they are at the provider. */
export const endGrantsOf = (hub: TokenHub, rules: TokenRules, account: string): Promise<boolean> =>
  hub.db.transaction(async (sql) => {
    const live = await selectLiveGrants(sql, rules.provider)
    const theirs = live.filter(({ person }) => rules.accountOf(person.toLowerCase()) === account)
    for (const { id } of theirs) await revokeGrant(sql, id, new Date(hub.clock.now()))
    return theirs.length > 0
  })

function newTokens(
  hub: TokenHub,
  rules: TokenRules,
  now: Date,
): { row: NewTokens; given: Pick<Given, 'accessToken' | 'refreshToken' | 'expiresInSeconds'> } {
  const { accessSeconds, rotation } = rules
  const accessToken = newSecret()
  const refreshToken = newSecret()
  return {
    row: {
      access_hash: hashOf(accessToken),
      access_expires_at: new Date(now.getTime() + (accessSeconds === null ? foreverMs : accessSeconds * 1000)),
      refresh_hash: hashOf(refreshToken),
      access_token: hub.vault.seal(accessToken),
    },
    given: {
      accessToken,
      refreshToken: rotation.kind === 'none' ? null : refreshToken,
      expiresInSeconds: accessSeconds,
    },
  }
}

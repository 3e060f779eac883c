import { createHash } from 'node:crypto'
import type { Sql } from '../db/sql.ts'
import { newId, newSecret } from '../lib/ids.ts'
import { client } from '../providers/sandbox/manifest.ts'
import { hashOf, type SandboxHub } from './authorize.ts'
import { takeRefreshFault } from './call-store.ts'
import { isClientOf } from './client.ts'
import {
  deleteExpiredCodes,
  grantOfSpent,
  insertGrant,
  lockCode,
  lockGrant,
  revokeGrant,
  rotateGrant,
  spendCode,
} from './store.ts'

/** How long an access token is good, seconds. */
const accessSeconds = 3600

/** An answer of the token or revocation endpoint. */
export interface Answer {
  status: number
  body: object | null
}

/** A refusal as OAuth 2.0 words them (RFC 6749, 5.2). */
export const refused = (error: string, description: string, status = 400): Answer => ({
  status,
  body: { error, error_description: description },
})

/** Whether an `Authorization` header or the form shows the one client there is. */
export const isClient = (authorization: string | undefined, form: URLSearchParams): boolean =>
  isClientOf(client, authorization, form)

/** The token endpoint (RFC 6749 with PKCE): a code once, then refresh tokens of which each is good once. */
export async function answerToken(
  hub: SandboxHub,
  authorization: string | undefined,
  form: URLSearchParams,
): Promise<Answer> {
  if (!isClient(authorization, form)) return refused('invalid_client', 'the client is not known', 401)
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return hub.db.transaction((sql) => redeemCode(hub, sql, form))
    case 'refresh_token':
      return hub.db.transaction((sql) => refreshGrant(hub, sql, form.get('refresh_token') ?? ''))
    default:
      return refused('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token')
  }
}

async function redeemCode(hub: SandboxHub, sql: Sql, form: URLSearchParams): Promise<Answer> {
  const now = new Date(hub.clock.now())
  await deleteExpiredCodes(sql, new Date(now.getTime() - 3_600_000))
  const code = await lockCode(sql, hashOf(form.get('code') ?? ''))
  if (code === null || code.provider !== 'SANDBOX' || code.expires_at <= now)
    return refused('invalid_grant', 'the code is unknown or has expired')
  if (code.grant_id !== null) {
    // Somebody else has the code too: what it gave is not safe any more (RFC 6749, 4.1.2).
    await revokeGrant(sql, code.grant_id, now)
    return refused('invalid_grant', 'the code has been used')
  }
  const proof = createHash('sha256')
    .update(form.get('code_verifier') ?? '')
    .digest('base64url')
  if (proof !== code.challenge) return refused('invalid_grant', 'code_verifier does not fit the challenge')
  if (form.get('redirect_uri') !== code.redirect_uri) return refused('invalid_grant', 'redirect_uri is another one')
  const tokens = newTokens(now)
  const id = newId()
  await insertGrant(sql, {
    id,
    provider: 'SANDBOX',
    person: code.person,
    scopes: code.scopes,
    created_at: now,
    ...tokens.row,
  })
  await spendCode(sql, code.hash, id)
  return tokens.answer(code.scopes)
}

async function refreshGrant(hub: SandboxHub, sql: Sql, refreshToken: string): Promise<Answer> {
  const now = new Date(hub.clock.now())
  const hash = hashOf(refreshToken)
  const grant = await lockGrant(sql, hash)
  if (grant === null || grant.provider !== 'SANDBOX' || !grant.refresh_hash.equals(hash)) {
    const spentOf = await grantOfSpent(sql, hash)
    if (spentOf !== null) await revokeGrant(sql, spentOf.grant_id, now)
    return refused('invalid_grant', 'the refresh token is unknown or has been used')
  }
  if (grant.revoked_at !== null) return refused('invalid_grant', 'access was revoked')
  if (await takeRefreshFault(sql, grant.id))
    return refused('temporarily_unavailable', 'no tokens are given for now', 503)
  const tokens = newTokens(now)
  await rotateGrant(sql, grant, tokens.row)
  return tokens.answer(grant.scopes)
}

function newTokens(now: Date) {
  const access = newSecret()
  const refresh = newSecret()
  return {
    row: {
      access_hash: hashOf(access),
      access_expires_at: new Date(now.getTime() + accessSeconds * 1000),
      refresh_hash: hashOf(refresh),
      access_token: null,
    },
    answer: (scopes: readonly string[]): Answer => ({
      status: 200,
      body: {
        access_token: access,
        token_type: 'Bearer',
        expires_in: accessSeconds,
        refresh_token: refresh,
        scope: scopes.join(' '),
      },
    }),
  }
}

/** The revocation endpoint (RFC 7009): either token ends the grant; one that is unknown is as good as revoked. */
export async function answerRevoke(
  hub: SandboxHub,
  authorization: string | undefined,
  form: URLSearchParams,
): Promise<Answer> {
  if (!isClient(authorization, form)) return refused('invalid_client', 'the client is not known', 401)
  await hub.db.transaction(async (sql) => {
    const grant = await lockGrant(sql, hashOf(form.get('token') ?? ''))
    if (grant !== null) await revokeGrant(sql, grant.id, new Date(hub.clock.now()))
  })
  return { status: 200, body: null }
}

import { client } from '../providers/sandbox/manifest.ts'
import { isClientOf } from './client.ts'
import type { Given, Refused } from './doubles/double.ts'
import { endGrant, redeem, renew, type TokenHub, type TokenRules } from './doubles/tokens.ts'
import { accountOf } from './person.ts'

/** Tokens of the sandbox's own provider: an hour, and refresh tokens of which each is good once. */
const rules: TokenRules = { provider: 'SANDBOX', accountOf, accessSeconds: 3600, rotation: { kind: 'once' } }

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
  hub: TokenHub,
  authorization: string | undefined,
  form: URLSearchParams,
): Promise<Answer> {
  if (!isClient(authorization, form)) return refused('invalid_client', 'the client is not known', 401)
  switch (form.get('grant_type')) {
    case 'authorization_code':
      return answerOf(
        await redeem(hub, rules, {
          code: form.get('code') ?? '',
          verifier: form.get('code_verifier'),
          redirectUri: form.get('redirect_uri') ?? '',
        }),
      )
    case 'refresh_token':
      return answerOf(await renew(hub, rules, form.get('refresh_token') ?? '', null))
    default:
      return refused('unsupported_grant_type', 'grant_type must be authorization_code or refresh_token')
  }
}

function answerOf(given: Given | Refused): Answer {
  if ('error' in given)
    return refused(given.error, given.description, given.error === 'temporarily_unavailable' ? 503 : 400)
  const { accessToken, refreshToken, expiresInSeconds, grant } = given
  return {
    status: 200,
    body: {
      access_token: accessToken,
      token_type: 'Bearer',
      expires_in: expiresInSeconds,
      refresh_token: refreshToken,
      scope: grant.scopes.join(' '),
    },
  }
}

/** The revocation endpoint (RFC 7009): either token ends the grant; one that is unknown is as good as revoked. */
export async function answerRevoke(
  hub: TokenHub,
  authorization: string | undefined,
  form: URLSearchParams,
): Promise<Answer> {
  if (!isClient(authorization, form)) return refused('invalid_client', 'the client is not known', 401)
  await endGrant(hub, rules, form.get('token') ?? '')
  return { status: 200, body: null }
}

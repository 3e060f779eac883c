import { type DoubleAnswer, type DoubleFrame, type DoubleRequest, formOf, type Given, type Refused } from './double.ts'

/** A refusal as OAuth 2.0 words it (RFC 6749, 5.2). */
export const oauthRefusal = ({ error, description }: Refused): DoubleAnswer => ({
  status: error === 'temporarily_unavailable' ? 503 : error === 'invalid_client' ? 401 : 400,
  body: { error, error_description: description },
})

/** Tokens as OAuth 2.0 words them (RFC 6749, 5.1). */
export const oauthTokens = (
  { accessToken, refreshToken, expiresInSeconds, grant }: Given,
  scopeSeparator = ' ',
): Record<string, string | number> => ({
  access_token: accessToken,
  token_type: 'bearer',
  ...(expiresInSeconds === null ? {} : { expires_in: expiresInSeconds }),
  ...(refreshToken === null ? {} : { refresh_token: refreshToken }),
  scope: grant.scopes.join(scopeSeparator),
})

/** What a token endpoint of the standard answers; `shown` makes what the tokens look like where that is another thing. */
export async function oauthToken(
  request: DoubleRequest,
  frame: DoubleFrame,
  shown: (given: Given, isFirst: boolean) => object = (given) => oauthTokens(given),
): Promise<DoubleAnswer> {
  const form = formOf(request)
  if (!frame.isClient(request)) return oauthRefusal({ error: 'invalid_client', description: 'the client is not known' })
  const type = form.get('grant_type')
  if (type !== 'authorization_code' && type !== 'refresh_token')
    return { status: 400, body: { error: 'unsupported_grant_type' } }
  const isFirst = type === 'authorization_code'
  const given = isFirst
    ? await frame.redeem({
        code: form.get('code') ?? '',
        verifier: form.get('code_verifier'),
        redirectUri: form.get('redirect_uri'),
      })
    : await frame.refresh(form.get('refresh_token') ?? '')
  return 'error' in given ? oauthRefusal(given) : { status: 200, body: shown(given, isFirst) }
}

/** A revocation endpoint (RFC 7009): either token ends the grant; one that is unknown is as good as revoked. */
export async function oauthRevoke(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer> {
  if (!frame.isClient(request)) return oauthRefusal({ error: 'invalid_client', description: 'the client is not known' })
  await frame.revoke(formOf(request).get('token') ?? '')
  return { status: 200 }
}

import * as oauth from 'oauth4webapi'
import { messageOf } from '../lib/errors.ts'
import type { Fetch } from '../lib/guarded-fetch.ts'
import { type Access, addressOf } from './provider.ts'
import { ProviderError } from './provider-error.ts'

/** How an app of the developer's is known to a provider. */
export interface Client {
  id: string
  secret: string
  /** What every call shows beside the token, at a provider that wants it (`CloudProvider.clientKey`). */
  key?: string
}

/** A sign-in by OAuth 2.0 with code and PKCE (RFC 6749, 7636); addresses that begin with `/` are ours. */
export interface OAuth2 {
  /** How the server names itself in its answers, where that is not the origin of `authorizeUrl` (RFC 9207). */
  issuer?: string
  authorizeUrl: string
  tokenUrl: string
  revokeUrl?: string
  /** Gives access back where the provider has a way of its own. */
  revoke?(held: Access & { client: Client }): Promise<void>
  /** False for a provider that does not know PKCE; it is used unless told. */
  pkce?: boolean
  /** How the client shows its secret; in the `Authorization` header unless told. */
  clientAuthentication?: 'basic' | 'body'
  /** What stands between two scopes; a blank unless told. */
  scopeSeparator?: string
  /** False for a provider that is told no scopes: what is allowed is chosen on its page alone. */
  sendsScopes?: false
  /** More of the query of the authorize address. */
  parameters?: Readonly<Record<string, string>>
  /** More of what is sent to exchange a code. */
  tokenParameters?: Readonly<Record<string, string>>
  /** More of what is sent to renew a token. */
  refreshParameters?: Readonly<Record<string, string>>
  /** Makes the answer of an odd token endpoint what the standard says. */
  conform?(answer: Response): Promise<Response>
  /**
   * Whether the answer to a code that is made up says that the client is known, for a token endpoint that does not say
   * `invalid_client` or `invalid_grant`.
   */
  judgeClient?(answer: Response): Promise<'right' | 'wrong' | 'unknown'>
  /** The client of a provider that needs no registration. */
  client?: Client
}

export const oauth2 = (definition: OAuth2): OAuth2 => definition

/** What every step of a sign-in needs to know. */
export interface SignInContext {
  signIn: OAuth2
  client: Client
  publicUrl: string
  fetch: Fetch
  /** The provider's name, for sentences. */
  label: string
}

export interface Tokens {
  accessToken: string
  refreshToken: string | null
  /** Null for one that does not expire. */
  expiresInSeconds: number | null
  /** What was granted; null where the provider does not say, which means all that was asked. */
  scopes: string[] | null
  /** The answer as a whole, for what a provider says in it beside the standard. */
  answer: Readonly<Record<string, unknown>>
}

/** The person did not get through; `reason` is a word of the `auth_cancelled` event. */
export class SignInFailure extends Error {
  readonly reason: 'access_denied' | 'provider_error'
  constructor(reason: 'access_denied' | 'provider_error', message: string, cause?: unknown) {
    super(message, { cause })
    this.name = 'SignInFailure'
    this.reason = reason
  }
}

/** A new PKCE verifier: kept here, while the browser carries its hash. */
export const newVerifier = (): string => oauth.generateRandomCodeVerifier()

/** Where the browser goes to sign in. */
export async function authorizeAddress(
  context: SignInContext,
  asked: { redirectUri: string; state: string; verifier: string; scopes: readonly string[]; language: string | null },
): Promise<string> {
  const { signIn, client, publicUrl } = context
  const url = new URL(addressOf(publicUrl, signIn.authorizeUrl))
  const query = {
    ...signIn.parameters,
    response_type: 'code',
    client_id: client.id,
    redirect_uri: asked.redirectUri,
    ...(signIn.sendsScopes === false ? {} : { scope: asked.scopes.join(signIn.scopeSeparator ?? ' ') }),
    state: asked.state,
    ...(signIn.pkce === false
      ? {}
      : {
          code_challenge: await oauth.calculatePKCECodeChallenge(asked.verifier),
          code_challenge_method: 'S256',
        }),
    ...(asked.language === null ? {} : { ui_locales: asked.language }),
  }
  for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
  return url.href
}

/** Exchanges what the browser brought back for tokens. Throws `SignInFailure`. */
export async function redeem(
  context: SignInContext,
  returned: { query: URLSearchParams; state: string; verifier: string; redirectUri: string },
): Promise<Tokens> {
  try {
    const parameters = oauth.validateAuthResponse(serverOf(context), clientOf(context), returned.query, returned.state)
    const answer = await oauth.authorizationCodeGrantRequest(
      serverOf(context),
      clientOf(context),
      authenticationOf(context),
      parameters,
      returned.redirectUri,
      context.signIn.pkce === false ? oauth.nopkce : returned.verifier,
      { ...optionsOf(context), additionalParameters: { ...context.signIn.tokenParameters } },
    )
    const conformed = (await context.signIn.conform?.(answer)) ?? answer
    const tokens = tokensOf(
      context,
      await oauth.processAuthorizationCodeResponse(serverOf(context), clientOf(context), conformed),
    )
    // Some tell what was ticked in the address that they send the browser back to, and not with the token.
    const ticked = returned.query.get('scope')
    return tokens.scopes === null && ticked !== null ? { ...tokens, scopes: scopesIn(context.signIn, ticked) } : tokens
  } catch (error) {
    if (error instanceof oauth.AuthorizationResponseError)
      throw new SignInFailure(
        error.error === 'access_denied' ? 'access_denied' : 'provider_error',
        error.error === 'access_denied'
          ? `Access was refused at ${context.label}`
          : `${context.label} ended the sign-in: ${error.error}`,
        error,
      )
    throw new SignInFailure('provider_error', `${context.label} did not give a token: ${messageOf(error)}`, error)
  }
}

/** The word with which a token endpoint refused (RFC 6749, 5.2), in what a call of it threw; null where it said none. */
export const refusalIn = (error: unknown): string | null =>
  error instanceof oauth.ResponseBodyError ? error.error : null

/**
 * New tokens for a refresh token. Throws `ProviderError`: `ended` only for `invalid_grant` (RFC 6749, 5.2), because every
 * other refusal can be the provider's or the developer's mistake, and is no word of the person's.
 */
export async function refresh(context: SignInContext, refreshToken: string): Promise<Tokens> {
  try {
    const answer = await oauth.refreshTokenGrantRequest(
      serverOf(context),
      clientOf(context),
      authenticationOf(context),
      refreshToken,
      { ...optionsOf(context), additionalParameters: { ...context.signIn.refreshParameters } },
    )
    const conformed = (await context.signIn.conform?.(answer)) ?? answer
    return tokensOf(context, await oauth.processRefreshTokenResponse(serverOf(context), clientOf(context), conformed))
  } catch (error) {
    const refusal = refusalIn(error)
    throw new ProviderError(
      refusal === 'invalid_grant' ? 'ended' : 'unavailable',
      `${context.label} gave no new token: ${refusal ?? messageOf(error)}`,
      { cause: error },
    )
  }
}

/**
 * Gives access back: as the provider has it, or by RFC 7009; false where there is no way to. Throws what the network or
 * provider says.
 */
export async function revoke(
  context: SignInContext,
  held: { accessToken: string; refreshToken: string | null; account: string | null },
): Promise<boolean> {
  const { signIn, client } = context
  if (signIn.revoke !== undefined) {
    const { accessToken, account } = held
    await signIn.revoke({ fetch: context.fetch, publicUrl: context.publicUrl, accessToken, account, client })
    return true
  }
  if (signIn.revokeUrl === undefined) return false
  const answer = await oauth.revocationRequest(
    serverOf(context),
    clientOf(context),
    authenticationOf(context),
    held.refreshToken ?? held.accessToken,
    optionsOf(context),
  )
  await oauth.processRevocationResponse(answer)
  return true
}

const tokensOf = ({ signIn }: SignInContext, answer: oauth.TokenEndpointResponse): Tokens => ({
  accessToken: answer.access_token,
  refreshToken: answer.refresh_token ?? null,
  expiresInSeconds: answer.expires_in ?? null,
  scopes: answer.scope === undefined ? null : scopesIn(signIn, answer.scope),
  answer,
})

const scopesIn = ({ scopeSeparator }: OAuth2, text: string): string[] =>
  text.split(scopeSeparator ?? ' ').filter((scope) => scope !== '')

function serverOf({ signIn, publicUrl }: SignInContext): oauth.AuthorizationServer {
  const authorize = addressOf(publicUrl, signIn.authorizeUrl)
  return {
    issuer: signIn.issuer ?? new URL(authorize).origin,
    authorization_endpoint: authorize,
    token_endpoint: addressOf(publicUrl, signIn.tokenUrl),
    ...(signIn.revokeUrl === undefined ? {} : { revocation_endpoint: addressOf(publicUrl, signIn.revokeUrl) }),
  }
}

const clientOf = ({ client }: SignInContext): oauth.Client => ({ client_id: client.id })

const authenticationOf = ({ signIn, client }: SignInContext): oauth.ClientAuth =>
  signIn.clientAuthentication === 'body'
    ? oauth.ClientSecretPost(client.secret)
    : oauth.ClientSecretBasic(client.secret)

const optionsOf = (context: SignInContext) => ({
  // Only what is ours goes without TLS, as far as its own address does.
  [oauth.allowInsecureRequests]: context.signIn.tokenUrl.startsWith('/'),
  [oauth.customFetch]: (
    url: string,
    {
      method,
      headers,
      body,
      signal,
    }: { method: string; headers: Record<string, string>; body: unknown; signal?: AbortSignal | undefined },
  ) =>
    context.fetch(url, {
      method,
      headers,
      ...(body === undefined ? {} : { body: String(body) }),
      ...(signal === undefined ? {} : { signal }),
    }),
})

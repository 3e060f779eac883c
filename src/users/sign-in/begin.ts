import { createHash } from 'node:crypto'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { newSecret, newUuid } from '../../lib/ids.ts'
import { authorizeAddress, newVerifier } from '../../providers/oauth2.ts'
import { askedScopes, type CloudProvider } from '../../providers/provider.ts'
import { retirementOf } from '../../schema/providers.ts'
import { callbackUrl, contextOf, readyProvider } from './ready.ts'
import { redirectOf, sessionSeconds, type WidgetSession, type Wish } from './session.ts'
import { insertSignIn } from './store.ts'

type BeginHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl'>

/** How long a sign-in that was begun in a browser may take. */
const signInMs = 10 * 60_000

/** What is kept of a secret that only its holder knows. */
export const hashOf = (secret: string): Buffer => createHash('sha256').update(secret, 'utf8').digest()

/** Begins a sign-in out of a session's page, bound to that browser; gives the provider's address. */
export async function beginFromSession(
  hub: BeginHub,
  session: WidgetSession,
  provider: CloudProvider,
  browser: string,
  language: string,
): Promise<string> {
  const { address } = await begin(hub, provider, {
    environmentId: session.environmentId,
    sessionId: session.id,
    browser,
    language,
    referenceId: session.referenceId,
    successUrl: session.successUrl,
    failureUrl: session.failureUrl,
    lifeMs: signInMs,
  })
  return address
}

/**
 * Makes the link by which a backend sends a person straight to a provider. Nobody knows yet which browser will open it,
 * so its state is bound to none; it lives as long as a widget session. Throws 404 for what cannot be connected so, and
 * 410 for what nobody can connect any more.
 */
export async function authenticateUser(
  hub: BeginHub,
  environmentId: string,
  resource: string,
  wish: Omit<Wish, 'providers' | 'showDisconnect'>,
): Promise<{ userId: string; authUrl: string }> {
  const provider = readyProvider(hub, resource)
  const retired = retirementOf(resource)
  if (provider === null && retired !== null) throw new TellusError('gone', retired)
  if (provider === null)
    throw new TellusError('not_found', `invalid resource: ${resource.slice(0, 60)} is not a source that is ready here`)
  if (provider.kind === 'phone')
    throw new TellusError('not_found', `${provider.label} has no sign-in page: its data comes from an app on the phone`)
  const { userId, address } = await begin(hub, provider, {
    environmentId,
    sessionId: null,
    browser: null,
    language: wish.language ?? null,
    referenceId: wish.referenceId ?? null,
    successUrl: redirectOf(wish.successUrl, 'auth_success_redirect_url'),
    failureUrl: redirectOf(wish.failureUrl, 'auth_failure_redirect_url'),
    lifeMs: sessionSeconds * 1000,
  })
  return { userId, authUrl: address }
}

interface Beginning {
  environmentId: string
  sessionId: string | null
  browser: string | null
  language: string | null
  referenceId: string | null
  successUrl: string | null
  failureUrl: string | null
  lifeMs: number
}

async function begin(hub: BeginHub, provider: CloudProvider, what: Beginning) {
  const nowMs = hub.clock.now()
  const state = newSecret()
  const verifier = newVerifier()
  const userId = newUuid()
  const address = await authorizeAddress(contextOf(hub, provider), {
    redirectUri: callbackUrl(hub, provider),
    state,
    verifier,
    scopes: askedScopes(provider, hub.config),
    language: what.language,
  })
  await insertSignIn(hub.db, {
    id: newUuid(),
    state_hash: hashOf(state),
    environment_id: what.environmentId,
    session_id: what.sessionId,
    provider: provider.name,
    user_id: userId,
    browser_hash: what.browser === null ? null : hashOf(what.browser),
    verifier: hub.vault.seal(verifier),
    language: what.language,
    reference_id: what.referenceId,
    success_url: what.successUrl,
    failure_url: what.failureUrl,
    created_at: new Date(nowMs),
    expires_at: new Date(nowMs + what.lifeMs),
  })
  return { userId, address }
}

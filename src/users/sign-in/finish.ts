import { timingSafeEqual } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { emitEvent } from '../../events/emit.ts'
import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import { isUuid } from '../../lib/ids.ts'
import { redeem, type SignInContext, SignInFailure, type Tokens } from '../../providers/oauth2.ts'
import type { Account, CloudProvider, Provider } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { findProvider } from '../../providers/registry.ts'
import { type Budget, budgetOf } from '../limits/budget.ts'
import { adoptAccount } from './adopt.ts'
import { hashOf } from './begin.ts'
import { callbackUrl, contextOf } from './ready.ts'
import { withEnding } from './redirects.ts'
import { endSignIn, type SignInRow, selectSignIn, selectSignInByState, takeSignIn } from './store.ts'

type FinishHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'metrics' | 'defect' | 'log' | 'publicUrl' | 'wake'>

/** How long a person waits at a browser for a provider whose limit is reached: proxies give up after a minute. */
const longestWaitSeconds = 45

/** What became of a browser that came back from a provider. */
export type Finish =
  /** Its state was never given out, or is forgotten; nothing was done. */
  | { kind: 'unknown' }
  /** It is not the browser in which this sign-in was begun; nothing was done. */
  | { kind: 'foreign' }
  /** Its state has been used; nothing was done. */
  | { kind: 'used'; environmentId: string }
  | { kind: 'ended'; address: string; isConnected: boolean; provider: string }

/** Why nobody was connected; goes into the failure address and the `auth_cancelled` event. */
export type Reason = 'access_denied' | 'expired' | 'provider_error'

/** Finishes a sign-in with what the browser brought back: once, in the browser that began it, within its time. */
export async function finishSignIn(
  hub: FinishHub,
  providerName: string,
  query: URLSearchParams,
  browser: string | null,
): Promise<Finish> {
  const state = query.get('state') ?? ''
  const row = await selectSignInByState(hub.db, hashOf(state))
  const provider = findProvider(providerName)
  if (row === null || provider === null || provider.kind === 'phone' || row.provider !== provider.name)
    return { kind: 'unknown' }
  if (row.browser_hash !== null && (browser === null || !timingSafeEqual(row.browser_hash, hashOf(browser))))
    return { kind: 'foreign' }
  if (!(await takeSignIn(hub.db, row.id, new Date(hub.clock.now()))))
    return { kind: 'used', environmentId: row.environment_id }
  if (row.expires_at.getTime() <= hub.clock.now())
    return fail(hub, row, provider, 'expired', 'The sign-in was not finished in time')
  try {
    return await connect(hub, row, provider, query, state)
  } catch (error) {
    if (!(error instanceof SignInFailure)) throw error
    if (error.reason === 'provider_error')
      hub.log.warn({ provider: provider.name, error: error.message }, 'a sign-in failed at its provider')
    return fail(hub, row, provider, error.reason, error.message)
  }
}

async function connect(
  hub: FinishHub,
  row: SignInRow,
  provider: CloudProvider,
  query: URLSearchParams,
  state: string,
): Promise<Finish> {
  const context = contextOf(hub, provider)
  const tokens = await redeem(context, {
    query,
    state,
    verifier: hub.vault.open(row.verifier ?? ''),
    redirectUri: callbackUrl(hub, provider),
  })
  const account = await accountOf(hub, row, provider, context, tokens)
  const user = await hub.db.transaction(async (sql) => {
    const adopted = await adoptAccount(hub, sql, {
      environmentId: row.environment_id,
      userId: row.user_id,
      provider,
      account,
      referenceId: row.reference_id,
      tokens,
      flowId: row.id,
      sessionId: row.session_id,
    })
    await endSignIn(sql, row.id, 'connected')
    return adopted
  })
  hub.wake()
  hub.log.info({ userId: user.userId, provider: provider.name }, 'connected a user')
  const address = withEnding(row.success_url ?? resultUrl(hub, row), { ...endingOf(row), userId: user.userId })
  return { kind: 'ended', address, isConnected: true, provider: provider.name }
}

/** Asks who signed in, within the provider's limits: where one is reached it waits as long as a person at a browser does. */
async function accountOf(
  hub: FinishHub,
  row: SignInRow,
  provider: CloudProvider,
  { fetch, publicUrl }: SignInContext,
  tokens: Tokens,
): Promise<Account> {
  const budget = budgetOf(hub, provider, row.user_id, fetch, 'signIn')
  const access = { fetch: budget.fetch, publicUrl, accessToken: tokens.accessToken, account: null }
  for (let patienceSeconds = longestWaitSeconds; ; ) {
    try {
      return await provider.account(access, tokens.answer)
    } catch (error) {
      const waitSeconds = error instanceof ProviderError ? await waitOf(budget, error) : Number.POSITIVE_INFINITY
      if (waitSeconds > patienceSeconds)
        throw new SignInFailure(
          'provider_error',
          `${provider.label} did not say who signed in: ${messageOf(error)}`,
          error,
        )
      patienceSeconds -= waitSeconds
      await sleep(waitSeconds * 1000)
    }
  }
}

/** How many seconds to wait before asking again, as long as it takes where that is of no use. */
async function waitOf(budget: Budget, error: ProviderError): Promise<number> {
  await budget.heed(error)
  return error.failure === 'rate_limited' ? Math.max(1, error.retryAfterSeconds ?? 1) : Number.POSITIVE_INFINITY
}

async function fail(
  hub: FinishHub,
  row: SignInRow,
  provider: Provider,
  reason: Reason,
  message: string,
): Promise<Finish> {
  await hub.db.transaction(async (sql) => {
    await endSignIn(sql, row.id, reason)
    const body = JSON.stringify({
      type: 'auth_cancelled',
      status: 'error',
      flow_id: row.id,
      reason,
      reference_id: row.reference_id,
      message,
      widget_session_id: row.session_id,
    })
    const { environment_id: environmentId } = row
    await emitEvent(hub, sql, {
      environmentId,
      userId: null,
      type: 'auth_cancelled',
      body,
      orderingMs: hub.clock.now(),
    })
  })
  hub.wake()
  const address = withEnding(row.failure_url ?? resultUrl(hub, row), { ...endingOf(row), reason })
  return { kind: 'ended', address, isConnected: false, provider: provider.name }
}

const endingOf = (row: SignInRow) => ({
  resource: row.provider,
  referenceId: row.reference_id,
  sessionId: row.session_id,
})

/** Our own page for how a sign-in ended, where the app has none. */
const resultUrl = (hub: Pick<Hub, 'publicUrl'>, row: SignInRow): string => `${hub.publicUrl()}/connect/result/${row.id}`

/** What our own page says about a sign-in that ended. */
export interface SignInResult {
  environmentId: string
  sessionId: string | null
  provider: string
  userId: string
  language: string | null
  outcome: 'connected' | Reason
}

/** How a sign-in ended; null while it has not, or when it is forgotten. */
export async function signInResult(hub: Pick<Hub, 'db'>, id: string): Promise<SignInResult | null> {
  const row = isUuid(id) ? await selectSignIn(hub.db, id) : null
  const outcome = (['connected', 'access_denied', 'expired', 'provider_error'] as const).find(
    (word) => word === row?.outcome,
  )
  if (row === null || outcome === undefined) return null
  return {
    environmentId: row.environment_id,
    sessionId: row.session_id,
    provider: row.provider,
    userId: row.user_id,
    language: row.language,
    outcome,
  }
}

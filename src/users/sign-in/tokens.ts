import { setTimeout as sleep } from 'node:timers/promises'
import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import { refresh, revoke, type Tokens } from '../../providers/oauth2.ts'
import type { Access, CloudProvider } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { findProvider } from '../../providers/registry.ts'
import { scopesChanged } from '../connection/connection.ts'
import type { User } from '../user.ts'
import { contextOf, fetchOf } from './ready.ts'
import {
  claimRenewal,
  endRenewal,
  type HeldTokens,
  replaceTokens,
  selectTokens,
  type TokenRow,
  upsertTokens,
} from './store.ts'

type TokenHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl' | 'metrics' | 'defect' | 'log' | 'wake'>

/** A token that ends within this is renewed before it is used. */
const marginMs = 60_000
/** How often one looks whether another process is done. */
const waitMs = 100

/** Keeps what a provider gave after a sign-in, sealed, in the caller's transaction. */
export const keepTokens = (hub: Pick<Hub, 'clock' | 'vault'>, sql: Sql, userId: string, tokens: Tokens) =>
  upsertTokens(sql, userId, sealed(hub, tokens, null), new Date(hub.clock.now()))

/** Tokens as they are stored. A refresh token that does not come stays the old one. */
const sealed = (hub: Pick<Hub, 'clock' | 'vault'>, tokens: Tokens, oldRefresh: string | null): TokenRow => ({
  access_token: hub.vault.seal(tokens.accessToken),
  refresh_token: tokens.refreshToken === null ? oldRefresh : hub.vault.seal(tokens.refreshToken),
  expires_at: tokens.expiresInSeconds === null ? null : new Date(hub.clock.now() + tokens.expiresInSeconds * 1000),
})

/**
 * What the provider's calls for a user need, the token renewed when it is about to end or is the one that was `refused`; of
 * several processes one renews it and the others wait. Throws `ProviderError`: `ended` for a user without tokens, and what
 * `refresh` throws.
 */
export async function accessOf(
  hub: TokenHub,
  user: Whom,
  provider: CloudProvider,
  refused: string | null = null,
): Promise<Access> {
  const known = await tokensOf(hub, user.userId)
  const row = isSpent(hub, known, refused) ? await renew(hub, user, provider, refused) : known
  return {
    fetch: fetchOf(hub, provider),
    publicUrl: hub.publicUrl(),
    accessToken: hub.vault.open(row.access_token),
    account: row.account,
  }
}

type Whom = Pick<User, 'userId' | 'environmentId'>

const isSpent = (hub: Pick<Hub, 'clock' | 'vault'>, row: TokenRow, refused: string | null): boolean =>
  isEnding(hub, row) || (refused !== null && hub.vault.open(row.access_token) === refused)

const isEnding = (hub: Pick<Hub, 'clock'>, row: TokenRow): boolean =>
  row.expires_at !== null && row.expires_at.getTime() - marginMs <= hub.clock.now()

/** The renewals that run in this process, by database. */
const renewalsOf = new WeakMap<Hub['db'], Map<string, Promise<HeldTokens>>>()

/** Renews once for all that ask in this process at the same time. */
function renew(hub: TokenHub, user: Whom, provider: CloudProvider, refused: string | null): Promise<HeldTokens> {
  const renewals = renewalsOf.get(hub.db) ?? new Map<string, Promise<HeldTokens>>()
  renewalsOf.set(hub.db, renewals)
  const running = renewals.get(user.userId)
  if (running !== undefined) return running
  const renewal = renewAlone(hub, user, provider, refused).finally(() => renewals.delete(user.userId))
  renewals.set(user.userId, renewal)
  return renewal
}

/**
 * Renews, or waits for the process that does. No connection to the database is held meanwhile: the provider may be one of
 * our own, whose answer needs one.
 */
async function renewAlone(
  hub: TokenHub,
  user: Whom,
  provider: CloudProvider,
  refused: string | null,
): Promise<HeldTokens> {
  for (;;) {
    const claimed = await claimRenewal(hub.db, user.userId)
    if (claimed !== null) return renewClaimed(hub, user, provider, claimed, refused)
    const row = await tokensOf(hub, user.userId)
    if (!isSpent(hub, row, refused)) return row
    await sleep(waitMs)
  }
}

async function renewClaimed(
  hub: TokenHub,
  user: Whom,
  provider: CloudProvider,
  row: HeldTokens & { claim: string },
  refused: string | null,
): Promise<HeldTokens> {
  try {
    // Somebody else renewed it just before.
    if (!isSpent(hub, row, refused)) return row
    if (row.refresh_token === null)
      throw new ProviderError('ended', `the token of ${provider.label} has ended and cannot be renewed`)
    const tokens = await refresh(contextOf(hub, provider), hub.vault.open(row.refresh_token)).catch((error: unknown) =>
      renewedElsewhere(hub, user, row, error),
    )
    if ('version' in tokens) return tokens
    const next = sealed(hub, tokens, row.refresh_token)
    // Before anything else: what the provider has replaced opens nothing any more.
    const isKept = await replaceTokens(hub.db, user.userId, row.version, next, new Date(hub.clock.now()))
    if (isKept && tokens.scopes !== null) await scopesChanged(hub, user, provider, tokens.scopes)
    return await tokensOf(hub, user.userId)
  } finally {
    await endRenewal(hub.db, user.userId, row.claim)
  }
}

/**
 * A process that held its turn for longer than that lasts may have been given the new tokens while this one was refused for
 * bringing the old ones: then the word of the refusal is about those (R15).
 */
async function renewedElsewhere(hub: TokenHub, user: Whom, row: HeldTokens, error: unknown): Promise<HeldTokens> {
  const now = await selectTokens(hub.db, user.userId)
  if (now === null || now.version === row.version) throw error
  return now
}

async function tokensOf(hub: Pick<Hub, 'db'>, userId: string): Promise<HeldTokens> {
  const row = await selectTokens(hub.db, userId)
  if (row === null) throw new ProviderError('ended', 'the user has no connection to the provider (any more)')
  return row
}

/** Gives a user's token back to the provider as far as that goes: that it did not is logged, and stops nothing. */
export async function giveBack(hub: TokenHub, user: Whom & Pick<User, 'provider'>) {
  const provider = findProvider(user.provider)
  const row = await selectTokens(hub.db, user.userId)
  if (row === null || provider === null || provider.kind === 'phone') return
  try {
    // A provider's own way is a call like any other, for which the token must be good.
    const own = provider.signIn.revoke === undefined ? null : await accessOf(hub, user, provider)
    await revoke(contextOf(hub, provider), {
      accessToken: own?.accessToken ?? hub.vault.open(row.access_token),
      refreshToken: row.refresh_token === null ? null : hub.vault.open(row.refresh_token),
      account: row.account,
    })
  } catch (error) {
    hub.log.warn(
      { userId: user.userId, provider: user.provider, error: messageOf(error) },
      'could not give a token back to its provider',
    )
  }
}

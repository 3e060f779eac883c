import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import { newId, newSecret } from '../../lib/ids.ts'
import type { Subscribed } from '../../providers/notification.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { contextOf, readyProviders } from '../../users/sign-in/ready.ts'
import { markSubscribed, openSubscription } from './store.ts'
import { subscribeElsewhere } from './subscription-store.ts'

type SubscribeHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl' | 'log'>

/** A subscription is renewed when it ends within this. */
export const renewedBeforeMs = 24 * 3_600_000

/** Where a provider sends its notifications. */
export const hookUrl = (hub: Pick<Hub, 'publicUrl'>, provider: Pick<CloudProvider, 'name'>): string =>
  `${hub.publicUrl()}/hooks/${provider.name}`

/**
 * Sees to it that every source that can be connected here and tells of news sends it to this server: at the start, and
 * hourly. All are asked at the same time, so that one with many subscriptions, or that is slow, keeps none from being heard.
 * One that cannot be reached is logged and tried the next time.
 */
export async function keepSubscriptions(hub: SubscribeHub): Promise<void> {
  const telling = readyProviders(hub).flatMap((provider) =>
    provider.kind === 'cloud' && provider.notification !== undefined ? [provider] : [],
  )
  await Promise.all(telling.map((provider) => tryToKeep(hub, provider)))
}

async function tryToKeep(hub: SubscribeHub, provider: CloudProvider): Promise<void> {
  try {
    await keepSubscription(hub, provider)
  } catch (error) {
    hub.log.warn(
      { provider: provider.name, error: messageOf(error) },
      'could not subscribe to a provider’s notifications',
    )
  }
}

async function keepSubscription(hub: SubscribeHub, provider: CloudProvider): Promise<void> {
  const row = await openSubscription(hub.db, newId(), provider.name, hub.vault.seal(newSecret()))
  if (row === null) return
  const { subscribe, subscribeUser } = provider.notification ?? {}
  const callbackUrl = hookUrl(hub, provider)
  const isEnding = row.expires_at !== null && row.expires_at.getTime() - renewedBeforeMs <= hub.clock.now()
  const isMoved = row.callback_url !== callbackUrl
  // Jobs subscribe users one by one, in any process: the address is what this one, which answers there, wrote down.
  const settle = (subscribed: Subscribed) =>
    hub.db.transaction(async (sql) => {
      await keepSubscribed(hub, sql, provider, callbackUrl, subscribed)
      if (isMoved && subscribeUser !== undefined) await subscribeElsewhere(sql, provider.name, callbackUrl)
    })
  if (subscribe === undefined) {
    if (isMoved && subscribeUser !== undefined) await settle({ expiresInSeconds: null })
    return
  }
  if (!isMoved && !isEnding) return
  const { client, fetch, publicUrl } = contextOf(hub, provider)
  await settle(await subscribe({ fetch, publicUrl, client, callbackUrl, secret: hub.vault.open(row.secret) }))
}

/** Keeps where a provider sends to from now on, and the secret where it has made one. */
export async function keepSubscribed(
  hub: Pick<Hub, 'clock' | 'vault'>,
  sql: Sql,
  provider: CloudProvider,
  callbackUrl: string,
  { expiresInSeconds, secret }: Subscribed,
): Promise<void> {
  await markSubscribed(sql, provider.name, {
    callbackUrl,
    expiresAt: expiresInSeconds === null ? null : new Date(hub.clock.now() + expiresInSeconds * 1000),
    secret: secret === undefined ? null : hub.vault.seal(secret),
  })
}

import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import { newId, newSecret } from '../../lib/ids.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { contextOf, readyProviders } from '../../users/sign-in/ready.ts'
import { markSubscribed, openSubscription } from './store.ts'

type SubscribeHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl' | 'log'>

/** A subscription is renewed when it ends within this. */
const renewedBeforeMs = 24 * 3_600_000

/** Where a provider sends its notifications. */
export const hookUrl = (hub: Pick<Hub, 'publicUrl'>, provider: Pick<CloudProvider, 'name'>): string =>
  `${hub.publicUrl()}/hooks/${provider.name}`

/**
 * Sees to it that every source that can be connected here and tells of news sends it to this server: at the start, and
 * hourly. One that cannot be reached is logged and tried the next time.
 */
export async function keepSubscriptions(hub: SubscribeHub): Promise<void> {
  for (const provider of readyProviders(hub)) {
    if (provider.kind === 'phone' || provider.notification === undefined) continue
    try {
      await keepSubscription(hub, provider)
    } catch (error) {
      hub.log.warn(
        { provider: provider.name, error: messageOf(error) },
        'could not subscribe to a provider’s notifications',
      )
    }
  }
}

async function keepSubscription(hub: SubscribeHub, provider: CloudProvider): Promise<void> {
  const row = await openSubscription(hub.db, newId(), provider.name, hub.vault.seal(newSecret()))
  const subscribe = provider.notification?.subscribe
  if (row === null || subscribe === undefined) return
  const callbackUrl = hookUrl(hub, provider)
  const nowMs = hub.clock.now()
  const isEnding = row.expires_at !== null && row.expires_at.getTime() - renewedBeforeMs <= nowMs
  if (row.callback_url === callbackUrl && !isEnding) return
  const { client, fetch, publicUrl } = contextOf(hub, provider)
  const { expiresInSeconds } = await subscribe({
    fetch,
    publicUrl,
    client,
    callbackUrl,
    secret: hub.vault.open(row.secret),
  })
  const expiresAt = expiresInSeconds === null ? null : new Date(nowMs + expiresInSeconds * 1000)
  await markSubscribed(hub.db, provider.name, callbackUrl, expiresAt)
}

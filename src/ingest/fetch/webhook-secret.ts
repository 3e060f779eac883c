import type { Hub } from '../../hub.ts'
import { newId, newSecret } from '../../lib/ids.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { openSubscription } from './store.ts'

/** The secret of the subscription to a provider's notifications, made where there is none yet. */
export async function webhookSecretOf(hub: Pick<Hub, 'db' | 'vault'>, provider: CloudProvider): Promise<string> {
  const row = await openSubscription(hub.db, newId(), provider.name, hub.vault.seal(newSecret()))
  if (row === null) throw new Error(`The subscription of ${provider.name} has just been made and is not there.`)
  return hub.vault.open(row.secret)
}

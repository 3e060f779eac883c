import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import type { Client } from '../../providers/oauth2.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { type ClientRow, selectClients } from './store.ts'

/** What of them a process has in memory, so that whoever asks need not wait. */
interface Known {
  rows: readonly ClientRow[]
  clients: ReadonlyMap<string, Client>
}

const none: Known = { rows: [], clients: new Map() }
const known = new WeakMap<Hub['config'], Known>()
/** How long another process may go on with a client that was changed. */
const refreshMs = 3000

type KnownHub = Pick<Hub, 'config' | 'db' | 'vault'>

/** The client that was entered in the dashboard for a provider, as this process knows it; null where there is none. */
const storedClient = (hub: Pick<Hub, 'config'>, provider: string): Client | null =>
  (known.get(hub.config) ?? none).clients.get(provider) ?? null

/** A client of the developer's, and where it was set. */
export interface ClientInForce {
  client: Client
  from: 'environment' | 'dashboard'
}

/**
 * The client of the developer's that a provider is asked as: that of the environment counts more than what was entered. One
 * without the key that the provider wants beside it is none.
 */
export function clientInForce(
  hub: Pick<Hub, 'config'>,
  { name, clientKey }: Pick<CloudProvider, 'name' | 'clientKey'>,
): ClientInForce | null {
  const isWhole = (client: Client | null | undefined): client is Client =>
    client != null && (clientKey === undefined || client.key !== undefined)
  const set = hub.config.providerClients[name]
  if (isWhole(set)) return { client: set, from: 'environment' }
  const stored = storedClient(hub, name)
  return isWhole(stored) ? { client: stored, from: 'dashboard' } : null
}

/** Reads what is stored; gives whether a client has changed since the last time. */
export async function refreshClients(hub: KnownHub): Promise<boolean> {
  const before = known.get(hub.config) ?? none
  const rows = await selectClients(hub.db)
  if (textOf(rows) === textOf(before.rows) && known.has(hub.config)) return false
  const clients = new Map(
    rows.map(({ provider, client_id, secret, client_key: key }) => [
      provider,
      {
        id: client_id,
        secret: hub.vault.open(secret),
        ...(key === null ? {} : { key: hub.vault.open(key) }),
      },
    ]),
  )
  known.set(hub.config, { rows, clients })
  return clientsText(clients) !== clientsText(before.clients)
}

const textOf = (rows: readonly ClientRow[]): string =>
  JSON.stringify(rows.map(({ provider, client_id, secret, client_key }) => [provider, client_id, secret, client_key]))
const clientsText = (clients: ReadonlyMap<string, Client>): string => JSON.stringify([...clients])

/** Keeps this process's copy near what is stored, by reading it now and every few seconds. Gives what ends it. */
export async function followClients(hub: KnownHub & Pick<Hub, 'log'>): Promise<() => void> {
  await refreshClients(hub)
  const timer = setInterval(() => {
    refreshClients(hub).catch((error) =>
      hub.log.warn({ error: messageOf(error) }, 'could not read the keys of providers; the last ones are used'),
    )
  }, refreshMs)
  return () => clearInterval(timer)
}

/** A mark that is another one after a client of this process's copy has changed. */
export const clientsMark = (hub: Pick<Hub, 'config'>): object => known.get(hub.config)?.clients ?? none

import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import { newId } from '../../lib/ids.ts'
import type { Client } from '../../providers/oauth2.ts'
import { type CloudProvider, type HalfClient, halfOf } from '../../providers/provider.ts'
import { registry } from '../../providers/registry.ts'
import { callbackUrl, contextWith } from '../sign-in/ready.ts'
import { clientInForce, refreshClients } from './known.ts'
import {
  type ClientRow,
  countConnected,
  deleteClient,
  forgetSubscription,
  selectClients,
  upsertClient,
} from './store.ts'
import { tryClient, type Verdict } from './try.ts'

type ClientsHub = Pick<Hub, 'config' | 'db' | 'clock' | 'vault' | 'publicUrl'>

/** A provider that a developer needs keys for, and the keys that are in force. */
export interface ProviderKeys {
  provider: CloudProvider
  client: Client | null
  /** Where they come from: the environment counts more than what was entered here. */
  from: 'environment' | 'dashboard' | null
  /** What was entered here, also where the environment counts more. */
  entered: ClientRow | null
  /** A variable of the environment that is set, and another that is not, without which it is no use. */
  half: HalfClient | null
  /** Users of all environments who are connected by it. */
  users: number
}

/** The providers that want a client of the developer's own, by label. */
export const keyedProviders: readonly CloudProvider[] = registry
  .filter((one): one is CloudProvider => one.kind === 'cloud' && one.signIn.client === undefined)
  .toSorted((a, b) => a.label.localeCompare(b.label))

/** The provider of a slug that wants keys. Throws `not_found`. */
export function keyedProvider(slug: string): CloudProvider {
  const found = keyedProviders.find(({ name }) => name === slug.toUpperCase())
  if (found === undefined) throw new TellusError('not_found', `there is no source ${slug.slice(0, 60)} that needs keys`)
  return found
}

/** Every provider that wants keys, with those in force. */
export async function listKeys(hub: ClientsHub): Promise<ProviderKeys[]> {
  const [rows, counts] = await Promise.all([selectClients(hub.db), countConnected(hub.db)])
  await refreshClients(hub)
  return keyedProviders.map((provider) => {
    const inForce = clientInForce(hub, provider)
    return {
      provider,
      client: inForce?.client ?? null,
      from: inForce?.from ?? null,
      entered: rows.find((row) => row.provider === provider.name) ?? null,
      half: halfOf(hub.config, provider),
      users: counts.find((row) => row.provider === provider.name)?.n ?? 0,
    }
  })
}

/** The keys of one provider. */
export async function keysOf(hub: ClientsHub, provider: CloudProvider): Promise<ProviderKeys> {
  const found = (await listKeys(hub)).find((one) => one.provider.name === provider.name)
  if (found === undefined) throw new Error(`${provider.name} is among those that want keys.`)
  return found
}

/** Keeps a client, its secrets sealed; `onChange` runs in the same transaction. Every process uses it within seconds. */
export async function enterKeys(
  hub: ClientsHub,
  provider: CloudProvider,
  given: { client: Client; by: string },
  onChange: (sql: Sql) => Promise<void>,
): Promise<void> {
  const nowMs = hub.clock.now()
  await hub.db.transaction(async (sql) => {
    await upsertClient(sql, {
      id: newId(nowMs),
      provider: provider.name,
      client_id: given.client.id,
      secret: hub.vault.seal(given.client.secret),
      client_key: given.client.key === undefined ? null : hub.vault.seal(given.client.key),
      changed_at: new Date(nowMs),
      changed_by: given.by,
    })
    await forgetSubscription(sql, provider.name)
    await onChange(sql)
  })
  await refreshClients(hub)
}

/** Forgets the client that was entered. Throws `not_found` where there is none. */
export async function forgetKeys(
  hub: ClientsHub,
  provider: CloudProvider,
  onChange: (sql: Sql) => Promise<void>,
): Promise<void> {
  await hub.db.transaction(async (sql) => {
    const gone = await deleteClient(sql, provider.name)
    if (gone.length === 0)
      throw new TellusError(
        'not_found',
        `no keys of ${provider.label} were entered here: those of the environment are removed there`,
      )
    await onChange(sql)
  })
  await refreshClients(hub)
}

/** Asks the provider about a client: the one in force unless another is given. Throws `bad_request` where there is none. */
export async function tryKeys(hub: ClientsHub, provider: CloudProvider, given: Client | null): Promise<Verdict> {
  await refreshClients(hub)
  const client = given ?? clientInForce(hub, provider)?.client
  if (client === undefined)
    throw new TellusError('bad_request', `there are no keys of ${provider.label} to try: enter them first`)
  return tryClient(contextWith(hub, provider, client), callbackUrl(hub, provider))
}

import type { Hub } from '../../hub.ts'
import { policyOf } from '../../lib/address-guard.ts'
import { TellusError } from '../../lib/errors.ts'
import { type Fetch, guardedFetch } from '../../lib/guarded-fetch.ts'
import type { Client, SignInContext } from '../../providers/oauth2.ts'
import type { CloudProvider, Provider } from '../../providers/provider.ts'
import { findProvider, registry } from '../../providers/registry.ts'

type Needs = Pick<Hub, 'config'>

/** Whether people can connect a source here: one in the cloud needs the developer's client, a pretend one its switch. */
export const isReady = (hub: Needs, provider: Provider): boolean =>
  provider.kind === 'phone' || (provider.isPretend ? hub.config.sandbox === 'on' : clientOf(hub, provider) !== null)

/** The sources that people can connect here. */
export const readyProviders = (hub: Needs): Provider[] => registry.filter((provider) => isReady(hub, provider))

/** The source of a slug, if people can connect it here. */
export function readyProvider(hub: Needs, name: string): Provider | null {
  const provider = findProvider(name)
  return provider !== null && isReady(hub, provider) ? provider : null
}

const clientOf = (hub: Needs, { name, signIn }: CloudProvider): Client | null =>
  signIn.client ?? hub.config.providerClients[name] ?? null

/** What the steps of a sign-in need. Throws `unavailable` where the developer's client is missing. */
export function contextOf(hub: Pick<Hub, 'config' | 'publicUrl'>, provider: CloudProvider): SignInContext {
  const client = clientOf(hub, provider)
  if (client === null)
    throw new TellusError(
      'unavailable',
      `${provider.label} cannot be reached without its credentials: set TELLUS_${provider.name}_CLIENT_ID and TELLUS_${provider.name}_CLIENT_SECRET.`,
    )
  const { signIn, label } = provider
  return { signIn, client, label, publicUrl: hub.publicUrl(), fetch: fetchOf(hub, provider) }
}

const own = guardedFetch('unguarded')
const outside = new WeakMap<Hub['config'], Fetch>()

/** How a provider is reached: ours at whatever address we have, others as far as destinations may go. */
export function fetchOf(hub: Needs, provider: CloudProvider): Fetch {
  if (provider.isPretend) return own
  const known = outside.get(hub.config) ?? guardedFetch(policyOf(hub.config))
  outside.set(hub.config, known)
  return known
}

/** Has the providers outside reached in another way from now on: tests lead them to a server on this machine. */
export function reachBy(hub: Needs, fetch: Fetch): void {
  outside.set(hub.config, fetch)
}

/** Where a provider sends the browser back to; what the developer registers there. */
export const callbackUrl = (hub: Pick<Hub, 'publicUrl'>, provider: Pick<Provider, 'name'>): string =>
  `${hub.publicUrl()}/oauth/${provider.name}/callback`

import type { Hub } from '../../hub.ts'
import { policyOf } from '../../lib/address-guard.ts'
import { TellusError } from '../../lib/errors.ts'
import { type Fetch, guardedFetch } from '../../lib/guarded-fetch.ts'
import type { Client, SignInContext } from '../../providers/oauth2.ts'
import { type CloudProvider, clientVariables, type Provider } from '../../providers/provider.ts'
import { findProvider, registry } from '../../providers/registry.ts'
import { standIn, standInAddress, standInClient } from '../../providers/stand-in.ts'
import { clientInForce } from '../clients/known.ts'

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

/** The client that a source is asked as: its own, the developer's, or the one that the sandbox's doubles know. */
const clientOf = (hub: Needs, provider: CloudProvider): Client | null =>
  ownClientOf(hub, provider) ?? (isStoodFor(hub, provider) ? standInClient : null)

const ownClientOf = (hub: Needs, provider: CloudProvider): Client | null =>
  provider.signIn.client ?? clientInForce(hub, provider)?.client ?? null

/** Whether a double of the sandbox stands in for a source, because the developer has no client of their own there. */
export const isStoodFor = (hub: Needs, provider: Provider): boolean =>
  provider.kind === 'cloud' &&
  provider.hasDouble === true &&
  hub.config.sandbox === 'on' &&
  ownClientOf(hub, provider) === null

/** What the steps of a sign-in need. Throws `unavailable` where the developer's client is missing. */
export function contextOf(hub: Pick<Hub, 'config' | 'publicUrl'>, provider: CloudProvider): SignInContext {
  const client = clientOf(hub, provider)
  if (client === null) {
    const { id, secret, key } = clientVariables(provider)
    throw new TellusError(
      'unavailable',
      `${provider.label} cannot be reached without its credentials: set ${[id, secret, key ?? []].flat().join(' and ')}, or enter them in the dashboard.`,
    )
  }
  const publicUrl = hub.publicUrl()
  const { signIn, label } = isStoodFor(hub, provider) ? standIn(provider, publicUrl) : provider
  return { signIn, client, label, publicUrl, fetch: fetchOf(hub, provider) }
}

/** The same for a client of the developer's that need not be in force: what the provider itself says to it. */
export const contextWith = (
  hub: Pick<Hub, 'config' | 'publicUrl'>,
  provider: CloudProvider,
  client: Client,
): SignInContext => ({
  signIn: provider.signIn,
  client,
  label: provider.label,
  publicUrl: hub.publicUrl(),
  fetch: showing(provider, client, outsideOf(hub)),
})

/** Shows the client's further key with every call, at a provider that wants one. */
function showing({ clientKey }: CloudProvider, client: Client | null, send: Fetch): Fetch {
  const key = client?.key
  if (clientKey === undefined || key === undefined) return send
  return (url, outgoing) => send(url, { ...outgoing, headers: { ...outgoing?.headers, [clientKey.header]: key } })
}

const own = guardedFetch('unguarded')
const outside = new WeakMap<Hub['config'], Fetch>()

/** How a provider is reached: ours and doubles at whatever address we have, others as far as destinations may go. */
export function fetchOf(hub: Pick<Hub, 'config' | 'publicUrl'>, provider: CloudProvider): Fetch {
  if (provider.isPretend) return own
  const toDouble: Fetch = (url, outgoing) => own(standInAddress(hub.publicUrl(), url), outgoing)
  return showing(provider, clientOf(hub, provider), isStoodFor(hub, provider) ? toDouble : outsideOf(hub))
}

function outsideOf(hub: Needs): Fetch {
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

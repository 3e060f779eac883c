import type { Fetch } from '../lib/guarded-fetch.ts'
import type { DataType } from '../schema/records.ts'
import type { Notification } from './notification.ts'
import type { Client, OAuth2 } from './oauth2.ts'
import type { Resource } from './resource.ts'
import type { Writing } from './writing.ts'

/** One permission at a provider, and the data types it opens. */
export interface Scope {
  /** As the provider spells it. */
  name: string
  types: readonly DataType[]
  /** What can be written with it. One that opens nothing to read is asked for where the developer wants to write alone. */
  writes?: readonly DataType[]
}

/** A signed-in person at a provider: what its calls need. */
export interface Access {
  fetch: Fetch
  /** How the outside reaches this server: addresses of a provider that begin with `/` are below it. */
  publicUrl: string
  accessToken: string
  /** The person's id there, for providers whose calls name it; null while they sign in. */
  account: string | null
}

/** Who signed in. */
export interface Account {
  /** Never changes for the same person. */
  id: string
  /** IANA zone, where the provider knows it. */
  zone: string | null
  /** What they allow, where the provider says it here and not with the token. */
  scopes?: readonly string[]
}

/** How a developer gets keys at a provider, as the page says that asks for them. */
export interface Setup {
  /** The console where an app is made. */
  url: string
  /** What to do there, in order: sentences for somebody who has never been there. */
  steps: readonly string[]
  /** What the developer enters there to be told of news, where there is no call for it. */
  webhook?: 'address' | 'address_and_secret'
}

/** How many calls a provider takes: `calls` within `seconds`, of the whole app or of each of its users. */
export interface Rate {
  per: 'app' | 'user'
  calls: number
  seconds: number
}

/** What an answer says of a limit: how many calls are left of it, and when all are there again. */
export interface Standing {
  rate: Pick<Rate, 'per' | 'seconds'>
  left: number
  /** Null where the provider does not say. */
  resetSeconds: number | null
}

interface Source {
  /** The slug of the wire, in capitals. */
  name: string
  /** As people call it. */
  label: string
  /** An inline SVG of 24 by 24 that takes the colour of the text around it. */
  logo: string
}

/**
 * A source whose data comes from its servers, with the consent of its users. Everything else about it (routes, settings,
 * tiles, tables) follows from this definition; what it fills is read off its fixtures.
 */
export interface CloudProvider extends Source {
  kind: 'cloud'
  signIn: OAuth2
  /** Every permission that is asked for (`askedScopes`); a person may grant fewer. */
  scopes: readonly Scope[]
  /** How to get keys there. */
  setup?: Setup
  /** A further key of the developer's client that every call shows: in which header, and how the console there calls it. */
  clientKey?: { header: string; label: string }
  /** True for one that is ours and invents its data. */
  isPretend?: true
  /** True for one that has a double in the sandbox, which stands in while the developer has no client of their own. */
  hasDouble?: true
  /** Who signed in; `granted` is what the token endpoint answered, for providers that say it there. */
  account: (access: Access, granted: Readonly<Record<string, unknown>>) => Promise<Account>
  /** The scopes that are granted now, where the provider tells. */
  granted?: (access: Access) => Promise<string[]>
  /**
   * Raised by one when a normaliser is corrected, so that each record tells which one made it; absent is 1. What is kept of
   * the answers is then replayed.
   */
  mapperVersion?: number
  /** What it has, by type: each is fetched and made into records apart. */
  resources: Readonly<Partial<Record<DataType, Resource>>>
  /** How it says that there is something new; one without is asked every `pollMinutes`. */
  notification?: Notification
  /**
   * True for one that may not be asked for what is new: its notifications bring the data. `fetch` asks for history, which
   * comes in the same way; what a poll looks at is whether the connection stands, and what is allowed (`granted`).
   */
  isNeverAsked?: true
  /** How often a user's data is asked for; with notifications, how long silence may last. */
  pollMinutes: number
  /** What may be called in which time; what its answers say beside that counts more. */
  rates: readonly Rate[]
  /** Hosts that may be asked as often as one likes: what is asked of them counts against none of the limits. */
  uncountedHosts?: readonly string[]
  /** What the headers of an answer say of those limits. */
  standings?(headers: Headers, nowMs: number): readonly Standing[]
  /** What can be put there, by type. */
  writes?: Readonly<Partial<Record<DataType, Writing>>>
  /** Why nothing else can be put there, as a half sentence after a colon. */
  writesNot?: string
}

/** A source that has no servers to ask: an app on the person's phone sends its data. */
export interface PhoneProvider extends Source {
  kind: 'phone'
  types: readonly DataType[]
}

export type Provider = CloudProvider | PhoneProvider

/** The data types that scopes open, each once; all of the provider's when none are named. */
export function typesOf(provider: Provider, scopes: readonly string[] | null = null): DataType[] {
  if (provider.kind === 'phone') return [...provider.types]
  const granted = provider.scopes.filter(({ name }) => scopes === null || scopes.includes(name))
  return [...new Set(granted.flatMap(({ types }) => types))]
}

/**
 * The permissions that people are asked for: all that open something to read, and what writing takes where the developer wants
 * to write to the provider (`TELLUS_WRITES`).
 */
export const askedScopes = (
  { name: slug, scopes, signIn }: Pick<CloudProvider, 'name' | 'scopes' | 'signIn'>,
  { writesTo }: { writesTo: readonly string[] },
): string[] =>
  scopes
    // Where none is sent, the person sees what the developer's app has at the provider.
    .filter(
      ({ types, writes }) =>
        types.length > 0 || writes === undefined || signIn.sendsScopes === false || writesTo.includes(slug),
    )
    .map(({ name }) => name)

/** The permissions that writing a type takes. */
export const scopesToWrite = ({ scopes }: Pick<CloudProvider, 'scopes'>, type: DataType): string[] =>
  scopes.filter(({ writes }) => writes?.includes(type)).map(({ name }) => name)

/** The mapper of a provider and its version, as a record names what made it: `OURA@1`. */
export const mapperOf = (provider: Pick<CloudProvider, 'name' | 'mapperVersion'>): string =>
  `${provider.name}@${provider.mapperVersion ?? 1}`

/** An address of a provider, made whole where it is one of ours. */
export const addressOf = (publicUrl: string, address: string): string =>
  address.startsWith('/') ? `${publicUrl}${address}` : address

/** The variables of the environment that a provider's client is made of. */
export const clientVariables = ({ name, clientKey }: Pick<CloudProvider, 'name' | 'clientKey'>) => ({
  id: `TELLUS_${name}_CLIENT_ID`,
  secret: `TELLUS_${name}_CLIENT_SECRET`,
  key: clientKey === undefined ? null : `TELLUS_${name}_CLIENT_KEY`,
})

/** A variable that is set, and another that is not, without which it is no use. */
export interface HalfClient {
  set: string
  lacks: string
}

/** What of a provider's client is set in the environment, and what is missing; null where all of it is there, or nothing. */
export function halfOf(
  set: { providerClients: Readonly<Record<string, Client>>; halfProviderClients: Readonly<Record<string, string>> },
  provider: Pick<CloudProvider, 'name' | 'clientKey'>,
): HalfClient | null {
  const { id, secret, key } = clientVariables(provider)
  const half = set.halfProviderClients[provider.name]
  if (half !== undefined) return { set: half, lacks: half === id ? secret : id }
  const client = set.providerClients[provider.name]
  return key !== null && client !== undefined && client.key === undefined ? { set: id, lacks: key } : null
}

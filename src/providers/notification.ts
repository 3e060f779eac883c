import type { Fetch } from '../lib/guarded-fetch.ts'
import type { DataType } from '../schema/records.ts'
import type { Client } from './oauth2.ts'
import type { Access } from './provider.ts'
import type { DayRange } from './resource.ts'

/** A request to `/hooks/:provider`, its body as it came. */
export interface HookRequest {
  method: string
  query: URLSearchParams
  /** By names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

/** The JSON of a body; undefined where it is none. */
export function jsonOf(body: Buffer): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

/** What a provider wants to hear before it sends anything. */
export interface HookAnswer {
  status: number
  type: string
  body: string
}

/** Where data waits, `what` in the provider's word. */
export interface Waiting {
  kind: 'waiting'
  account: string
  what: string
  address: string
}

/** Something that a provider tells about one of its accounts. */
export type Notice =
  /** There is something new or changed; no days means: look at the last ones. */
  | { kind: 'data'; account: string; types: DataType[]; range: DayRange | null }
  /** The data itself, of some days, as `fetch` of its type would have given it. */
  | { kind: 'brought'; account: string; type: DataType; range: DayRange; answer: unknown }
  /** Data that waits for a while at an address, to be got with the person's token. */
  | Waiting
  /** A session is not there any more; `id` is the `summary_id` of its record. */
  | { kind: 'deleted'; account: string; type: DataType; id: string }
  /** The person took their consent back. */
  | { kind: 'revoked'; account: string }
  /** The person allows more or less than before; all that is allowed now. */
  | { kind: 'scopes'; account: string; scopes: string[] }

/** What both sides know of a subscription to notifications. */
export interface Subscription {
  /** Made by us for this installation: signs, or is asked back. */
  secret: string
}

/** What setting up a subscription needs. */
export interface Subscribing {
  fetch: Fetch
  publicUrl: string
  client: Client
  /** `/hooks/:provider` as the outside reaches it. */
  callbackUrl: string
  secret: string
}

export interface Subscribed {
  expiresInSeconds: number | null
  /** Kept in place of ours: what the provider signs with from now on. */
  secret?: string
}

/** How a provider tells of news: verified over the bytes as they came, kept, answered, and only then looked at. */
export interface Notification {
  /**
   * Asks the provider to send; gives how long it will, in seconds, null for ever, and the secret where the provider makes
   * it. Called again before that ends, with the secret that is kept.
   */
  subscribe?(subscribing: Subscribing): Promise<Subscribed>
  /** The same for one person, at a provider that sends of each apart: after a sign-in, and again before it ends. */
  subscribeUser?(access: Access, subscribing: Subscribing): Promise<Subscribed>
  /** The answer to a set-up call, null for a request that is none. */
  challenge?(request: HookRequest, subscription: Subscription): HookAnswer | null
  /** Whether the bytes come from the provider, as far as it can be known; compares in constant time. */
  verify(request: HookRequest, known: { client: Client; subscription: Subscription; nowMs: number }): boolean
  /** What it says. Throws for a body of another shape, and for an address that is not the provider's. */
  read(body: Buffer): Notice[]
  /** Gets what waits; gives it as if it had come with the notification. Throws `ProviderError`. */
  collect?(access: Access, waiting: Waiting): Promise<Notice[]>
  /**
   * The largest body, in bytes, where that is more than a megabyte. `verify` then does without the body: a stranger is
   * refused before it is read.
   */
  mostBytes?: number
}

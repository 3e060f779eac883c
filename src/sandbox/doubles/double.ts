import type { Client } from '../../providers/oauth2.ts'
import type { DataType } from '../../schema/records.ts'
import type { Deed } from '../life/deeds.ts'
import type { Life } from '../life/life.ts'

/** A request to a host that a double stands for. */
export interface DoubleRequest {
  method: string
  /** As the provider would see it: `https:`, its own host. */
  url: URL
  /** By names in lower case. */
  headers: Readonly<Record<string, string | undefined>>
  body: Buffer
}

export interface DoubleAnswer {
  status: number
  headers?: Readonly<Record<string, string>>
  /** An object is sent as JSON; a text or bytes as they are. */
  body?: string | Buffer | object
}

/** Why a call for data is not answered with data, whatever it asked. */
export type DoubleRefusal = 'unauthorized' | 'rate_limited' | 'unavailable' | 'not_ready'

/** Calls that may be made in a time, counted from the first one; `aligned` counts from full multiples of it (UTC). */
export interface DoubleLimit {
  per: 'app' | 'user'
  calls: number
  seconds: number
  isAligned?: true
}

/** How far a limit is used, the call included that is being answered. */
export interface Usage {
  limit: DoubleLimit
  used: number
  /** Until it is whole again. */
  resetSeconds: number
}

/** How refresh tokens behave. */
export type Rotation =
  /** There are none. */
  | { kind: 'none' }
  /** The same one for ever. */
  | { kind: 'stays' }
  /** Each is good once; one that comes again ends the grant. */
  | { kind: 'once' }
  /** A new one each time; the old one is good until the new access token is used, `seconds` at most. */
  | { kind: 'grace'; seconds: number }

/** A person's consent, as the double keeps it. */
export interface DoubleGrant {
  id: string
  /** The name they gave on the page, in lower case. */
  person: string
  /** Who they are at the provider: `Double.accountOf(person)`. */
  account: string
  /** As the provider spells them. */
  scopes: readonly string[]
  createdAtMs: number
}

/** What the token endpoint gives, in the provider's form or another. */
export interface Given {
  grant: DoubleGrant
  accessToken: string
  /** Null where the provider has none. */
  refreshToken: string | null
  /** Null for one that does not end. */
  expiresInSeconds: number | null
}

/**
 * An OAuth 2.0 error (RFC 6749, 5.2); `temporarily_unavailable` is an ordered fault, to be answered 503, and `too_many_grants`
 * is for a double with `mostGrants` to word.
 */
export interface Refused {
  error: 'invalid_client' | 'invalid_grant' | 'temporarily_unavailable' | 'too_many_grants'
  description: string
}

/** What becomes of a call: its grant, whose life it is and what was done to it, or the answer that it gets instead. */
export type DoubleAdmission =
  | { grant: DoubleGrant; usage: readonly Usage[]; life: Life; deeds: readonly Deed[] }
  | { grant: null; answer: DoubleAnswer }

/** Something that is there, changed or gone since the device last synced. */
export interface NewsItem {
  /** `daily` for the running day's growth, `body` for a weigh-in. */
  type: DataType
  change: 'created' | 'updated' | 'deleted'
  /** The life's key of a session or night (`LivedNight.key`); of a day its date. */
  key: string
  /** The local day it belongs to, `YYYY-MM-DD`; of a night the one it ends on. */
  date: string
  startMs: number
  endMs: number
}

/** What a double tells those who subscribed. */
export type News =
  | { kind: 'items'; grant: DoubleGrant; items: readonly NewsItem[] }
  /** The person took their consent back. */
  | { kind: 'revoked'; grant: DoubleGrant }

/** One notification. It is signed when it is sent, and again when it is sent again. */
export interface Posting {
  url: string
  body: string
  /** Headers beside the signature's. */
  headers?: Readonly<Record<string, string>>
}

/** Where notifications go, as a client asked for it. */
export interface Listener {
  /** The provider's own id of it. */
  name: string
  url: string
  /** What the two sides share about it; kept sealed. */
  secret: string
  /** Whatever else the provider keeps of it. */
  detail: Readonly<Record<string, unknown>>
  expiresAtMs: number | null
}

/** Something that an app wrote at a double. */
export interface WrittenItem {
  /** A UUID. */
  id: string
  /** The same as a number of fifteen digits at most, for providers that count. */
  number: number
  detail: object
}

/** What the frame does for a double: consent, tokens, limits, faults, subscriptions, lives. */
export interface DoubleFrame {
  nowMs: number
  /** The client that this installation is at every double; its secret signs what providers sign with it. */
  client: Client
  /** `/hooks/<provider>` of this installation: the one address that may be subscribed. */
  hookUrl: string
  /** Whether a request shows the client, in the `Authorization` header or in the form `client_id`, `client_secret`. */
  isClient(request: DoubleRequest): boolean
  /** Exchanges a code, once; a code that comes twice ends what it gave. `verifier` null where the provider knows no PKCE. */
  redeem(asked: { code: string; verifier: string | null; redirectUri?: string | null }): Promise<Given | Refused>
  /**
   * Renews by the double's rotation. `keepsAccessSeconds`: while more than that is left, the access token stays the one
   * it was (Strava).
   */
  refresh(refreshToken: string, keepsAccessSeconds?: number): Promise<Given | Refused>
  /** Ends the grant that a token of either kind belongs to; false where there is none. */
  revoke(token: string): Promise<boolean>
  /** Ends the grants of a person by who they are at the provider, where the client asks for it by that alone. */
  revokeAccount(account: string): Promise<boolean>
  /**
   * Judges a call by its bearer token (or the one given): it must be good, limits not used up, and a fault that was ordered
   * happens to calls for data. Refusals are worded by `Double.refuse`. A slow one has been waited for.
   */
  admit(request: DoubleRequest, what: 'data' | 'profile', token?: string): Promise<DoubleAdmission>
  /** The life of a person, for what is answered to whoever asks and for notifications that bring data. */
  lifeOf(person: string): Promise<Life>
  /** Subscriptions, of those whose names begin so, in the order in which they were made. */
  listeners(prefix?: string): Promise<Listener[]>
  /** What a developer would enter at the provider by hand for `hookUrl`; null while nothing is expected there. */
  hookSecret(): Promise<string | null>
  /** Keeps a subscription, in place of the one of that name. */
  listen(listener: Listener): Promise<void>
  unlisten(name: string): Promise<boolean>
  /** What apps wrote here for a person, of one kind, in the order of writing. */
  writtenOf(person: string, kind: string): Promise<WrittenItem[]>
  /** Keeps something that an app writes, of a local day (`YYYY-MM-DD`); gives it with its ids. */
  keepWritten(person: string, kind: string, day: string, detail: object): Promise<WrittenItem>
  /** Takes it away; false where it is not there. */
  dropWritten(person: string, kind: string, id: string): Promise<boolean>
  /** Calls back to a subscriber, for challenges and for what was asked to be sent. Throws what the network throws. */
  call(url: string, init?: { method?: string; headers?: Record<string, string>; body?: string }): Promise<Response>
  /** A secret or id that nobody can guess. */
  random(): string
}

/** A provider's double: behaves as its papers say, with the data of invented people. */
export interface Double {
  /** The provider's slug. */
  provider: string
  /** Hosts it answers for. */
  hosts: readonly string[]
  /** Host and path of the page where people allow access; the frame shows it. */
  authorizeAt: string
  /** Whether it wants PKCE (S256). */
  usesPkce: boolean
  /** What stands between two scopes. */
  scopeSeparator: string
  /** How many characters `state` must have at least, where it is refused otherwise. */
  shortestState?: number
  /** How long access tokens are good; null for ever. */
  accessSeconds: number | null
  rotation: Rotation
  /** How many sign-ins of a person may be good at once, where more are refused. */
  mostGrants?: number
  limits: readonly DoubleLimit[]
  /** A person's id there. */
  accountOf(person: string): string
  /** More of the query with which the browser comes back. */
  callbackQuery?(granted: readonly string[]): Record<string, string>
  /** How a refusal looks there; `retryAfterSeconds` for those that say when to come back. */
  refuse(why: DoubleRefusal, detail: { retryAfterSeconds: number; usage: readonly Usage[] }): DoubleAnswer
  /** Every request but the consent page. */
  answer(request: DoubleRequest, frame: DoubleFrame): Promise<DoubleAnswer>
  /**
   * How long after its end a night or session is finished there, in milliseconds, by the life's key of it; it is told of
   * then once more. Absent where it is whole at once.
   */
  finishedAfterMs?(key: string): number
  /** True where nothing tells that something was deleted there, and nothing can be asked to find it out. */
  hidesDeletions?: true
  /**
   * After how many seconds each time a notification that was not taken is sent again, by those who keep them until they are, also
   * where one broke on the way. Others try a few times within minutes.
   */
  resentAfterSeconds?: readonly number[]
  /** The notifications that tell of news; none where the provider does not tell of such. */
  postings(news: News, frame: DoubleFrame): Promise<Posting[]>
  /** The headers that prove a notification. */
  sign(posting: Posting, frame: DoubleFrame): Promise<Record<string, string>>
}

/** The form of a request. */
export const formOf = ({ body }: DoubleRequest): URLSearchParams => new URLSearchParams(body.toString('utf8'))

/** The JSON of a request; undefined where it is none. */
export function jsonOf({ body }: DoubleRequest): unknown {
  try {
    return JSON.parse(body.toString('utf8'))
  } catch {
    return undefined
  }
}

import type { Sql } from '../../db/sql.ts'
import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import { type Access, type CloudProvider, typesOf } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { comesLater, type DayRange, type Made, type Resource } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import {
  accessRevoked,
  connectionFails,
  connectionWorks,
  refreshRefused,
  scopesChanged,
} from '../../users/connection/connection.ts'
import type { Purpose } from '../../users/connection/fetch-job.ts'
import { findUser } from '../../users/find.ts'
import { budgetOf } from '../../users/limits/budget.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { deleteVanished } from '../deletions.ts'
import { toIncoming } from '../incoming.ts'
import { keepRaw } from '../raw/raw.ts'
import { saveRecords } from '../save.ts'
import { clip, lastOver, plusDays, todayOf, windowsOf } from './days.ts'
import { markFetched } from './store.ts'

export type FetchHub = Pick<
  Hub,
  'config' | 'db' | 'clock' | 'log' | 'vault' | 'metrics' | 'defect' | 'wake' | 'publicUrl'
>

/** How a fetch ended. */
export type Fetched =
  | { kind: 'done'; saved: number }
  /** The provider asks to come back; what was fetched before is stored. */
  | { kind: 'later'; why: 'rate_limited' | 'not_ready'; retryAfterSeconds: number }
  /** The provider gave nothing, which has been noted (and told, where that is due). `isPassing`: it may give it later. */
  | { kind: 'failed'; message: string; isPassing: boolean }
  /** The user is not there any more. */
  | { kind: 'gone' }

/** What came of a window. */
export interface Came {
  /** Records in the answer. */
  found: number
  /** Of them, new or changed; and what has gone. */
  saved: number
}

export interface FetchOptions {
  signal: AbortSignal
  /** How much of the provider's limits it may use; `asked` unless told. */
  purpose?: Purpose
  /** True for a part of something larger, whose caller notes that the connection works. */
  isPart?: boolean
  /** Done in the commit of each window. */
  alongside?(sql: Sql, came: Came): Promise<void>
  /** Records of earlier days are stored and not pushed: whoever asked for them gets them in the answer. */
  quietBefore?: string
}

/** Days this long ago are over everywhere, and most devices have synced them. */
export const settledAfterDays = 2
const usualWaitSeconds = 60

/**
 * Fetches a type of a user for some days, the newest first, and stores what came; a window and the note that it was fetched
 * are one commit. What goes wrong at the provider is dealt with here: one forced renewal of the token for a 401, the events
 * of a connection that has trouble or has ended.
 */
export async function fetchDays(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  type: DataType,
  ranges: readonly DayRange[],
  options: FetchOptions,
): Promise<Fetched> {
  const resource = provider.resources[type]
  if (resource === undefined) return { kind: 'done', saved: 0 }
  const today = todayOf(hub.clock.now(), user.zone)
  const oldest = resource.historyDays === null ? null : plusDays(today, 1 - resource.historyDays)
  // A person's zone may be ahead of what is known of it.
  const within = { first: oldest, last: plusDays(today, 1) }
  const askedAtMs = hub.clock.now()
  let saved = 0
  let hasNews = false
  try {
    for (const range of [...ranges].reverse()) {
      const clipped = clip(range, within)
      for (const window of clipped === null ? [] : windowsOf(clipped, resource.windowDays)) {
        options.signal.throwIfAborted()
        const count = await fetchWindow(hub, user, provider, { type, resource, window, today }, options)
        if (count === null) return { kind: 'gone' }
        saved += count
        hasNews ||= count > 0 && window.last > plusDays(today, -settledAfterDays)
      }
    }
  } catch (error) {
    // What was broken off here says nothing about the provider.
    if (error instanceof ProviderError && !options.signal.aborted)
      return failed(hub, user, provider, error, { type, askedAtMs, purpose: options.purpose ?? 'asked' })
    throw error
  }
  if (!options.isPart) await connectionWorks(hub, user.userId, provider, { atMs: askedAtMs, hasNews, what: 'some' })
  return { kind: 'done', saved }
}

interface Window {
  type: DataType
  resource: Resource
  window: DayRange
  today: string
}

/** Fetches and stores one window; gives how many records were new or changed, null when the user is gone. */
async function fetchWindow(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  { type, resource, window, today }: Window,
  options: FetchOptions,
): Promise<number | null> {
  const observedAtMs = hub.clock.now()
  const ask = (access: Access) => resource.fetch(access, window)
  const raw = await withAccess(hub, user, provider, options.signal, ask, options.purpose)
  if (raw === comesLater) {
    await hub.db.transaction(async (sql) => options.alongside?.(sql, { found: 0, saved: 0 }))
    return 0
  }
  const incoming = madeOf(provider, type, () => resource.normalise(raw, { zone: user.zone })).map((made) => {
    const { incoming, problems } = toIncoming({ type, ...made })
    if (problems.length > 0) hub.defect(type, problems)
    return incoming
  })
  const seen = clip(window, { first: null, last: lastOver(observedAtMs, user.zone) })
  const settled = clip(window, { first: null, last: plusDays(today, -settledAfterDays) })
  const isRecent = window.last > plusDays(today, -settledAfterDays)
  const done = await hub.db.transaction(async (sql) => {
    const quietBefore = options.quietBefore === undefined ? {} : { quietBefore: options.quietBefore }
    const source = await keepRaw(hub, sql, user, { provider, type, window, answer: raw, observedAtMs })
    const done = await saveRecords(hub, sql, user.environmentId, user.userId, incoming, {
      observedAtMs,
      source,
      ...quietBefore,
    })
    if (done === null) return null
    const recentAt = isRecent || type === 'athlete' ? new Date(observedAtMs) : null
    await markFetched(sql, user.userId, type, { seen, settled, recentAt })
    const keys = incoming.map(({ place }) => place.key)
    const answer = { type, days: window, askedAtMs: observedAtMs, keys }
    const gone = resource.isWhole ? await deleteVanished(hub, sql, user, answer) : 0
    const count = [...done.saved.values()].reduce((sum, n) => sum + n, gone)
    await options.alongside?.(sql, { found: incoming.length, saved: count })
    return count
  })
  if (done !== null) hub.wake()
  return done
}

/** Runs a normaliser; an answer of another shape is the provider's trouble. */
function madeOf(provider: CloudProvider, type: DataType, normalise: () => Made[]): Made[] {
  try {
    return normalise()
  } catch (error) {
    throw new ProviderError('unavailable', `${type} of ${provider.label} came in a shape that is not known`, {
      cause: error,
    })
  }
}

/**
 * Calls a provider for a user within its limits, of which the purpose may use a part. A 401 gets one renewal of the token
 * and one more try (R15). Throws `ProviderError`.
 */
export async function withAccess<T>(
  hub: FetchHub,
  user: Pick<User, 'userId' | 'environmentId'>,
  provider: CloudProvider,
  signal: AbortSignal,
  call: (access: Access) => Promise<T>,
  purpose: Purpose = 'asked',
): Promise<T> {
  const access = await accessOf(hub, user, provider)
  const budget = budgetOf(hub, provider, user.userId, access.fetch, purpose)
  const ready = (known: Access): Access => ({
    ...known,
    fetch: (url, outgoing) =>
      budget.fetch(url, {
        ...outgoing,
        signal: AbortSignal.any([signal, ...(outgoing?.signal ? [outgoing.signal] : [])]),
      }),
  })
  try {
    try {
      return await call(ready(access))
    } catch (error) {
      if (!(error instanceof ProviderError && error.failure === 'unauthorized')) throw error
      return await call(ready(await accessOf(hub, user, provider, access.accessToken)))
    }
  } catch (error) {
    if (error instanceof ProviderError) await budget.heed(error)
    throw error
  }
}

/**
 * Asks a provider that brings its data by itself whether it still knows a user, and what they allow now: the one thing that
 * is polled there. It also keeps the tokens from ending for want of use.
 */
export async function lookAtConnection(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  signal: AbortSignal,
): Promise<Fetched> {
  const askedAtMs = hub.clock.now()
  const { granted } = provider
  try {
    if (granted !== undefined)
      await scopesChanged(hub, user, provider, await withAccess(hub, user, provider, signal, granted, 'poll'))
  } catch (error) {
    if (error instanceof ProviderError && !signal.aborted)
      return failed(hub, user, provider, error, { type: null, askedAtMs, purpose: 'poll' })
    throw error
  }
  await connectionWorks(hub, user.userId, provider, { atMs: askedAtMs, hasNews: false, what: 'all' })
  return { kind: 'done', saved: 0 }
}

/** Deals with what a provider answered instead of data; `type` null for what is no data. */
export async function failed(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  error: ProviderError,
  asked: { type: DataType | null; askedAtMs: number; purpose: Purpose },
): Promise<Fetched> {
  const { askedAtMs } = asked
  const retryAfterSeconds = error.retryAfterSeconds ?? usualWaitSeconds
  const fails = async (isRefusal: boolean, message: string): Promise<Fetched> => {
    await connectionFails(hub, user, provider, { isRefusal, askedAtMs, message })
    return { kind: 'failed', message, isPassing: error.failure !== 'refused' && error.failure !== 'forbidden' }
  }
  switch (error.failure) {
    case 'rate_limited':
    case 'not_ready':
      return { kind: 'later', why: error.failure, retryAfterSeconds }
    case 'ended':
      await refreshRefused(hub, user, provider, askedAtMs)
      return { kind: 'failed', message: `${provider.label} does not renew the access of this user`, isPassing: true }
    case 'retired':
      await accessRevoked(hub, user, provider)
      return { kind: 'failed', message: `${provider.label} has switched this service off`, isPassing: false }
    case 'forbidden':
      // Not allowed (any more): there is nothing to fetch, and nothing wrong with the connection.
      if (asked.type !== null && !(await isAllowed(hub, user, provider, asked.type))) return { kind: 'done', saved: 0 }
      return fails(true, refusalOf(provider, 'may not read this'))
    case 'unauthorized':
      return fails(true, refusalOf(provider, 'is not let in'))
    case 'refused':
    case 'unavailable':
      // A window of long ago that it cannot give says nothing about what is new.
      if (asked.purpose === 'backfill') return { kind: 'failed', message: messageOf(error), isPassing: true }
      return fails(false, messageOf(error))
  }
}

const refusalOf = (provider: CloudProvider, what: string): string =>
  `${provider.label} says that Tellus ${what} for this user: it is tried again`

/** Whether the person allows a type now, as far as the provider tells; what it tells is kept, with its event. */
async function isAllowed(hub: FetchHub, user: User, provider: CloudProvider, type: DataType): Promise<boolean> {
  const { granted } = provider
  try {
    if (granted !== undefined) {
      const scopes = await withAccess(hub, user, provider, AbortSignal.timeout(10_000), granted)
      await scopesChanged(hub, user, provider, scopes)
    }
  } catch (error) {
    if (!(error instanceof ProviderError)) throw error
  }
  const now = await findUser(hub, user.environmentId, user.userId)
  return typesOf(provider, now?.scopes?.split(',') ?? null).includes(type)
}

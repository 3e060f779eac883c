import type { Hub } from '../../hub.ts'
import { messageOf } from '../../lib/errors.ts'
import { type Access, type CloudProvider, typesOf } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { DayRange, Made, Resource } from '../../providers/resource.ts'
import type { DataType } from '../../schema/records.ts'
import {
  accessRevoked,
  connectionFails,
  connectionWorks,
  refreshRefused,
  scopesChanged,
} from '../../users/connection/connection.ts'
import { findUser } from '../../users/find.ts'
import { accessOf } from '../../users/sign-in/tokens.ts'
import type { User } from '../../users/user.ts'
import { toIncoming } from '../incoming.ts'
import { saveRecords } from '../save.ts'
import { withinBudget } from './budget.ts'
import { clip, plusDays, todayOf, windowsOf } from './days.ts'
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
  /** The provider gave nothing, which has been noted (and told, where that is due). */
  | { kind: 'failed' }
  /** The user is not there any more. */
  | { kind: 'gone' }

export interface FetchOptions {
  signal: AbortSignal
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
  try {
    for (const range of [...ranges].reverse()) {
      const clipped = clip(range, within)
      for (const window of clipped === null ? [] : windowsOf(clipped, resource.windowDays)) {
        options.signal.throwIfAborted()
        const count = await fetchWindow(hub, user, provider, { type, resource, window, today }, options)
        if (count === null) return { kind: 'gone' }
        saved += count
      }
    }
  } catch (error) {
    // What was broken off here says nothing about the provider.
    if (error instanceof ProviderError && !options.signal.aborted)
      return failed(hub, user, provider, error, { type, askedAtMs })
    throw error
  }
  await connectionWorks(hub, user.userId, provider, askedAtMs)
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
  const raw = await withAccess(hub, user, provider, options.signal, (access) => resource.fetch(access, window))
  const incoming = madeOf(provider, type, () => resource.normalise(raw, { zone: user.zone })).map((made) => {
    const { incoming, problems } = toIncoming({ type, ...made })
    if (problems.length > 0) hub.defect(type, problems)
    return incoming
  })
  const settled = clip(window, { first: null, last: plusDays(today, -settledAfterDays) })
  const isRecent = window.last > plusDays(today, -settledAfterDays)
  const done = await hub.db.transaction(async (sql) => {
    const quietBefore = options.quietBefore === undefined ? {} : { quietBefore: options.quietBefore }
    const done = await saveRecords(hub, sql, user.environmentId, user.userId, incoming, {
      observedAtMs,
      ...quietBefore,
    })
    const recentAt = isRecent || type === 'athlete' ? new Date(observedAtMs) : null
    if (done !== null) await markFetched(sql, user.userId, type, { settled, recentAt })
    return done
  })
  if (done === null) return null
  hub.wake()
  return [...done.saved.values()].reduce((sum, n) => sum + n, 0)
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
 * Calls a provider for a user within its limits. A 401 gets one renewal of the token and one more try (R15). Throws
 * `ProviderError`.
 */
export async function withAccess<T>(
  hub: FetchHub,
  user: Pick<User, 'userId' | 'environmentId'>,
  provider: CloudProvider,
  signal: AbortSignal,
  call: (access: Access) => Promise<T>,
): Promise<T> {
  const access = await accessOf(hub, user, provider)
  const ready = (known: Access): Access => {
    const send = withinBudget(hub, provider, user.userId, known.fetch)
    return {
      ...known,
      fetch: (url, outgoing) =>
        send(url, { ...outgoing, signal: AbortSignal.any([signal, ...(outgoing?.signal ? [outgoing.signal] : [])]) }),
    }
  }
  try {
    return await call(ready(access))
  } catch (error) {
    if (!(error instanceof ProviderError && error.failure === 'unauthorized')) throw error
    return call(ready(await accessOf(hub, user, provider, access.accessToken)))
  }
}

/** Deals with what a provider answered instead of data. */
async function failed(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  error: ProviderError,
  asked: { type: DataType; askedAtMs: number },
): Promise<Fetched> {
  const { askedAtMs } = asked
  const retryAfterSeconds = error.retryAfterSeconds ?? usualWaitSeconds
  switch (error.failure) {
    case 'rate_limited':
    case 'not_ready':
      return { kind: 'later', why: error.failure, retryAfterSeconds }
    case 'ended':
      await refreshRefused(hub, user, provider, askedAtMs)
      return { kind: 'failed' }
    case 'retired':
      await accessRevoked(hub, user, provider)
      return { kind: 'failed' }
    case 'forbidden':
      // Not allowed (any more): there is nothing to fetch, and nothing wrong with the connection.
      if (!(await isAllowed(hub, user, provider, asked.type))) return { kind: 'done', saved: 0 }
      await connectionFails(hub, user, provider, {
        isRefusal: true,
        askedAtMs,
        message: refusalOf(provider, 'may not read this'),
      })
      return { kind: 'failed' }
    case 'unauthorized':
      await connectionFails(hub, user, provider, {
        isRefusal: true,
        askedAtMs,
        message: refusalOf(provider, 'is not let in'),
      })
      return { kind: 'failed' }
    case 'refused':
    case 'unavailable':
      await connectionFails(hub, user, provider, { isRefusal: false, askedAtMs, message: messageOf(error) })
      return { kind: 'failed' }
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

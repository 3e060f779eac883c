import type { Sql } from '../../db/sql.ts'
import { emitEvent } from '../../events/emit.ts'
import type { Hub } from '../../hub.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { VERSION } from '../../schema/events.ts'
import { selectTokens } from '../sign-in/store.ts'
import { lockUser } from '../store.ts'
import { terraUser, type User, userOf } from '../user.ts'
import {
  closeConnection,
  countFailure,
  markTold,
  noteRefusal,
  noteSuccess,
  selectConnection,
  setNextPoll,
  setScopes,
} from './store.ts'

type ConnectionHub = Pick<Hub, 'db' | 'clock' | 'metrics' | 'defect' | 'log' | 'wake'>
/** How a user's link to a provider stands. */
export interface Connection {
  /** When the provider last gave what was asked. */
  lastPolledAt: Date | null
  /** When it is asked next; null for never. */
  nextPollAt: Date | null
  /** Since when it refuses. */
  failingSince: Date | null
  /** That has been told with a `connection_error`. */
  isTold: boolean
}

/** How a user's link to a provider stands; null for one that never had any (a file, a phone). */
export async function findConnection(hub: Pick<Hub, 'db'>, userId: string): Promise<Connection | null> {
  const row = await selectConnection(hub.db, userId)
  return row === null
    ? null
    : {
        lastPolledAt: row.last_polled_at,
        nextPollAt: row.next_poll_at,
        failingSince: row.failing_since,
        isTold: row.told_at !== null,
      }
}

type Whom = Pick<User, 'userId' | 'environmentId'>

/** A refresh token that is called invalid again after this long is dead: once may be the provider's slip (R15). */
const refusedAgainMs = 60_000
/** So is a token that nothing renews: there is only the answer to calls for data to go by, and those fail for other reasons too. */
const shutOutMs = 24 * 3_600_000
/** A provider that is out of order is a trouble of the connection only after this long. */
const outOfOrderMs = 24 * 3_600_000
const firstWaitMs = 60_000
const longestWaitMs = 6 * 3_600_000

/** When the next try is after so many failures in a row. */
const backoffMs = (failures: number): number => Math.min(longestWaitMs, firstWaitMs * 2 ** Math.min(failures - 1, 12))

/** Spreads what would come at once: up to a tenth of the interval earlier. */
const spread = (intervalMs: number): number => Math.round(intervalMs * (1 - Math.random() / 10))

const dayMs = 24 * 3_600_000
/** A user who has had nothing new for so many days is asked half as often, and with each day more half as often again. */
const quietDays = 3
/** Nobody is asked less often than this, but where the provider's own interval is longer. */
const longestPollMs = dayMs

/** How long until a user is asked for again, who has had nothing new for so long. */
export function pollIntervalMs(pollMinutes: number, quietMs: number): number {
  const usualMs = pollMinutes * 60_000
  const doublings = Math.max(0, Math.floor(quietMs / dayMs) - quietDays + 1)
  return Math.min(Math.max(usualMs, longestPollMs), usualMs * 2 ** Math.min(doublings, 20))
}

type Polled = Pick<CloudProvider, 'pollMinutes'>

/** When to ask next for a user who has nothing new, or had it just now. */
async function nextPoll(hub: Pick<Hub, 'db' | 'clock'>, userId: string, provider: Polled, hasNews: boolean) {
  const nowMs = hub.clock.now()
  const row = hasNews ? null : await selectConnection(hub.db, userId)
  const quietMs = row === null ? 0 : nowMs - row.news_at.getTime()
  return new Date(nowMs + spread(pollIntervalMs(provider.pollMinutes, quietMs)))
}

/**
 * Notes that a provider gave a user's data that was asked for at a time. `hasNews`: there was something new of these days;
 * `what`: `all`, so that the next poll can wait its interval from now; what was `told`, news of which end a longer one; or
 * `some`.
 */
export async function connectionWorks(
  hub: Pick<Hub, 'db' | 'clock'>,
  userId: string,
  provider: Polled,
  asked: { atMs: number; hasNews: boolean; what: 'all' | 'told' | 'some' },
): Promise<void> {
  const { hasNews, what } = asked
  const at = new Date(hub.clock.now())
  const isPolled = what === 'all' || (what === 'told' && hasNews)
  await noteSuccess(hub.db, userId, {
    askedAt: new Date(asked.atMs),
    at,
    newsAt: hasNews ? at : null,
    nextPollAt: isPolled ? await nextPoll(hub, userId, provider, hasNews) : null,
    isAtLatest: what === 'told',
  })
}

/** Puts off the next poll of somebody of whom there is nothing to ask for: the provider has told all lately. */
export const nothingToPoll = async (hub: Pick<Hub, 'db' | 'clock'>, userId: string, provider: Polled) =>
  setNextPoll(hub.db, userId, await nextPoll(hub, userId, provider, false))

/** Puts the next try off, for a reason that is no failure of the connection. */
export const pollLater = (hub: Pick<Hub, 'db' | 'clock'>, userId: string, seconds: number) =>
  setNextPoll(hub.db, userId, new Date(hub.clock.now() + seconds * 1000))

/**
 * Notes that a provider did not give a user's data, and says so with one `connection_error` for each time that it begins
 * to be so: at once where it refuses, after a day where it is out of order. The user stays, and is tried again.
 */
export async function connectionFails(
  hub: ConnectionHub,
  whom: Whom,
  provider: CloudProvider,
  trouble: { isRefusal: boolean; message: string; askedAtMs: number },
): Promise<void> {
  const now = new Date(hub.clock.now())
  const told = await hub.db.transaction(async (sql) => {
    const user = await locked(sql, whom)
    const row = user === null ? null : await countFailure(sql, whom.userId, new Date(trouble.askedAtMs), now)
    if (user === null || row === null) return false
    await setNextPoll(sql, whom.userId, new Date(now.getTime() + backoffMs(row.failures)))
    const isTrouble = trouble.isRefusal || now.getTime() - row.failing_since.getTime() >= outOfOrderMs
    const isTold = isTrouble && (await markTold(sql, whom.userId, now))
    if (isTold) await emitWarning(hub, sql, user, 'connection_error', trouble.message)
    return isTold
  })
  hub.log.warn({ userId: whom.userId, provider: provider.name, error: trouble.message }, 'a provider gave no data')
  if (told) hub.wake()
}

/**
 * A provider calls the refresh token invalid, or the token where there is none to renew it with. The first time is a
 * `connection_error`; again, a minute (or a day) or more later, the person has taken their consent back.
 */
export async function refreshRefused(
  hub: ConnectionHub,
  whom: Whom,
  provider: CloudProvider,
  askedAtMs: number,
): Promise<void> {
  const nowMs = hub.clock.now()
  const since = await noteRefusal(hub.db, whom.userId, new Date(nowMs))
  const tokens = await selectTokens(hub.db, whom.userId)
  const sureMs = tokens !== null && tokens.refresh_token === null ? shutOutMs : refusedAgainMs
  if (since !== null && nowMs - since.getTime() >= sureMs) return accessRevoked(hub, whom, provider)
  return connectionFails(hub, whom, provider, {
    isRefusal: true,
    askedAtMs,
    message: `${provider.label} does not give access to this user any more: it is tried again in a minute`,
  })
}

/** The person took their consent back at the provider: the user is kept, inactive and without tokens, and that is said once. */
export async function accessRevoked(hub: ConnectionHub, whom: Whom, provider: CloudProvider): Promise<void> {
  const done = await hub.db.transaction(async (sql) => {
    const user = await locked(sql, whom)
    if (user === null || !(await closeConnection(sql, whom.userId))) return false
    const message = `The user has taken access back at ${provider.label}`
    await emitWarning(hub, sql, { ...user, active: false }, 'access_revoked', message)
    return true
  })
  if (!done) return
  hub.log.info({ userId: whom.userId, provider: provider.name }, 'a user took access back at a provider')
  hub.wake()
}

/** Keeps what is allowed now and tells what was added and removed; false where it is what it was. */
export async function scopesChanged(
  hub: ConnectionHub,
  whom: Whom,
  provider: CloudProvider,
  scopes: readonly string[],
): Promise<boolean> {
  const done = await hub.db.transaction(async (sql) => {
    const user = await locked(sql, whom)
    if (user === null) return false
    const before = new Set(user.scopes?.split(',').filter((name) => name !== '') ?? [])
    const now = new Set(scopes)
    const added = [...now].filter((name) => !before.has(name))
    const removed = [...before].filter((name) => !now.has(name))
    if (added.length + removed.length === 0) return false
    const text = [...now].join(',')
    await setScopes(sql, user.userId, text)
    await emitWarning(
      hub,
      sql,
      { ...user, scopes: text },
      'permission_change',
      `The user has changed what ${provider.label} may share`,
      { version: VERSION, scopes_added: added.join(','), scopes_removed: removed.join(',') },
    )
    return true
  })
  if (done) hub.wake()
  return done
}

async function locked(sql: Sql, { environmentId, userId }: Whom): Promise<User | null> {
  const row = await lockUser(sql, environmentId, userId)
  return row === null ? null : userOf(row)
}

const emitWarning = (
  hub: Pick<Hub, 'clock' | 'metrics' | 'defect'>,
  sql: Sql,
  user: User,
  type: 'connection_error' | 'access_revoked' | 'permission_change',
  message: string,
  rest: object = {},
) =>
  emitEvent(hub, sql, {
    environmentId: user.environmentId,
    userId: user.userId,
    type,
    body: JSON.stringify({ type, status: 'warning', user: terraUser(user), message, ...rest }),
    orderingMs: hub.clock.now(),
  })

import type { Hub } from '../../hub.ts'
import type { Task } from '../../jobs/jobs.ts'
import type { CloudProvider } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import type { DayRange } from '../../providers/resource.ts'
import { type DataType, dataTypes } from '../../schema/records.ts'
import { connectionWorks, nothingToPoll, pollLater } from '../../users/connection/connection.ts'
import { addPolls, addResumed, type FetchJob, fetchJobSchema, holdLimited } from '../../users/connection/fetch-job.ts'
import { takeDue } from '../../users/connection/store.ts'
import { findUser } from '../../users/find.ts'
import type { User } from '../../users/user.ts'
import { backfillNewcomer } from '../backfill/newcomer.ts'
import { joined, lastDays, lastOver, plusDays, todayOf } from './days.ts'
import { type Fetched, type FetchHub, type FetchOptions, fetchDays, lookAtConnection } from './fetch.ts'
import { pushedFrom, unfetchedOf } from './missing.ts'
import { addNewsFetch, daysOfNews, type News } from './news.ts'
import { deleteNews, giveUpNews, selectNews } from './news-store.ts'
import { selectUnseen } from './store.ts'
import { wantedTypes } from './wanted.ts'

/**
 * The job that fetches what a user recorded: after a sign-in (the person first), when a provider tells of something, and
 * when a poll is due. What is stored already is recognised, so it may run again. Where the provider asks to wait, what is
 * left comes back as another job: nothing waits here.
 */
export const fetchData =
  (hub: FetchHub): Task =>
  async (payload, { signal }) => {
    const job = fetchJobSchema.parse(payload)
    const { userId } = job
    const user = await findUser(hub, job.environmentId, userId)
    const news = job.isOfNews || job.purpose === 'poll' ? await selectNews(hub.db, userId) : []
    const heard = news.map(({ id }) => id)
    if (user === null || !user.active) return deleteNews(hub.db, heard)
    if (job.isOfNews && news.length === 0) return
    const { fetched, left } = await fetchTypes(hub, user, job, signal, news)
    // What could not be had is asked for with the next news, or the next poll.
    if (fetched.kind === 'failed' && fetched.isPassing) await giveUpNews(hub.db, heard, newsDays)
    else await deleteNews(hub.db, heard, [...unasked(job), ...(fetched.kind === 'later' ? (left ?? dataTypes) : [])])
    if (fetched.kind === 'later') {
      const seconds = fetched.retryAfterSeconds
      if (job.isOfNews) await addNewsFetch(hub.db, job, spreadOver(seconds))
      else {
        const delaySeconds = spreadOver(seconds)
        if (fetched.why === 'rate_limited' && isShared(user.provider))
          await holdLimited(hub.db, user.provider, job.purpose, delaySeconds)
        await addResumed(hub.db, user.provider, { ...job, ...(left === null ? {} : { types: left }) }, delaySeconds)
      }
      if (job.purpose !== 'asked') await pollLater(hub, userId, seconds + 60)
    }
    if (fetched.kind === 'done' && fetched.saved > 0)
      hub.log.info({ userId, provider: user.provider, records: fetched.saved }, 'fetched data of a user')
    const isOver = fetched.kind === 'done' || fetched.kind === 'failed'
    if (isOver && job.purpose === 'first' && job.isNew) await backfillNewcomer(hub, user, job.days)
  }

/** The types that a job leaves to others: news of them stay. */
const unasked = ({ types }: FetchJob): DataType[] =>
  types === undefined ? [] : dataTypes.filter((type) => !types.includes(type))

/** Whether all users of a provider share its limits. */
function isShared(slug: string): boolean {
  const provider = findProvider(slug)
  return provider?.kind === 'cloud' && provider.rates.every(({ per }) => per === 'app')
}

/** Not all that wait for the same limit come back in the same second: up to half as long again. */
const spreadOver = (seconds: number): number => Math.ceil(seconds * (1 + Math.random() / 2))

/** What became of a fetch of several types. */
export interface TypesFetched {
  /** How the last one ended. */
  fetched: Fetched
  /** Those that are left where the provider asked to wait; null for all. */
  left: DataType[] | null
  /** Records new or changed. */
  saved: number
}

/** Fetches all that is wanted of a user, type by type, the person first: of what was told the days that were told. */
export async function fetchTypes(
  hub: FetchHub,
  user: User,
  job: FetchJob,
  signal: AbortSignal,
  news: readonly News[] = [],
): Promise<TypesFetched> {
  const provider = findProvider(user.provider)
  if (provider === null || provider.kind === 'phone') return { fetched: { kind: 'done', saved: 0 }, left: [], saved: 0 }
  if (provider.isNeverAsked && job.purpose === 'poll')
    return { fetched: await lookAtConnection(hub, user, provider, signal), left: null, saved: 0 }
  const told = daysOfNews(news, lastDays(todayOf(hub.clock.now(), user.zone), job.days))
  const wanted = wantedTypes(provider, user, job.isOfNews ? [...told.keys()] : job.types)
  const atMs = hub.clock.now()
  let saved = 0
  let isAsked = false
  for (const [at, type] of wanted.entries()) {
    const ranges = await rangesOf(hub, user, provider, type, job, told.get(type) ?? [])
    isAsked ||= ranges.length > 0
    const fetched = await fetchDays(hub, user, provider, type, ranges, optionsOf(hub, user, job, signal))
    if (fetched.kind !== 'done') return { fetched, left: wanted.slice(at), saved }
    saved += fetched.saved
  }
  if (job.purpose !== 'asked' && isAsked) {
    const what = job.isOfNews ? 'told' : 'all'
    await connectionWorks(hub, user.userId, provider, { atMs, hasNews: saved > 0, what })
  } else if (job.purpose === 'poll' && wanted.length > 0) await nothingToPoll(hub, user.userId, provider)
  return { fetched: { kind: 'done', saved }, left: [], saved }
}

/** The options of `fetchDays` for a job. */
const optionsOf = (hub: FetchHub, user: User, { purpose }: FetchJob, signal: AbortSignal): FetchOptions => ({
  signal,
  purpose,
  isPart: true,
  ...(purpose === 'asked' ? { quietBefore: pushedFrom(hub, user) } : {}),
})

/** The days that a job asks for of a type, oldest first. */
async function rangesOf(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  type: DataType,
  job: FetchJob,
  told: readonly DayRange[],
): Promise<DayRange[]> {
  const today = todayOf(hub.clock.now(), user.zone)
  const range = job.range ?? lastDays(today, job.days)
  if (job.isOfNews) return [...told]
  switch (job.purpose) {
    case 'told':
      return [range]
    case 'first':
      return type === 'athlete' || !job.isResumed ? [range] : unfetchedOf(hub, user, type, range)
    case 'asked':
      return type === 'athlete' ? [range] : unfetchedOf(hub, user, type, range)
    case 'poll':
      return joined([...told, ...(await polledOf(hub, user, provider, type, range))])
  }
}

/**
 * What a poll asks for of a type: the last days, unless the provider has told of them within its interval; and those before
 * today of which nothing came after their end, be it that a notification was lost or that somebody was out of order.
 */
async function polledOf(
  hub: FetchHub,
  user: User,
  provider: CloudProvider,
  type: DataType,
  range: DayRange,
): Promise<DayRange[]> {
  const nowMs = hub.clock.now()
  const today = todayOf(nowMs, user.zone)
  const before = { first: plusDays(today, 1 - polledDays), last: lastOver(nowMs, user.zone) }
  const { unseen, recentAt, isFailing } = await selectUnseen(hub.db, user.userId, type, before)
  const freshMs = isFailing ? 0 : provider.pollMinutes * minuteMs * freshShare
  const isFresh = recentAt !== null && nowMs - recentAt.getTime() < freshMs
  return [...(type === 'athlete' ? [] : unseen), ...(isFresh ? [] : [range])]
}

const polledAtOnce = 1000
/** How far back a poll looks for days of which nothing came after their end. */
const polledDays = 30
const minuteMs = 60_000
/** What was fetched within this part of the provider's interval is not polled. */
const freshShare = 0.8
/** News that could not be fetched for so long are given up. */
const newsDays = 7

/** Has everybody's data fetched whose time has come: what it costs grows with those, and not with how many users there are. */
export async function pollDue(hub: Pick<Hub, 'db'>): Promise<number> {
  for (let polled = 0; ; ) {
    const taken = await hub.db.transaction(async (sql) => {
      const due = await takeDue(sql, polledAtOnce)
      const active = due.flatMap(({ user_id: userId, environment_id: environmentId, active }) =>
        active ? [{ userId, environmentId }] : [],
      )
      if (active.length > 0) await addPolls(sql, active)
      return due.length
    })
    polled += taken
    if (taken < polledAtOnce) return polled
  }
}

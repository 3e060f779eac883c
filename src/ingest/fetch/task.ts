import type { z } from 'zod'
import type { Hub } from '../../hub.ts'
import type { Task } from '../../jobs/jobs.ts'
import { typesOf } from '../../providers/provider.ts'
import { findProvider } from '../../providers/registry.ts'
import { type DataType, dataTypes } from '../../schema/records.ts'
import { pollLater } from '../../users/connection/connection.ts'
import { addFetch, fetchJobSchema } from '../../users/connection/fetch-job.ts'
import { takeDue } from '../../users/connection/store.ts'
import { findUser } from '../../users/find.ts'
import type { User } from '../../users/user.ts'
import { lastDays, todayOf } from './days.ts'
import { type Fetched, type FetchHub, fetchDays } from './fetch.ts'
import { pushedFrom } from './missing.ts'

/**
 * The job that fetches what a user recorded: after a sign-in (the person first), when a provider tells of something, and
 * when a poll is due. What is stored already is recognised, so it may run again. Where the provider asks to wait, it
 * comes back as another job.
 */
export const fetchData =
  (hub: FetchHub): Task =>
  async (payload, { signal }) => {
    const job = fetchJobSchema.parse(payload)
    const user = await findUser(hub, job.environmentId, job.userId)
    if (user === null || !user.active) return
    const fetched = await fetchTypes(hub, user, job, signal)
    if (fetched.kind === 'later') {
      await addFetch(hub.db, job, { delaySeconds: fetched.retryAfterSeconds })
      await pollLater(hub, user.userId, fetched.retryAfterSeconds + 60)
    }
    if (fetched.kind === 'done' && fetched.saved > 0)
      hub.log.info({ userId: user.userId, provider: user.provider, records: fetched.saved }, 'fetched data of a user')
  }

async function fetchTypes(
  hub: FetchHub,
  user: User,
  job: z.output<typeof fetchJobSchema>,
  signal: AbortSignal,
): Promise<Fetched> {
  const provider = findProvider(user.provider)
  if (provider === null || provider.kind === 'phone') return { kind: 'done', saved: 0 }
  const granted = typesOf(provider, user.scopes?.split(',') ?? null)
  const isWanted = (type: DataType) => granted.includes(type) && (job.types?.includes(type) ?? true)
  const range = job.range ?? lastDays(todayOf(hub.clock.now(), user.zone), job.days)
  const options = job.isAsked ? { signal, quietBefore: pushedFrom(hub, user) } : { signal }
  let saved = 0
  for (const type of ['athlete', ...dataTypes.filter((one) => one !== 'athlete')] as const) {
    if (!isWanted(type)) continue
    const fetched = await fetchDays(hub, user, provider, type, [range], options)
    if (fetched.kind !== 'done') return fetched
    saved += fetched.saved
  }
  return { kind: 'done', saved }
}

const polledAtOnce = 1000

/** Has everybody's data fetched whose time has come: what it costs grows with those, and not with how many users there are. */
export async function pollDue(hub: Pick<Hub, 'db'>): Promise<number> {
  for (let polled = 0; ; ) {
    const taken = await hub.db.transaction(async (sql) => {
      const due = await takeDue(sql, polledAtOnce)
      for (const { user_id: userId, environment_id: environmentId, active } of due)
        if (active) await addFetch(sql, { environmentId, userId }, { key: `poll ${userId}` })
      return due.length
    })
    polled += taken
    if (taken < polledAtOnce) return polled
  }
}

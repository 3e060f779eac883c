import { TellusError } from '../../lib/errors.ts'
import { findProvider } from '../../providers/registry.ts'
import type { DataType } from '../../schema/records.ts'
import { addFetch, fetchJobSchema } from '../../users/connection/fetch-job.ts'
import type { User } from '../../users/user.ts'
import type { FetchHub } from './fetch.ts'
import { fetchTypes, type TypesFetched } from './task.ts'

/** How long a caller waits; what takes longer goes on in the background. */
const waitMs = 20_000

/** What became of it while the caller waited. */
export type FetchedNow =
  | { status: 'done'; records: number }
  | { status: 'processing' | 'rate_limited'; records: number; retryAfterSeconds: number }
  | { status: 'failed'; records: number; error: string }

/**
 * Asks a user's provider for the last days at once, as a poll would: what is new is stored and pushed. Throws `conflict` for
 * a user who is inactive, or who has no servers to ask.
 */
export async function fetchNow(
  hub: FetchHub,
  user: User,
  asked: { days: number; types?: DataType[] | undefined },
): Promise<FetchedNow> {
  const provider = findProvider(user.provider)
  if (provider?.kind !== 'cloud')
    throw new TellusError('conflict', `${user.provider} has no servers that could be asked for a user’s data`)
  if (provider.isNeverAsked)
    throw new TellusError(
      'conflict',
      `${provider.label} may not be asked for what is new, which it brings by itself: ask for history with a backfill`,
    )
  if (!user.active)
    throw new TellusError('conflict', 'the user is inactive: the person has to connect again before data is fetched')
  const { userId, environmentId } = user
  const job = fetchJobSchema.parse({ environmentId, userId, days: asked.days, types: asked.types, purpose: 'told' })
  const late = AbortSignal.timeout(waitMs)
  const {
    fetched,
    left,
    saved: records,
  } = await fetchTypes(hub, user, job, late).catch((error: unknown): TypesFetched => {
    if (!late.aborted) throw error
    return { fetched: { kind: 'later', why: 'not_ready', retryAfterSeconds: 0 }, left: job.types ?? null, saved: 0 }
  })
  switch (fetched.kind) {
    case 'done':
    case 'gone':
      return { status: 'done', records }
    case 'failed':
      return { status: 'failed', records, error: fetched.message }
    case 'later': {
      const { why, retryAfterSeconds } = fetched
      const { types: _, ...rest } = job
      await addFetch(
        hub.db,
        { ...rest, ...(left === null ? {} : { types: left }) },
        { delaySeconds: retryAfterSeconds, key: `now ${userId}` },
      )
      return { status: why === 'rate_limited' ? 'rate_limited' : 'processing', records, retryAfterSeconds }
    }
  }
}

import type { Hub } from '../../hub.ts'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { retryAfterOf } from '../../providers/call.ts'
import type { CloudProvider, Rate } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import type { Purpose } from '../connection/fetch-job.ts'
import { type Bucket, closeBucket, followStanding, takeCall } from './store.ts'

/** What a provider's refusal without a `Retry-After` is taken for, seconds. */
const usualWaitSeconds = 60

/**
 * Which part of each limit is left to others: a few calls to whoever signs in, who waits at a browser, and to what is under
 * way, of which a provider's word of what is left knows nothing yet; more by what newcomers have, of whom many may come at
 * once; by polls two fifths to news; history leaves half to all of them (R16).
 */
const leftToOthers: Readonly<Record<Purpose | 'signIn', number>> = {
  signIn: 0,
  told: 0.08,
  first: 0.2,
  asked: 0.08,
  poll: 0.4,
  backfill: 0.5,
}

const bucketOf = (provider: CloudProvider, userId: string, { per, calls, seconds }: Rate): Bucket => ({
  name: per === 'app' ? `${provider.name} ${seconds}s` : `${provider.name} ${seconds}s ${userId}`,
  calls,
  seconds,
})

/** The calls that may be made for a user. */
export interface Budget {
  /** Throws `rate_limited` where a limit is reached, and then calls nobody. */
  fetch: Fetch
  /** Heeds a limit that the provider tells in another way than by a 429. */
  heed(error: ProviderError): Promise<void>
}

/**
 * Keeps to what a provider takes, together with all other processes. What its answers say of its limits counts more than
 * what is known of them, and how long it asks to wait more than that.
 */
export function budgetOf(
  hub: Pick<Hub, 'db' | 'clock'>,
  provider: CloudProvider,
  userId: string,
  send: Fetch,
  purpose: Purpose | 'signIn',
): Budget {
  let isHeeded = false
  const buckets = provider.rates.map((rate) => bucketOf(provider, userId, rate))
  const close = async (some: readonly Bucket[], seconds: number): Promise<void> => {
    isHeeded = true
    for (const bucket of some) await closeBucket(hub.db, bucket, seconds)
  }
  const follow = async (answer: Response): Promise<void> => {
    const told = (provider.standings?.(answer.headers, hub.clock.now()) ?? []).flatMap(
      ({ rate, left, resetSeconds }) => {
        const known = provider.rates.find(({ per, seconds }) => per === rate.per && seconds === rate.seconds)
        return known === undefined
          ? []
          : [{ ...bucketOf(provider, userId, known), left: Math.max(0, left), resetSeconds }]
      },
    )
    if (told.length > 0) await followStanding(hub.db, told)
    if (answer.status !== 429) return
    const seconds = retryAfterOf(answer) || usualWaitSeconds
    const spent = told.filter(({ left }) => left <= 0)
    // Where it says which limit was reached and when that ends, nothing else need wait, unless it asks for it.
    const isTold = spent.some(({ resetSeconds }) => resetSeconds !== null) && answer.headers.get('retry-after') === null
    if (isTold) isHeeded = true
    else await close(spent.length === 0 ? buckets : spent, seconds)
  }
  return {
    fetch: async (url, outgoing) => {
      if (provider.uncountedHosts?.includes(URL.parse(url)?.host ?? '')) return send(url, outgoing)
      const wait = await takeCall(hub.db, buckets, leftToOthers[purpose])
      if (wait !== null) {
        isHeeded = true
        const limits = buckets.map(({ calls, seconds }) => `${calls} calls in ${seconds} s`).join(', ')
        throw new ProviderError('rate_limited', `a limit of ${provider.label} is reached: ${limits}`, {
          retryAfterSeconds: wait,
        })
      }
      const answer = await send(url, outgoing)
      await follow(answer)
      return answer
    },
    async heed(error) {
      if (error.failure !== 'rate_limited' || isHeeded) return
      await close(buckets, error.retryAfterSeconds || usualWaitSeconds)
    },
  }
}

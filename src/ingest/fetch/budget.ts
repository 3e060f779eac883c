import type { Hub } from '../../hub.ts'
import type { Fetch } from '../../lib/guarded-fetch.ts'
import { retryAfterOf } from '../../providers/call.ts'
import type { CloudProvider, Rate } from '../../providers/provider.ts'
import { ProviderError } from '../../providers/provider-error.ts'
import { closeBucket, takeCall } from './store.ts'

/** What a provider's refusal without a `Retry-After` is taken for, seconds. */
const usualWaitSeconds = 60

const bucketOf = (provider: CloudProvider, userId: string, { per, seconds }: Rate): string =>
  per === 'app' ? `${provider.name} ${seconds}s` : `${provider.name} ${seconds}s ${userId}`

/**
 * A fetch that keeps to what a provider takes, together with all other processes. Where the limit is reached it throws
 * `rate_limited` and calls nobody; what the provider says itself about waiting holds for everybody after.
 */
export function withinBudget(hub: Pick<Hub, 'db'>, provider: CloudProvider, userId: string, send: Fetch): Fetch {
  return async (url, outgoing) => {
    for (const rate of provider.rates) {
      const wait = await takeCall(hub.db, bucketOf(provider, userId, rate), rate.calls, rate.seconds)
      if (wait !== null)
        throw new ProviderError(
          'rate_limited',
          `the limit of ${provider.label} is reached: ${rate.calls} calls in ${rate.seconds} s`,
          {
            retryAfterSeconds: wait,
          },
        )
    }
    const answer = await send(url, outgoing)
    if (answer.status === 429) {
      const seconds = retryAfterOf(answer) || usualWaitSeconds
      for (const rate of provider.rates) await closeBucket(hub.db, bucketOf(provider, userId, rate), seconds)
    }
    return answer
  }
}

import type { Fetch } from '../lib/guarded-fetch.ts'
import type { Access } from './provider.ts'

/** An access that remembers when the provider last answered, by the provider's own clock (ISO 8601). */
export function timed(access: Access): Access & { answeredAt(): string | null } {
  let answeredAt: string | null = null
  const fetch: Fetch = async (url, outgoing) => {
    const answer = await access.fetch(url, outgoing)
    const epochMs = Date.parse(answer.headers.get('date') ?? '')
    if (!Number.isNaN(epochMs)) answeredAt = new Date(epochMs).toISOString()
    return answer
  }
  return { ...access, fetch, answeredAt: () => answeredAt }
}

import type { Retry } from '../destinations/types.ts'

const minute = 60
const hour = 60 * minute

/** Waits in seconds after the first, second … failure. After the last one a delivery is given up. */
export const schedules = {
  /** Terra's documented default: ten retries from 30 s, doubling; about 8.5 h in all. */
  terra: [
    30,
    1 * minute,
    2 * minute,
    4 * minute,
    8 * minute,
    16 * minute,
    32 * minute,
    64 * minute,
    128 * minute,
    256 * minute,
  ],
  /** In the manner of Standard Webhooks: about 75 h in all. */
  long: [5, 5 * minute, 30 * minute, 2 * hour, 5 * hour, ...Array.from({ length: 8 }, () => 8 * hour), 3.5 * hour],
} as const

/** No wait is longer, whatever a schedule or a receiver asks. */
export const longestWaitMs = 8 * hour * 1000

/** Largest part of a wait by which it is shortened or stretched, so that what failed together does not return together. */
const jitter = 0.1

/**
 * Milliseconds to wait after a failed try, or null when it was the last. `tries` counts from 1 within the run; the
 * wait varies by ±10 %, always the same for the same delivery and attempt. Explicit seconds are kept to exactly. A
 * receiver's `retryAfterMs` lengthens a wait, never shortens it.
 */
export function nextWaitMs(options: {
  retry: Retry
  deliveryId: string
  attempt: number
  tries: number
  retryAfterMs?: number | null
}): number | null {
  const { retry, deliveryId, attempt, tries, retryAfterMs } = options
  const waits = typeof retry === 'string' ? schedules[retry] : retry
  const seconds = waits[tries - 1]
  if (seconds === undefined) return null
  const factor = typeof retry === 'string' ? 1 - jitter + 2 * jitter * fraction(`${deliveryId}:${attempt}`) : 1
  return Math.min(longestWaitMs, Math.max(Math.round(seconds * 1000 * factor), retryAfterMs ?? 0))
}

/** A number in [0, 1) made of a text: FNV-1a with a final mix. */
function fraction(text: string): number {
  let hash = 0x811c9dc5
  for (let i = 0; i < text.length; i++) hash = Math.imul(hash ^ text.charCodeAt(i), 0x01000193)
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b)
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35)
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32
}

/**
 * Milliseconds a `Retry-After` header asks to wait, seconds or HTTP-date (RFC 9110 section 10.2.3), at least 0 and at
 * most 8 h; null when there is none or it makes no sense.
 */
export function retryAfterMs(header: string | null | undefined, nowMs: number): number | null {
  const text = header?.trim()
  if (!text) return null
  if (/^\d{1,10}$/.test(text)) return Math.min(longestWaitMs, Number(text) * 1000)
  // Date.parse takes much that is no HTTP-date; all three HTTP forms begin with the day's name.
  if (!/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/i.test(text)) return null
  const at = Date.parse(/GMT$/i.test(text) ? text : `${text} GMT`)
  return Number.isNaN(at) ? null : Math.min(longestWaitMs, Math.max(0, at - nowMs))
}

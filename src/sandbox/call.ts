import type { SandboxFault } from '../schema/management/sandbox.ts'
import { hashOf, type SandboxHub } from './authorize.ts'
import { type CountedCall, countCall } from './call-store.ts'

/** How many calls a minute a grant may make; what the provider's own sheet says. */
const callsPerMinute = 600
const windowMs = 60_000
const usualWaitSeconds = 30
const usualDelaySeconds = 15

/** How a data call is answered instead of with data. */
export interface Refusal {
  status: number
  headers: Record<string, string>
  /** As it is sent, whether that is JSON or not. */
  body: string
}

/** What becomes of a data call. */
export type Admission =
  /** It gets its data, after a while where that is ordered. */
  | { kind: 'admitted'; grant: Pick<CountedCall, 'id' | 'person' | 'scopes' | 'notices'>; delayMs: number }
  | { kind: 'refused'; refusal: Refusal }

export const refusalOf = (status: number, error: string, headers: Record<string, string> = {}): Refusal => ({
  status,
  headers: status === 401 || status === 403 ? { ...headers, 'www-authenticate': `Bearer error="${error}"` } : headers,
  body: JSON.stringify({ error }),
})

const refused = (refusal: Refusal): Admission => ({ kind: 'refused', refusal })
const later = (seconds: number | null) => ({ 'retry-after': String(Math.ceil(seconds ?? usualWaitSeconds)) })

/**
 * Judges a call by its `Authorization` header: the token must be good, the minute's calls not used up, and a fault that was
 * ordered happens to calls for data.
 */
export async function admit(
  hub: SandboxHub,
  authorization: string | undefined,
  what: 'data' | 'profile',
): Promise<Admission> {
  const [, token] = /^Bearer (.+)$/i.exec(authorization ?? '') ?? []
  const nowMs = hub.clock.now()
  const call =
    token === undefined ? null : await countCall(hub.db, 'SANDBOX', hashOf(token), new Date(nowMs), what === 'data')
  if (call === null) return refused(refusalOf(401, 'invalid_token'))
  if (call.window_calls > callsPerMinute) {
    const seconds = (call.window_started_at.getTime() + windowMs - nowMs) / 1000
    return refused(refusalOf(429, 'rate_limited', later(Math.max(1, seconds))))
  }
  const refusal = call.fault === null ? null : faultOf(call.fault, call.fault_seconds)
  if (refusal !== null) return refused(refusal)
  const delayMs = call.fault === 'slow' ? (call.fault_seconds ?? usualDelaySeconds) * 1000 : 0
  return { kind: 'admitted', grant: call, delayMs }
}

function faultOf(fault: SandboxFault, seconds: number | null): Refusal | null {
  switch (fault) {
    case 'rate_limited':
      return refusalOf(429, 'rate_limited', later(seconds))
    case 'unavailable':
      return refusalOf(503, 'temporarily_unavailable')
    case 'malformed':
      return { status: 200, headers: {}, body: '{"records":[{"metadata":' }
    case 'unauthorized':
      return refusalOf(401, 'invalid_token')
    case 'not_ready':
      return refusalOf(202, 'not_ready', later(seconds))
    case 'slow':
    case 'refresh_down':
      return null
  }
}

/**
 * Whether a destination is tried at all. After ten connection-class failures in a row it opens: nothing is sent, and
 * what waits keeps its attempts. Then one delivery probes; while probes fail the pauses double, and after one that
 * succeeds the load grows 1, 2, 4 … so that the backlog does not flatten a receiver that just came back.
 */
export type Breaker =
  | { state: 'closed'; failures: number }
  | { state: 'open'; untilMs: number; pauseMs: number }
  | { state: 'probing'; pauseMs: number }
  | { state: 'ramping'; allowed: number }

const opensAfter = 10
const firstPauseMs = 5_000
const longestPauseMs = 600_000

export const closedBreaker: Breaker = { state: 'closed', failures: 0 }

/** How many requests may be in flight at once. */
export function allowedBy(breaker: Breaker, nowMs: number): number {
  switch (breaker.state) {
    case 'closed':
      return Number.POSITIVE_INFINITY
    case 'open':
      return nowMs >= breaker.untilMs ? 1 : 0
    case 'probing':
      return 1
    case 'ramping':
      return breaker.allowed
  }
}

/** The breaker when a request starts: an open one whose pause is over begins to probe. */
export const started = (breaker: Breaker): Breaker =>
  breaker.state === 'open' ? { state: 'probing', pauseMs: breaker.pauseMs } : breaker

/** The breaker after the receiver answered, whatever it said. `cap` is where the ramp ends. */
export function answered(breaker: Breaker, cap: number): Breaker {
  switch (breaker.state) {
    case 'closed':
      return breaker.failures === 0 ? breaker : closedBreaker
    case 'open': // a request from before it opened
      return breaker
    case 'probing':
      return { state: 'ramping', allowed: 1 }
    case 'ramping':
      return breaker.allowed * 2 >= cap ? closedBreaker : { state: 'ramping', allowed: breaker.allowed * 2 }
  }
}

/** The breaker after no answer came. */
export function unanswered(breaker: Breaker, nowMs: number): Breaker {
  switch (breaker.state) {
    case 'closed':
      return breaker.failures + 1 >= opensAfter
        ? open(nowMs, firstPauseMs)
        : { state: 'closed', failures: breaker.failures + 1 }
    case 'open':
      return breaker
    case 'probing':
      return open(nowMs, Math.min(longestPauseMs, breaker.pauseMs * 2))
    case 'ramping':
      return open(nowMs, firstPauseMs)
  }
}

const open = (nowMs: number, pauseMs: number): Breaker => ({ state: 'open', untilMs: nowMs + pauseMs, pauseMs })

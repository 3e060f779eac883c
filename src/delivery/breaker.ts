/**
 * Whether a destination is tried at all. It opens after ten connection-class failures in a row, or when four of five
 * requests of a minute failed in any way: nothing is sent then, and what waits keeps its attempts. Then one delivery
 * probes; while probes fail the pauses double, and after one that succeeds the load grows 1, 2, 4 … so that the backlog
 * does not flatten a receiver that just came back.
 */
export type Breaker =
  | { state: 'closed'; failures: number; recent: Recent }
  | { state: 'open'; untilMs: number; pauseMs: number }
  | { state: 'probing'; pauseMs: number }
  | { state: 'ramping'; allowed: number }

/** What was answered since `sinceMs`, at most a minute ago. */
interface Recent {
  sinceMs: number
  requests: number
  failed: number
}

const opensAfter = 10
/** A receiver that answers errors is there: it takes many of them to say that it is not well. */
const opensAtShare = 0.8
const fewestRequests = 50
const recentMs = 60_000
const firstPauseMs = 5_000
const longestPauseMs = 600_000

const nothing: Recent = { sinceMs: Number.NEGATIVE_INFINITY, requests: 0, failed: 0 }
export const closedBreaker: Breaker = { state: 'closed', failures: 0, recent: nothing }

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

/** The breaker after a 2xx. `cap` is where the ramp ends. */
export function delivered(breaker: Breaker, cap: number, nowMs: number): Breaker {
  switch (breaker.state) {
    case 'closed':
      return { state: 'closed', failures: 0, recent: counted(breaker.recent, 0, nowMs) }
    case 'open': // a request from before it opened
      return breaker
    case 'probing':
      return { state: 'ramping', allowed: 1 }
    case 'ramping':
      return breaker.allowed * 2 >= cap ? closedBreaker : { state: 'ramping', allowed: breaker.allowed * 2 }
  }
}

/** The breaker after any other answer. */
export function refused(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state !== 'closed') return failed(breaker, nowMs)
  return closedOr(0, counted(breaker.recent, 1, nowMs), nowMs)
}

/** The breaker after no answer came. */
export function unanswered(breaker: Breaker, nowMs: number): Breaker {
  if (breaker.state !== 'closed') return failed(breaker, nowMs)
  return closedOr(breaker.failures + 1, counted(breaker.recent, 1, nowMs), nowMs)
}

function failed(breaker: Exclude<Breaker, { state: 'closed' }>, nowMs: number): Breaker {
  switch (breaker.state) {
    case 'open':
      return breaker
    case 'probing':
      return open(nowMs, Math.min(longestPauseMs, breaker.pauseMs * 2))
    case 'ramping':
      return breaker.allowed === 1 ? open(nowMs, firstPauseMs) : { state: 'ramping', allowed: breaker.allowed / 2 }
  }
}

function closedOr(failures: number, recent: Recent, nowMs: number): Breaker {
  const isUnwell = recent.requests >= fewestRequests && recent.failed > recent.requests * opensAtShare
  return failures >= opensAfter || isUnwell ? open(nowMs, firstPauseMs) : { state: 'closed', failures, recent }
}

const counted = ({ sinceMs, requests, failed }: Recent, failures: number, nowMs: number): Recent =>
  nowMs - sinceMs > recentMs
    ? { sinceMs: nowMs, requests: 1, failed: failures }
    : { sinceMs, requests: requests + 1, failed: failed + failures }

const open = (nowMs: number, pauseMs: number): Breaker => ({ state: 'open', untilMs: nowMs + pauseMs, pauseMs })

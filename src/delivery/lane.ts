import type { Destination } from '../destinations/types.ts'
import { allowedBy, type Breaker, closedBreaker, delivered, refused, started, unanswered } from './breaker.ts'
import { type Bucket, fullBucket, refilled, tokenInMs } from './bucket.ts'
import type { Claimed } from './types.ts'

/** How much of what one destination may have in flight is claimed ahead, so that it never runs dry between claims. */
const claimedAhead = 3
/** While first attempts wait, one start in so many is for the rest. */
const restEvery = 4

/** Why nothing can start now: nothing waits, a limit of this destination, or the bound on retries of all. */
export type Refusal = 'empty' | 'limited' | 'rest-limited'

/** What one destination has waiting and under way in this process, and how much it may have. */
export class Lane {
  destination: Destination
  /** Whether the last claim may have left more in the database. */
  hasMore = true
  /** Whether the worker's round has it. */
  inRound = false
  inFlight = 0
  #first: Claimed[] = []
  #rest: Claimed[] = []
  #restInFlight = 0
  #turn = 0
  #breaker: Breaker = closedBreaker
  #bucket: Bucket
  /** How many at once the receiver takes: halved when it is overloaded, growing back by one for each full round. */
  #cap: number

  constructor(destination: Destination, nowMs: number) {
    this.destination = destination
    this.#cap = destination.maxInFlight
    this.#bucket = fullBucket(destination.rateLimitPerSecond ?? 1, nowMs)
  }

  get waiting(): number {
    return this.#first.length + this.#rest.length
  }

  get isIdle(): boolean {
    return this.waiting === 0 && this.inFlight === 0
  }

  /** Whether its breaker lets nothing through, not even a probe. */
  isShut(nowMs: number): boolean {
    return allowedBy(this.#breaker, nowMs) === 0
  }

  /** Whether the breaker remembers nothing that must not be forgotten. */
  get isWell(): boolean {
    return this.#breaker.state === 'closed'
  }

  /** The destination as it is now, after a change. */
  update(destination: Destination): void {
    if (destination.maxInFlight !== this.destination.maxInFlight) this.#cap = destination.maxInFlight
    this.destination = destination
  }

  add(claimed: Claimed): void {
    if (claimed.isFirst) this.#first.push(claimed)
    else this.#rest.push(claimed)
  }

  /** How many rows a claim may bring. */
  room(nowMs: number, workers: number): number {
    const allowed = this.#allowed(nowMs)
    if (allowed === 0) return 0
    const ahead = Number.isFinite(allowed) ? allowed - this.inFlight : Math.ceil(this.#cap) * claimedAhead
    const rate = this.#rate(workers)
    const byRate = rate === null ? ahead : Math.floor(refilled(this.#bucket, rate, nowMs).tokens)
    return Math.max(0, Math.min(ahead, byRate) - this.waiting)
  }

  /** Whether so little waits that more should be claimed. */
  get runsLow(): boolean {
    return this.hasMore && this.waiting <= (Math.ceil(this.#cap) * claimedAhead) / 2
  }

  /** Takes what is to start next, or says why nothing can. */
  take(nowMs: number, workers: number, restAllowed: boolean): Claimed | Refusal {
    if (this.waiting === 0) return 'empty'
    const cap = Math.min(Math.max(1, Math.floor(this.#cap)), this.#allowed(nowMs))
    if (this.inFlight >= cap) return 'limited'
    const rate = this.#rate(workers)
    if (rate !== null) {
      this.#bucket = refilled(this.#bucket, rate, nowMs)
      if (this.#bucket.tokens < 1) return 'limited'
    }
    const restFits = this.#rest.length > 0 && this.#restInFlight < Math.max(1, Math.floor(cap / 2))
    if (this.#first.length === 0 && !restFits) return 'limited'
    if (this.#first.length === 0 && !restAllowed) return 'rest-limited'
    const takesRest = restFits && restAllowed && (this.#first.length === 0 || ++this.#turn % restEvery === 0)
    const claimed = (takesRest ? this.#rest : this.#first).shift()
    if (claimed === undefined) return 'empty'
    if (rate !== null) this.#bucket.tokens--
    this.#breaker = started(this.#breaker)
    this.inFlight++
    if (!claimed.isFirst) this.#restInFlight++
    return claimed
  }

  /** Notes how an attempt went. */
  finish(claimed: Claimed, result: 'taken' | 'refused' | 'overloaded' | 'unanswered', nowMs: number): void {
    this.inFlight--
    if (!claimed.isFirst) this.#restInFlight--
    this.#breaker =
      result === 'taken'
        ? delivered(this.#breaker, this.#cap, nowMs)
        : result === 'unanswered'
          ? unanswered(this.#breaker, nowMs)
          : refused(this.#breaker, nowMs)
    if (result === 'overloaded' || result === 'unanswered') this.#cap = Math.max(1, this.#cap / 2)
    else if (result === 'taken') this.#cap = Math.min(this.destination.maxInFlight, this.#cap + 1 / this.#cap)
  }

  /** Removes and gives all that waits. */
  drain(): Claimed[] {
    const all = [...this.#first, ...this.#rest]
    this.#first = []
    this.#rest = []
    return all
  }

  /** Milliseconds until a limit of time gives way: a pause of the breaker or an empty bucket; null when none holds. */
  opensInMs(nowMs: number, workers: number): number | null {
    if (this.#breaker.state === 'open') return Math.max(0, this.#breaker.untilMs - nowMs)
    const rate = this.#rate(workers)
    return rate === null ? null : tokenInMs(refilled(this.#bucket, rate, nowMs), rate)
  }

  #allowed(nowMs: number): number {
    return this.destination.enabled ? allowedBy(this.#breaker, nowMs) : 0
  }

  /** This process's part of the rate. */
  #rate(workers: number): number | null {
    const rate = this.destination.rateLimitPerSecond
    return rate === null ? null : rate / Math.max(1, workers)
  }
}

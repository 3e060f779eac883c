import type { Lane } from './lane.ts'
import type { Claimed } from './types.ts'

/**
 * Deals the slots of all requests under way to the lanes that have something to start, one to each in turn. Retries
 * and the like get at most half of them, so that first attempts always find one.
 */
export class Round {
  readonly #most: number
  readonly #lanes: Lane[] = []
  /** Lanes that have nothing but retries, while those have all slots they may. */
  readonly #restLimited = new Set<Lane>()
  #inFlight = 0
  #restInFlight = 0

  constructor(mostInFlight: number) {
    this.#most = mostInFlight
  }

  get isIdle(): boolean {
    return this.#inFlight === 0
  }

  /** Gives a lane its turn. One that cannot start anything drops out, and is offered again when that may have changed. */
  offer(lane: Lane): void {
    if (lane.inRound || lane.waiting === 0) return
    lane.inRound = true
    this.#lanes.push(lane)
  }

  /** Takes what is to start next; null when nothing can. */
  next(nowMs: number, workers: number): { lane: Lane; claimed: Claimed } | null {
    while (this.#inFlight < this.#most) {
      const lane = this.#lanes.shift()
      if (lane === undefined) return null
      lane.inRound = false
      const taken = lane.take(nowMs, workers, this.#restInFlight < this.#most / 2)
      if (typeof taken !== 'string') {
        this.#inFlight++
        if (!taken.isFirst) this.#restInFlight++
        this.offer(lane)
        return { lane, claimed: taken }
      }
      if (taken === 'rest-limited') this.#restLimited.add(lane)
    }
    return null
  }

  /** Frees the slot of what was taken. */
  finish(lane: Lane, claimed: Claimed): void {
    this.#inFlight--
    if (!claimed.isFirst) {
      this.#restInFlight--
      for (const limited of this.#restLimited) this.offer(limited)
      this.#restLimited.clear()
    }
    this.offer(lane)
  }
}

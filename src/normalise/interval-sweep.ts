/** A stretch of time, `endMs` not included. */
export interface Interval {
  startMs: number
  endMs: number
}

/** A part of the time line and the item that rules it. */
export interface Stretch<T> extends Interval {
  item: T
}

/**
 * Cuts the time that intervals cover into stretches, each ruled by the first of the items (in the order given) that
 * covers it; neighbouring stretches of one item are one. The result is in time order, without overlaps. Intervals
 * without length rule nothing. O(n log n).
 */
export function ruleTimeline<T extends Interval>(inOrderOfRank: readonly T[]): Stretch<T>[] {
  const starts: number[] = []
  for (const [rank, item] of inOrderOfRank.entries()) if (item.endMs > item.startMs) starts.push(rank)
  const at = (rank: number): T => {
    const item = inOrderOfRank[rank]
    if (item === undefined) throw new RangeError(`no item of rank ${rank}`)
    return item
  }
  starts.sort((a, b) => at(a).startMs - at(b).startMs)
  const active = new RankHeap()
  const stretches: Stretch<T>[] = []
  let next = 0
  let nowMs = Number.NEGATIVE_INFINITY
  for (;;) {
    const pending = starts[next]
    const pendingMs = pending === undefined ? Number.POSITIVE_INFINITY : at(pending).startMs
    let best = active.first()
    while (best !== undefined && at(best).endMs <= nowMs) {
      active.removeFirst()
      best = active.first()
    }
    if (best === undefined) {
      if (pending === undefined) return stretches
      nowMs = pendingMs
    } else {
      const item = at(best)
      const untilMs = Math.min(item.endMs, pendingMs)
      if (untilMs > nowMs) append(stretches, nowMs, untilMs, item)
      nowMs = untilMs
    }
    for (let rank = starts[next]; rank !== undefined && at(rank).startMs <= nowMs; rank = starts[++next]) {
      active.add(rank)
    }
  }
}

function append<T>(stretches: Stretch<T>[], startMs: number, endMs: number, item: T): void {
  const last = stretches.at(-1)
  if (last && last.item === item && last.endMs === startMs) last.endMs = endMs
  else stretches.push({ startMs, endMs, item })
}

/** Binary heap of ranks, smallest first. */
class RankHeap {
  readonly #ranks: number[] = []

  first(): number | undefined {
    return this.#ranks[0]
  }

  add(rank: number): void {
    const ranks = this.#ranks
    let hole = ranks.length
    ranks.push(rank)
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      const above = ranks[parent] ?? rank
      if (above <= rank) break
      ranks[hole] = above
      hole = parent
    }
    ranks[hole] = rank
  }

  removeFirst(): void {
    const ranks = this.#ranks
    const moved = ranks.pop()
    if (moved === undefined || ranks.length === 0) return
    let hole = 0
    for (;;) {
      const left = 2 * hole + 1
      const right = left + 1
      const child = (ranks[right] ?? Infinity) < (ranks[left] ?? Infinity) ? right : left
      const below = ranks[child]
      if (below === undefined || below >= moved) break
      ranks[hole] = below
      hole = child
    }
    ranks[hole] = moved
  }
}

/** Length in milliseconds of the union of intervals: what overlaps counts once. */
export function unionMs(intervals: readonly Interval[]): number {
  let total = 0
  let reachedMs = Number.NEGATIVE_INFINITY
  for (const { startMs, endMs } of intervals.toSorted((a, b) => a.startMs - b.startMs)) {
    if (endMs <= reachedMs) continue
    total += endMs - Math.max(startMs, reachedMs)
    reachedMs = endMs
  }
  return total
}

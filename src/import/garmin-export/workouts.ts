import { kilojoulesPerKcal } from '../../normalise/unit-sizes.ts'
import { startOf } from './activity.ts'
import type { Summarized } from './shapes.ts'

/** The workouts that the summaries tell, to be found by when they began. */
export interface Workouts {
  /** The workout that a recording is of; null when the summaries have none. */
  at(startMs: number): Summarized | null
  /** Those that no recording was found for, in order. */
  left(): Summarized[]
  /** Notes how much energy a recording says, in kilocalories, of what a summary says in its own unit. */
  weigh(summary: Summarized, kcal: number | null | undefined): void
  /** Kilocalories in the unit of the summaries. */
  kcalPerUnit(): number
}

/** A recording begins with its first second, a summary may begin with the button. */
const toleranceMs = 60_000

/** Kilocalories of a kilojoule and of a kilocalorie: what the unit of the summaries may be. */
const units = [1 / kilojoulesPerKcal, 1]

/**
 * Index of the workouts. A multisport stands there as a whole and as its parts, which are what is recorded: the whole is left
 * out where it has parts.
 */
export function workoutsOf(summaries: readonly Summarized[]): Workouts {
  const ids = new Map(summaries.map((summary) => [summary.activityId, summary]))
  const sorted = [...ids.values()]
    .filter((summary) => startOf(summary) !== null && summary.parent !== true)
    .sort((a, b) => (startOf(a) ?? 0) - (startOf(b) ?? 0) || (a.activityId < b.activityId ? -1 : 1))
  const recorded = new Set<string>()
  const ratios: number[] = []
  return {
    at(startMs) {
      const found = nearest(sorted, startMs)
      if (found !== null) recorded.add(found.activityId)
      return found
    },
    left: () => sorted.filter(({ activityId }) => !recorded.has(activityId)),
    weigh({ calories }, kcal) {
      if (calories !== null && calories > 0 && typeof kcal === 'number' && kcal > 0) ratios.push(kcal / calories)
    },
    kcalPerUnit() {
      const [fallback = 1] = units
      const middle = ratios.toSorted((a, b) => a - b)[Math.floor(ratios.length / 2)]
      if (middle === undefined) return fallback
      const distance = (unit: number): number => Math.abs(Math.log(middle / unit))
      return units.reduce((best, unit) => (distance(unit) < distance(best) ? unit : best))
    },
  }
}

function nearest(sorted: readonly Summarized[], startMs: number): Summarized | null {
  let [low, high] = [0, sorted.length]
  while (low < high) {
    const middle = (low + high) >> 1
    const summary = sorted[middle]
    if (summary !== undefined && (startOf(summary) ?? 0) < startMs) low = middle + 1
    else high = middle
  }
  let best: Summarized | null = null
  let bestMs = toleranceMs + 1
  for (const summary of [sorted[low - 1], sorted[low]]) {
    const apartMs = summary === undefined ? bestMs : Math.abs((startOf(summary) ?? 0) - startMs)
    if (summary !== undefined && apartMs < bestMs) [best, bestMs] = [summary, apartMs]
  }
  return best
}

import type { Point } from './points.ts'

/** The most points one chart draws. */
export const MOST_POINTS = 2000

/**
 * Thins a line to `most` points by largest triangle (Steinarsson 2013): first and last stay, and of each bucket the
 * point that makes the largest triangle with its neighbours. Peaks survive; every point given back was given.
 */
export function thin(points: readonly Point[], most: number): Point[] {
  const [first, last] = [points[0], points.at(-1)]
  if (!first || !last || points.length <= most) return [...points]
  if (most < 3) return most < 1 ? [] : most === 1 ? [first] : [first, last]
  const kept = [first]
  const width = (points.length - 2) / (most - 2)
  let previous = first
  for (let bucket = 0; bucket < most - 2; bucket++) {
    const from = Math.floor(bucket * width) + 1
    const to = Math.floor((bucket + 1) * width) + 1
    const next = centre(points.slice(to, Math.min(points.length, Math.floor((bucket + 2) * width) + 1))) ?? last
    let [best, largest] = [points[from] ?? last, -1]
    for (const point of points.slice(from, to)) {
      const area = Math.abs(
        (previous.x - next.x) * (point.y - previous.y) - (previous.x - point.x) * (next.y - previous.y),
      )
      if (area > largest) [best, largest] = [point, area]
    }
    kept.push(best)
    previous = best
  }
  kept.push(last)
  return kept
}

function centre(points: readonly Point[]): Point | null {
  if (points.length === 0) return null
  let [x, y] = [0, 0]
  for (const point of points) {
    x += point.x
    y += point.y
  }
  return { x: x / points.length, y: y / points.length }
}

/** Thins runs together to `most` points, each by its share; a run is never joined to another. */
export function thinRuns(runs: readonly Point[][], most = MOST_POINTS): Point[][] {
  const total = runs.reduce((sum, run) => sum + run.length, 0)
  if (total <= most) return runs.map((run) => [...run])
  // Single readings could be more than fit: then every so many-th run is left out.
  const stride = Math.ceil((runs.length * 3) / most)
  const chosen = runs.filter((_, at) => at % stride === 0)
  const spare = most - chosen.length * 2
  const held = chosen.reduce((sum, run) => sum + run.length, 0)
  return chosen.map((run) => thin(run, 2 + Math.floor((spare * run.length) / held)))
}

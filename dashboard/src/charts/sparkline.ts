import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { thin } from './thin.ts'

/** Paths of a small line without axes, one per run; null in `values` is a gap. A run of one value is a dot. */
export function sparkline(values: readonly (number | null)[], width: number, height: number) {
  const known = values.flatMap((y, x) => (y === null || !Number.isFinite(y) ? [] : [{ x, y }]))
  const ys = known.map((point) => point.y)
  const [low, high] = [Math.min(...ys), Math.max(...ys)]
  const x = scaleLinear([0, Math.max(1, values.length - 1)], [2, width - 2])
  const y = scaleLinear(low === high ? [low - 1, high + 1] : [low, high], [height - 2, 2])
  const runs: { x: number; y: number }[][] = []
  for (const point of known) {
    const run = runs.at(-1)
    if (run && run.at(-1)?.x === point.x - 1) run.push(point)
    else runs.push([point])
  }
  const path = line<{ x: number; y: number }>(
    (point) => x(point.x),
    (point) => y(point.y),
  )
  const last = known.at(-1)
  return {
    paths: runs.filter((run) => run.length > 1).map((run) => path(thin(run, 2 * width)) ?? ''),
    dots: runs.flatMap((run) => (run.length === 1 ? run : [])).map((point) => ({ x: x(point.x), y: y(point.y) })),
    last: last ? { x: x(last.x), y: y(last.y) } : null,
  }
}

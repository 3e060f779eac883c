import type { Activity } from '../../../src/schema/records.ts'
import { speedPoints } from './activity.ts'
import { readInstant } from './clock.ts'
import { decodePolyline, fit, type LatLng, metresBetween } from './mercator.ts'
import { nearest, type Point, quantile, usualGap } from './points.ts'
import { MOST_POINTS } from './thin.ts'
import { heartRateSeries } from './time-lines.ts'

/** A position with the metres covered until there; `ms` is null where the route has no times. */
export interface Fix {
  position: LatLng
  metres: number
  ms: number | null
  /** True when the way from the position before is not known. */
  afterGap: boolean
}

/** The route: positions over time, or else the encoded line. Metres are measured on the sphere along it. */
export function routeOf(activity: Activity): Fix[] {
  const timed = (activity.position_data?.position_samples ?? []).flatMap(
    ({ timestamp, coords_lat_lng_deg: coords }) => {
      const [lat, lng] = coords ?? []
      const instant = readInstant(timestamp)
      return instant && typeof lat === 'number' && typeof lng === 'number'
        ? [{ ms: instant.ms, position: [lat, lng] as const }]
        : []
    },
  )
  timed.sort((a, b) => a.ms - b.ms)
  const gap = usualGap(timed.map(({ ms }) => ({ x: ms, y: 0 })))
  const raw: { ms: number | null; position: LatLng }[] =
    timed.length > 1
      ? timed
      : decodePolyline(activity.polyline_map_data?.summary_polyline ?? '').map((position) => ({ ms: null, position }))
  let metres = 0
  return raw.map(({ ms, position }, at) => {
    const before = raw[at - 1]
    if (before) metres += metresBetween(before.position, position)
    return { position, metres, ms, afterGap: before?.ms != null && ms !== null && ms - before.ms > gap }
  })
}

/** Number of steps of the colour scale along a route, from low to high. */
export const RAMP = [
  'chart-ramp-lowest',
  'chart-ramp-low',
  'chart-ramp-middle',
  'chart-ramp-high',
  'chart-ramp-highest',
] as const

export type RouteColor = 'pace' | 'heart-rate'

/**
 * Step 0–4 of each value between the 5th and the 95th percentile of all, so that a single odd reading does not use up the
 * scale; values that do not vary are in the middle.
 */
export function rampSteps(values: readonly (number | null)[]): (number | null)[] {
  const known = values.filter((value) => value !== null)
  const [low, high] = [quantile(known, 0.05), quantile(known, 0.95)]
  const step = (value: number) => Math.max(0, Math.min(4, Math.floor((5 * (value - low)) / (high - low))))
  return values.map((value) => (value === null ? null : high > low ? step(value) : 2))
}

export interface RouteDrawing {
  /** Stretches of one colour, as the `points` of a polyline; `step` is null where the value is not known. */
  stretches: { points: string; step: number | null }[]
  start: Point
  end: Point
  /** One mark at each whole so many kilometres. */
  marks: { x: number; y: number; text: string }[]
}

/** The route in a frame, in stretches coloured by speed or heart rate. Null for fewer than two positions. */
export function drawRoute(activity: Activity, color: RouteColor, width: number, height: number): RouteDrawing | null {
  const fixes = routeOf(activity)
  const place = fit(
    fixes.map((fix) => fix.position),
    width,
    height,
    24,
  )
  const [first, last] = [fixes[0], fixes.at(-1)]
  if (!first || !last || fixes.length < 2) return null
  const kept = thinFixes(fixes)
  const values = color === 'pace' ? speedPoints(activity) : heartRateSeries(activity.heart_rate_data).points
  const reach = usualGap(values)
  const steps = rampSteps(
    kept.map(({ ms }) => {
      const value = ms === null ? undefined : values[nearest(values, ms)]
      return value && Math.abs(value.x - (ms ?? 0)) <= reach ? value.y : null
    }),
  )
  const stretches: RouteDrawing['stretches'] = []
  kept.forEach((fix, at) => {
    const before = kept[at - 1]
    if (!before || fix.afterGap) return
    const step = steps[at] ?? null
    const open = stretches.at(-1)
    const [from, to] = [text(place(before.position)), text(place(fix.position))]
    if (open && open.step === step && open.points.endsWith(from)) open.points += ` ${to}`
    else stretches.push({ points: `${from} ${to}`, step })
  })
  return { stretches, start: place(first.position), end: place(last.position), marks: kilometres(fixes, place) }
}

const text = ({ x, y }: Point) => `${x.toFixed(1)},${y.toFixed(1)}`

/** At most 2,000 positions, evenly by count; the ends and the edges of gaps stay. */
function thinFixes(fixes: readonly Fix[]): Fix[] {
  const stride = Math.ceil(fixes.length / MOST_POINTS)
  return fixes.filter(
    (fix, at) => at % stride === 0 || at === fixes.length - 1 || fix.afterGap || fixes[at + 1]?.afterGap === true,
  )
}

function kilometres(fixes: readonly Fix[], place: (position: LatLng) => Point): RouteDrawing['marks'] {
  const total = fixes.at(-1)?.metres ?? 0
  const every = [1, 2, 5, 10, 20, 50, 100].find((km) => total / 1000 / km <= 12) ?? 200
  const marks: RouteDrawing['marks'] = []
  let next = every
  for (const fix of fixes) {
    if (fix.metres < next * 1000) continue
    marks.push({ ...place(fix.position), text: `${next}` })
    next = every * (Math.floor(fix.metres / 1000 / every) + 1)
  }
  return marks
}

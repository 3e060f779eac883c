import polyline from '@mapbox/polyline'

/** `[latitude, longitude]` in WGS84 degrees. */
export type Coordinates = [number, number]

/** Mean radius of the Earth (IUGG), in metres. */
const earthRadiusMeters = 6_371_008.8
const radians = Math.PI / 180

/** Great-circle distance by the haversine formula, in metres. */
export function metersBetween([lat1, lng1]: Coordinates, [lat2, lng2]: Coordinates): number {
  const a =
    Math.sin(((lat2 - lat1) * radians) / 2) ** 2 +
    Math.cos(lat1 * radians) * Math.cos(lat2 * radians) * Math.sin(((lng2 - lng1) * radians) / 2) ** 2
  return 2 * earthRadiusMeters * Math.asin(Math.min(1, Math.sqrt(a)))
}

/**
 * The position if it can be one, else null. (0, 0) lies in the open sea and is what a receiver without a fix
 * writes, so it counts as none.
 */
export function validCoordinates(lat: number | null, lng: number | null): Coordinates | null {
  if (lat === null || lng === null || !Number.isFinite(lat) || !Number.isFinite(lng)) return null
  if (Math.abs(lat) > 90 || Math.abs(lng) > 180) return null
  return Math.abs(lat) < 1e-6 && Math.abs(lng) < 1e-6 ? null : [lat, lng]
}

/** Middle of the box that holds the route, also when the route crosses the 180th meridian; null for no points. */
export function centerOf(route: Coordinates[]): Coordinates | null {
  const flat = unwrapped(route)
  const first = flat[0]
  if (first === undefined) return null
  let [south, west] = first
  let [north, east] = first
  for (const [lat, lng] of flat) {
    south = Math.min(south, lat)
    north = Math.max(north, lat)
    west = Math.min(west, lng)
    east = Math.max(east, lng)
  }
  return [(south + north) / 2, wrapped((west + east) / 2)]
}

/**
 * The route as a Google encoded polyline of precision 5, with at most `maxPoints` points; null when there are
 * fewer than two.
 */
export function polylineOf(route: Coordinates[], maxPoints = 500): string | null {
  return route.length < 2 ? null : polyline.encode(simplify(route, maxPoints), 5)
}

/**
 * Douglas–Peucker, run greedily: always splits the stretch with the largest deviation next and stops at `maxPoints`
 * or when no point is more than a metre off. The ends always stay.
 */
export function simplify(route: Coordinates[], maxPoints: number): Coordinates[] {
  const last = route.length - 1
  if (last < 2) return route
  const flat = projected(route)
  const kept = new Set([0, last])
  const open = [farthest(flat, 0, last)]
  while (kept.size < maxPoints) {
    const next = takeLargest(open)
    if (next === undefined || next.meters <= 1) break
    kept.add(next.at)
    if (next.at - next.from > 1) open.push(farthest(flat, next.from, next.at))
    if (next.to - next.at > 1) open.push(farthest(flat, next.at, next.to))
  }
  return route.filter((_, index) => kept.has(index))
}

/**
 * Metres climbed and descended along the elevations: a moving mean of five points takes out the noise, and only
 * a change of three metres since the last turning point counts, as Strava and gpx tools do for barometers.
 */
export function climbOf(elevations: number[]): { gain: number; loss: number } {
  let gain = 0
  let loss = 0
  let level: number | undefined
  for (const meters of smoothed(elevations, 5)) {
    level ??= meters
    if (meters - level >= 3) gain += meters - level
    else if (level - meters >= 3) loss += level - meters
    else continue
    level = meters
  }
  return { gain, loss }
}

function smoothed(values: number[], width: number): number[] {
  const reach = (width - 1) / 2
  return values.map((_, index) => {
    const from = Math.max(0, index - reach)
    const to = Math.min(values.length - 1, index + reach)
    let sum = 0
    for (let i = from; i <= to; i++) sum += values[i] ?? 0
    return sum / (to - from + 1)
  })
}

interface Stretch {
  from: number
  to: number
  /** The point that lies farthest from the straight line, and how far. */
  at: number
  meters: number
}

function farthest(flat: Coordinates[], from: number, to: number): Stretch {
  const [ax, ay] = flat[from] ?? [0, 0]
  const [bx, by] = flat[to] ?? [0, 0]
  const dx = bx - ax
  const dy = by - ay
  const square = dx * dx + dy * dy
  let worst = -1
  let at = from + 1
  for (let i = from + 1; i < to; i++) {
    const [px, py] = flat[i] ?? [0, 0]
    const along = square === 0 ? 0 : Math.min(1, Math.max(0, ((px - ax) * dx + (py - ay) * dy) / square))
    const off = (px - ax - along * dx) ** 2 + (py - ay - along * dy) ** 2
    if (off > worst) {
      worst = off
      at = i
    }
  }
  return { from, to, at, meters: Math.sqrt(Math.max(0, worst)) }
}

function takeLargest(open: Stretch[]): Stretch | undefined {
  let largest = 0
  for (let i = 1; i < open.length; i++) if ((open[i]?.meters ?? 0) > (open[largest]?.meters ?? 0)) largest = i
  return open.splice(largest, 1)[0]
}

/** Metres east and north of the first point: a flat picture, good enough to choose points on. */
function projected(route: Coordinates[]): Coordinates[] {
  const flat = unwrapped(route)
  const [lat0, lng0] = flat[0] ?? [0, 0]
  const metersPerDegree = earthRadiusMeters * radians
  const shrink = Math.cos(lat0 * radians)
  return flat.map(([lat, lng]) => [(lng - lng0) * metersPerDegree * shrink, (lat - lat0) * metersPerDegree])
}

/** Longitudes without the jump at the 180th meridian. */
function unwrapped(route: Coordinates[]): Coordinates[] {
  let turns = 0
  let before = route[0]?.[1] ?? 0
  return route.map(([lat, lng]) => {
    if (lng - before > 180) turns -= 360
    else if (lng - before < -180) turns += 360
    before = lng
    return [lat, lng + turns]
  })
}

const wrapped = (lng: number): number => ((((lng + 180) % 360) + 360) % 360) - 180

/** Latitude and longitude, WGS84 degrees. */
export type LatLng = readonly [number, number]

/** Beyond this latitude Web Mercator has no square world. */
const MOST_LATITUDE = 85.05112878

/** Web Mercator (EPSG:3857) with the world as a square of side 1, north up: `[0,0]` is the north-west corner. */
export function project([lat, lng]: LatLng): [number, number] {
  const phi = (Math.max(-MOST_LATITUDE, Math.min(MOST_LATITUDE, lat)) * Math.PI) / 180
  return [lng / 360 + 0.5, 0.5 - Math.log(Math.tan(Math.PI / 4 + phi / 2)) / (2 * Math.PI)]
}

/**
 * Gives the function that places positions inside a frame: whole route visible, centred, angles kept, `pad` left free on
 * every side. A route over the date line stays in one piece.
 */
export function fit(route: readonly LatLng[], width: number, height: number, pad: number) {
  const east = route[0]?.[1] ?? 0
  // The nearer way round the globe from the start.
  const near = ([lat, lng]: LatLng): LatLng => [lat, lng - 360 * Math.round((lng - east) / 360)]
  let [left, right, top, bottom] = [Infinity, -Infinity, Infinity, -Infinity]
  for (const position of route) {
    const [x, y] = project(near(position))
    left = Math.min(left, x)
    right = Math.max(right, x)
    top = Math.min(top, y)
    bottom = Math.max(bottom, y)
  }
  const [inner, tall] = [Math.max(1, width - 2 * pad), Math.max(1, height - 2 * pad)]
  // A route that stays on one spot is shown at the scale of a street.
  const scale = Math.min(inner / Math.max(right - left, 1e-7), tall / Math.max(bottom - top, 1e-7))
  const [midX, midY] = [(left + right) / 2, (top + bottom) / 2]
  return (position: LatLng): { x: number; y: number } => {
    const [x, y] = project(near(position))
    return { x: width / 2 + (x - midX) * scale, y: height / 2 + (y - midY) * scale }
  }
}

/** Metres between two positions on the sphere (haversine, mean radius 6,371,008.8 m). */
export function metresBetween(a: LatLng, b: LatLng): number {
  const radians = Math.PI / 180
  const [dLat, dLng] = [(b[0] - a[0]) * radians, (b[1] - a[1]) * radians]
  const h = Math.sin(dLat / 2) ** 2 + Math.cos(a[0] * radians) * Math.cos(b[0] * radians) * Math.sin(dLng / 2) ** 2
  return 2 * 6_371_008.8 * Math.asin(Math.min(1, Math.sqrt(h)))
}

/** Positions of a Google encoded polyline, precision 5. Stops at the first character that cannot belong to one. */
export function decodePolyline(text: string): LatLng[] {
  const route: LatLng[] = []
  let [lat, lng, at] = [0, 0, 0]
  const next = (): number | null => {
    for (let value = 0, shift = 0; at < text.length && shift < 30; shift += 5) {
      const bits = text.charCodeAt(at++) - 63
      if (bits < 0 || bits > 63) return null
      value |= (bits & 31) << shift
      if (bits < 32) return value & 1 ? ~(value >> 1) : value >> 1
    }
    return null
  }
  while (at < text.length) {
    const [dLat, dLng] = [next(), next()]
    if (dLat === null || dLng === null) break
    lat += dLat
    lng += dLng
    route.push([lat / 1e5, lng / 1e5])
  }
  return route
}

import { max, mean, min } from '../../normalise/samples.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import type { Activity, ElevationData } from '../../schema/records.ts'
import { type Coordinates, centerOf, climbOf, polylineOf, validCoordinates } from '../route.ts'
import type { Sample } from './day.ts'
import { tidied } from './figures.ts'

/** Where somebody was at a moment of a workout. */
export interface RoutePoint {
  atMs: number
  at: Coordinates
  altitude: number | null
}

/** Latitudes, longitudes and altitudes of one workout as points: those of one moment belong together. */
export function routeOf(
  latitudes: readonly Sample[],
  longitudes: readonly Sample[],
  altitudes: readonly Sample[],
): RoutePoint[] {
  const lngs = new Map(longitudes.map(({ startMs, value }) => [startMs, value]))
  const heights = new Map(altitudes.map(({ startMs, value }) => [startMs, value]))
  return latitudes.flatMap(({ startMs, value }) => {
    const at = validCoordinates(value, lngs.get(startMs) ?? null)
    return at === null ? [] : [{ atMs: startMs, at, altitude: heights.get(startMs) ?? null }]
  })
}

/** The positions of a route; null without any. */
export function positionOf(route: readonly RoutePoint[], offsetMinutes: number): Activity['position_data'] {
  const [first, last] = [route[0], route.at(-1)]
  if (first === undefined || last === undefined) return null
  return {
    start_pos_lat_lng_deg: first.at,
    end_pos_lat_lng_deg: last.at,
    center_pos_lat_lng_deg: centerOf(route.map(({ at }) => at)),
    position_samples: route.map(({ atMs, at }) => ({
      timestamp: formatTimestamp(atMs, offsetMinutes),
      coords_lat_lng_deg: at,
    })),
  }
}

/** The route encoded; null when there is no line to draw. */
export function polylineData(route: readonly RoutePoint[]): Activity['polyline_map_data'] {
  const summary_polyline = polylineOf(route.map(({ at }) => at))
  return summary_polyline === null ? null : { summary_polyline }
}

/** Climb as the provider told it, else as the altitudes of the route make it; null when neither is known. */
export function elevationOf(
  route: readonly RoutePoint[],
  gainMeters: number | null,
  lossMeters: number | null,
): ElevationData | null {
  const heights = route.flatMap(({ altitude }) => (altitude === null ? [] : [altitude]))
  if (gainMeters === null && lossMeters === null && heights.length === 0) return null
  const climb = heights.length > 1 ? climbOf(heights) : null
  return {
    gain_actual_meters: tidied(gainMeters ?? climb?.gain ?? null),
    loss_actual_meters: tidied(lossMeters ?? climb?.loss ?? null),
    min_meters: tidied(min(heights)),
    max_meters: tidied(max(heights)),
    avg_meters: tidied(mean(heights)),
  }
}

import { TellusError } from '../../../lib/errors.ts'
import { gpxCollector } from '../../gpx/document.ts'
import { inOrder, type TrackPoint } from '../../recording/recording.ts'
import { type Coordinates, validCoordinates } from '../../route.ts'
import { readXml } from '../../xml/read.ts'
import { xmlTimes } from '../../xml/times.ts'

/** A place on the way. */
export interface RoutePoint {
  atMs: number
  at: Coordinates
  /** Metres above the sea; null when unknown. */
  altitude: number | null
  /** Metres per second; null when unknown. */
  speed: number | null
}

/** One GPX file of an export. */
export interface RouteFile {
  name: string
  bytes: Buffer
}

/**
 * The way of a workout from its files, in order of time, without points that lack a place or a time. A file that breaks
 * off gives the points before the break; one that is no GPX at all or too large for a route gives none and is counted
 * in `unreadable`.
 */
export async function readRoute(files: readonly RouteFile[]): Promise<{ points: RoutePoint[]; unreadable: number }> {
  const points: TrackPoint[] = []
  let unreadable = 0
  for (const { name, bytes } of files) {
    // The Health app writes every time with its `Z`.
    const { handler, document } = gpxCollector(name, xmlTimes('UTC'))
    try {
      await readXml(name, bytes, handler)
    } catch (error) {
      if (!(error instanceof TellusError)) throw error
      unreadable++
      continue
    }
    for (const track of document.tracks) for (const point of track.points) points.push(point)
  }
  return { points: inOrder(points).points.flatMap(placed), unreadable }
}

function placed(point: TrackPoint): RoutePoint[] {
  const at = validCoordinates(point.lat, point.lng)
  return at === null ? [] : [{ atMs: point.timeMs, at, altitude: point.elevation, speed: point.speed }]
}

import { strictNumber } from '../../normalise/units.ts'
import type { TrackPoint } from '../recording/recording.ts'
import { guardPoints } from '../recording/sentences.ts'
import { validCoordinates } from '../route.ts'
import type { XmlHandler } from '../xml/read.ts'
import type { XmlTimes } from '../xml/times.ts'

/** A `trk`; points carry the number of their segment as `stretch`. */
export interface GpxTrack {
  name: string | null
  type: string | null
  points: TrackPoint[]
  /** Points that give no time and are not in `points`. */
  timeless: number
}

export interface GpxDocument {
  creator: string | null
  tracks: GpxTrack[]
  hasRoutes: boolean
  hasWaypoints: boolean
}

/** Collects a GPX document, 1.0 or 1.1, as it is read. */
export function gpxCollector(name: string, times: XmlTimes): { handler: XmlHandler; document: GpxDocument } {
  const document: GpxDocument = { creator: null, tracks: [], hasRoutes: false, hasWaypoints: false }
  const path: string[] = []
  let track: GpxTrack | undefined
  let point: TrackPoint | undefined
  let segment = 0
  let points = 0
  let isAccurate = true

  const handler: XmlHandler = {
    open(element, attributes) {
      path.push(element)
      if (element === 'gpx') document.creator = attributes.creator?.trim() || null
      else if (element === 'rte') document.hasRoutes = true
      else if (element === 'wpt') document.hasWaypoints = true
      else if (element === 'trk') {
        track = { name: null, type: null, points: [], timeless: 0 }
        document.tracks.push(track)
      } else if (element === 'trkseg') segment++
      else if (element === 'trkpt' && track !== undefined) {
        guardPoints(name, ++points)
        point = emptyPoint(attributes, segment)
        isAccurate = true
      }
    },
    close(element, text) {
      path.pop()
      const parent = path.at(-1)
      if (element === 'trkpt' && point !== undefined && track !== undefined) {
        if (!Number.isFinite(point.timeMs)) track.timeless++
        else if (isAccurate) track.points.push(point)
        point = undefined
      } else if (element === 'hAcc') isAccurate = isAccurateTo(strictNumber(text))
      else if (point !== undefined) fillPoint(point, element, parent, text, times)
      else if (element === 'trk') track = undefined
      else if (track !== undefined && parent === 'trk' && element === 'name') track.name = text || null
      else if (track !== undefined && parent === 'trk' && element === 'type') track.type = text || null
    },
  }
  return { handler, document }
}

/**
 * Fields of a point: its own, and in `extensions` those of Garmin's TrackPointExtension, ClueTrust's gpxdata, Strava
 * and Apple, whose local names do not clash.
 */
function fillPoint(
  point: TrackPoint,
  element: string,
  parent: string | undefined,
  text: string,
  times: XmlTimes,
): void {
  const value = strictNumber(text)
  if (element === 'time' && parent === 'trkpt') point.timeMs = times.read(text) ?? Number.NaN
  else if (element === 'ele' && parent === 'trkpt') point.elevation = value
  else if (element === 'hr' || element === 'heartrate') point.heartRate = value
  else if (element === 'cad' || element === 'cadence') point.cadence = value
  else if (element === 'power' || element === 'PowerInWatts') point.power = value
  // Apple writes −1 for a speed it could not tell.
  else if (element === 'speed') point.speed = value === null || value < 0 ? null : value
}

/** A horizontal accuracy worse than this puts the point on another street, metres. */
const worstAccuracy = 50

/** Apple tells how sure it is of each place, and writes a negative number where it knows none. */
const isAccurateTo = (meters: number | null): boolean => meters === null || (meters >= 0 && meters <= worstAccuracy)

function emptyPoint(attributes: Readonly<Record<string, string>>, stretch: number): TrackPoint {
  const at = validCoordinates(strictNumber(attributes.lat), strictNumber(attributes.lon))
  return {
    timeMs: Number.NaN,
    lat: at?.[0] ?? null,
    lng: at?.[1] ?? null,
    elevation: null,
    distance: null,
    speed: null,
    heartRate: null,
    cadence: null,
    power: null,
    stretch,
  }
}

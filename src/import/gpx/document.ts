import { TellusError } from '../../lib/errors.ts'
import { strictNumber } from '../../normalise/units.ts'
import { maxPoints } from '../fit/read.ts'
import type { TrackPoint } from '../fit/recording.ts'
import { validCoordinates } from '../route.ts'
import type { XmlTimes } from '../tcx/times.ts'
import type { XmlHandler } from '../tcx/xml.ts'

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
        if (++points > maxPoints) {
          throw new TellusError('unprocessable', `${name} holds more than ${maxPoints} points and was not read.`)
        }
        point = emptyPoint(attributes, segment)
      }
    },
    close(element, text) {
      path.pop()
      const parent = path.at(-1)
      if (element === 'trkpt' && point !== undefined && track !== undefined) {
        if (Number.isFinite(point.timeMs)) track.points.push(point)
        else track.timeless++
        point = undefined
      } else if (point !== undefined) fillPoint(point, element, parent, text, times)
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
  else if (element === 'speed') point.speed = value
}

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

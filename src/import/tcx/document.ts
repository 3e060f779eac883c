import { strictNumber } from '../../normalise/units.ts'
import type { TrackPoint } from '../recording/recording.ts'
import { guardPoints } from '../recording/sentences.ts'
import { validCoordinates } from '../route.ts'
import type { XmlHandler } from '../xml/read.ts'
import type { XmlTimes } from '../xml/times.ts'

/** A `Lap` as it stands in the file; the tracks' points carry the number of their track as `stretch`. */
export interface TcxLap {
  startMs: number | null
  seconds: number | null
  meters: number | null
  maxSpeed: number | null
  calories: number | null
  avgHeartRate: number | null
  maxHeartRate: number | null
  cadence: number | null
  avgRunCadence: number | null
  maxRunCadence: number | null
  avgSpeed: number | null
  avgWatts: number | null
  maxWatts: number | null
  steps: number | null
  trigger: string | null
  points: TcxPoint[]
}

/** A point whose cadence is still as written: of the crank, or of one leg. */
export interface TcxPoint extends TrackPoint {
  runCadence: number | null
}

export interface TcxActivity {
  sport: string | null
  startMs: number | null
  notes: string | null
  laps: TcxLap[]
  creator: { name: string | null; unitId: string | null; version: string | null } | null
}

export interface TcxDocument {
  activities: TcxActivity[]
  hasCourses: boolean
}

/** Collects a TCX document as it is read. */
export function tcxCollector(name: string, times: XmlTimes): { handler: XmlHandler; document: TcxDocument } {
  const document: TcxDocument = { activities: [], hasCourses: false }
  const path: string[] = []
  let activity: TcxActivity | undefined
  let lap: TcxLap | undefined
  let point: TcxPoint | undefined
  let track = 0
  let points = 0

  const handler: XmlHandler = {
    open(element, attributes) {
      path.push(element)
      if (element === 'Courses') document.hasCourses = true
      else if (element === 'Activity' && !path.includes('Courses')) {
        activity = { sport: attributes.Sport ?? null, startMs: null, notes: null, laps: [], creator: null }
        document.activities.push(activity)
      } else if (element === 'Lap' && activity !== undefined) {
        lap = emptyLap(attributes.StartTime === undefined ? null : times.read(attributes.StartTime))
        activity.laps.push(lap)
      } else if (element === 'Track') track++
      else if (element === 'Trackpoint' && lap !== undefined) {
        guardPoints(name, ++points)
        point = emptyPoint(track)
      } else if (element === 'Creator' && activity !== undefined) {
        activity.creator = { name: null, unitId: null, version: null }
      }
    },
    close(element, text) {
      path.pop()
      const parent = path.at(-1) ?? ''
      if (element === 'Trackpoint') {
        if (point !== undefined && Number.isFinite(point.timeMs)) lap?.points.push(located(point))
        point = undefined
      } else if (point !== undefined) fillPoint(point, element, parent, text, times)
      else if (element === 'Lap') lap = undefined
      else if (lap !== undefined) fillLap(lap, element, parent, text)
      else if (element === 'Activity') activity = undefined
      else if (activity !== undefined) fillActivity(activity, element, parent, text, times)
    },
  }
  return { handler, document }
}

function fillPoint(point: TcxPoint, element: string, parent: string, text: string, times: XmlTimes): void {
  const value = strictNumber(text)
  if (element === 'Time') point.timeMs = times.read(text) ?? Number.NaN
  else if (element === 'LatitudeDegrees') point.lat = value
  else if (element === 'LongitudeDegrees') point.lng = value
  else if (element === 'AltitudeMeters') point.elevation = value
  else if (element === 'DistanceMeters') point.distance = value
  else if (element === 'Value' && parent === 'HeartRateBpm') point.heartRate = value
  else if (element === 'Cadence') point.cadence = value
  else if (element === 'RunCadence') point.runCadence = value
  else if (element === 'Speed') point.speed = value
  else if (element === 'Watts') point.power = value
}

function fillLap(lap: TcxLap, element: string, parent: string, text: string): void {
  const value = strictNumber(text)
  if (element === 'TotalTimeSeconds') lap.seconds = value
  else if (element === 'DistanceMeters') lap.meters = value
  else if (element === 'MaximumSpeed') lap.maxSpeed = value
  else if (element === 'Calories') lap.calories = value
  else if (element === 'Value' && parent === 'AverageHeartRateBpm') lap.avgHeartRate = value
  else if (element === 'Value' && parent === 'MaximumHeartRateBpm') lap.maxHeartRate = value
  else if (element === 'Cadence') lap.cadence = value
  else if (element === 'TriggerMethod') lap.trigger = text || null
  else if (element === 'AvgSpeed') lap.avgSpeed = value
  else if (element === 'AvgRunCadence') lap.avgRunCadence = value
  else if (element === 'MaxRunCadence') lap.maxRunCadence = value
  else if (element === 'AvgWatts') lap.avgWatts = value
  else if (element === 'MaxWatts') lap.maxWatts = value
  else if (element === 'Steps') lap.steps = value
}

function fillActivity(activity: TcxActivity, element: string, parent: string, text: string, times: XmlTimes): void {
  const { creator } = activity
  if (element === 'Id' && parent === 'Activity') activity.startMs = times.read(text)
  else if (element === 'Notes' && parent === 'Activity') activity.notes = text || null
  else if (creator === null) return
  else if (element === 'Name' && parent === 'Creator') creator.name = text || null
  else if (element === 'UnitId') creator.unitId = text || null
  else if (element === 'VersionMajor') creator.version = text || null
  else if (element === 'VersionMinor' && creator.version !== null) creator.version += `.${text}`
}

const emptyLap = (startMs: number | null): TcxLap => ({
  startMs,
  seconds: null,
  meters: null,
  maxSpeed: null,
  calories: null,
  avgHeartRate: null,
  maxHeartRate: null,
  cadence: null,
  avgRunCadence: null,
  maxRunCadence: null,
  avgSpeed: null,
  avgWatts: null,
  maxWatts: null,
  steps: null,
  trigger: null,
  points: [],
})

const emptyPoint = (stretch: number): TcxPoint => ({
  timeMs: Number.NaN,
  lat: null,
  lng: null,
  elevation: null,
  distance: null,
  speed: null,
  heartRate: null,
  cadence: null,
  runCadence: null,
  power: null,
  stretch,
})

function located(point: TcxPoint): TcxPoint {
  const at = validCoordinates(point.lat, point.lng)
  return { ...point, lat: at?.[0] ?? null, lng: at?.[1] ?? null }
}

import type { PlausibleKind } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import type {
  CadenceSample,
  DistanceSample,
  ElevationSample,
  HeartRateDataSample,
  PositionSample,
  PowerSample,
  SpeedSample,
} from '../../schema/records.ts'
import { type Coordinates, metersBetween, validCoordinates } from '../route.ts'
import { type Recording, type TrackPoint, timerOf } from './recording.ts'

/** The value if it is possible, else null. */
export type Check = (kind: PlausibleKind, value: number | null) => number | null

/** One quantity along a recording: its samples for the record, and the bare values for what is derived of them. */
interface Series<S, V = number> {
  samples: S[]
  values: V[]
}

export interface RecordingSeries {
  distance: Series<DistanceSample>
  elevation: Series<ElevationSample>
  speed: Series<SpeedSample>
  heartRate: Series<HeartRateDataSample>
  cadence: Series<CadenceSample>
  power: Series<PowerSample>
  position: Series<PositionSample, Coordinates>
}

/**
 * Samples of every quantity the points hold, with the timer beside the time. Distance is the device's own where it
 * measured one and only ever grows; else it is that along the positions. Recordings have hundreds of thousands of
 * points, so each is visited once and its timestamp made once.
 */
export function seriesOf(recording: Recording, check: Check): RecordingSeries {
  const series: RecordingSeries = {
    distance: { samples: [], values: [] },
    elevation: { samples: [], values: [] },
    speed: { samples: [], values: [] },
    heartRate: { samples: [], values: [] },
    cadence: { samples: [], values: [] },
    power: { samples: [], values: [] },
    position: { samples: [], values: [] },
  }
  const { distance, elevation, speed, heartRate, cadence, power, position } = series
  const timer = timerOf(recording.startMs, recording.pauses)
  const measured = recording.points.some((point) => point.distance !== null)
  let traveled = 0
  let before: TrackPoint | undefined
  let reached = 0
  for (const point of recording.points) {
    const timestamp = formatTimestamp(point.timeMs, recording.offset.minutes)
    const timer_duration_seconds = tidy(timer(point.timeMs))
    const at = validCoordinates(point.lat, point.lng)
    if (at !== null) {
      position.samples.push({ timestamp, timer_duration_seconds, coords_lat_lng_deg: at })
      position.values.push(at)
      traveled += before === undefined ? 0 : stepMeters(before, point)
      before = point
    }
    const own = measured ? check('distance_meters', point.distance) : at === null ? null : tidy(traveled)
    if (own !== null && own >= reached) {
      reached = own
      distance.samples.push({ timestamp, timer_duration_seconds, distance_meters: own })
      distance.values.push(own)
    }
    const elev_meters = check('altitude_meters', point.elevation)
    if (elev_meters !== null) {
      elevation.samples.push({ timestamp, timer_duration_seconds, elev_meters })
      elevation.values.push(elev_meters)
    }
    const speed_meters_per_second = check('speed_meters_per_second', point.speed)
    if (speed_meters_per_second !== null) {
      speed.samples.push({ timestamp, timer_duration_seconds, speed_meters_per_second })
      speed.values.push(speed_meters_per_second)
    }
    const bpm = check('heart_rate_bpm', point.heartRate)
    if (bpm !== null) {
      heartRate.samples.push({ timestamp, timer_duration_seconds, bpm })
      heartRate.values.push(bpm)
    }
    const cadence_rpm = check('cadence_rpm', point.cadence)
    if (cadence_rpm !== null) {
      cadence.samples.push({ timestamp, timer_duration_seconds, cadence_rpm })
      cadence.values.push(cadence_rpm)
    }
    const watts = check('power_watts', point.power)
    if (watts !== null) {
      power.samples.push({ timestamp, timer_duration_seconds, watts })
      power.values.push(watts)
    }
  }
  return series
}

/**
 * Metres from one located point to the next: none where the receiver was off in between, nor for a jump faster than
 * 100 m/s, which is a fault of the receiver.
 */
export function stepMeters(from: TrackPoint, to: TrackPoint): number {
  const [a, b] = [validCoordinates(from.lat, from.lng), validCoordinates(to.lat, to.lng)]
  if (a === null || b === null || from.stretch !== to.stretch) return 0
  const meters = metersBetween(a, b)
  return meters > ((to.timeMs - from.timeMs) / 1000) * 100 ? 0 : meters
}

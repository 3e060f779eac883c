import type { ActivityType, UploadType } from '../../schema/enums.ts'
import type { DeviceData, HeartRateZoneData } from '../../schema/records.ts'

/**
 * A recorded activity between file and schema, in the terms of FIT, the richest of the formats; TCX and GPX are read
 * into it too. Null is "the file does not say"; units are metres, seconds, m/s, bpm, rpm (both legs), watts.
 */
export interface Recording {
  startMs: number
  endMs: number
  offset: { minutes: number; known: boolean }
  type: ActivityType
  name: string | null
  uploadType: UploadType
  /** Position among several sessions of one file, from 0; null when it is the only one. */
  sessionIndex: number | null
  activeSeconds: number | null
  restSeconds: number | null
  pauses: Pause[]
  /** In order of time, one per instant. */
  points: TrackPoint[]
  laps: Lap[]
  totals: Totals
  zones: HeartRateZoneData[]
  device: DeviceData | null
}

/** Time that the timer stood still. */
export interface Pause {
  fromMs: number
  toMs: number
}

export interface TrackPoint {
  timeMs: number
  lat: number | null
  lng: number | null
  elevation: number | null
  /** Cumulative since the start of the file. */
  distance: number | null
  speed: number | null
  heartRate: number | null
  cadence: number | null
  power: number | null
  /** Points of different stretches are not joined by a line: the receiver was off between them. */
  stretch: number
}

export interface Lap {
  startMs: number
  endMs: number | null
  activeSeconds: number | null
  distance: number | null
  calories: number | null
  avgHeartRate: number | null
  avgSpeed: number | null
  avgPower: number | null
  strokes: number | null
  strokeType: string | null
  trigger: string | null
}

/** What the file itself says about the whole; what it leaves null is derived from the points where that is sound. */
export interface Totals {
  distance: number | null
  steps: number | null
  calories: number | null
  restingCalories: number | null
  avgHeartRate: number | null
  maxHeartRate: number | null
  minHeartRate: number | null
  userMaxHeartRate: number | null
  avgCadence: number | null
  maxCadence: number | null
  avgSpeed: number | null
  maxSpeed: number | null
  avgPower: number | null
  maxPower: number | null
  normalizedPower: number | null
  trainingStressScore: number | null
  intensityFactor: number | null
  workJoules: number | null
  ascent: number | null
  descent: number | null
  minElevation: number | null
  maxElevation: number | null
  avgElevation: number | null
  poolLength: number | null
  poolLengths: number | null
  strokes: number | null
  vo2max: number | null
}

export const noTotals: Readonly<Totals> = {
  distance: null,
  steps: null,
  calories: null,
  restingCalories: null,
  avgHeartRate: null,
  maxHeartRate: null,
  minHeartRate: null,
  userMaxHeartRate: null,
  avgCadence: null,
  maxCadence: null,
  avgSpeed: null,
  maxSpeed: null,
  avgPower: null,
  maxPower: null,
  normalizedPower: null,
  trainingStressScore: null,
  intensityFactor: null,
  workJoules: null,
  ascent: null,
  descent: null,
  minElevation: null,
  maxElevation: null,
  avgElevation: null,
  poolLength: null,
  poolLengths: null,
  strokes: null,
  vo2max: null,
}

/**
 * Points in order of time with one per instant. A clock that was set back leaves points out of order; of two points
 * at one instant the later in the file fills what the earlier lacks.
 */
export function inOrder(points: TrackPoint[]): { points: TrackPoint[]; misplaced: number } {
  let misplaced = 0
  for (let i = 1; i < points.length; i++) {
    if ((points[i]?.timeMs ?? 0) < (points[i - 1]?.timeMs ?? 0)) misplaced++
  }
  const sorted = misplaced === 0 ? points : points.toSorted((a, b) => a.timeMs - b.timeMs)
  const merged: TrackPoint[] = []
  for (const point of sorted) {
    const before = merged.at(-1)
    if (before?.timeMs === point.timeMs) merged[merged.length - 1] = filled(before, point)
    else merged.push(point)
  }
  return { points: merged, misplaced }
}

const filled = (a: TrackPoint, b: TrackPoint): TrackPoint => ({
  timeMs: a.timeMs,
  lat: a.lat ?? b.lat,
  lng: a.lng ?? b.lng,
  elevation: a.elevation ?? b.elevation,
  distance: a.distance ?? b.distance,
  speed: a.speed ?? b.speed,
  heartRate: a.heartRate ?? b.heartRate,
  cadence: a.cadence ?? b.cadence,
  power: a.power ?? b.power,
  stretch: a.stretch,
})

/** Seconds since the start with the pauses taken out, for instants asked in order of time. */
export function timerOf(startMs: number, pauses: Pause[]): (timeMs: number) => number {
  const ordered = pauses.toSorted((a, b) => a.fromMs - b.fromMs)
  let next = 0
  let pausedMs = 0
  return (timeMs) => {
    let pause = ordered[next]
    while (pause !== undefined && pause.toMs <= timeMs) {
      pausedMs += Math.max(0, pause.toMs - Math.max(pause.fromMs, startMs))
      pause = ordered[++next]
    }
    const inPauseMs = pause === undefined ? 0 : Math.max(0, timeMs - Math.max(pause.fromMs, startMs))
    return Math.max(0, timeMs - startMs - pausedMs - inPauseMs) / 1000
  }
}

export const onFoot = (type: ActivityType): boolean => footSports.has(type)

/** Sports in which one cycle of the pod is two steps, so that one-leg cadence and strides are doubled. */
const footSports = new Set<ActivityType>([7, 8, 35, 56, 57, 58, 75, 88, 93, 94, 95, 116, 130, 133, 141, 149])

import type { Measure } from '../../import/days/measures.ts'
import type { ActivityType, MealType, SleepLevel } from '../../schema/enums.ts'
import type { DeviceData, NutritionMacros, NutritionMicros } from '../../schema/records.ts'
import type { Aggregate } from './aggregate.ts'
import type { Moment } from './moments.ts'
import type { Told } from './platform.ts'

// What Health Connect and Samsung Health tell, in the words of `import/days`, which makes the records of their files too.

/** Who measured it. Sources of one name are one. */
export interface EntryOrigin {
  name: string
  /** 0 for what is worn or stands on the bathroom floor, more for what is less to be trusted. */
  rank: number
  isDevice: boolean
  device: DeviceData
  /** An app wrote it that is not the platform's own. */
  isForeign?: boolean
}

export interface EntryReading {
  measure: Measure
  startMs: number
  endMs: number | null
  value: number
}

interface Entry extends Told {
  origin: EntryOrigin
  isManual: boolean
}

export interface ReadingsEntry extends Entry {
  kind: 'sample' | 'series'
  readings: readonly EntryReading[]
}

export interface NightEntry extends Entry {
  kind: 'night'
  /** Its identity, the same as in the platform's file. */
  key: string
  score: number | null
  stages: readonly { startMs: number; endMs: number; level: SleepLevel }[]
}

/** What a platform sums up of a workout; what it does not tell is left out. */
export interface WorkoutFigures {
  activeSeconds?: number
  meters?: number
  totalKcal?: number
  avgHeartRate?: number
  maxHeartRate?: number
  minHeartRate?: number
  avgSpeed?: number
  maxSpeed?: number
  avgCadence?: number
  maxCadence?: number
  steps?: number
  strokes?: number
  climbMeters?: number
  descentMeters?: number
  vo2max?: number
}

export interface WorkoutPart {
  measure: Measure
  startMs: number
  endMs: number
  value: number
}

export interface WorkoutSession {
  key: string
  start: Moment
  end: Moment
  sport: ActivityType
  name: string | null
  figures: WorkoutFigures
  /** What was recorded for the workout itself, its route among it. */
  parts: readonly WorkoutPart[]
}

/** One workout, or the several of a triathlon. */
export interface WorkoutEntry extends Entry {
  kind: 'workout'
  sessions: readonly WorkoutSession[]
}

export interface MealEntry extends Entry {
  kind: 'meal'
  key: string
  name: string
  meal: MealType
  macros: NutritionMacros
  micros: NutritionMicros
}

/** The figure of a day that an aggregate tells. */
export type TotalOf = 'steps' | 'meters' | 'floors' | 'activeKcal' | 'restKcal' | 'totalKcal' | 'activeSeconds'

export interface TotalEntry extends Told {
  kind: 'aggregate'
  total: TotalOf
  value: number
  aggregate: Aggregate
}

export type DayEntry = ReadingsEntry | NightEntry | WorkoutEntry | MealEntry

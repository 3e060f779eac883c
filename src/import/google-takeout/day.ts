import type { ExerciseLog, SleepLog, WeightLog } from './logs.ts'

/** Instant in milliseconds since 1970, and value. */
export type Reading = [timeMs: number, value: number]
/** All heart rates of a minute that begins at `timeMs`. */
export type HeartMinute = [timeMs: number, sum: number, count: number, least: number, most: number]

/** What a file says of a date in one figure each. */
export interface Figures {
  restingRate: number
  sedentaryMinutes: number
  lightMinutes: number
  moderateMinutes: number
  vigorousMinutes: number
  /** Minutes below the zones and in each of the three. */
  zoneMinutes: number[]
  vo2max: number
  /** Mean RMSSD of the night that ended on the date, milliseconds. */
  nightRmssd: number
  breathsPerMinute: number
  saturation: number
  /** Skin temperature of the night against the person's own baseline, degrees Celsius. */
  temperatureDelta: number
}

/** What one file, or a piece of one, knows of a date. */
export interface DayPart {
  steps?: Reading[]
  centimeters?: Reading[]
  kcal?: Reading[]
  feet?: Reading[]
  heart?: HeartMinute[]
  rmssd?: Reading[]
  saturation?: Reading[]
  figures?: Partial<Figures>
  sleeps?: SleepLog[]
  exercises?: ExerciseLog[]
  weights?: WeightLog[]
}

/** A date with all that the archive knows of it: lists in order of time, each instant once. */
export interface Day {
  date: string
  steps: Reading[]
  centimeters: Reading[]
  kcal: Reading[]
  feet: Reading[]
  heart: HeartMinute[]
  rmssd: Reading[]
  saturation: Reading[]
  figures: Partial<Figures>
  sleeps: SleepLog[]
  exercises: ExerciseLog[]
  weights: WeightLog[]
}

/** All parts of a date as one. Files overlap at their edges: of one instant, or one log, the last told counts. */
export const joinParts = (date: string, parts: readonly DayPart[]): Day => ({
  date,
  steps: readingsOf(parts.flatMap((part) => part.steps ?? [])),
  centimeters: readingsOf(parts.flatMap((part) => part.centimeters ?? [])),
  kcal: readingsOf(parts.flatMap((part) => part.kcal ?? [])),
  feet: readingsOf(parts.flatMap((part) => part.feet ?? [])),
  heart: minutesOf(parts.flatMap((part) => part.heart ?? [])),
  rmssd: readingsOf(parts.flatMap((part) => part.rmssd ?? [])),
  saturation: readingsOf(parts.flatMap((part) => part.saturation ?? [])),
  figures: Object.assign({}, ...parts.map((part) => part.figures ?? {})),
  sleeps: logsOf(parts.flatMap((part) => part.sleeps ?? [])),
  exercises: logsOf(parts.flatMap((part) => part.exercises ?? [])),
  weights: logsOf(parts.flatMap((part) => part.weights ?? [])),
})

const readingsOf = (readings: readonly Reading[]): Reading[] =>
  [...new Map(readings.map((reading) => [reading[0], reading])).values()].sort((a, b) => a[0] - b[0])

const logsOf = <L extends { id: string }>(logs: readonly L[]): L[] =>
  [...new Map(logs.map((log) => [log.id, log])).values()].sort((a, b) => (a.id < b.id ? -1 : 1))

/** A minute may be told in pieces, where a file was read in pieces. */
function minutesOf(pieces: readonly HeartMinute[]): HeartMinute[] {
  const minutes = new Map<number, HeartMinute>()
  for (const piece of pieces) {
    const known = minutes.get(piece[0])
    if (known === undefined) {
      minutes.set(piece[0], [...piece])
      continue
    }
    known[1] += piece[1]
    known[2] += piece[2]
    known[3] = Math.min(known[3], piece[3])
    known[4] = Math.max(known[4], piece[4])
  }
  return [...minutes.values()].sort((a, b) => a[0] - b[0])
}

/** The minutes of a stretch, its end not included, of days in order. */
export const heartBetween = (days: readonly Day[], fromMs: number, toMs: number): HeartMinute[] =>
  days.flatMap(({ heart }) => heart.filter(([timeMs]) => timeMs >= fromMs && timeMs < toMs))

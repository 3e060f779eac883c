import { z } from 'zod'
import { readDate } from '../../normalise/instant-text.ts'
import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { tryParseInstant } from '../../normalise/time.ts'
import { strictNumber } from '../../normalise/units.ts'
import { instantOfWallTime } from '../../normalise/zones.ts'
import type { Row } from '../archive/csv-rows.ts'
import { type ArchiveClock, dateAt, dateOf, instantOf } from './clock.ts'
import type { DayPart, Figures, HeartMinute, Reading } from './day.ts'
import { exerciseLog, figure, sleepLog, weightLog } from './logs.ts'
import type { Part } from './parts.ts'

/** What the readers share: the clock of the archive, and the impossible values they met. */
export interface Reader {
  clock: ArchiveClock
  rejections: Rejections
}

/** Parts of days by date. */
export type Parts = Map<string, DayPart>

type Stream = 'steps' | 'centimeters' | 'kcal' | 'feet' | 'rmssd' | 'saturation'

function partOfDate(parts: Parts, date: string): DayPart {
  let part = parts.get(date)
  if (part === undefined) {
    part = {}
    parts.set(date, part)
  }
  return part
}

function addReading(parts: Parts, date: string, stream: Stream, reading: Reading): void {
  const part = partOfDate(parts, date)
  const list = part[stream]
  if (list === undefined) part[stream] = [reading]
  else list.push(reading)
}

function addFigures(parts: Parts, date: string | null, figures: Partial<Figures>): void {
  if (date === null) return
  const part = partOfDate(parts, date)
  part.figures = { ...part.figures, ...figures }
}

const timed = z.object({ dateTime: z.string(), value: z.unknown() })

type ReadItems = (items: readonly unknown[], reader: Reader, parts: Parts) => void

/** A stream of one number a minute; a minute without any is left out, or zero. */
const minutes =
  (stream: Stream): ReadItems =>
  (items, { clock }, parts) => {
    for (const item of items) {
      const { data } = timed.safeParse(item)
      const value = strictNumber(data?.value)
      const timeMs = instantOf(clock, data?.dateTime)
      if (timeMs === null || value === null || value < 0) continue
      addReading(parts, dateAt(clock, timeMs), stream, [timeMs, value])
    }
  }

/** Something that is told once a date, under the person's own date. */
const daily =
  (figuresOf: (value: unknown, rejections: Rejections) => Partial<Figures> | null): ReadItems =>
  (items, { rejections }, parts) => {
    for (const item of items) {
      const { data } = timed.safeParse(item)
      const figures = data === undefined ? null : figuresOf(data.value, rejections)
      if (figures !== null) addFigures(parts, dateOf(data?.dateTime), figures)
    }
  }

const minutesFigure = (name: 'sedentaryMinutes' | 'lightMinutes' | 'moderateMinutes' | 'vigorousMinutes'): ReadItems =>
  daily((value) => {
    const spent = strictNumber(value)
    return spent === null || spent < 0 || spent > 25 * 60 ? null : { [name]: spent }
  })

const restingRate = z.object({ value: figure, date: z.string() })
const zoneNames = ['BELOW_DEFAULT_ZONE_1', 'IN_DEFAULT_ZONE_1', 'IN_DEFAULT_ZONE_2', 'IN_DEFAULT_ZONE_3']
const inZones = z.object({ valuesInZones: z.record(z.string(), figure) })
const vo2max = z.object({ filteredDemographicVO2Max: figure, demographicVO2Max: figure })
const heartRate = z.object({ bpm: z.number(), confidence: z.number().nullish() })

/** All rates of a minute as one, for a watch tells one every few seconds; those it does not trust itself are left out. */
const readHeartRate: ReadItems = (items, { clock, rejections }, parts) => {
  let minute: HeartMinute | undefined
  for (const item of items) {
    const { data } = timed.safeParse(item)
    const rate = heartRate.safeParse(data?.value).data
    const timeMs = instantOf(clock, data?.dateTime)
    const bpm = rate === undefined || rate.confidence === 0 ? null : plausible('heart_rate_bpm', rate.bpm, rejections)
    if (timeMs === null || bpm === null) continue
    const minuteMs = Math.floor(timeMs / 60_000) * 60_000
    if (minute?.[0] === minuteMs) {
      minute[1] += bpm
      minute[2]++
      minute[3] = Math.min(minute[3], bpm)
      minute[4] = Math.max(minute[4], bpm)
      continue
    }
    minute = [minuteMs, bpm, 1, bpm, bpm]
    const part = partOfDate(parts, dateAt(clock, minuteMs))
    if (part.heart === undefined) part.heart = [minute]
    else part.heart.push(minute)
  }
}

/** A night belongs to the date of waking. */
const readSleeps: ReadItems = (items, { clock }, parts) => {
  for (const item of items) {
    const log = sleepLog.safeParse(item).data
    const end = log === undefined ? null : tryParseInstant(log.endTime, clock.zone)
    if (log === undefined || end === null) continue
    const part = partOfDate(parts, dateAt(clock, end.epochMs))
    part.sleeps = [...(part.sleeps ?? []), log]
  }
}

const readExercises: ReadItems = (items, { clock }, parts) => {
  for (const item of items) {
    const log = exerciseLog.safeParse(item).data
    const startMs = instantOf(clock, log?.startTime)
    if (log === undefined || startMs === null) continue
    const part = partOfDate(parts, dateAt(clock, startMs))
    part.exercises = [...(part.exercises ?? []), log]
  }
}

const readWeights: ReadItems = (items, _, parts) => {
  for (const item of items) {
    const log = weightLog.safeParse(item).data
    const date = dateOf(log?.date)
    if (log === undefined || date === null) continue
    const part = partOfDate(parts, date)
    part.weights = [...(part.weights ?? []), log]
  }
}

/** The files of JSON, by what they hold. */
export const itemReaders: Partial<Record<Part, ReadItems>> = {
  sleeps: readSleeps,
  exercises: readExercises,
  weights: readWeights,
  steps: minutes('steps'),
  distance: minutes('centimeters'),
  energy: minutes('kcal'),
  altitude: minutes('feet'),
  heartRate: readHeartRate,
  restingHeartRate: daily((value, rejections) => {
    const { data } = restingRate.safeParse(value)
    // A day without one is there as 0, without its date.
    const rate = plausible('heart_rate_bpm', data?.value === 0 ? null : data?.value, rejections)
    return rate === null ? null : { restingRate: rate }
  }),
  heartRateZones: daily((value) => {
    const zones = inZones.safeParse(value).data?.valuesInZones
    const spent = zoneNames.map((name) => zones?.[name] ?? 0)
    return zones === undefined || spent.some((one) => one < 0) ? null : { zoneMinutes: spent }
  }),
  vo2max: daily((value, rejections) => {
    const { data } = vo2max.safeParse(value)
    const estimate = data?.filteredDemographicVO2Max || data?.demographicVO2Max || null
    const possible = plausible('vo2max', estimate, rejections)
    return possible === null ? null : { vo2max: possible }
  }),
  sedentaryMinutes: minutesFigure('sedentaryMinutes'),
  lightMinutes: minutesFigure('lightMinutes'),
  moderateMinutes: minutesFigure('moderateMinutes'),
  vigorousMinutes: minutesFigure('vigorousMinutes'),
}

type ReadRow = (row: Row, reader: Reader, parts: Parts) => void

const numberIn = (row: Row, heading: string): number | null => strictNumber(row(heading))

/** The date as a table has it: its clock stands for the person's own day, whatever zone it is written with. */
function dateIn(row: Row, heading: string): string | null {
  const date = row(heading)?.slice(0, 10)
  return date === undefined || !/^\d{4}-\d\d-\d\d$/.test(date) || Number.isNaN(readDate(date)) ? null : date
}

/** A sensor that was not sure says 50 % and no other such low value: no desaturation. */
const unsureSaturation = 50

/** The files of CSV, by what they hold. */
export const rowReaders: Partial<Record<Part, ReadRow>> = {
  nightlyVariability(row, { rejections }, parts) {
    const rmssd = plausible('hrv_ms', numberIn(row, 'rmssd'), rejections)
    if (rmssd !== null) addFigures(parts, dateIn(row, 'timestamp'), { nightRmssd: rmssd })
  },
  nightlyBreathing(row, { rejections }, parts) {
    const breaths = plausible('breaths_per_min', numberIn(row, 'daily_respiratory_rate'), rejections)
    if (breaths !== null) addFigures(parts, dateIn(row, 'timestamp'), { breathsPerMinute: breaths })
  },
  dailySaturation(row, { rejections }, parts) {
    const average = plausible('saturation_percentage', numberIn(row, 'average_value'), rejections)
    if (average !== null) addFigures(parts, dateIn(row, 'timestamp'), { saturation: average })
  },
  temperature(row, { clock }, parts) {
    const [sum, count] = [numberIn(row, 'baseline_relative_sample_sum'), numberIn(row, 'temperature_samples')]
    const end = tryParseInstant(row('sleep_end') ?? '', clock.zone)
    if (sum === null || count === null || count <= 0 || end === null || Math.abs(sum / count) > 20) return
    addFigures(parts, dateAt(clock, end.epochMs), { temperatureDelta: sum / count })
  },
  variability: (row, reader, parts) => {
    const rmssd = plausible('hrv_ms', numberIn(row, 'rmssd'), reader.rejections)
    addTimed(row, reader, parts, 'rmssd', rmssd)
  },
  saturation: (row, reader, parts) => {
    const told = numberIn(row, 'value')
    const percentage = plausible('saturation_percentage', told === unsureSaturation ? null : told, reader.rejections)
    addTimed(row, reader, parts, 'saturation', percentage)
  },
}

/** A reading at the time of its row: local without a zone, else as it says. */
function addTimed(row: Row, { clock }: Reader, parts: Parts, stream: Stream, value: number | null): void {
  const at = tryParseInstant(row('timestamp') ?? '', clock.zone)
  if (at !== null && value !== null) addReading(parts, dateAt(clock, at.epochMs), stream, [at.epochMs, value])
}

/** The instant of a weighing, whose date and time are local; null when they are none. */
export function weighedAt(clock: ArchiveClock, date: string, time: string): number | null {
  const day = dateOf(date)
  const at = day === null || !/^\d\d:\d\d:\d\d$/.test(time) ? null : tryParseInstant(`${day}T${time}`, clock.zone)
  return at?.epochMs ?? null
}

/** The instant of a local time, not before another: of an hour that the clocks repeat, the one that fits. */
export function notBefore(localText: string, clock: ArchiveClock, leastMs: number): number | null {
  const at = tryParseInstant(localText, 'UTC')
  if (at === null) return null
  const { epochMs } = instantOfWallTime(at.epochMs, clock.zone)
  return epochMs < leastMs - 30 * 60_000 && epochMs + 3_600_000 >= leastMs ? epochMs + 3_600_000 : epochMs
}

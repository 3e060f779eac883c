import { z } from 'zod'
import { readDate } from '../../normalise/instant-text.ts'
import { nextDate, startOfLocalDay } from '../../normalise/time.ts'
import { type Clock, type Moment, momentOf, zoneOf } from './moments.ts'
import { name, nameOf, word, wrongIn } from './shape.ts'

const amount = z.number().min(0).nullish()

/** More than anybody does in an hour, whatever the unit. */
const mostInAnHour = 2_000_000

/** The last day that the records of a day can be kept for, in 2105. */
const lastDay = 49_700

function isDay(date: string): boolean {
  const day = date.length === 10 ? readDate(date) : Number.NaN
  return day >= 1 && day <= lastDay
}

/** A figure of a whole local day as the phone's own store works it out, all sources counted once. */
const shape = z.object({
  type: word,
  unit: name,
  date: z.string().refine(isDay, 'expected a date YYYY-MM-DD from 1970 on'),
  tz: z.string().nullish(),
  sum: amount,
  avg: amount,
  min: amount,
  max: amount,
  hourly: z.array(z.number().min(0).max(mostInAnHour).nullable()).max(25).nullish(),
})

export interface Aggregate {
  type: string
  unit: string | null
  date: string
  zone: string
  startMs: number
  endMs: number
  sum: number | null
  avg: number | null
  min: number | null
  max: number | null
  /** What came in each hour since midnight, the day of a clock change in 23 or 25; empty when it was not told. */
  hourly: readonly (number | null)[]
}

/** Reads an aggregate; a sentence when it is none. */
export function readAggregate(raw: unknown, phone: Clock['phone']): Aggregate | string {
  const read = shape.safeParse(raw)
  if (!read.success) return wrongIn(read.error)
  const { type, unit, date, tz, sum, avg, min, max, hourly } = read.data
  const zone = zoneOf(tz) ?? phone ?? 'UTC'
  if ([sum, avg, min, max].every((figure) => figure == null)) return 'It has no figure: send sum, avg, min or max.'
  return {
    type,
    unit: nameOf(unit),
    date,
    zone,
    startMs: startOfLocalDay(date, zone),
    endMs: startOfLocalDay(nextDate(date), zone),
    sum: sum ?? null,
    avg: avg ?? null,
    min: min ?? null,
    max: max ?? null,
    hourly: hourly ?? [],
  }
}

/** From midnight to the last moment of an aggregate's day: the next midnight is of another day. */
export function spanOf({ startMs, endMs, zone }: Aggregate): { start: Moment; end: Moment; zone: string } {
  const clock: Clock = { own: zone, phone: null }
  const start = momentOf(startMs, clock) ?? { atMs: startMs, offsetMinutes: 0 }
  return { start, end: momentOf(endMs - 1, clock) ?? start, zone }
}

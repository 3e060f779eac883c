import { z } from 'zod'
import { civilFromDays, daysFromCivil } from '../../normalise/civil.ts'
import { stampOf } from '../../normalise/clock.ts'
import { type Figure, figures, possible, samples } from '../../normalise/possible.ts'
import { type Instant, localDate, parseInstant } from '../../normalise/time.ts'

// What Google's answers have in common, in its words: whole numbers of 64 bits are texts, durations end in `s`, dates are
// objects, times are UTC and stand beside the offset of the person's clock.

/** Of a whole number, which is a text, or a number where it is small. */
const numberOf = (value: unknown): unknown =>
  typeof value === 'string' && /^-?\d{1,15}$/.test(value) ? Number(value) : value

export type Groups = Parameters<typeof figures>[0]

/** `figures` of an object of Google's, of which the whole numbers may be texts. */
export const told = <const G extends Groups>(groups: G) =>
  z.preprocess(
    (value) =>
      typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, numberOf(member)]))
        : value,
    figures(groups),
  )

/** Units of the wire in those of Google. */
export const thousandth = (value: number): number => value / 1000
export const inSeconds = (minutes: number): number => minutes * 60

/** Seconds of `"3600s"`. */
const seconds = z
  .string()
  .regex(/^-?\d{1,9}(?:\.\d{1,9})?s$/)
  .transform((text) => Number(text.slice(0, -1)))
export const duration = seconds.nullish()

/** Milliseconds since 1970. */
export const time = z.iso.datetime({ offset: true }).transform((text) => parseInstant(text).epochMs)
const longestOffsetSeconds = 14 * 3600
/** Minutes east of Greenwich; null for an offset that no clock on earth has. */
const utcOffset = seconds
  .transform((value) => (value % 60 === 0 && Math.abs(value) <= longestOffsetSeconds ? value / 60 : null))
  .nullish()

/** `YYYY-MM-DD` of a whole date. */
export const date = z
  .object({ year: z.int().min(1).max(9999), month: z.int().min(1).max(12), day: z.int().min(1).max(31) })
  .transform(({ year, month, day }) => civilFromDays(daysFromCivil(year, month, day)))

/** A stretch of time, of a session as of its parts. */
export const interval = z.object({ startTime: time, startUtcOffset: utcOffset, endTime: time, endUtcOffset: utcOffset })
export type Interval = z.output<typeof interval>

/** Figures of one instant, in milliseconds since 1970. */
export interface Reading {
  epochMs: number
  offsetMinutes?: number | null | undefined
  told: Partial<Record<Figure, number | null>>
}

/** A reading by the names of the wire. */
export const sampled = (names: Groups[string]) =>
  z
    .object({ sampleTime: z.object({ physicalTime: time, utcOffset }) })
    .and(told({ told: names }))
    .transform(({ sampleTime: at, told }): Reading => ({ epochMs: at.physicalTime, offsetMinutes: at.utcOffset, told }))

/** Heart rates by the minute, in order of time. */
export const minuteRates = z
  .array(z.object({ startTime: time, heartRate: told({ told: { bpm: 'beatsPerMinuteAvg' } }).nullish() }))
  .transform((minutes) =>
    minutes
      .map(({ startTime, heartRate }): Reading => ({ epochMs: startTime, told: heartRate?.told ?? {} }))
      .sort((a, b) => a.epochMs - b.epochMs),
  )

/** The samples of one figure among readings. */
export const samplesOf = <F extends Figure>(figure: F, readings: readonly (Reading & { timestamp: string })[]) =>
  samples(
    figure,
    readings.map(({ timestamp, told }) => ({ timestamp, value: told[figure] })),
  )

/** Google's zones of heart rates, which are those of the wire from 0 on. */
export const zones = ['LIGHT', 'MODERATE', 'VIGOROUS', 'PEAK'] as const

/** The zones in which any time was spent, in seconds of each. */
export const zoneData = (spent: Partial<Record<(typeof zones)[number], number | null | undefined>>) =>
  zones.flatMap((name, zone) => {
    const { duration_seconds } = possible({ duration_seconds: spent[name] })
    return duration_seconds === null ? [] : [{ zone, name, duration_seconds }]
  })

/** A time on the clock of the person there and then. */
export interface Moment extends Instant {
  /** As the wire writes it. */
  timestamp: string
  date: string
}

/** Milliseconds since 1970 by the offset beside them; where none came, on the clock of the person's zone (R1). */
export function momentOf(epochMs: number, offsetMinutes: number | null | undefined, zone: string | null): Moment {
  const at =
    typeof offsetMinutes === 'number'
      ? { epochMs, offsetMinutes, offsetKnown: true }
      : { ...parseInstant(new Date(epochMs).toISOString(), zone ?? undefined), epochMs }
  return { ...at, timestamp: stampOf(at), date: localDate(epochMs, at.offsetMinutes) }
}

/** Beginning and end of a stretch. */
export const endsOf = (of: Interval, zone: string | null): { start: Moment; end: Moment } => ({
  start: momentOf(of.startTime, of.startUtcOffset, zone),
  end: momentOf(of.endTime, of.endUtcOffset, zone),
})

/** The last part of `users/…/dataTypes/sleep/dataPoints/4711`: Google's own id of a point. */
export const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

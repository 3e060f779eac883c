import { z } from 'zod'
import { civilFromDays, daysFromCivil } from '../../normalise/civil.ts'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'
import type { DeviceData } from '../../schema/records.ts'
import type { DayRange } from '../resource.ts'

// What Google's answers have in common, in its words: whole numbers of 64 bits are texts, durations end in `s`, dates are
// objects, times are UTC and stand beside the offset of the person's clock.

/** A whole number, as a text or (where it is small) as a number. */
export const int64 = z
  .union([
    z.int(),
    z
      .string()
      .regex(/^-?\d{1,15}$/)
      .transform(Number),
  ])
  .nullish()

/** A number that may be missing. */
export const figure = z.number().nullish()

/** Seconds of `"3600s"`. */
const seconds = z
  .string()
  .regex(/^-?\d{1,9}(?:\.\d{1,9})?s$/)
  .transform((text) => Number(text.slice(0, -1)))
export const duration = seconds.nullish()

const time = z.iso.datetime({ offset: true })
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
export const interval = z.object({
  startTime: time,
  startUtcOffset: utcOffset,
  endTime: time,
  endUtcOffset: utcOffset,
})
export type Interval = z.output<typeof interval>

export const sampleTime = z.object({ physicalTime: time, utcOffset })

/** Where a point comes from. */
export const dataSource = z
  .object({
    recordingMethod: z.string().nullish(),
    device: z.object({ displayName: z.string().nullish(), manufacturer: z.string().nullish() }).nullish(),
  })
  .nullish()
type DataSource = z.output<typeof dataSource>

/** The local days that were asked for. */
export const range = z.object({ first: z.iso.date(), last: z.iso.date() })
export const isWithin = ({ first, last }: DayRange, day: string): boolean => day >= first && day <= last

/** Heart rates by the minute. */
export const minuteRates = z.array(
  z.object({ startTime: time, heartRate: z.object({ beatsPerMinuteAvg: figure }).nullish() }),
)

/** The possible ones of heart rates by the minute, in order of time. */
export const ratesOf = (minutes: z.output<typeof minuteRates>): { epochMs: number; bpm: number }[] =>
  minutes
    .flatMap(({ startTime, heartRate }) => {
      const bpm = plausible('heart_rate_bpm', heartRate?.beatsPerMinuteAvg)
      return bpm === null ? [] : [{ epochMs: parseInstant(startTime).epochMs, bpm }]
    })
    .sort((a, b) => a.epochMs - b.epochMs)

export const metersOf = (millimeters: number | null | undefined): number | null =>
  plausible('distance_meters', millimeters == null ? null : tidy(millimeters / 1000))

const spanned = z.object({ interval: z.object({ startTime: time, endTime: time }) })
const session = z.union([
  z.object({ sleep: spanned }).transform(({ sleep }) => sleep),
  z.object({ exercise: spanned }).transform(({ exercise }) => exercise),
])

/** When a session lasted, milliseconds since 1970; null for what is none. */
export function stretchOf(point: unknown): [startMs: number, endMs: number] | null {
  const { data } = session.safeParse(point)
  if (data === undefined) return null
  const { startTime, endTime } = data.interval
  const [startMs, endMs] = [parseInstant(startTime).epochMs, parseInstant(endTime).epochMs]
  return endMs > startMs ? [startMs, endMs] : null
}

/** A time on the clock of the person there and then; where no offset came with it, on that of their zone (R1). */
export const instantOf = (text: string, offsetMinutes: number | null | undefined, zone: string | null): Instant =>
  typeof offsetMinutes === 'number'
    ? { epochMs: parseInstant(text).epochMs, offsetMinutes, offsetKnown: true }
    : parseInstant(text, zone ?? undefined)

/** As the wire writes it. */
export const stampOf = ({ epochMs, offsetMinutes }: Instant): string => formatTimestamp(epochMs, offsetMinutes)

export const isManual = (source: DataSource): boolean => source?.recordingMethod === 'MANUAL'

export const deviceOf = (source: DataSource): DeviceData => ({
  name: source?.device?.displayName || null,
  manufacturer: source?.device?.manufacturer || null,
})

/** The last part of `users/…/dataTypes/sleep/dataPoints/4711`: Google's own id of a point. */
export const idOf = (name: string): string => name.slice(name.lastIndexOf('/') + 1)

/** Each session once, as it was last changed, by its start: a list that changes while its pages are read repeats them. */
export function newest<S extends { name: string; changedAtMs: number; start: Instant }>(sessions: readonly S[]): S[] {
  const byName = new Map<string, S>()
  for (const session of sessions) {
    const known = byName.get(session.name)
    if (known === undefined || known.changedAtMs < session.changedAtMs) byName.set(session.name, session)
  }
  return [...byName.values()].sort((a, b) => a.start.epochMs - b.start.epochMs || a.name.localeCompare(b.name))
}

/** When Google last changed a session, milliseconds since 1970; 0 where it does not say. */
export const changedAtMs = ({ updateTime }: { updateTime?: string | null | undefined }): number =>
  updateTime ? parseInstant(updateTime).epochMs : 0

export const updateTime = time.nullish()

import { z } from 'zod'
import { stampOf } from '../../normalise/clock.ts'
import { type Instant, parseInstant } from '../../normalise/time.ts'
import { figure, listed } from '../shapes.ts'

/** A document of one day. */
export const ofDay = <S extends z.core.$ZodLooseShape>(shape: S) => z.object({ day: z.iso.date(), ...shape })

/** The document of a day, of some of one kind. */
export const onDay = <T extends { day: string }>(documents: readonly T[], date: string): T | undefined =>
  documents.find(({ day }) => day === date)

/** What days and nights are both made of, by the names of the collections. */
export const nightly = {
  daily_sleep: listed(ofDay({ score: figure })),
  daily_readiness: listed(ofDay({ score: figure, temperature_deviation: figure })),
  daily_spo2: listed(ofDay({ spo2_percentage: z.object({ average: figure }).nullish() })),
}

/** A time as Oura writes it, in the person's zone where it has no offset. */
export const instantOf = (text: string, zone: string | null): Instant => parseInstant(text, zone ?? undefined)

/** Values at equal distances, `interval` in seconds. */
export const series = z
  .object({ interval: z.number().positive(), items: z.array(figure), timestamp: z.string() })
  .nullish()

/** The readings of a series with their times. */
export function readingsOf(told: z.output<typeof series>, zone: string | null) {
  if (!told) return []
  const start = instantOf(told.timestamp, zone)
  return told.items.map((value, index) => ({
    timestamp: stampOf({ ...start, epochMs: start.epochMs + index * told.interval * 1000 }),
    value,
  }))
}

import { z } from 'zod'
import { formatTimestamp, parseInstant } from '../../normalise/time.ts'
import { HeartRateContext } from '../../schema/enums.ts'
import type { DayRange } from '../resource.ts'

/** Local days that were asked for; the answers reach beyond them. */
export const range = z.object({ first: z.iso.date(), last: z.iso.date() })

export const isWithin = ({ first, last }: DayRange, day: string): boolean => day >= first && day <= last

/** A number that may be missing. */
export const figure = z.number().nullish()

/** A document of one day. */
export const ofDay = <S extends z.core.$ZodLooseShape>(shape: S) => z.object({ day: z.iso.date(), ...shape })

/** Values at equal distances, `interval` in seconds. */
export const series = z.object({ interval: z.number().positive(), items: z.array(figure), timestamp: z.string() })

/** The readings of a series with their times; holes are left out. */
export function readingsOf(
  found: z.output<typeof series> | null | undefined,
  zone: string | null,
): { timestamp: string; value: number }[] {
  if (found === null || found === undefined) return []
  const { epochMs, offsetMinutes } = parseInstant(found.timestamp, zone ?? undefined)
  return found.items.flatMap((value, index) =>
    value === null || value === undefined
      ? []
      : [{ timestamp: formatTimestamp(epochMs + index * found.interval * 1000, offsetMinutes), value }],
  )
}

/** A heart rate, its time in UTC. */
export const heartRates = z.array(z.object({ timestamp: z.string(), bpm: figure, source: z.string().nullish() }))

/** What the wearer was doing, by the source of a heart rate; being awake is neither rest nor exercise. */
export const contextOf = (source: string | null | undefined): HeartRateContext => {
  if (source === 'workout') return HeartRateContext.ACTIVE
  return source === 'rest' || source === 'sleep' ? HeartRateContext.NOT_ACTIVE : HeartRateContext.NOT_SET
}

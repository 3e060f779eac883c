import { z } from 'zod'
import { strictNumber } from '../../normalise/units.ts'

// What is used of Dexcom's answers, in its words.

const word = z.string().nullish()

/**
 * When something was, by the device's system clock, which is UTC, and as the device showed it; and how much of it. What a finger
 * stick said, entered to set the sensor right, is nothing more.
 */
export const entryShape = z.object({
  recordId: z.string().min(1),
  systemTime: z.string(),
  displayTime: z.string(),
  /** The papers have numbers in one list, and texts of numbers in another. */
  value: z.union([z.number(), z.string()]).nullish(),
  unit: word,
})
export type Entry = z.output<typeof entryShape>

/** An estimated glucose value: what a sensor says every five minutes. Ticks are seconds by the transmitter's own clock. */
export const egvShape = entryShape.extend({
  status: word,
  trend: word,
  displayDevice: word,
  transmitterGeneration: word,
  transmitterId: word,
  transmitterTicks: z.number().nullish(),
})
export type Egv = z.output<typeof egvShape>

/** What a person entered. */
export const eventShape = entryShape.extend({ eventType: z.string(), eventSubType: word, eventStatus: word })
export type Event = z.output<typeof eventShape>

/** The amount of an event, null where it has none or one below 0. */
export function amountOf({ value }: Event): number | null {
  const amount = strictNumber(value)
  return amount === null || amount < 0 ? null : amount
}

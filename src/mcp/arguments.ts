import { z } from 'zod'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { shiftDate } from '../normalise/time.ts'
import { leftOutSchema } from './page.ts'
import type { Days } from './records.ts'

const day = z.iso.date('expected a date of the form YYYY-MM-DD')

export const source = z
  .string()
  .min(1)
  .max(100)
  .optional()
  .describe('a provider or user_id of list_sources, to hear of that source alone; left out: the one view over all')

/** What the tools that read days take; no more than `most` of them at a time. */
export const daysAsked = (most: number) => ({
  first_day: day.optional().describe('the first local day, YYYY-MM-DD; left out: six days before last_day'),
  last_day: day
    .optional()
    .describe(`the last local day, included; left out: today in UTC. At most ${most} days are read at once`),
  source,
  skip: z.int().min(0).max(1_000_000).default(0).describe('how many items to pass over, as left_out of an answer says'),
})

/** What they answer around their items. */
export const daysAnswer = (item: z.ZodType) => ({
  first_day: z.string(),
  last_day: z.string(),
  items: z.array(item),
  left_out: leftOutSchema.optional(),
})

/** The days that are meant. Throws `bad_request` for an end before the start, and for more than `most` days. */
export function daysOf(
  { clock }: Pick<Hub, 'clock'>,
  asked: { first_day?: string | undefined; last_day?: string | undefined },
  most: number,
): Days {
  const today = new Date(clock.now()).toISOString().slice(0, 10)
  const last = asked.last_day ?? (asked.first_day === undefined ? today : later(asked.first_day, today))
  const first = asked.first_day ?? shiftDate(last, -6)
  if (first > last) throw new TellusError('bad_request', `first_day ${first} is after last_day ${last}.`)
  if (shiftDate(first, most - 1) < last)
    throw new TellusError(
      'bad_request',
      `From ${first} to ${last} are more than ${most} days: ask for at most ${most} at once, such as first_day ${first} with last_day ${shiftDate(first, most - 1)}.`,
    )
  return { first, last }
}

const later = (a: string, b: string): string => (a > b ? a : b)

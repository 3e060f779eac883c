import { z } from 'zod'
import { TellusError } from '../lib/errors.ts'
import { type IdKind, privateId } from '../lib/ids.ts'

/** The message of a schema whose sentence is `invalid <field>` and no more, as Terra has it. */
const plain = { error: 'invalid' }

/** A text that must be there. */
export const needed = z.string(plain).min(1, plain)

/** `true` or `false` in any case, `1` or `0`; what is left out is `otherwise`. */
export const flag = (otherwise: boolean) =>
  z
    .string(plain)
    .meta({ examples: ['true'] })
    .transform((text) => text.toLowerCase())
    .pipe(z.enum(['true', 'false', '1', '0'], plain))
    .transform((word) => word === 'true' || word === '1')
    .optional()
    .transform((value) => value ?? otherwise)

/** A whole number written in digits, from `min` to `max`. */
export const wholeNumber = (min: number, max: number) =>
  z
    .string(plain)
    .regex(/^\d{1,9}$/, 'expected a whole number')
    .transform(Number)
    .pipe(z.number().min(min).max(max))

/** A time: ISO 8601 (a date is its midnight, no offset is UTC) or unix seconds; gives epoch milliseconds. */
export const instant = z.string(plain).transform((text, context): number => {
  const epochMs = /^\d{10}$/.test(text) ? Number(text) * 1000 : Date.parse(withOffset(text))
  if (!Number.isNaN(epochMs)) return epochMs
  context.addIssue({ code: 'custom', message: 'expected a time such as 2026-07-01T12:00:00Z' })
  return z.NEVER
})

function withOffset(text: string): string {
  // A `+` of an offset arrives as a blank where the client did not encode it.
  const iso = text.replace(/ (\d\d:?\d\d)$/, '+$1')
  if (!/^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(iso)) return 'no time'
  return iso.length === 10 || /(Z|[+-]\d\d:?\d\d)$/i.test(iso) ? iso : `${iso}Z`
}

/** A status code, or a class of them: `503`, `5xx`; gives the lowest and the highest. */
export const statusCodes = z
  .string(plain)
  .regex(/^[1-5](\d\d|xx)$/i, 'expected a status code such as 503, or a class such as 5xx')
  .transform((text) => {
    const isClass = /x/i.test(text)
    const low = isClass ? Number(text[0]) * 100 : Number(text)
    return { low, high: isClass ? low + 99 : low }
  })

/** How the lists of the management API are paged. */
export const paging = { limit: wholeNumber(1, 200).default(50), cursor: z.string(plain).min(1, plain).optional() }

/** How many deliveries a background job may put into the queue a second. */
export const ratePerSecond = z
  .number('expected a number of deliveries a second')
  .min(0.01, 'expected at least 0.01')
  .max(100_000, 'expected at most 100000')

/** An e-mail in lower case: no mail server tells the cases apart. */
export const emailAddress = z
  .string(plain)
  .trim()
  .toLowerCase()
  .max(254, 'expected at most 254 characters')
  .pipe(z.email('expected an address such as ada@example.org'))

/** What somebody is called; null for nothing. */
export const personName = z
  .string(plain)
  .trim()
  .max(100, 'expected at most 100 characters')
  .nullish()
  .transform((name) => name || null)

/** The path of one thing. */
export const byId = z.object({ id: z.string(plain) })

/** The UUID behind a cursor that is the id of the last thing seen; null for none. Throws 400 when it is no such id. */
export function cursorOf(kind: IdKind, text: string | undefined, field = 'cursor'): string | null {
  if (text === undefined) return null
  const id = privateId(kind, text)
  if (id === null) throw new TellusError('bad_request', `invalid ${field}: it is not one that this list gave`)
  return id
}

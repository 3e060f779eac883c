import { z } from 'zod'

/** ISO 8601 in UTC, with milliseconds. */
export const time = z.iso.datetime().meta({ description: 'ISO 8601, UTC', examples: ['2026-07-01T06:04:11.000Z'] })

/** An id as it is outside: `evt_` and 26 sortable base-32 digits. */
export const idOf = (prefix: string) =>
  z
    .string()
    .regex(new RegExp(`^${prefix}_[0-9a-z]{26}$`))
    .meta({ description: `an id that begins with ${prefix}_` })

export const eventId = idOf('evt')
export const deliveryId = idOf('dlv')
export const destinationId = idOf('dst')
export const importId = idOf('imp')
export const jobId = idOf('job')
export const inboxId = idOf('inb')
export const messageId = idOf('msg')
export const keyId = idOf('key')
export const userId = z.guid().meta({ description: 'the UUID of a user' })

export const count = z.int().min(0)

/** Numbers by name, such as records by type. */
export const countsByName = z.record(z.string(), count)

/** A page of a list; `next_cursor` is null on the last one. */
export const listOf = <Item extends z.ZodType>(item: Item) =>
  z.strictObject({ items: z.array(item), next_cursor: z.string().nullable() })

/** What every list of the management API answers. */
export interface List<Item> {
  items: Item[]
  next_cursor: string | null
}

/** Every error's body: problem details (RFC 9457) with `status` and `message` for older clients. */
export const problemSchema = z
  .strictObject({
    type: z.string(),
    title: z.string(),
    instance: z.string(),
    detail: z.string().meta({ description: 'what failed, on what, and what to do' }),
    status: z.literal('error'),
    message: z.string(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.output<typeof problemSchema>

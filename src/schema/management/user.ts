import { z } from 'zod'
import { provenanceSchema } from './raw.ts'
import { count, countsByName, listOf, time, userId } from './shared.ts'

const fields = {
  user_id: userId,
  provider: z.string(),
  reference_id: z.string().nullable(),
  scopes: z.string().nullable(),
  active: z.boolean().meta({ description: 'false: disconnected, nothing is pushed' }),
  needs_reauth: z.boolean().meta({
    description: 'true: the token has ended and cannot be renewed; the person has to connect again',
  }),
  zone: z.string().nullable().meta({ description: 'IANA zone for times that come without one' }),
  created_at: time,
  last_webhook_update: time.nullable(),
  last_data_at: time.nullable(),
}

export const userSchema = z.strictObject(fields).meta({ id: 'User' })
export type User = z.output<typeof userSchema>
export const userListSchema = listOf(userSchema)

/** `GET /users/:id`. */
export const userDetailSchema = z
  .strictObject({
    ...fields,
    counts: countsByName.meta({ description: 'stored records by type' }),
    token: z
      .strictObject({
        renewed_at: time.meta({ description: 'when the provider gave it' }),
        expires_at: time.nullable(),
        is_renewable: z.boolean().meta({ description: 'renewed by itself before it ends' }),
      })
      .nullable()
      .meta({ description: 'how old the token of the provider is; null where there is none, as for files' }),
    connection: z
      .strictObject({
        last_polled_at: time.nullable().meta({ description: 'when the provider last gave what was asked' }),
        next_poll_at: time.nullable().meta({ description: 'when it is asked next; null for never' }),
        failing_since: time.nullable().meta({ description: 'since when it gives nothing; null while all is well' }),
      })
      .nullable()
      .meta({ description: 'how the link to the provider stands; null for files and phones' }),
  })
  .meta({ id: 'UserDetail' })
export type UserDetail = z.output<typeof userDetailSchema>

/** `GET /users/:id/presence`: for each type that has any, how many records begin on each local day. */
export const presenceSchema = z
  .strictObject({
    zone: z.string(),
    first_day: z.iso.date(),
    last_day: z.iso.date().meta({ description: 'today, in the zone' }),
    types: z.array(
      z.strictObject({
        type: z.string(),
        total: count.meta({ description: 'of all time' }),
        first_day: z.iso.date().nullable(),
        last_day: z.iso.date().nullable(),
        days: z.array(count).meta({ description: 'from first_day to last_day of the answer, none left out' }),
      }),
    ),
  })
  .meta({ id: 'Presence' })
export type Presence = z.output<typeof presenceSchema>

/** `GET /users/:id/data`: records of one type, exactly as they are sent. */
export const recordListSchema = z.strictObject({
  items: z.array(z.looseObject({})),
  provenance: z.array(provenanceSchema).meta({ description: 'of what each was made, in the order of the items' }),
  next_cursor: z.string().nullable(),
})

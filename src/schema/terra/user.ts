import { z } from 'zod'
import { timestamp } from '../fields.ts'
import { terraUserSchema } from '../user.ts'

const status = z.literal('success')

const userInfo = terraUserSchema
  .extend({ last_polled_at: timestamp.nullable(), most_recent_data_at: timestamp.nullable() })
  .meta({ id: 'TerraUserInfo', description: 'A user with when they were last asked for and last sent something.' })

/** One user by their id, or all that have a reference id. */
export const userInfoSchema = z.union([
  z.strictObject({ status, is_authenticated: z.boolean(), user: userInfo }),
  z.array(terraUserSchema),
])

/** All users, or a page of them; pages count from 0, and `next` is null on the last one. */
export const subscriptionsSchema = z.union([
  z.strictObject({ status, users: z.array(terraUserSchema) }),
  z.strictObject({
    status,
    data: z.strictObject({
      next: z.int().nullable(),
      max_page: z.int(),
      results: z.array(terraUserSchema),
    }),
  }),
])

export const usersSchema = z.array(terraUserSchema)

/** A user as they are after a change. */
export const changedUserSchema = z.strictObject({ status, user: terraUserSchema }).meta({ id: 'ChangedUser' })

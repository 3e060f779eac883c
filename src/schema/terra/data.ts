import { z } from 'zod'
import { VERSION } from '../events.ts'
import type { RequestedType } from '../providers.ts'
import { recordSchemas } from '../records.ts'
import { terraUserSchema } from '../user.ts'

const status = z.literal('success')
const user = terraUserSchema
const message = z.string()

/** A request whose data goes to the webhook; `reference` is the `terra-reference` of the delivery. */
const acceptedOf = <T extends RequestedType>(type: T) =>
  z.strictObject({ status, type: z.literal(type), reference: z.guid(), trace_id: z.guid(), message, user })

/** The provider needs time: ask again. */
const processingSchema = z
  .strictObject({
    status: status.optional(),
    type: z.literal('processing'),
    message,
    retry_after_seconds: z.number(),
    user,
  })
  .meta({ id: 'RequestProcessing' })

/** What a read of one type answers: the records, or that they go to the webhook, or that the provider needs time. */
export const dataAnswerSchema = (type: Exclude<RequestedType, 'athlete'>) =>
  z.union([
    z.strictObject({
      status,
      type: z.literal(type),
      user,
      data: z.array(recordSchemas[type]),
      version: z.literal(VERSION),
      message: message.optional(),
    }),
    acceptedOf(type),
    processingSchema,
  ])

/** What a read of the profile answers; an empty one where nothing is known. */
export const athleteAnswerSchema = z.union([
  z.strictObject({
    status,
    type: z.literal('athlete'),
    athlete: recordSchemas.athlete,
    user,
    message: message.optional(),
  }),
  acceptedOf('athlete'),
  processingSchema,
])

import { z } from 'zod'
import { count, inboxId, listOf, messageId, time } from './shared.ts'
import { verdictPartsSchema } from './verification.ts'

export const inboxSchema = z
  .strictObject({
    id: inboxId,
    name: z.string(),
    url: z.string().meta({ description: 'any POST to it is kept and shown' }),
    respond_status: z.int(),
    respond_delay_ms: count,
    created_at: time,
  })
  .meta({ id: 'Inbox' })
export type Inbox = z.output<typeof inboxSchema>
export const inboxListSchema = listOf(inboxSchema)

/** What was found of a message's signature. */
export const inboxVerdictSchema = z
  .strictObject({
    verdict: z.enum(['verified', 'invalid', 'unsigned']),
    reason: z.string(),
    steps: z
      .array(z.strictObject({ step: z.string(), ok: z.boolean(), sentence: z.string() }))
      .optional()
      .meta({ description: 'what was checked, in order' }),
    parts: verdictPartsSchema.nullable().meta({ description: 'null in messages of older versions' }),
    trace_id: z.string().nullable(),
    attempt: count.nullable().meta({ description: 'which attempt of its trace id it was, from 1' }),
  })
  .meta({ id: 'InboxVerdict' })
export type InboxVerdict = z.output<typeof inboxVerdictSchema>

export const inboxMessageSchema = z
  .strictObject({
    id: messageId,
    received_at: time,
    method: z.string(),
    path: z.string(),
    headers: z
      .record(z.string(), z.union([z.string(), z.array(z.string())]))
      .meta({ description: 'those that carry secrets masked' }),
    body: z.string(),
    encoding: z.enum(['utf8', 'base64']),
    bytes: count,
    type: z.string().nullable(),
    verdict: inboxVerdictSchema,
    answered: z.int().meta({ description: 'the status it was answered with' }),
  })
  .meta({ id: 'InboxMessage' })
export type InboxMessage = z.output<typeof inboxMessageSchema>
export const messageListSchema = listOf(inboxMessageSchema)

/** `DELETE /inboxes/:id/messages`. */
export const clearedSchema = z.strictObject({ deleted: count })

import { z } from 'zod'
import { count, time } from './shared.ts'

/** What can be made to go wrong with what is asked of the sandbox. */
export const sandboxFaults = [
  'rate_limited',
  'unavailable',
  'slow',
  'malformed',
  'unauthorized',
  'not_ready',
  'refresh_down',
] as const
export type SandboxFault = (typeof sandboxFaults)[number]

/** What can be made to happen to its notifications. */
export const sandboxNoticeFaults = ['duplicate', 'reorder', 'malformed'] as const
export type SandboxNoticeFault = (typeof sandboxNoticeFaults)[number]

const fields = {
  person: z.string().meta({ description: 'who signed in at the sandbox' }),
  scopes: z.array(z.string()).meta({ description: 'what they allow now' }),
  revoked_at: time.nullable().meta({ description: 'when they took access back' }),
  token_expires_at: time.meta({ description: 'when the access token ends at the sandbox' }),
  last_synced_at: time.meta({ description: 'until when the device has told what it has' }),
  next_sync_at: time.nullable().meta({ description: 'null once access was taken back' }),
  fault: z
    .strictObject({
      fault: z.enum(sandboxFaults),
      calls_left: count.nullable().meta({ description: 'null: until it is changed' }),
      seconds: z.number().nullable().meta({ description: 'of Retry-After, or how long an answer takes' }),
    })
    .nullable(),
  notifications: z.enum(sandboxNoticeFaults).nullable().meta({ description: 'what happens to notifications' }),
}

/** `GET /users/:id/sandbox`: how a user stands on the pretend provider's own side. */
export const sandboxStateSchema = z.strictObject(fields).meta({ id: 'SandboxState' })
export type SandboxState = z.output<typeof sandboxStateSchema>

/** `POST /users/:id/sandbox`: the state after what was ordered. */
export const sandboxOrderedSchema = z
  .strictObject({
    ...fields,
    notified: z.boolean().meta({ description: 'whether the sandbox posted a notification of it' }),
  })
  .meta({ id: 'SandboxOrdered' })
export type SandboxOrdered = z.output<typeof sandboxOrderedSchema>

import type { z } from 'zod'
import { flag, nullish, object, required, text, timestamp } from './fields.ts'

export const terraUserSchema = object('TerraUser', 'One link between an account at a provider and a developer.', {
  user_id: required(text, 'UUID of the link between one account at a provider and one developer.'),
  provider: required(text, 'Provider slug in capitals, such as GARMIN.'),
  created_at: nullish(timestamp, 'When it was made.'),
  last_webhook_update: nullish(timestamp, 'When data was last sent for the user.'),
  scopes: nullish(text, 'What the user allowed, comma-separated.'),
  reference_id: nullish(text, "The developer's own id of the person."),
  active: nullish(flag, 'Whether data is still sent; false after the link has ended.'),
})
export type TerraUser = z.infer<typeof terraUserSchema>

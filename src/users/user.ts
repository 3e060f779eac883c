import { formatTimestamp } from '../normalise/time.ts'
import type { TerraUser } from '../schema/records.ts'
import type { LockedRow, UserRow } from './store.ts'

/** A person's link to one provider account. */
export interface User {
  userId: string
  environmentId: string
  /** Upper-case slug, such as `APPLE`. */
  provider: string
  referenceId: string | null
  scopes: string | null
  /** False means that nothing is pushed for this user. */
  active: boolean
  /** IANA zone for times that come without one. */
  zone: string | null
  createdAt: Date
  lastWebhookUpdate: Date | null
  lastDataAt: Date | null
}

export const userOf = (row: UserRow): User => ({
  userId: row.user_id,
  environmentId: row.environment_id,
  provider: row.provider,
  referenceId: row.reference_id,
  scopes: row.scopes,
  active: row.active,
  zone: row.zone,
  createdAt: row.created_at,
  lastWebhookUpdate: row.last_webhook_update,
  lastDataAt: row.last_data_at,
})

/** A user whose row is locked until the transaction ends. */
export interface LockedUser extends User {
  /** Whether what they tell is told merged with what other accounts of the person tell, to destinations that want that. */
  merges: LockedRow['merges']
}

export const lockedUserOf = (row: LockedRow): LockedUser => ({ ...userOf(row), merges: row.merges })

const utc = (date: Date | null): string | null => (date === null ? null : formatTimestamp(date.getTime(), 0))

/** The user object of Terra's wire, the same in every answer and event. */
export const terraUser = (user: User): TerraUser => ({
  user_id: user.userId,
  provider: user.provider,
  created_at: utc(user.createdAt),
  last_webhook_update: utc(user.lastWebhookUpdate),
  scopes: user.scopes,
  reference_id: user.referenceId,
  active: user.active,
})

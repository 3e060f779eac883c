import { isTaken } from '../db/violation.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { isUuid } from '../lib/ids.ts'
import { forgetPerson } from './forget-person.ts'
import { noteLeft } from './merging/merging.ts'
import { changeUser, lockUser } from './store.ts'
import { type User, userOf } from './user.ts'

/** What an app may change of a user; null stays as it is. */
export interface Modification {
  referenceId: string | null
  /** False pauses: nothing is pushed or polled for the user. */
  active: boolean | null
}

/**
 * Changes the reference id of a user, or pauses or resumes them; gives the user as they are then, or null when there is none
 * here. Throws `conflict` where the same account is connected under that reference id already: they would be one user.
 */
export async function modifyUser(
  hub: Pick<Hub, 'db' | 'log'>,
  environmentId: string,
  userId: string,
  change: Modification,
): Promise<User | null> {
  if (!isUuid(userId)) return null
  const row = await hub.db
    .transaction(async (sql) => {
      // The lock lets what is being stored for the user finish first, or see the change.
      const former = await lockUser(sql, environmentId, userId)
      if (former === null) return null
      const changed = await changeUser(sql, userId, change)
      if (former.reference_id !== null && former.reference_id !== changed?.reference_id) {
        await noteLeft(sql, { environmentId, referenceId: former.reference_id }, userId)
        await forgetPerson(sql, environmentId, former.reference_id)
      }
      return changed
    })
    .catch((error: unknown) => {
      if (!isTaken(error, 'users_account_unique')) throw error
      throw new TellusError(
        'conflict',
        'another user is the same account under this reference_id: choose another one, or deauthenticate one of the two',
        { cause: error },
      )
    })
  if (row === null) return null
  hub.log.info({ userId, provider: row.provider, active: row.active }, 'changed a user')
  return userOf(row)
}

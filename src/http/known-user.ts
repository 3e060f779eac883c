import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { findUser } from '../users/find.ts'
import type { User } from '../users/user.ts'

/** The user of an id in an environment. Throws 404 for one who is unknown or another environment's. */
export async function knownUser(hub: Pick<Hub, 'db'>, environmentId: string, userId: string): Promise<User> {
  const user = await findUser(hub, environmentId, userId)
  if (user === null) throw new TellusError('not_found', 'user not found')
  return user
}

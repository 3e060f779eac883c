import type { Sql } from '../db/sql.ts'
import type { Hub } from '../hub.ts'
import { TellusError } from '../lib/errors.ts'
import { lockUser } from '../users/store.ts'
import type { User } from '../users/user.ts'

/**
 * Runs a transaction about a user's plans while nothing else happens to the user: their row is locked before any other, as
 * it is everywhere. Throws 404 for a user who is gone.
 */
export const aloneWith = <T>(hub: Pick<Hub, 'db'>, user: User, work: (sql: Sql) => Promise<T>): Promise<T> =>
  hub.db.transaction(async (sql) => {
    if ((await lockUser(sql, user.environmentId, user.userId)) === null)
      throw new TellusError('not_found', 'user not found')
    return work(sql)
  })

import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { emitEvent } from '../events/emit.ts'
import { purgeUserEvents } from '../events/purge.ts'
import type { Hub } from '../hub.ts'
import { isUuid } from '../lib/ids.ts'
import { forgetPerson } from './forget-person.ts'
import { noteLeft } from './merging/merging.ts'
import { giveBack } from './sign-in/tokens.ts'
import { deleteUser, lockUser, rawFilesOf, selectUser } from './store.ts'
import { terraUser, type User, userOf } from './user.ts'

/**
 * Ends a user: the provider gets its token back, every record, event, attempt, owed delivery and kept file of theirs is deleted, and one `deauth` event
 * goes out, all in one commit (the files right after it). Null when there is no such user.
 */
export async function deauthenticateUser(
  hub: Pick<Hub, 'db' | 'clock' | 'config' | 'log' | 'metrics' | 'defect' | 'wake' | 'vault' | 'publicUrl'>,
  environmentId: string,
  userId: string,
): Promise<User | null> {
  if (!isUuid(userId)) return null
  const known = await selectUser(hub.db, environmentId, userId)
  if (known === null) return null
  await giveBack(hub, userOf(known))
  const done = await hub.db.transaction(async (sql) => {
    const row = await lockUser(sql, environmentId, userId)
    if (row === null) return null
    const user = { ...userOf(row), active: false }
    const files = await rawFilesOf(sql, user.userId)
    await purgeUserEvents(sql, user.userId)
    if (user.referenceId !== null) await noteLeft(sql, { environmentId, referenceId: user.referenceId }, userId)
    await deleteUser(sql, user.userId)
    if (user.referenceId !== null) await forgetPerson(sql, environmentId, user.referenceId)
    const body = JSON.stringify({
      type: 'deauth',
      status: 'success',
      user: terraUser(user),
      message: 'User has deauthenticated',
    })
    await emitEvent(hub, sql, { environmentId, userId: user.userId, type: 'deauth', body, orderingMs: hub.clock.now() })
    return { user, files }
  })
  if (done === null) return null
  hub.wake()
  for (const { raw_path } of done.files) await rm(join(hub.config.dataDir, raw_path), { force: true })
  hub.log.info({ userId, provider: done.user.provider }, 'ended a user and deleted their data')
  return done.user
}

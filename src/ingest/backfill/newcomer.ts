import type { Hub } from '../../hub.ts'
import { TellusError } from '../../lib/errors.ts'
import type { User } from '../../users/user.ts'
import { lastDays, plusDays, todayOf } from '../fetch/days.ts'
import { startBackfill } from './backfill.ts'

type NewcomerHub = Pick<Hub, 'config' | 'db' | 'clock' | 'metrics' | 'defect' | 'log' | 'wake'>

/**
 * Takes on the history of somebody who has just connected, where the setting says so, from before the days that the first
 * fetch has brought.
 */
export async function backfillNewcomer(hub: NewcomerHub, user: User, fetchedDays: number): Promise<void> {
  const { backfillOnConnect } = hub.config
  const today = todayOf(hub.clock.now(), user.zone)
  if (backfillOnConnect === null || (backfillOnConnect !== 'all' && backfillOnConnect <= fetchedDays)) return
  const from = backfillOnConnect === 'all' ? null : lastDays(today, backfillOnConnect).first
  try {
    await startBackfill(hub, user, { from, to: plusDays(today, -fetchedDays) })
  } catch (error) {
    // One runs already, or the provider has no more than what was fetched.
    if (!(error instanceof TellusError)) throw error
    hub.log.info({ userId: user.userId, error: error.message }, 'took on no backfill of a new user')
  }
}

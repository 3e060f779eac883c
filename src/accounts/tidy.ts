import type { Hub } from '../hub.ts'
import { trimAudit } from './audit.ts'
import { deleteEndedSessions } from './session-store.ts'
import { deleteExpiredTokens } from './token-store.ts'

/** Deletes what has ended by itself: sessions, links, and entries of the audit log older than 400 days. */
export async function tidyAccounts(hub: Pick<Hub, 'db' | 'clock'>): Promise<void> {
  await deleteEndedSessions(hub.db)
  await deleteExpiredTokens(hub.db)
  await trimAudit(hub)
}

import type { Hub } from '../hub.ts'
import { firstIdAt } from '../lib/ids.ts'
import { deleteStrayMessages, selectInboxIds, trimMessages } from './store.ts'

const keepNewest = 5000
const keepMs = 7 * 86_400_000

/** Deletes what an inbox keeps no longer: all but its newest 5,000 messages, and what is older than seven days. */
export async function trimInbox(hub: Pick<Hub, 'db' | 'clock'>, inboxId: string): Promise<void> {
  await trimMessages(hub.db, inboxId, keepNewest, firstIdAt(hub.clock.now() - keepMs))
}

/** Trims every inbox: run now and then, for those that nothing arrives at any more. */
export async function trimInboxes(hub: Pick<Hub, 'db' | 'clock'>): Promise<void> {
  for (const { id } of await selectInboxIds(hub.db)) await trimInbox(hub, id)
  await deleteStrayMessages(hub.db)
}

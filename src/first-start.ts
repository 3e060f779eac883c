import { linkOf, renewSetupToken } from './accounts/link.ts'
import { type Credentials, readCredentials, writeCredentials } from './data-dir.ts'
import { createDestination, listDestinations } from './destinations/destination.ts'
import { newDevId } from './environments/environment.ts'
import { createKey, forgetKnownKeys } from './environments/keys.ts'
import {
  environmentByDevId,
  firstEnvironment,
  insertEnvironment,
  isFirstStartDone as isDone,
  markFirstStartDone as setDone,
} from './environments/store.ts'
import type { Hub } from './hub.ts'
import { createInbox, listInboxes } from './inbox/inbox.ts'
import { newId, newSecret, publicId } from './lib/ids.ts'

/**
 * Makes sure there is an environment with a key that `credentials.json` holds. The very first start also makes an inbox
 * and a destination that points at it, so that the first data is seen without any set-up. The file is written before the
 * database: after a crash between the two, the next start takes the same credentials from it. `setupUrl` is where the
 * first owner sets a password: a new link at each start, null once there is an owner.
 */
export async function firstStart(
  hub: Hub,
): Promise<{ credentials: Credentials; isFirst: boolean; setupUrl: string | null }> {
  const { dataDir, devId, apiKey } = hub.config
  const kept = readCredentials(dataDir)
  const known = devId === null ? await firstEnvironment(hub.db) : await environmentByDevId(hub.db, devId)
  const token = await renewSetupToken(hub)
  const setupUrl = token === null ? null : linkOf(hub.publicUrl(), 'setup', token)
  const credentials: Credentials = {
    dev_id: devId ?? known?.dev_id ?? kept?.dev_id ?? newDevId(),
    // A known environment whose file is gone gets a new key: the old one cannot be read back.
    api_key: apiKey ?? kept?.api_key ?? newSecret(32),
    dashboard_url: setupUrl ?? hub.publicUrl(),
  }
  if (JSON.stringify(credentials) !== JSON.stringify(kept)) writeCredentials(dataDir, credentials)
  const environmentId = known?.id ?? newId()
  await hub.db.transaction(async (sql) => {
    if (known === null) await insertEnvironment(sql, { id: environmentId, dev_id: credentials.dev_id, name: 'default' })
    await createKey(sql, environmentId, 'first key', credentials.api_key)
  })
  // Somebody may have called before it was there.
  forgetKnownKeys(hub)
  const isFirst = !(await isDone(hub.db))
  if (isFirst) await makeFirstInbox(hub, environmentId)
  return { credentials, isFirst, setupUrl }
}

/** Each step looks whether it was done: a start that is killed here is finished by the next. */
async function makeFirstInbox(hub: Hub, environmentId: string): Promise<void> {
  const { inboxes } = await listInboxes(hub, environmentId, { limit: 1 })
  const inbox = inboxes[0] ?? (await createInbox(hub, hub.db, { environmentId, name: 'Inbox' }))
  const destinations = await listDestinations(hub, environmentId)
  if (destinations.length === 0)
    await createDestination(hub, environmentId, { kind: 'inbox', inbox_id: publicId('inbox', inbox.id), name: 'Inbox' })
  await setDone(hub.db)
}

/** Forgets the link of the first owner in `credentials.json`: it has been used. */
export function forgetSetupUrl(hub: Pick<Hub, 'config' | 'publicUrl'>): void {
  const { dataDir } = hub.config
  const kept = readCredentials(dataDir)
  if (kept !== null) writeCredentials(dataDir, { ...kept, dashboard_url: hub.publicUrl() })
}

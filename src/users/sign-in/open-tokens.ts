import type { Hub } from '../../hub.ts'
import { selectTokens } from './store.ts'

/** What a provider gave for a user, opened: the access token and, where there is one, the refresh token. None once access has ended. */
export async function openTokens(hub: Pick<Hub, 'db' | 'vault'>, userId: string): Promise<string[]> {
  const row = await selectTokens(hub.db, userId)
  if (row === null) return []
  return [row.access_token, ...(row.refresh_token === null ? [] : [row.refresh_token])].map((text) =>
    hub.vault.open(text),
  )
}

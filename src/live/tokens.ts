import { createHash } from 'node:crypto'
import type { Hub } from '../hub.ts'
import { newSecret } from '../lib/ids.ts'
import { insertToken, type LiveToken, takeToken } from './store.ts'

type TokenHub = Pick<Hub, 'db' | 'clock'>

const lifeMs = 180_000
const hashOf = (token: string): Buffer => createHash('sha256').update(token, 'utf8').digest()

/** A token that opens one session of the live stream within three minutes; only its hash is kept. */
export async function makeLiveToken(hub: TokenHub, whose: LiveToken): Promise<string> {
  const token = newSecret()
  await insertToken(hub.db, hashOf(token), whose, new Date(hub.clock.now() + lifeMs))
  return token
}

/** Uses a token up and tells whose it is; null for one that is unknown, used or expired, or whose key was revoked. */
export const redeemLiveToken = (hub: TokenHub, token: string): Promise<LiveToken | null> =>
  takeToken(hub.db, hashOf(token), new Date(hub.clock.now()))

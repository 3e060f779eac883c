import { randomBytes } from 'node:crypto'
import type { Hub } from '../../hub.ts'
import { hashOf } from './begin.ts'
import { insertPhoneToken, takePhoneToken } from './store.ts'

const lifeSeconds = 180

/** A token of 64 hexadecimal digits, good once within three minutes, by which a phone says whose app it belongs to. */
export async function generateAuthToken(hub: Pick<Hub, 'db' | 'clock'>, environmentId: string) {
  const token = randomBytes(32).toString('hex')
  await insertPhoneToken(hub.db, hashOf(token), environmentId, new Date(hub.clock.now() + lifeSeconds * 1000))
  return { token, expiresIn: lifeSeconds }
}

/** Uses a token up and gives the id of its environment; null for one that is unknown, used or expired. */
export const consumeAuthToken = (hub: Pick<Hub, 'db' | 'clock'>, token: string): Promise<string | null> =>
  takePhoneToken(hub.db, hashOf(token), new Date(hub.clock.now()))

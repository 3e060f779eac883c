import type { Hub } from '../../hub.ts'
import { deleteExpired } from './store.ts'

/** An expired session says so for a day; then nobody remembers it. */
const rememberedMs = 24 * 3_600_000

/** Forgets sessions, sign-ins and tokens that ended long ago. */
export const sweepSignIns = (hub: Pick<Hub, 'db' | 'clock'>): Promise<void> =>
  deleteExpired(hub.db, new Date(hub.clock.now() - rememberedMs))

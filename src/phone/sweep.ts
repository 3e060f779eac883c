import type { Hub } from '../hub.ts'
import { deleteExpiredTokens } from './connection-store.ts'
import { deleteAnswersBefore, deleteTombstonesBefore, sweepDays } from './days-store.ts'

const dayMs = 86_400_000
/** A day's records are made of all its items, and those come over hours: so long they are kept at least. */
const leastDays = 3
/** A phone that does not hear an answer sends the batch again sooner than this; later its items are known by their ids. */
const answersMs = 3 * dayMs
/** What was read on a phone before something was deleted there is sent sooner than this. */
const tombstonesMs = 30 * dayMs
/** An expired token is told so for as long. */
const rememberedMs = 90 * dayMs
const daysAtOnce = 2000

/** Deletes what phones sent and is past its retention (`TELLUS_RAW_RETENTION_DAYS`); the records that were made of it stay. */
export async function sweepPhones(hub: Pick<Hub, 'db' | 'clock' | 'config'>): Promise<void> {
  const nowMs = hub.clock.now()
  const before = new Date(nowMs - Math.max(leastDays, hub.config.rawRetentionDays) * dayMs)
  while ((await sweepDays(hub.db, before, daysAtOnce)) === daysAtOnce);
  await deleteAnswersBefore(hub.db, new Date(nowMs - answersMs))
  await deleteTombstonesBefore(hub.db, new Date(nowMs - tombstonesMs))
  await deleteExpiredTokens(hub.db, new Date(nowMs - rememberedMs))
}

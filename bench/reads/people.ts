import type { Database } from '../../src/db/sql.ts'
import { generateRecords } from '../../src/generate/generate.ts'
import { markFetched } from '../../src/ingest/fetch/store.ts'
import { toIncoming } from '../../src/ingest/incoming.ts'
import { upsertRecords } from '../../src/ingest/store.ts'
import { newUuid } from '../../src/lib/ids.ts'
import { pack } from '../../src/lib/packed.ts'
import { insertUser } from '../../src/users/store.ts'

export const readTypes = ['daily', 'sleep', 'activity'] as const
export type ReadType = (typeof readTypes)[number]

const lastDay = '2026-06-28'
/** All days that are read lie in one month. */
export const days = Array.from({ length: 28 }, (_, n) => `2026-06-${String(n + 1).padStart(2, '0')}`)

/**
 * Users of a connected account, with a month of what a watch records, stored as if it had been fetched: their reads ask
 * whether a day is known, as every read of a connected account does. Gives their ids.
 */
export async function storePeople(db: Database, environmentId: string, count: number): Promise<string[]> {
  const ids: string[] = []
  for (let n = 0; n < count; n++) {
    const userId = newUuid()
    await insertUser(db, {
      userId,
      environmentId,
      provider: 'SANDBOX',
      account: `bench ${n}`,
      referenceId: `bench-${n}`,
      zone: null,
      createdAt: new Date(),
    })
    for (const type of readTypes) {
      const records = generateRecords({ provider: 'GARMIN', type, days: 31, endDate: lastDay, seed: `bench ${n}` })
      const rows = records.map((record) => {
        const { incoming } = toIncoming({ type, record })
        return {
          ...incoming.place,
          type,
          hash: Buffer.from(incoming.hash, 'hex'),
          observedAt: new Date(),
          provenance: { rawIds: [], isWhole: false, mapper: null },
          ...pack(incoming.text),
        }
      })
      await upsertRecords(db, userId, null, rows)
      await markFetched(db, userId, type, {
        seen: { first: '2026-01-01', last: '2026-07-31' },
        settled: { first: '2026-01-01', last: '2026-07-31' },
        recentAt: new Date(),
      })
    }
    ids.push(userId)
  }
  await db`vacuum analyze records, users, fetched_days`
  return ids
}

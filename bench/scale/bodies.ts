import type { Sql } from '../../src/db/sql.ts'
import { generateRecords } from '../../src/generate/generate.ts'
import { pack } from '../../src/lib/packed.ts'
import type { ProviderSlug } from '../../src/schema/providers.ts'

/** What everybody has a record of each day, and whose device it is as. */
const recordedBy = {
  daily: 'GARMIN',
  sleep: 'GARMIN',
  activity: 'GARMIN',
  body: 'GARMIN',
  nutrition: 'FITBIT',
} as const satisfies Record<string, ProviderSlug>
export const filledTypes = ['daily', 'sleep', 'activity', 'body', 'nutrition'] as const

export const variety = 28

/** Puts the packed bodies of generated records into a table, 28 a type, for statements to take from. */
export async function storeBodies(sql: Sql): Promise<void> {
  await sql`
    create temp table bench_bodies (
      type text, n integer, body text, body_z bytea, bytes integer, is_session boolean, primary key (type, n)
    ) on commit drop`
  for (const type of filledTypes) {
    const records: object[] = generateRecords({
      provider: recordedBy[type],
      type,
      days: 31,
      endDate: '2026-06-30',
      seed: 'scale',
    })
    for (let n = 0; n < variety; n++) {
      const { body, body_z, bytes } = pack(JSON.stringify(records[n % records.length] ?? {}))
      await sql`
        insert into bench_bodies
        values (${type}, ${n}, ${body}, ${body_z}, ${bytes}, ${type === 'sleep' || type === 'activity'})`
    }
  }
}

import type { ImportedRecord } from '../import/importer.ts'
import { type Incoming, toIncoming } from '../ingest/incoming.ts'
import type { Daily, Sleep } from '../schema/records.ts'

/** A small day record: what tests vary. */
export const aDaily = (day: string, steps: number, rest: Partial<Daily> = {}): Daily => ({
  metadata: {
    start_time: `${day}T00:00:00.000000+01:00`,
    end_time: `${nextDay(day)}T00:00:00.000000+01:00`,
    upload_type: 1,
    timestamp_localization: 1,
  },
  distance_data: { steps, distance_meters: steps * 0.75 },
  ...rest,
})

/** A night from 23:00 to 07:00 that ends on `day`. */
export const aSleep = (day: string, summaryId: string, asleepSeconds = 27_000): Sleep => ({
  metadata: {
    start_time: `${nextDay(day, -1)}T23:00:00.000000+01:00`,
    end_time: `${day}T07:00:00.000000+01:00`,
    summary_id: summaryId,
    is_nap: false,
    upload_type: 2,
    timestamp_localization: 1,
  },
  sleep_durations_data: { asleep: { duration_asleep_state_seconds: asleepSeconds } },
})

const nextDay = (day: string, by = 1): string =>
  new Date(Date.parse(`${day}T00:00:00Z`) + by * 86_400_000).toISOString().slice(0, 10)

/** Records ready to be stored; one that does not fit the schema fails the test. */
export const incoming = (...records: ImportedRecord[]): Incoming[] =>
  records.map((record) => {
    const { incoming, problems } = toIncoming(record)
    if (problems.length > 0) throw new Error(`A ${record.type} record does not fit the schema: ${problems.join('; ')}`)
    return incoming
  })

import type { DataType } from './records.ts'

/** The parts of any record that say what it is. */
interface Keyed {
  metadata?: { start_time?: string | null | undefined; summary_id?: string | null | undefined } | null | undefined
  timestamp?: string | undefined
  planned_workout_id?: string | null | undefined
  planned_date?: string | null | undefined
}

/**
 * The natural key of a record within a user and type, by which receivers upsert too: summary_id for sessions and
 * observations, the local date for day records, one for athlete, the timestamp for hormones, its id for a planned
 * workout. A session without summary_id is known by its start. Empty when it has none.
 */
export function recordKey(type: DataType, whole: object): string {
  const record: Keyed = whole
  const { start_time: start, summary_id: summaryId } = record.metadata ?? {}
  switch (type) {
    case 'athlete':
      return 'athlete'
    case 'daily':
    case 'body':
    case 'nutrition':
    case 'menstruation':
      return start?.slice(0, 10) ?? ''
    case 'activity':
    case 'sleep':
    case 'health_observation':
      return summaryId ?? start ?? ''
    case 'hormone':
      return record.timestamp ?? ''
    case 'planned_workout':
      return record.planned_workout_id ?? record.planned_date ?? ''
  }
}

import type { DataType } from '../schema/records.ts'

/** What a record is found by again, and when it was, read from its own metadata. */
export interface RecordPlace {
  /** Natural key within a user and type. */
  key: string
  /** Local calendar dates of start and end, `YYYY-MM-DD`; null for a record without time (athlete). */
  firstDay: string | null
  lastDay: string | null
  startAt: Date | null
  endAt: Date | null
}

/** The parts of any record that say what it is and when it was. */
interface Timed {
  metadata?:
    | {
        start_time?: string | null | undefined
        end_time?: string | null | undefined
        summary_id?: string | null | undefined
      }
    | null
    | undefined
  timestamp?: string | undefined
  planned_workout_id?: string | null | undefined
  planned_date?: string | null | undefined
}

const instant = (text: string | null | undefined): Date | null => {
  if (!text) return null
  // A stamp without an offset is local time of an unknown zone; UTC stands in for it in the index only.
  const epochMs = Date.parse(/[+-]\d\d:\d\d$|Z$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(epochMs) ? null : new Date(epochMs)
}

const dayOf = (text: string | null | undefined): string | null => text?.slice(0, 10) ?? null

/**
 * The natural key by which receivers upsert too (wire 7.4): summary_id for sessions and observations, the local date for
 * day records, one for athlete, the timestamp for hormones, its id for a planned workout. A session without
 * summary_id is known by its start.
 */
export function placeOf(type: DataType, whole: object): RecordPlace {
  const record: Timed = whole
  const { start_time: start, end_time: end, summary_id: summaryId } = record.metadata ?? {}
  switch (type) {
    case 'athlete':
      return { key: 'athlete', firstDay: null, lastDay: null, startAt: null, endAt: null }
    case 'daily':
    case 'body':
    case 'nutrition':
    case 'menstruation': {
      const day = dayOf(start)
      // A day record ends at the next midnight, which is not a second day.
      return { key: day ?? '', firstDay: day, lastDay: day, startAt: instant(start), endAt: instant(end) }
    }
    case 'activity':
    case 'sleep':
    case 'health_observation':
      return {
        key: summaryId ?? start ?? '',
        firstDay: dayOf(start),
        lastDay: dayOf(end ?? start),
        startAt: instant(start),
        endAt: instant(end ?? start),
      }
    case 'hormone':
      return {
        key: record.timestamp ?? '',
        firstDay: dayOf(record.timestamp),
        lastDay: dayOf(record.timestamp),
        startAt: instant(record.timestamp),
        endAt: instant(record.timestamp),
      }
    case 'planned_workout': {
      const planned = record.planned_date
      return {
        key: record.planned_workout_id ?? planned ?? '',
        firstDay: dayOf(planned),
        lastDay: dayOf(planned),
        startAt: instant(planned),
        endAt: instant(planned),
      }
    }
  }
}

import { recordKey } from '../schema/record-key.ts'
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
      }
    | null
    | undefined
  timestamp?: string | undefined
  planned_date?: string | null | undefined
}

const instant = (text: string | null | undefined): Date | null => {
  if (!text) return null
  // A stamp without an offset is local time of an unknown zone; UTC stands in for it in the index only.
  const epochMs = Date.parse(/[+-]\d\d:\d\d$|Z$/.test(text) ? text : `${text}Z`)
  return Number.isNaN(epochMs) ? null : new Date(epochMs)
}

const dayOf = (text: string | null | undefined): string | null => text?.slice(0, 10) ?? null

/** Where a record belongs: its natural key (wire 7.4, see `recordKey`), and its days and instants for reads by range. */
export function placeOf(type: DataType, whole: object): RecordPlace {
  const record: Timed = whole
  const { start_time: start, end_time: end } = record.metadata ?? {}
  const key = recordKey(type, whole)
  switch (type) {
    case 'athlete':
      return { key, firstDay: null, lastDay: null, startAt: null, endAt: null }
    case 'daily':
    case 'body':
    case 'nutrition':
    case 'menstruation': {
      const day = dayOf(start)
      // A day record ends at the next midnight, which is not a second day.
      return { key, firstDay: day, lastDay: day, startAt: instant(start), endAt: instant(end) }
    }
    case 'activity':
    case 'sleep':
    case 'health_observation':
      return {
        key,
        firstDay: dayOf(start),
        lastDay: dayOf(end ?? start),
        startAt: instant(start),
        endAt: instant(end ?? start),
      }
    case 'hormone': {
      const at = record.timestamp
      return { key, firstDay: dayOf(at), lastDay: dayOf(at), startAt: instant(at), endAt: instant(at) }
    }
    case 'planned_workout': {
      const planned = record.planned_date
      return {
        key,
        firstDay: dayOf(planned),
        lastDay: dayOf(planned),
        startAt: instant(planned),
        endAt: instant(planned),
      }
    }
  }
}

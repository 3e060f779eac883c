import { recordKey } from '../../schema/record-key.ts'
import { type DataType, recordSchemas } from '../../schema/records.ts'

/** Events of more records are sent as they are: what waits must stay small. */
const mostKeys = 100

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isDataType = (type: string): type is DataType => Object.hasOwn(recordSchemas, type)

/** The records of a data event by their natural keys; null when it is none, or any record has no key of its own. */
function recordsOf(type: string, body: string): Map<string, object> | null {
  if (!isDataType(type)) return null
  const event = parsed(body)
  if (!isRecord(event)) return null
  const list: unknown = type === 'athlete' ? [event['athlete']] : event['data']
  if (!Array.isArray(list) || list.length > mostKeys) return null
  const records = new Map<string, object>()
  for (const record of list) {
    if (!isRecord(record)) return null
    const key = recordKey(type, record)
    if (typeof key !== 'string' || key === '' || records.has(key)) return null
    records.set(key, record)
  }
  return records
}

/** What an app publishes need not be JSON that we understand. */
function parsed(body: string): unknown {
  try {
    return JSON.parse(body)
  } catch {
    return null
  }
}

/** The natural keys of the records in a data event; null when a newer event cannot stand for it. */
export function keysOf(type: string, body: string): string[] | null {
  const records = recordsOf(type, body)
  return records === null || records.size === 0 ? null : [...records.keys()]
}

/**
 * Whether a newer event says all that an older one of the same type did: each record of it is there, with every value
 * that it had, though it may be another one now. Then the older need not be sent.
 */
export function covers(type: string, newer: string, older: string): boolean {
  const now = recordsOf(type, newer)
  const before = recordsOf(type, older)
  if (now === null || before === null || before.size === 0) return false
  for (const [key, record] of before) if (!holds(now.get(key), record)) return false
  return true
}

function holds(newer: unknown, older: unknown): boolean {
  if (older === null || older === undefined) return true
  if (Array.isArray(older)) return Array.isArray(newer) && holdsItems(newer, older)
  if (isRecord(older))
    return isRecord(newer) && Object.entries(older).every(([name, value]) => holds(newer[name], value))
  return newer !== null && newer !== undefined && typeof newer !== 'object'
}

/** Samples are known by their time; of other lists the length must do. */
function holdsItems(newer: readonly unknown[], older: readonly unknown[]): boolean {
  if (newer.length < older.length) return false
  const times = new Set(newer.map(timeOf))
  return older.every((item) => timeOf(item) === null || times.has(timeOf(item)))
}

const timeOf = (item: unknown): string | null => {
  const time = isRecord(item) ? (item['timestamp'] ?? item['start_time']) : null
  return typeof time === 'string' ? time : null
}

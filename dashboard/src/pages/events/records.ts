import type { DataType, RecordOf } from '../../../../src/schema/records.ts'

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** What every record of these types has, and the charts rely on. */
const timed: ReadonlySet<string> = new Set<DataType>([
  'activity',
  'sleep',
  'body',
  'daily',
  'nutrition',
  'menstruation',
])

const isRecordOf = <T extends DataType>(type: T, value: unknown): value is RecordOf[T] =>
  isObject(value) && (!timed.has(type) || isObject(value['metadata']))

/**
 * The records that a payload carries, in its order; null when it is not shaped like data of its type, as an app may
 * publish anything under any type.
 */
export function recordsOf<T extends DataType>(type: T, body: string): readonly RecordOf[T][] | null {
  const parsed: unknown = parse(body)
  if (!isObject(parsed)) return null
  const records = type === 'athlete' ? [parsed['athlete']] : parsed['data']
  if (!Array.isArray(records)) return null
  const found = records.filter((one): one is RecordOf[T] => isRecordOf(type, one))
  return found.length === records.length ? found : null
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

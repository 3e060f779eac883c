import { newUuid } from '../lib/ids.ts'
import { formatTimestamp, tryParseInstant } from '../normalise/time.ts'
import { UploadType } from '../schema/enums.ts'
import type { WritableType } from './refusal.ts'

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/**
 * A record that an app writes, with what apps leave to the provider filled in: times in any form of ISO 8601 become those
 * of the schema (in the person's zone where they say none), an activity gets an id, and counts as typed in by hand unless
 * it says otherwise. Whether it fits the schema is not looked at.
 */
export function prepareRecord(type: WritableType, record: unknown, zone: string | null): unknown {
  const timed = withTimes(record, zone)
  if (type !== 'activity' || !isObject(timed) || !('metadata' in timed) || !isObject(timed.metadata)) return timed
  return { ...timed, metadata: { summary_id: newUuid(), upload_type: UploadType.MANUAL, ...timed.metadata } }
}

const isoTime = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(?::\d{2}(?:\.\d{1,9})?)?(?:Z|[+-]\d{2}:?\d{2})?$/

function withTimes(value: unknown, zone: string | null): unknown {
  if (typeof value === 'string') return isoTime.test(value) ? timeOf(value, zone) : value
  if (Array.isArray(value)) return value.map((item: unknown) => withTimes(item, zone))
  if (!isObject(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]: [string, unknown]) => [key, withTimes(inner, zone)]),
  )
}

function timeOf(text: string, zone: string | null): string {
  const instant = tryParseInstant(text, zone ?? undefined)
  return instant === null ? text : formatTimestamp(instant.epochMs, instant.offsetMinutes)
}

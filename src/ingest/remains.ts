import { checkRecord } from '../schema/events.ts'
import type { DataType } from '../schema/records.ts'

/** `upload_type` of a record that is gone; a sleep has numbers of its own, among which there is none for that. */
const deletedUpload = 4
const unknownSleepUpload = 0

/** What is sent of a record that is gone; null for a type of which the schema has no such form. */
export function remainsOf(type: DataType, text: string): string | null {
  const record: { metadata?: object } = JSON.parse(text)
  if (record.metadata === undefined) return null
  const remains = { metadata: { ...record.metadata, ...uploadOf(type) } }
  return checkRecord(type, remains).ok ? JSON.stringify(remains) : null
}

function uploadOf(type: DataType): object {
  switch (type) {
    case 'activity':
    case 'daily':
      return { upload_type: deletedUpload }
    case 'sleep':
      return { upload_type: unknownSleepUpload }
    default:
      return {}
  }
}

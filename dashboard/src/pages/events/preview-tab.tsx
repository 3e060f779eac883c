import type { DataType, RecordOf } from '../../../../src/schema/records.ts'
import { Preview } from '../../charts/preview.tsx'
import { useHidesValues } from '../../shell/preferences.ts'
import { en } from '../../strings/en.ts'
import { recordsOf } from './records.ts'

export interface PreviewTabProps {
  type: DataType
  /** The payload, as it is sent. */
  body: string
}

/** The records of a payload, drawn. */
export default function PreviewTab({ type, body }: PreviewTabProps) {
  const hides = useHidesValues()
  const records: readonly RecordOf[DataType][] | null = recordsOf(type, body)
  if (records === null) return <p className="max-w-text text-muted">{en.events.drawer.noPreview}</p>
  return <Preview type={type} records={records} hidden={hides} />
}

import { ChevronLeft, ChevronRight } from 'lucide-react'
import { type ComponentType, useState } from 'react'
import type { DataType, RecordOf } from '../../../src/schema/records.ts'
import { IconButton } from '../components/icon-button.tsx'
import { ActivityChart } from './activity-chart.tsx'
import { BodyChart } from './body-chart.tsx'
import type { Hideable } from './chart-frame.tsx'
import { CycleChart } from './cycle-chart.tsx'
import { DailyChart } from './daily-chart.tsx'
import { athleteFacts, hormoneFacts, observationFacts, plannedFacts, whenText } from './facts.ts'
import { FactsList } from './facts-list.tsx'
import { NutritionChart } from './nutrition-chart.tsx'
import { SleepChart } from './sleep-chart.tsx'

/** What draws one record of a type. `history` are the other records at hand, for the person's own band and trends. */
export type PreviewComponent<T extends DataType> = ComponentType<
  { record: RecordOf[T]; history?: readonly RecordOf[T][] } & Hideable
>

const previews: { [T in DataType]: PreviewComponent<T> } = {
  activity: ActivityChart,
  sleep: SleepChart,
  body: BodyChart,
  daily: DailyChart,
  nutrition: NutritionChart,
  menstruation: CycleChart,
  athlete: ({ record, hidden }) => <FactsList facts={athleteFacts(record)} hidden={hidden} />,
  hormone: ({ record, hidden }) => <FactsList facts={hormoneFacts(record)} hidden={hidden} />,
  health_observation: ({ record, hidden }) => <FactsList facts={observationFacts(record)} hidden={hidden} />,
  planned_workout: ({ record, hidden }) => <FactsList facts={plannedFacts(record)} hidden={hidden} />,
}

/** Whether events of this type carry records that can be drawn: not those like `auth` or `large_request_sending`. */
export const hasPreview = (type: string): type is DataType => Object.hasOwn(previews, type)

/** The component that draws one record of a type. */
export function previewFor<T extends DataType>(type: T): PreviewComponent<T> {
  return previews[type]
}

export interface PreviewProps<T extends DataType> extends Hideable {
  type: T
  /** The `data` of an event (or `[athlete]`), in its order. */
  records: readonly RecordOf[T][]
  /** Earlier records of the same person, for the band of 30 days and the trends; by default the records themselves. */
  history?: readonly RecordOf[T][] | undefined
}

/** Draws the records of an event, one at a time with a pager when there are several. The newest is shown first. */
export function Preview<T extends DataType>({ type, records, history, hidden }: PreviewProps<T>) {
  const [chosen, choose] = useState<number | null>(null)
  const at = Math.min(chosen ?? records.length - 1, records.length - 1)
  const record = records[at]
  if (!record) return <p className="chart-note">This event carries no records.</p>
  const Chart = previewFor(type)
  return (
    <div className="chart-group">
      {records.length > 1 && (
        <nav className="chart-pager" aria-label="Records">
          <IconButton
            label="Earlier record"
            icon={<ChevronLeft />}
            disabled={at === 0}
            onClick={() => choose(at - 1)}
          />
          <span aria-live="polite">
            {at + 1} of {records.length}
            <span className="chart-note"> · {labelOf(record)}</span>
          </span>
          <IconButton
            label="Later record"
            icon={<ChevronRight />}
            disabled={at === records.length - 1}
            onClick={() => choose(at + 1)}
          />
        </nav>
      )}
      <Chart key={at} record={record} history={history ?? records} hidden={hidden} />
    </div>
  )
}

/** When a record was, for the pager. */
function labelOf(record: RecordOf[DataType]): string {
  if ('timestamp' in record) return whenText(record.timestamp)
  if ('metadata' in record) return whenText(record.metadata.start_time)
  if ('planned_date' in record) return record.planned_date ?? ''
  return ''
}

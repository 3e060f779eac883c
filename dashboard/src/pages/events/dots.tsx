import type { EventSummary } from '../../api/events.ts'
import { cx } from '../../components/cx.ts'
import { type StatusShape, StatusShapeMark } from '../../components/status.tsx'
import { en } from '../../strings/en.ts'
import { stateWords } from './event-state.ts'

type Status = EventSummary['delivery_statuses'][number]

const marks: Readonly<Record<Status, { shape: StatusShape; colour: string }>> = {
  delivered: { shape: 'full', colour: 'text-ok' },
  failed: { shape: 'square', colour: 'text-bad' },
  pending: { shape: 'open', colour: 'text-info' },
  held: { shape: 'bars', colour: 'text-muted' },
  superseded: { shape: 'open', colour: 'text-muted' },
}
/** More than these would push the words out of their column. */
const mostDots = 5

/** An event's deliveries: a dot each, and in words how they stand. */
export function Dots({ event }: { event: Pick<EventSummary, 'deliveries' | 'delivery_statuses'> }) {
  const dots = event.delivery_statuses
  if (dots.length === 0) return <span className="text-muted">{en.events.states.none}</span>
  const count = Object.values(event.deliveries).reduce((sum, one) => sum + one, 0)
  const shown = dots.slice(0, mostDots)
  const words = stateWords(event.deliveries, (status) => en.events.states[status])
  const [first = 'delivered'] = dots
  return (
    <span title={words} className="inline-flex max-w-full items-center gap-1.5 whitespace-nowrap">
      <span aria-hidden className="inline-flex shrink-0 items-center gap-0.5">
        {shown.map((status, at) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a dot has no other identity than its place
          <span key={at} className={marks[status].colour}>
            <StatusShapeMark shape={marks[status].shape} />
          </span>
        ))}
        {count > mostDots && <span className="text-label text-muted">{en.events.list.moreDots(count - mostDots)}</span>}
      </span>
      <span className={cx('truncate', dots.every((status) => status === first) ? marks[first].colour : undefined)}>
        {words}
      </span>
    </span>
  )
}

import { useEffect } from 'react'
import { type EventDetail, type EventSummary, useEvent } from '../../api/events.ts'
import { Drawer } from '../../components/drawer.tsx'
import { Id } from '../../components/id.tsx'
import { Link } from '../../components/link.tsx'
import { Time } from '../../components/time.tsx'
import { Pending } from '../../shell/pending.tsx'
import { useShortcut } from '../../shell/shortcuts.ts'
import { en } from '../../strings/en.ts'
import { EventActions } from './event-actions.tsx'
import { EventTabs } from './event-tabs.tsx'
import { Rail } from './rail.tsx'

const words = en.events.drawer

export interface EventDrawerProps {
  id: string
  /** Its row, where the list has it: the head is there before the rest has come. */
  row: EventSummary | undefined
  /** Told what was read, whenever that is. */
  onRead: (event: EventDetail) => void
  onClose: () => void
  onPrevious: (() => void) | null
  onNext: (() => void) | null
}

/** One event beside the list it was opened from, or as a page on a small screen. */
export function EventDrawer({ id, row, onRead, onClose, onPrevious, onNext }: EventDrawerProps) {
  const { data, error, refetch } = useEvent(id)
  const head = data ?? row
  // biome-ignore lint/correctness/useExhaustiveDependencies: for each answer, not for each render of who listens.
  useEffect(() => {
    if (data !== undefined) onRead(data)
  }, [data])
  useShortcut(
    onPrevious === null ? null : { keys: '[', label: words.previous, group: 'page', isKeysOnly: true, run: onPrevious },
  )
  useShortcut(onNext === null ? null : { keys: ']', label: words.next, group: 'page', isKeysOnly: true, run: onNext })
  return (
    <Drawer
      open
      onClose={onClose}
      onPrevious={onPrevious}
      onNext={onNext}
      title={<Id id={id} of={words.event} />}
      description={head === undefined ? undefined : <Head event={head} />}
      actions={data && <EventActions key={id} event={data} />}
    >
      {data !== undefined && (
        <div className="flex flex-col gap-4">
          <Rail event={data} />
          <EventTabs event={data} />
        </div>
      )}
      {data === undefined && <Pending error={error} onRetry={refetch} rows={8} />}
    </Drawer>
  )
}

/** Type, whose it is, from where, and when. */
function Head({ event }: { event: EventSummary | EventDetail }) {
  return (
    <span className="flex flex-wrap items-center gap-x-2">
      <span className="font-medium text-ink">{event.type}</span>
      {event.user_id === null ? (
        <span>{en.events.list.noUser}</span>
      ) : (
        <span>
          {words.user}{' '}
          <Link href={`/users/${event.user_id}`} title={event.user_id} className="inline-block py-0.5">
            <Id id={event.user_id} still />
          </Link>
        </span>
      )}
      {event.provider !== null && <span>{event.provider}</span>}
      <Time at={event.created_at} look="both" />
    </span>
  )
}

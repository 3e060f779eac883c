import { type Destination, useDestinations } from '../../api/destinations.ts'
import { type SentEvent, useDeliveriesOf } from '../../api/generate.ts'
import { Amount } from '../../components/amount.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { Loading } from '../../components/skeleton.tsx'
import { Time } from '../../components/time.tsx'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'
import { DeliveryCode, DeliveryState, DeliveryWhen } from '../destinations/delivery-columns.tsx'
import { base } from '../destinations/place.ts'
import { typeWords } from './choices.ts'

const words = en.generate.sent

/** What was sent from this page, newest first, with its attempts as they happen. */
export function Sent({ events }: { events: readonly SentEvent[] }) {
  const { data } = useDestinations()
  return (
    <Panel title={words.title} description={words.description} flush>
      <ul className="border-line border-t">
        {events.map((event) => (
          <li key={event.eventId} className="flex flex-col gap-1 border-line px-4 py-2 not-first:border-t">
            <p className="flex flex-wrap items-baseline gap-x-3">
              <span className="font-medium">{typeWords(event.type)}</span>
              <span className="text-muted">{event.label}</span>
              <Time at={event.at} look="clock" still />
              <Link
                href={`/events/${event.eventId}`}
                className="ml-auto inline-flex min-h-6 items-center touch:min-h-11"
              >
                {words.open}
              </Link>
            </p>
            <Deliveries event={event} destinations={data?.items ?? []} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Deliveries({ event, destinations }: { event: SentEvent; destinations: readonly Destination[] }) {
  const { rows, error, isLoading, refresh } = useDeliveriesOf(event)
  if (error !== null) return <Failure error={error} onRetry={refresh} />
  if (isLoading) return <Loading rows={1} />
  if (rows.length === 0) return <p className="text-muted">{words.nobody}</p>
  return (
    <ul aria-live="polite" className="flex flex-col gap-1">
      {rows.map((row) => (
        <li
          key={row.id}
          className="grid min-h-6 grid-cols-[6.5rem_minmax(0,1fr)_auto] items-center gap-x-3 sm:grid-cols-[6.5rem_minmax(0,1fr)_3rem_5rem_4rem_7rem]"
        >
          <DeliveryState row={row} />
          <Link href={`${base}/${row.destination_id}`} look="plain" className="truncate">
            {destinations.find(({ id }) => id === row.destination_id)?.name ?? words.gone}
          </Link>
          <DeliveryCode row={row} />
          <span className="text-right text-muted max-sm:hidden">
            <Amount value={row.last_duration_ms} as="duration" />
          </span>
          <span className="text-right text-muted max-sm:hidden">{words.tries(row.attempts)}</span>
          <span className="text-right text-muted max-sm:hidden">
            <DeliveryWhen row={row} />
          </span>
        </li>
      ))}
    </ul>
  )
}

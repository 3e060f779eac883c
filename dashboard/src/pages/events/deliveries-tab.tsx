import { SquareTerminal } from 'lucide-react'
import { useRetryNow } from '../../api/deliveries.ts'
import { type EventDetail, useEvent, useResend } from '../../api/events.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Code } from '../../components/code.tsx'
import { Empty } from '../../components/empty.tsx'
import { localClock } from '../../components/format.ts'
import { IconButton } from '../../components/icon-button.tsx'
import { Link } from '../../components/link.tsx'
import { Countdown } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { DeliveryState } from '../destinations/delivery-columns.tsx'
import { base } from '../destinations/place.ts'
import { hostOf } from '../destinations/words.ts'
import { Attempts } from './attempts.tsx'
import { curlOf } from './copies.ts'
import { copyAndSay } from './event-actions.tsx'

const words = en.events.deliveries
type Delivery = EventDetail['deliveries'][number]

/** Each way of an event to a destination, with all its attempts. */
export function DeliveriesTab({ event }: { event: EventDetail }) {
  if (event.deliveries.length === 0) return <Empty what={words.none} why={words.noneWhy} />
  return (
    <ul className="flex flex-col gap-3">
      {event.deliveries.map((delivery) => (
        <li key={delivery.id} className="overflow-hidden rounded-panel border border-line">
          <DeliveryCard event={event} delivery={delivery} />
        </li>
      ))}
    </ul>
  )
}

const nameOf = ({ destination }: Delivery): string =>
  destination === null ? words.gone : destination.url === null ? destination.name : hostOf(destination.url)

function DeliveryCard({ event, delivery }: { event: EventDetail; delivery: Delivery }) {
  const { id, destination, destination_id: destinationId, status, attempts, headers_sent: headers } = delivery
  const name = nameOf(delivery)
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1 bg-sunken py-1.5 pr-2 pl-3">
        <DeliveryState row={{ status, attempts: attempts.length }} />
        <span className="min-w-0 flex-1 truncate" title={destination?.url ?? undefined}>
          {destination === null ? (
            <span className="text-muted">{name}</span>
          ) : (
            <Link href={`${base}/${destinationId}`} className="inline-block py-0.5">
              {name}
            </Link>
          )}
        </span>
        <Act event={event} delivery={delivery} />
        <IconButton
          label={words.curl}
          icon={<SquareTerminal aria-hidden />}
          onClick={() => void copyAndSay(curlOf(event, id), en.events.drawer.copiedCurl)}
        />
      </div>
      <div className="flex flex-col gap-2 px-3 py-2">
        <Next delivery={delivery} />
        {attempts.length > 0 && <Attempts label={words.attempts(name)} attempts={attempts.toReversed()} />}
        {headers !== null && attempts.length > 0 && (
          <details>
            <summary className="w-fit rounded-control py-1 text-muted">{words.headers}</summary>
            <Code
              wrap
              label={words.headers}
              text={Object.entries(headers)
                .map(([header, value]) => `${header}: ${value}`)
                .join('\n')}
            />
          </details>
        )}
      </div>
    </>
  )
}

/** What comes next for a delivery, in words. */
function Next({ delivery }: { delivery: Delivery }) {
  const { status, attempts, next_attempt: number, next_attempt_at: at, attempts_allowed: of } = delivery
  if (status === 'pending' && number !== null)
    return (
      <p>
        {words.next(number, of)}
        {at !== null && (
          <>
            {' '}
            {words.in} <Countdown at={at} past={words.now} />
            <span className="text-muted"> ({localClock(Date.parse(at))})</span>
          </>
        )}
      </p>
    )
  if (status === 'failed') return <p>{words.givenUp(attempts.length)}</p>
  if (status === 'held') return <p>{words.held}</p>
  if (status === 'superseded')
    return (
      <p>
        {words.superseded}{' '}
        {delivery.superseded_by !== null && (
          <Link href={`/events/${delivery.superseded_by}`}>{words.supersededBy}</Link>
        )}
      </p>
    )
  return null
}

/** The one thing to do for a delivery: its next attempt now, or once it was given up, all of them again. */
function Act({ event, delivery }: { event: EventDetail; delivery: Delivery }) {
  const may = useMay('developer')
  const { refetch } = useEvent(event.id)
  const retry = useRetryNow(() => void refetch())
  const resend = useResend(event.id)
  const onError = (error: Error) => toast({ tone: 'bad', text: error.message })
  if (!may || delivery.destination?.enabled !== true) return null
  if (delivery.status === 'pending' && delivery.next_attempt_at !== null)
    return (
      <Button
        busy={retry.isPending}
        onClick={() => retry.mutate(delivery.id, { onSuccess: () => toast({ text: words.tried }), onError })}
      >
        {words.tryNow}
      </Button>
    )
  if (delivery.status !== 'failed') return null
  return (
    <Button
      busy={resend.isPending}
      onClick={() =>
        resend.mutate(delivery.destination_id, {
          onSuccess: ({ deliveries }) => toast({ text: en.events.drawer.resent(deliveries) }),
          onError,
        })
      }
    >
      {words.resend}
    </Button>
  )
}

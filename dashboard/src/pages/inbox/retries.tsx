import { useDeliveries, useRetryNow } from '../../api/deliveries.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { Link } from '../../components/link.tsx'
import { Panel } from '../../components/panel.tsx'
import { Status } from '../../components/status.tsx'
import { Countdown } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.inbox.retries

/** Deliveries to an inbox that were refused and wait for their next attempt; nothing where there are none. */
export function Retries({ destinationId }: { destinationId: string }) {
  const { rows, refresh } = useDeliveries(destinationId, { status: 'pending' })
  const may = useMay('developer')
  const retry = useRetryNow(() => void refresh())
  const waiting = rows.filter(({ status, attempts }) => status === 'pending' && attempts > 0)
  if (waiting.length === 0) return null
  return (
    <Panel title={words.title} flush>
      <ul className="border-line border-t">
        {waiting.map(({ id, event_id, type, attempts, last_status_code: code, next_attempt_at: next }) => (
          <li
            key={id}
            className="flex min-h-9 flex-wrap items-center gap-x-3 border-line px-4 py-1 not-first:border-t touch:min-h-11"
          >
            <Status status="retrying" compact />
            <Link href={`/events/${event_id}`} look="plain" className="font-medium">
              {type}
            </Link>
            <span className="text-muted">{words.failed(attempts, code)}</span>
            {next !== null && (
              <span className="ml-auto">
                {words.next} <Countdown at={next} past={words.now} />
              </span>
            )}
            {may && (
              <Button
                look="plain"
                busy={retry.isPending && retry.variables === id}
                onClick={() => retry.mutate(id, { onError: ({ message }) => toast({ tone: 'bad', text: message }) })}
              >
                {words.tryNow}
              </Button>
            )}
          </li>
        ))}
      </ul>
    </Panel>
  )
}

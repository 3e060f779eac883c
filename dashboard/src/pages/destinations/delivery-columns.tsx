import { type DeliveryRow, useResendTo, useRetryNow } from '../../api/deliveries.ts'
import type { Destination } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Amount } from '../../components/amount.tsx'
import { Button } from '../../components/button.tsx'
import type { Column } from '../../components/column.ts'
import { Id } from '../../components/id.tsx'
import { CustomStatus, Status } from '../../components/status.tsx'
import { Countdown, Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'

const words = en.destinations.list

/** How a delivery stands, as shape, word and colour; one that waits after an attempt is retrying. */
export function DeliveryState({ row }: { row: Pick<DeliveryRow, 'status' | 'attempts'> }) {
  switch (row.status) {
    case 'delivered':
      return <Status status="delivered">{words.states.delivered}</Status>
    case 'failed':
      return <Status status="failed">{words.states.failed}</Status>
    case 'held':
      return <Status status="held">{words.states.held}</Status>
    case 'superseded':
      return (
        <CustomStatus shape="open" tone="neutral">
          {words.states.superseded}
        </CustomStatus>
      )
    default:
      return row.attempts > 0 ? (
        <Status status="retrying">{words.states.retrying}</Status>
      ) : (
        <Status status="pending">{words.states.pending}</Status>
      )
  }
}

/** The status its last attempt was answered with. */
export function DeliveryCode({ row }: { row: DeliveryRow }) {
  if (row.attempts === 0) return <span className="text-muted">–</span>
  if (row.last_status_code === null) return <span title={row.last_error ?? undefined}>{words.noAnswer}</span>
  return <span className="font-mono">{row.last_status_code}</span>
}

/** When its next attempt comes, or its last one was. */
export function DeliveryWhen({ row }: { row: DeliveryRow }) {
  if (row.status === 'pending' && row.attempts > 0 && row.next_attempt_at !== null)
    return (
      <span className="whitespace-nowrap">
        {words.next} <Countdown at={row.next_attempt_at} past={words.now} />
      </span>
    )
  return <Time at={row.last_attempt_at ?? row.created_at} look="clock" still />
}

/** The columns of a destination's deliveries; `onDone` is called when one was sent again or hurried. */
export function useDeliveryColumns(destination: Destination, onDone: () => void): readonly Column<DeliveryRow>[] {
  const may = useMay('developer') && destination.enabled
  const retry = useRetryNow(onDone)
  const resend = useResendTo(onDone)
  const fail = (error: Error) => toast({ tone: 'bad', text: error.message })
  const act = (row: DeliveryRow) => {
    if (row.status === 'failed')
      return (
        <Button
          look="plain"
          className="-my-1"
          busy={resend.isPending && resend.variables.eventId === row.event_id}
          onClick={() =>
            resend.mutate(
              { eventId: row.event_id, destinationId: destination.id },
              { onSuccess: () => toast({ text: words.resent }), onError: fail },
            )
          }
        >
          {words.resend}
        </Button>
      )
    if (row.status === 'pending' && row.attempts > 0)
      return (
        <Button
          look="plain"
          className="-my-1"
          busy={retry.isPending && retry.variables === row.id}
          onClick={() => retry.mutate(row.id, { onSuccess: () => toast({ text: words.tried }), onError: fail })}
        >
          {words.tryNow}
        </Button>
      )
    return null
  }
  return [
    {
      key: 'status',
      head: words.columns.status,
      role: 'status',
      width: '7rem',
      cell: (row) => <DeliveryState row={row} />,
    },
    { key: 'type', head: words.columns.type, role: 'title', cell: (row) => row.type },
    {
      key: 'user',
      head: words.columns.user,
      role: 'meta',
      cell: (row) =>
        row.user_id === null ? <span className="text-muted">{words.noUser}</span> : <Id id={row.user_id} still />,
    },
    { key: 'code', head: words.columns.code, role: 'meta', cell: (row) => <DeliveryCode row={row} /> },
    {
      key: 'took',
      head: words.columns.took,
      align: 'end',
      cell: (row) => <Amount value={row.last_duration_ms} as="duration" />,
    },
    {
      key: 'tries',
      head: words.columns.tries,
      align: 'end',
      cell: (row) => <Amount value={row.attempts} />,
    },
    { key: 'when', head: words.columns.when, role: 'meta', align: 'end', cell: (row) => <DeliveryWhen row={row} /> },
    ...(may
      ? [{ key: 'act', head: words.columns.act, hideHead: true, role: 'meta' as const, width: '5.5rem', cell: act }]
      : []),
  ]
}

import { useDeliveries } from '../../api/deliveries.ts'
import type { Destination } from '../../api/destinations.ts'
import { useMay } from '../../api/session.ts'
import { Button } from '../../components/button.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatDuration } from '../../components/format.ts'
import { Link } from '../../components/link.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { en } from '../../strings/en.ts'
import { useSwitchOn } from './destination-actions.tsx'
import { base } from './place.ts'
import type { Missed } from './recover-dialog.tsx'
import { stateOf } from './state.tsx'

const words = en.destinations.trouble

export interface TroubleProps {
  destination: Destination
  onRecover: (missed: Missed | null) => void
}

/** What is wrong with a destination, what we do about it, and the remedy; nothing while all is well. */
export function Trouble(props: TroubleProps) {
  const state = stateOf(props.destination)
  if (state === 'failing') return <Failing {...props} />
  return state === 'active' ? null : <Off {...props} isPaused={state === 'paused'} />
}

function Failing({ destination, onRecover }: TroubleProps) {
  const { id, failing_attempts: attempts, counts, disables_at } = destination
  const may = useMay('developer')
  const latest = useDeliveries(id, {}).rows.find((row) => row.last_attempt_at !== null && row.status !== 'delivered')
  const last =
    latest === undefined
      ? null
      : latest.last_status_code === null
        ? latest.last_error
        : words.answered(
            latest.last_status_code,
            latest.last_duration_ms === null ? null : formatDuration(latest.last_duration_ms),
          )
  return (
    <ErrorPanel
      what={words.failing(attempts, last)}
      next={
        <>
          {words.next(counts?.pending ?? 0)} {words.remedy}
          {disables_at !== null && (
            <>
              {' '}
              {words.disables} <Time at={disables_at} />.
            </>
          )}
        </>
      }
      actions={
        may && (
          <>
            <Link look="quiet" href={`${base}/${id}/edit`}>
              {en.destinations.edit.title('Host')}
            </Link>
            <Button onClick={() => onRecover(null)}>{en.destinations.page.recover}</Button>
          </>
        )
      }
    />
  )
}

function Off({ destination, onRecover, isPaused }: TroubleProps & { isPaused: boolean }) {
  const may = useMay('developer')
  const switchOn = useSwitchOn(destination, onRecover)
  const waiting = (destination.counts?.pending ?? 0) + (destination.counts?.held ?? 0)
  return (
    <ErrorPanel
      tone={isPaused ? 'warn' : 'bad'}
      what={isPaused ? words.paused(waiting) : words.off(destination.disabled_reason)}
      next={isPaused ? undefined : words.offNext(waiting)}
      actions={
        may &&
        !isPaused && (
          <Button
            busy={switchOn.isPending}
            onClick={() =>
              switchOn.mutate({ enabled: true }, { onError: (error) => toast({ tone: 'bad', text: error.message }) })
            }
          >
            {en.destinations.page.switchOn}
          </Button>
        )
      }
    />
  )
}

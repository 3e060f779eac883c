import { History } from 'lucide-react'
import { useState } from 'react'
import { type Backfill, isUnderWay, useCancelBackfill, useLastBackfill } from '../../api/history.ts'
import { useMay } from '../../api/session.ts'
import { dayName } from '../../charts/clock.ts'
import { Button } from '../../components/button.tsx'
import { Empty } from '../../components/empty.tsx'
import { ErrorPanel } from '../../components/error-panel.tsx'
import { formatNumber } from '../../components/format.ts'
import { Panel } from '../../components/panel.tsx'
import { Progress } from '../../components/progress.tsx'
import { Status } from '../../components/status.tsx'
import { Countdown, Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Pending } from '../../shell/pending.tsx'
import { en } from '../../strings/en.ts'
import { HistoryDialog } from './history-dialog.tsx'

const words = en.users.history
const dayText = (day: string) => `${dayName(day)} ${day.slice(0, 4)}`

export interface HistoryPanelProps {
  id: string
  /** As people call it. */
  provider: string
}

/** The history of a user: how the last backfill stands, and the way to begin one. */
export function HistoryPanel({ id, provider }: HistoryPanelProps) {
  const { last, error, refetch } = useLastBackfill(id)
  const [isAsking, setIsAsking] = useState(false)
  const may = useMay('developer')
  const begin = may && (
    <Button icon={<History aria-hidden />} onClick={() => setIsAsking(true)}>
      {words.verb}
    </Button>
  )
  return (
    <Panel title={words.title} actions={last != null && !isUnderWay(last) && begin}>
      {last === undefined ? (
        <Pending error={error} onRetry={refetch} rows={2} />
      ) : last === null ? (
        <Empty what={words.none} why={words.noneWhy(provider)} action={begin} />
      ) : isUnderWay(last) ? (
        <Running backfill={last} />
      ) : (
        <Ended backfill={last} />
      )}
      {isAsking && <HistoryDialog id={id} provider={provider} onClose={() => setIsAsking(false)} />}
    </Panel>
  )
}

function Running({ backfill }: { backfill: Backfill }) {
  const { id, user_id: userId, phase, started_at: startedAt, waits_until: waitsUntil } = backfill
  const may = useMay('developer')
  const cancel = useCancelBackfill(userId)
  const stop = () =>
    cancel.mutate(id, {
      onSuccess: () => toast({ text: words.stopped }),
      onError: (error) => toast({ tone: 'bad', text: error.message }),
    })
  const isSending = phase === 'sending'
  return (
    <div className="flex flex-col gap-1">
      <Progress
        label={isSending ? words.sending : words.fetching}
        done={isSending ? backfill.payloads_sent : backfill.windows_done}
        total={isSending ? backfill.payloads_total : backfill.windows_total}
        format={(amount) => formatNumber(amount)}
        // The pace of windows says nothing about events, nor about a provider that asked to wait.
        startedAt={isSending || startedAt === null || waitsUntil !== null ? undefined : Date.parse(startedAt)}
        onStop={may && !cancel.isPending ? stop : undefined}
      />
      <Reached backfill={backfill} />
      {waitsUntil !== null && (
        <p className="text-warn">
          {words.waits} <Countdown at={waitsUntil} past={words.now} />.
        </p>
      )}
    </div>
  )
}

function Ended({ backfill }: { backfill: Backfill }) {
  const { status, error, finished_at: finishedAt } = backfill
  return (
    <div className="flex flex-col gap-2">
      <p className="flex flex-wrap items-center gap-x-3">
        <Status status={status === 'completed' ? 'done' : status === 'failed' ? 'failed' : 'cancelled'}>
          {status === 'completed' ? words.done : status === 'failed' ? words.failed : words.cancelled}
        </Status>
        {finishedAt !== null && <Time at={finishedAt} />}
      </p>
      <Reached backfill={backfill} />
      {status === 'failed' && <ErrorPanel what={error ?? words.noReason} next={words.failedNext} />}
      {status === 'cancelled' && <p className="text-muted">{words.cancelledNext}</p>}
    </div>
  )
}

/** What has come, and how far back. */
function Reached({ backfill: { records, oldest_day: oldest, from } }: { backfill: Backfill }) {
  return (
    <p className="text-muted">
      {words.records(records)}
      {oldest !== null && `, ${words.backTo(dayText(oldest))}`}
      {`. ${from === null ? words.wantsAll : words.wants(dayText(from))}`}
    </p>
  )
}

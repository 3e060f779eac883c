import { isUnderWay, type Job, useCancelJob, useRecoveries } from '../../api/recover.ts'
import { useMay } from '../../api/session.ts'
import { formatNumber } from '../../components/format.ts'
import { Panel } from '../../components/panel.tsx'
import { Progress } from '../../components/progress.tsx'
import { Status, type StatusName } from '../../components/status.tsx'
import { Time } from '../../components/time.tsx'
import { toast } from '../../components/toast.tsx'
import { Failure } from '../../shell/failure.tsx'
import { en } from '../../strings/en.ts'

const words = en.destinations.recover
/** One that ended so long ago is no news any more. */
const newsMs = 24 * 3_600_000
const shapes: Readonly<Record<Job['status'], StatusName>> = {
  queued: 'pending',
  running: 'running',
  completed: 'done',
  failed: 'failed',
  cancelled: 'cancelled',
}

/** The recoveries of a destination: those that run, with their progress, and how the last one ended. */
export function Recoveries({ id }: { id: string }) {
  const { jobs, error } = useRecoveries(id)
  const ended = jobs.find((job) => !isUnderWay(job))
  const isNews = ended?.finished_at != null && Date.now() - Date.parse(ended.finished_at) < newsMs
  const shown = [...jobs.filter(isUnderWay), ...(isNews ? [ended] : [])]
  if (error !== null && jobs.length === 0) return <Failure error={error} />
  if (shown.length === 0) return null
  return (
    <Panel title={words.progress}>
      <ul className="flex flex-col gap-4">
        {shown.map((job) => (
          <li key={job.id}>
            <Recovery job={job} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}

function Recovery({ job }: { job: Job }) {
  const may = useMay('developer')
  const cancel = useCancelJob()
  const stop = () =>
    cancel.mutate(job.id, {
      onSuccess: () => toast({ text: words.stopped }),
      onError: (error) => toast({ tone: 'bad', text: error.message }),
    })
  const { since } = job.request
  const what = 'include' in job.request ? words.includes[job.request.include] : words.progress
  if (isUnderWay(job))
    return (
      <Progress
        label={what}
        done={job.done}
        total={job.total}
        format={(amount) => formatNumber(amount)}
        startedAt={job.started_at === null ? undefined : Date.parse(job.started_at)}
        onStop={may && !cancel.isPending ? stop : undefined}
      />
    )
  return (
    <div className="flex flex-col gap-1">
      <p className="flex flex-wrap items-center gap-x-3">
        <Status status={shapes[job.status]}>{words.jobs[job.status]}</Status>
        <span>{words.over(job.done)}</span>
        <span className="text-muted">
          {what}
          {since !== null && (
            <>
              {' '}
              {words.sinceOf} <Time at={since} look="full" />
            </>
          )}
        </span>
        {job.finished_at !== null && <Time at={job.finished_at} />}
      </p>
      {job.error !== null && <p className="text-bad">{job.error}</p>}
    </div>
  )
}

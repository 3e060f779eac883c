import { listDestinations } from '../destinations/destination.ts'
import type { Destination } from '../destinations/types.ts'
import type { Hub } from '../hub.ts'
import { publicId } from '../lib/ids.ts'
import type { Attention } from '../schema/management/overview.ts'
import {
  type FailedImportRow,
  type FailedJobRow,
  selectFailedImports,
  selectFailedJobs,
  selectWaiting,
  type WaitingCounts,
} from './overview-store.ts'

type AttentionHub = Pick<Hub, 'db' | 'vault' | 'clock' | 'config'>

const dayMs = 86_400_000
/** Failures of this long ago are not news any more. */
const newsMs = 7 * dayMs
/** A backlog is worth a look when so many wait, or the first of them for so long. */
const backlogRows = 1_000
const backlogMs = 5 * 60_000
/** What `row.ts` of the destinations says of one that a person switched off. */
const byHand = 'Switched off by hand.'

/** What a person should look at, newest first, each with its one remedy. */
export async function readAttention(hub: AttentionHub, environmentId: string): Promise<Attention[]> {
  const since = new Date(hub.clock.now() - newsMs)
  const [destinations, waiting, imports, jobs] = await Promise.all([
    listDestinations(hub, environmentId),
    selectWaiting(hub.db, environmentId),
    selectFailedImports(hub.db, environmentId, since),
    selectFailedJobs(hub.db, environmentId, since),
  ])
  const waits = new Map(waiting.map((row) => [row.destination_id, row]))
  return [
    ...destinations.flatMap((one) => ofDestination(hub, one, waits.get(one.id))),
    ...ofImports(imports),
    ...jobs.map(ofJob),
  ].sort((a, b) => b.since.localeCompare(a.since))
}

const deliveries = (n: number): string => `${n} ${n === 1 ? 'delivery' : 'deliveries'}`

function ofDestination(
  hub: Pick<Hub, 'clock' | 'config'>,
  destination: Destination,
  waits: WaitingCounts | undefined,
): Attention[] {
  const { name, failingSince, failingAttempts, disabledAt, disabledReason } = destination
  const id = publicId('destination', destination.id)
  const path = `/connections/destinations/${id}`
  const base = {
    target: { kind: 'destination' as const, id, label: name },
    attempts: null,
    disables_at: null,
    count: 1,
  }
  const held = waits?.held ?? 0
  const pending = waits?.pending ?? 0
  if (!destination.enabled) {
    const since = (disabledAt ?? destination.updatedAt).toISOString()
    const waiting = held + pending
    if (disabledReason === byHand)
      return waiting === 0
        ? []
        : [
            {
              ...base,
              kind: 'destination_paused',
              since,
              waiting,
              sentence: `${name} is paused and ${deliveries(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for it.`,
              remedy: { action: 'resume', label: 'Resume', path },
            },
          ]
    return [
      {
        ...base,
        kind: 'destination_disabled',
        since,
        waiting,
        attempts: failingAttempts,
        sentence: `${name} was switched off. ${disabledReason ?? ''} ${deliveries(waiting)} ${waiting === 1 ? 'waits' : 'wait'} for it: mend it, then switch it on.`,
        remedy: { action: 'resume', label: 'Switch on', path },
      },
    ]
  }
  if (failingSince !== null) {
    const days = hub.config.disableAfterDays
    const disablesAt = days === null ? null : new Date(failingSince.getTime() + days * dayMs).toISOString()
    return [
      {
        ...base,
        kind: 'destination_failing',
        since: failingSince.toISOString(),
        waiting: pending,
        attempts: failingAttempts,
        disables_at: disablesAt,
        sentence: `Every attempt at ${name} has failed, ${failingAttempts} so far. ${deliveries(pending)} ${pending === 1 ? 'waits' : 'wait'}; they are tried again by themselves.`,
        remedy: { action: 'open', label: 'See why', path },
      },
    ]
  }
  const lateMs = waits?.oldest_due ? hub.clock.now() - waits.oldest_due.getTime() : 0
  if (waits !== undefined && waits.oldest_due !== null && (pending >= backlogRows || lateMs > backlogMs))
    return [
      {
        ...base,
        kind: 'destination_backlog',
        since: new Date(Math.min(waits.oldest_due.getTime(), hub.clock.now())).toISOString(),
        waiting: pending,
        sentence: `${deliveries(pending)} ${pending === 1 ? 'waits' : 'wait'} for ${name}: it takes fewer at a time than come. Allow more in flight, or raise its rate limit.`,
        remedy: { action: 'edit', label: 'Edit limits', path: `${path}/edit` },
      },
    ]
  return []
}

/** Failed imports stand as one line, with the latest named. */
function ofImports(rows: readonly FailedImportRow[]): Attention[] {
  const [latest] = rows
  if (latest === undefined) return []
  const id = publicId('import', latest.id)
  const others = rows.length - 1
  const more = others === 0 ? '' : ` So did ${others} ${others === 1 ? 'other' : 'others'} this week.`
  return [
    {
      kind: 'import_failed',
      target: { kind: 'import', id, label: latest.filename },
      since: latest.at.toISOString(),
      sentence: `The import of ${latest.filename} failed. ${latest.error ?? 'Its log line says why.'}${more}`,
      attempts: null,
      disables_at: null,
      waiting: null,
      count: rows.length,
      remedy: { action: 'import_again', label: 'Import again', path: '/tools/import' },
    },
  ]
}

function ofJob(row: FailedJobRow): Attention {
  const id = publicId('job', row.id)
  return {
    kind: 'job_failed',
    target: { kind: 'job', id, label: row.kind === 'recover' ? 'Recovery' : 'Bulk resend' },
    since: row.at.toISOString(),
    sentence: `A ${row.kind === 'recover' ? 'recovery' : 'bulk resend'} failed. ${row.error ?? ''} What it had sent stays sent.`,
    attempts: null,
    disables_at: null,
    waiting: null,
    count: 1,
    remedy: { action: 'open', label: 'See events', path: '/events?status=failed' },
  }
}

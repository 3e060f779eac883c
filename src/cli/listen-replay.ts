import { setTimeout as sleep } from 'node:timers/promises'
import { InvalidArgumentError } from 'commander'
import type { Destination } from '../client/operations.ts'
import { type Client, Refused, Unreachable } from './client.ts'
import { hasEnded } from './follow.ts'
import type { ListenInbox } from './listen-inbox.ts'
import { formatCount, formatTime } from './quantity.ts'
import { note, type Shell } from './shell.ts'

/** What is to be replayed: since a time in epoch milliseconds, or the last so many events. */
export type Since = { sinceMs: number } | { last: number }

const units = { s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const
const most = 10_000
const pageSize = 200
const lookMs = 1000

/** Reads `1h`, `2026-11-24T10:00` (of this machine's zone unless it says another), `2026-11-24` or a number of events. */
export function readSince(text: string): Since {
  if (/^\d{1,6}$/.test(text)) {
    const last = Number(text)
    if (last >= 1 && last <= most) return { last }
    throw new InvalidArgumentError(`It must be a number of events from 1 to ${most}.`)
  }
  const [, amount, unit] = /^(\d{1,6})(s|m|h|d)$/.exec(text) ?? []
  if (unit === 's' || unit === 'm' || unit === 'h' || unit === 'd')
    return { sinceMs: Date.now() - Number(amount) * units[unit] }
  const isTime = /^\d{4}-\d{2}-\d{2}([T ]\d{2}:\d{2}.*)?$/.test(text)
  // A date alone would be taken as UTC.
  const sinceMs = isTime ? Date.parse(text.length === 10 ? `${text}T00:00` : text) : Number.NaN
  if (Number.isNaN(sinceMs))
    throw new InvalidArgumentError(
      'It must be a span such as 1h, a time such as 2026-11-24T10:00, or a number of events.',
    )
  return { sinceMs }
}

/** Of which types and of which view, as the listener's destination has them. */
export interface Wanted {
  types: readonly string[] | null
  view: Destination['view']
}

/** A replay under way, and what to say of it. */
export interface Replay {
  /** The job that sends what there was since a time. */
  jobId: string | null
  sentence: string
}

/** Has earlier events delivered to the listener's destination, with their own bytes and a signature of now. */
export async function startReplay(
  client: Client,
  listener: Pick<ListenInbox, 'destinationId'>,
  { types, view }: Wanted,
  since: Since,
): Promise<Replay> {
  const { destinationId } = listener
  if ('sinceMs' in since) {
    const body = { since: new Date(since.sinceMs).toISOString(), include: 'missed' } as const
    const recover = (query: { dry_run?: boolean }) =>
      client.post('/destinations/{id}/recover', { path: { id: destinationId }, query, body })
    const found = await recover({ dry_run: true })
    const count = 'count' in found ? found.count : 0
    if (count === 0) return { jobId: null, sentence: `There are no events since ${formatTime(body.since)} to replay.` }
    const made = await recover({})
    const sentence = `Replaying ${formatCount(count)} events since ${formatTime(body.since)}.`
    return { jobId: 'job_id' in made ? made.job_id : null, sentence }
  }
  const ids = await lastEvents(client, { types, view }, since.last)
  for (const id of ids)
    await client.post('/events/{id}/resend', { path: { id }, body: { destination_id: destinationId } })
  return { jobId: null, sentence: `Replaying the last ${formatCount(ids.length)} events.` }
}

/** Ids of the last events that are wanted, the oldest first. */
async function lastEvents(client: Client, { types, view }: Wanted, last: number): Promise<string[]> {
  const ids: string[] = []
  for await (const { id, type } of client.each('/events', { query: { limit: pageSize, view } })) {
    if (types === null ? type !== 'healthcheck' : types.includes(type)) ids.push(id)
    if (ids.length >= last) break
  }
  return ids.reverse()
}

/** Follows the job of a replay to its end, and says when it did not go through. */
export async function watchReplay(
  shell: Shell,
  client: Client,
  jobId: string | null,
  signal: AbortSignal,
): Promise<void> {
  while (jobId !== null && !signal.aborted) {
    await sleep(lookMs, undefined, { signal }).catch(() => undefined)
    if (signal.aborted) return
    try {
      const replay = await client.get('/jobs/{id}', { path: { id: jobId } })
      const { status, error } = replay
      if (status === 'failed' || status === 'cancelled')
        note(shell, `tellus: the replay ${status === 'failed' ? `failed: ${error}` : 'was cancelled'}`)
      if (hasEnded(replay)) return
    } catch (error) {
      // The listener itself says that the server is away.
      if (!(error instanceof Unreachable || (error instanceof Refused && error.status >= 500))) throw error
    }
  }
}

import type { AnswerOf } from '../client/calls.ts'
import type { Job } from '../client/operations.ts'
import type { Client } from './client.ts'
import { Exit } from './failure.ts'
import { follow } from './follow.ts'
import { openProgress } from './progress.ts'
import { formatCount } from './quantity.ts'
import type { JobOptions } from './resend-options.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

/** What is asked of a job besides what it is to do. */
export interface JobAsked {
  query: { dry_run?: boolean | undefined }
  rate_per_second: number | undefined
}

/**
 * Asks for a background job, or for the count with a dry run, and says what came of it; with `--wait` when it has ended.
 */
export async function askForJob(
  shell: Shell,
  client: Client,
  ask: (asked: JobAsked) => Promise<AnswerOf<'POST', '/events/resend'>>,
  options: JobOptions,
): Promise<void> {
  const made = await ask({ query: { dry_run: options.dryRun }, rate_per_second: options.rate })
  if ('count' in made) {
    if (options.json) sayJson(shell, made)
    else say(shell, `${formatCount(made.count)} deliveries would be sent.`)
    return
  }
  if (!options.wait) {
    if (options.json) sayJson(shell, made)
    else say(shell, `It is under way as ${made.job_id}: tellus jobs ${made.job_id} says how far it is.`)
    return
  }
  using stop = listenForStop(shell)
  const ended = await followJob(shell, client, made.job_id, stop.signal)
  if (ended === null) {
    note(shell, `tellus: ${made.job_id} goes on without this; tellus jobs ${made.job_id} --cancel stops it`)
    throw new Exit(1, null)
  }
  if (options.json) sayJson(shell, ended)
  else say(shell, sentenceOf(ended))
  if (ended.status !== 'completed') throw new Exit(1, null)
}

/** How a job fares, in a sentence. */
export function sentenceOf({ id, status, done, total, error }: Job): string {
  const much = total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`
  switch (status) {
    case 'completed':
      return `${id} is done: ${formatCount(done)} deliveries are on their way.`
    case 'failed':
      return `${id} failed after ${much} deliveries: ${error ?? 'nobody knows why.'}`
    case 'cancelled':
      return `${id} was stopped after ${much} deliveries.`
    default:
      return `${id} is ${status}: ${much} deliveries are on their way.`
  }
}

/** Asks how far a job has got until it has ended, and gives how. Null when the signal came first. */
async function followJob(shell: Shell, client: Client, id: string, signal: AbortSignal): Promise<Job | null> {
  const progress = openProgress(
    shell.err,
    'Sending again',
    (done, total) => `${formatCount(done)} of ${formatCount(total)}`,
  )
  const ask = () => client.get('/jobs/{id}', { path: { id } })
  const show = ({ done, total }: Job): void => {
    if (total !== null) progress.update(done, total)
  }
  try {
    return await follow(shell, client, ask, show, signal)
  } finally {
    progress.end()
  }
}

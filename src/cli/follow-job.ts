import { counted, type Job, job, started } from './answers.ts'
import type { Client } from './client.ts'
import { Exit } from './failure.ts'
import { follow } from './follow.ts'
import { openProgress } from './progress.ts'
import { formatCount } from './quantity.ts'
import type { JobOptions } from './resend-options.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

/**
 * Asks for a background job, or for the count with a dry run, and says what came of it; with `--wait` when it has ended.
 */
export async function askForJob(
  shell: Shell,
  client: Client,
  path: string,
  body: object,
  options: JobOptions,
): Promise<void> {
  if (options.dryRun) {
    const answer = await client.call(counted, 'POST', path, { query: { dry_run: 'true' }, body })
    if (options.json) sayJson(shell, answer)
    else say(shell, `${formatCount(answer.count)} deliveries would be sent.`)
    return
  }
  const made = await client.call(started, 'POST', path, { body: { ...body, rate_per_second: options.rate } })
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
  const ask = () => client.call(job, 'GET', `/jobs/${encodeURIComponent(id)}`)
  const show = ({ done, total }: Job): void => {
    if (total !== null) progress.update(done, total)
  }
  try {
    return await follow(shell, client, ask, show, signal)
  } finally {
    progress.end()
  }
}

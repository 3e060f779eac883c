import type { Command } from 'commander'
import type { BodyOf } from '../client/calls.ts'
import { openClient } from './client.ts'
import { usage } from './failure.ts'
import { askForJob, type JobAsked } from './follow-job.ts'
import { type JobOptions, time, withJob } from './resend-options.ts'
import { type Shell, say, sayJson } from './shell.ts'

interface Options extends JobOptions {
  type?: string
  user?: string
  destination?: string
  /** Judged by the server. */
  status?: BodyOf<'POST', '/events/resend'>['status']
  since?: string
  until?: string
}

/** `tellus resend`: one event once more, or all that a filter finds, with the same trace ids and bytes. */
export function resendVerb(program: Command, shell: Shell): void {
  const command = program
    .command('resend')
    .description('Send an event again, or all that a filter finds, with the same trace ids and bytes.')
    .argument('[event]')
    .option('--destination <id>', 'to that destination alone')
    .option('--type <type>', 'events of that type, such as sleep')
    .option('--user <id>', 'events of that user')
    .option('--status <status>', 'deliveries that are delivered, failed, held or superseded')
    .option('--since <time>', 'events from then on: a time, or how long ago, such as 36h or 2d', time)
    .option('--until <time>', 'events up to then (default: now)', time)
    .addHelpText(
      'after',
      '\nExamples:\n  tellus resend evt_01jc… --destination dst_01jc…\n  tellus resend --status failed --since 2d --dry-run',
    )
  withJob(command).action((id: string | undefined, options: Options) =>
    id === undefined ? resendFound(shell, options) : resendOne(shell, id, options),
  )
}

async function resendOne(shell: Shell, id: string, options: Options): Promise<void> {
  const { destination, type, user, status, since, until, rate, wait, dryRun } = options
  if ([type, user, status, since, until, rate, wait, dryRun].some((value) => value !== undefined))
    throw usage(
      'an EVENT is sent again by itself: leave it out to send what a filter finds, or give --destination alone.',
    )
  const answer = await openClient(shell, options).post('/events/{id}/resend', {
    path: { id },
    body: { destination_id: destination },
  })
  if (options.json) sayJson(shell, answer)
  else if (answer.deliveries === 0)
    say(shell, `Nothing is sent: ${id} is waiting to be sent already, or nobody wants it.`)
  else say(shell, `${id} is being sent again: tellus events show ${id} says what becomes of it.`)
}

async function resendFound(shell: Shell, options: Options): Promise<void> {
  const { destination, type, user, status, since, until } = options
  const filter = { type, user_id: user, destination_id: destination, status, since, until }
  if (Object.values(filter).every((value) => value === undefined))
    throw usage('EVENT is missing, or what to find: --type, --user, --destination, --status, --since or --until.')
  const client = openClient(shell, options)
  const ask = ({ query, rate_per_second }: JobAsked) =>
    client.post('/events/resend', { query, body: { ...filter, rate_per_second } })
  return askForJob(shell, client, ask, options)
}

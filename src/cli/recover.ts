import { type Command, Option } from 'commander'
import { openClient } from './client.ts'
import { askForJob, type JobAsked } from './follow-job.ts'
import { type JobOptions, time, withJob } from './resend-options.ts'
import type { Shell } from './shell.ts'

interface Options extends JobOptions {
  since: string
  until?: string
  include: 'failed' | 'missed' | 'all'
}

/** `tellus recover`: what a destination did not get, from a time on. */
export function recoverVerb(program: Command, shell: Shell): void {
  const command = program
    .command('recover')
    .description('Send a destination what it did not get: failed, held while it was off, or from before it was there.')
    .argument('<destination>')
    .requiredOption('--since <time>', 'from then on: a time, or how long ago, such as 36h or 2d', time)
    .option('--until <time>', 'up to then (default: now)', time)
    .addOption(
      new Option('--include <what>', 'failed: given up; missed: held, or from before it wanted them')
        .choices(['failed', 'missed', 'all'])
        .default('all'),
    )
    .addHelpText(
      'after',
      '\nExamples:\n  tellus recover dst_01jc… --since 2d --dry-run\n  tellus recover dst_01jc… --since 2026-07-01T06:00:00Z --rate 100 --wait',
    )
  withJob(command).action((id: string, options: Options) => {
    const { since, until, include } = options
    const client = openClient(shell, options)
    const ask = ({ query, rate_per_second }: JobAsked) =>
      client.post('/destinations/{id}/recover', {
        path: { id },
        query,
        body: { since, until, include, rate_per_second },
      })
    return askForJob(shell, client, ask, options)
  })
}

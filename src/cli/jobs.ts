import type { Command } from 'commander'
import { type ServerOptions, withServer } from './address.ts'
import { openClient } from './client.ts'
import { usage } from './failure.ts'
import { sentenceOf } from './follow-job.ts'
import { wholeNumber } from './numbers.ts'
import { formatCount, formatTime } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { paint, sayTable } from './table.ts'

interface Options extends ServerOptions {
  cancel?: boolean
  limit: number
  json?: boolean
}

const styles = { completed: 'green', failed: 'red', cancelled: 'yellow' } as const
const styleOf = (status: string) => Object.entries(styles).find(([name]) => name === status)?.[1]

/** `tellus jobs`: what runs in the background, and stopping it. */
export function jobsVerb(program: Command, shell: Shell): void {
  const command = program
    .command('jobs')
    .description('List the recoveries and bulk resends, show how far one is, or stop it.')
    .argument('[job]')
    .option('--cancel', 'stop that job; what it has sent stays sent')
    .option('--limit <n>', 'how many of the latest to show', wholeNumber(1, 200), 20)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  tellus jobs\n  tellus jobs job_01jc… --cancel')
  withServer(command).action((id: string | undefined, options: Options) =>
    id === undefined ? list(shell, options) : showOrCancel(shell, id, options),
  )
}

async function showOrCancel(shell: Shell, id: string, options: Options): Promise<void> {
  const path = { id }
  const client = openClient(shell, options)
  const found = await (options.cancel ? client.post('/jobs/{id}/cancel', { path }) : client.get('/jobs/{id}', { path }))
  if (options.json) sayJson(shell, found)
  else say(shell, sentenceOf(found))
}

async function list(shell: Shell, options: Options): Promise<void> {
  if (options.cancel) throw usage('--cancel needs a JOB. See tellus jobs --help.')
  const page = await openClient(shell, options).get('/jobs', { query: { limit: options.limit } })
  if (options.json) return sayJson(shell, page)
  if (page.items.length === 0) return say(shell, 'There are no jobs.')
  sayTable(
    shell,
    [
      { title: 'TIME' },
      { title: 'KIND' },
      { title: 'STATUS' },
      { title: 'DONE', align: 'right' },
      { title: 'OF', align: 'right' },
      { title: 'JOB' },
    ],
    page.items.map((one) => {
      const style = styleOf(one.status)
      return [
        formatTime(one.created_at),
        one.kind,
        style === undefined ? one.status : paint(shell.out, style, one.status),
        formatCount(one.done),
        one.total === null ? '-' : formatCount(one.total),
        one.id,
      ]
    }),
  )
}

import { type Command, InvalidArgumentError } from 'commander'
import type { Backfill } from '../client/operations.ts'
import { type DataType, dataTypes } from '../schema/records.ts'
import { type ServerOptions, withServer } from './address.ts'
import { type Client, openClient } from './client.ts'
import { Exit, usage } from './failure.ts'
import { follow } from './follow.ts'
import { wholeNumber } from './numbers.ts'
import { openProgress } from './progress.ts'
import { formatCount, formatTime } from './quantity.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'
import { paint, sayTable } from './table.ts'

interface Options extends ServerOptions {
  from?: string
  to?: string
  types?: DataType[]
  follow?: boolean
  json?: boolean
}

/** Types of data, separated by commas. */
export function typeList(text: string): DataType[] {
  return text.split(',').map((name) => {
    const type = dataTypes.find((one) => one === name.trim())
    if (type === undefined) throw new InvalidArgumentError(`There is no type ${name}: ${dataTypes.join(', ')}.`)
    return type
  })
}

/** `tellus backfill`: the history of a user. */
export function backfillVerb(program: Command, shell: Shell): void {
  const command = program
    .command('backfill')
    .description('Fetch the history of a user from the provider, and send it when all is there.')
    .argument('<user-id>')
    .option('--from <date>', 'the oldest day (default: as far back as the provider goes)')
    .option('--to <date>', 'the newest day (default: today)')
    .option('--types <list>', 'such as daily,sleep (default: all that the person allows)', typeList)
    .option('--follow', 'show how far it is until it has ended')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus backfill 3f1c6f0e-… --follow\n  tellus backfill 3f1c6f0e-… --from 2024-01-01 --types daily,sleep',
    )
  withServer(command).action(async (userId: string, options: Options) => {
    const client = openClient(shell, options)
    const { from, to, types } = options
    const made = await client.post('/users/{id}/backfill', { path: { id: userId }, body: { from, to, types } })
    if (options.follow) return followToEnd(shell, client, made.id, options)
    if (options.json) sayJson(shell, made)
    else say(shell, `It is under way as ${made.id}: tellus backfills ${made.id} says how far it is.`)
  })
}

interface ListOptions extends ServerOptions {
  cancel?: boolean
  follow?: boolean
  user?: string
  limit: number
  json?: boolean
}

/** `tellus backfills`: which there are, how far one is, and stopping it. */
export function backfillsVerb(program: Command, shell: Shell): void {
  const command = program
    .command('backfills')
    .description('List the backfills, show how far one is, or stop it.')
    .argument('[backfill]')
    .option('--cancel', 'stop that one; what it has fetched stays')
    .option('--follow', 'show how far that one is until it has ended')
    .option('--user <user-id>', 'those of one user')
    .option('--limit <n>', 'how many of the latest to show', wholeNumber(1, 200), 20)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  tellus backfills\n  tellus backfills bkf_01jc… --cancel')
  withServer(command).action(async (id: string | undefined, options: ListOptions) => {
    const client = openClient(shell, options)
    if (id === undefined) return list(shell, client, options)
    const path = { id }
    if (options.follow && !options.cancel) return followToEnd(shell, client, id, options)
    const found = await (options.cancel
      ? client.post('/backfills/{id}/cancel', { path })
      : client.get('/backfills/{id}', { path }))
    if (options.json) sayJson(shell, found)
    else say(shell, sentenceOf(found))
  })
}

const windowsOf = ({ windows_done: done, windows_total: total }: Backfill): string =>
  total === null ? formatCount(done) : `${formatCount(done)} of ${formatCount(total)}`

/** How a backfill fares, in a sentence. */
export function sentenceOf(one: Backfill): string {
  const reached = one.oldest_day === null ? '' : `, back to ${one.oldest_day}`
  const much = `${windowsOf(one)} windows and ${formatCount(one.records)} records${reached}`
  switch (one.status) {
    case 'completed':
      return `${one.id} is done: ${much}; ${formatCount(one.payloads_sent)} events are on their way.`
    case 'failed':
      return `${one.id} failed after ${much}: ${one.error ?? 'nobody knows why.'}`
    case 'cancelled':
      return `${one.id} was stopped after ${much}.`
    default: {
      const waits = one.waits_until === null ? '' : `; the provider is asked again at ${formatTime(one.waits_until)}`
      return `${one.id} is ${one.status}: ${much}${waits}.`
    }
  }
}

async function followToEnd(shell: Shell, client: Client, id: string, options: { json?: boolean }): Promise<void> {
  using stop = listenForStop(shell)
  const progress = openProgress(
    shell.err,
    'Fetching history',
    (done, total) => `${formatCount(done)} of ${formatCount(total)} windows`,
  )
  const ask = () => client.get('/backfills/{id}', { path: { id } })
  const show = ({ windows_done: done, windows_total: total }: Backfill): void => {
    if (total !== null && total > 0) progress.update(done, total)
  }
  const ended = await follow(shell, client, ask, show, stop.signal).finally(() => progress.end())
  if (ended === null) {
    note(shell, `tellus: ${id} goes on without this; tellus backfills ${id} --cancel stops it`)
    throw new Exit(1, null)
  }
  if (options.json) sayJson(shell, ended)
  else say(shell, sentenceOf(ended))
  if (ended.status !== 'completed') throw new Exit(1, null)
}

const styles = { completed: 'green', failed: 'red', cancelled: 'yellow' } as const
const styleOf = (status: string) => Object.entries(styles).find(([name]) => name === status)?.[1]

async function list(shell: Shell, client: Client, options: ListOptions): Promise<void> {
  if (options.cancel || options.follow)
    throw usage('--cancel and --follow need a BACKFILL. See tellus backfills --help.')
  const query = { limit: options.limit }
  const page = await (options.user === undefined
    ? client.get('/backfills', { query })
    : client.get('/users/{id}/backfills', { path: { id: options.user }, query }))
  if (options.json) return sayJson(shell, page)
  if (page.items.length === 0) return say(shell, 'There are no backfills.')
  sayTable(
    shell,
    [
      { title: 'TIME' },
      { title: 'USER' },
      { title: 'STATUS' },
      { title: 'WINDOWS', align: 'right' },
      { title: 'RECORDS', align: 'right' },
      { title: 'BACK TO' },
      { title: 'BACKFILL' },
    ],
    page.items.map((one) => {
      const style = styleOf(one.status)
      return [
        formatTime(one.created_at),
        one.user_id,
        style === undefined ? one.status : paint(shell.out, style, one.status),
        windowsOf(one),
        formatCount(one.records),
        one.oldest_day ?? '-',
        one.id,
      ]
    }),
  )
}

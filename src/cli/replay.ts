import type { Command } from 'commander'
import type { BodyOf } from '../client/calls.ts'
import type { Replay } from '../client/operations.ts'
import { type ServerOptions, withServer } from './address.ts'
import { type Client, openClient } from './client.ts'
import { Exit, usage } from './failure.ts'
import { follow } from './follow.ts'
import { openProgress } from './progress.ts'
import { formatCount } from './quantity.ts'
import { time } from './resend-options.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'
import { sayTable } from './table.ts'

type Asked = BodyOf<'POST', '/replays'>

interface Options extends ServerOptions {
  provider?: string
  /** Judged by the server. */
  type?: Asked['type']
  user?: string
  since?: string
  until?: string
  dryRun?: boolean
  cancel?: boolean
  json?: boolean
}

/** `tellus replay`: what is kept, read anew by the mappers of today. */
export function replayVerb(program: Command, shell: Shell): void {
  const command = program
    .command('replay')
    .description('Read kept answers of providers and kept files anew, and send the records that come out otherwise.')
    .argument('[replay]', 'one that runs already: follow it, or stop it with --cancel')
    .option('--provider <slug>', 'of that provider, such as OURA')
    .option('--type <type>', 'of that type, such as sleep')
    .option('--user <id>', 'of that user')
    .option(
      '--since <time>',
      'what was fetched or brought from then on: a time, or how long ago, such as 36h or 2d',
      time,
    )
    .option('--until <time>', 'up to then (default: now)', time)
    .option('--dry-run', 'say what would change, and change nothing')
    .option('--cancel', 'stop that replay; what it has changed stays so')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus replay --provider OURA --type sleep --dry-run\n  tellus replay --user 3f1c6f0e-… --since 30d\n  tellus replay rpl_01jc… --cancel',
    )
  withServer(command).action((id: string | undefined, options: Options) =>
    id === undefined ? begin(shell, options) : takeUp(shell, id, options),
  )
}

const filterOf = ({ provider, type, user, since, until }: Options) => ({ provider, type, user_id: user, since, until })

async function begin(shell: Shell, options: Options): Promise<void> {
  if (options.cancel) throw usage('--cancel needs a REPLAY. See tellus replay --help.')
  const client = openClient(shell, options)
  const replay = await client.post('/replays', { body: { ...filterOf(options), dry_run: options.dryRun ?? false } })
  await followToEnd(shell, client, replay.id, options)
}

async function takeUp(shell: Shell, id: string, options: Options): Promise<void> {
  if (options.dryRun || Object.values(filterOf(options)).some((value) => value !== undefined))
    throw usage('a REPLAY that runs is followed as it is: leave out the filter and --dry-run, or the REPLAY.')
  const client = openClient(shell, options)
  if (!options.cancel) return followToEnd(shell, client, id, options)
  const replay = await client.post('/replays/{id}/cancel', { path: { id } })
  if (options.json) sayJson(shell, replay)
  else tell(shell, replay)
}

async function followToEnd(shell: Shell, client: Client, id: string, options: Options): Promise<void> {
  using stop = listenForStop(shell)
  const progress = openProgress(
    shell.err,
    'Reading anew',
    (done, total) => `${formatCount(done)} of ${formatCount(total)}`,
  )
  const show = ({ done, total }: Replay): void => progress.update(done, total)
  let ended: Replay | null
  try {
    ended = await follow(shell, client, () => client.get('/replays/{id}', { path: { id } }), show, stop.signal)
  } finally {
    progress.end()
  }
  if (ended === null) {
    note(shell, `tellus: ${id} goes on without this; tellus replay ${id} follows it, with --cancel it stops`)
    throw new Exit(1, null)
  }
  if (options.json) sayJson(shell, ended)
  else tell(shell, ended)
  if (ended.status !== 'completed') throw new Exit(1, null)
}

/** Says what came of a replay. */
function tell(shell: Shell, replay: Replay): void {
  say(shell, sentenceOf(replay))
  if (replay.types.length > 0) tellTypes(shell, replay)
  for (const { raw_id, why } of replay.refusals) say(shell, `${raw_id} changes nothing: ${why}`)
  if (replay.refused > replay.refusals.length)
    say(shell, `So do ${formatCount(replay.refused - replay.refusals.length)} more.`)
}

function tellTypes(shell: Shell, { types, dry_run }: Replay): void {
  sayTable(
    shell,
    [
      { title: 'TYPE' },
      { title: 'CHECKED', align: 'right' },
      { title: dry_run ? 'WOULD CHANGE' : 'CHANGED', align: 'right' },
      { title: 'NEW', align: 'right' },
      { title: 'NOT MADE ANY MORE', align: 'right' },
    ],
    types.map((one) => [
      one.type,
      formatCount(one.checked),
      formatCount(one.changed),
      formatCount(one.added),
      formatCount(one.unmade),
    ]),
  )
  for (const { type, examples } of types)
    for (const one of examples)
      say(shell, `${type} of ${one.day ?? 'no day'}, user ${one.user_id}: ${one.is_new ? 'new' : one.paths.join(', ')}`)
}

/** How a replay fares, in a sentence. */
function sentenceOf({ id, status, dry_run, done, total, users, error, types }: Replay): string {
  const much = `${formatCount(done)} of ${formatCount(total)} answers and files of ${formatCount(users)} users`
  const records = formatCount(types.reduce((sum, one) => sum + one.changed + one.added, 0))
  switch (status) {
    case 'completed':
      return `${id} is done, ${much}: ${records} records ${dry_run ? 'would be stored and sent' : 'were stored and are on their way'}.`
    case 'failed':
      return `${id} failed after ${much}: ${error ?? 'nobody knows why.'}`
    case 'cancelled':
      return `${id} was stopped after ${much}, ${records} records.`
    default:
      return `${id} is ${status}: ${much}.`
  }
}

import type { Command } from 'commander'
import { type ServerOptions, withServer } from './address.ts'
import { type Client, openClient } from './client.ts'
import { Exit, usage } from './failure.ts'
import { followMessages, latestMessages, sayMessage, sayTitles } from './inbox-messages.ts'
import { wholeNumber } from './numbers.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

interface Options extends ServerOptions {
  follow?: boolean
  limit: number
  body?: boolean
  respond?: number
  delay?: number
  json?: boolean
}

/** `tellus inbox`: what the built-in receiver got. */
export function inboxVerb(program: Command, shell: Shell): void {
  const command = program
    .command('inbox')
    .description('Show what the built-in receiver got, and set how it answers.')
    .argument('[id]', 'the inbox (default: the first)')
    .option('--follow', 'stay, and show what arrives')
    .option('--limit <n>', 'how many of the latest messages to show', wholeNumber(0, 10_000), 20)
    .option('--body', 'print the bodies too')
    .option('--respond <status>', 'answer with that status from now on, to rehearse failures', wholeNumber(200, 599))
    .option('--delay <ms>', 'answer after so many milliseconds from now on', wholeNumber(0, 60_000))
    .option('--json', 'print JSON: a list, or one line a message with --follow')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus inbox --follow --body\n  tellus inbox --respond 500\n  tellus inbox --respond 200 --delay 0',
    )
  withServer(command).action((id: string | undefined, options: Options) => run(shell, id, options))
}

async function run(shell: Shell, id: string | undefined, options: Options): Promise<void> {
  if (options.json && options.body) throw usage('--json has the bodies: leave out --body.')
  const client = openClient(shell, options)
  const inboxId = id ?? (await firstInbox(client))
  if (options.respond !== undefined || options.delay !== undefined) {
    await setAnswer(shell, client, inboxId, options)
    if (!options.follow) return
  }
  const latest = await latestMessages(client, inboxId, options.limit)
  if (options.json && !options.follow) return sayJson(shell, { items: latest })
  const show = options.json
    ? (message: (typeof latest)[number]) => sayJson(shell, message, 'line')
    : (message: (typeof latest)[number]) => sayMessage(shell, message, options.body === true)
  if (!options.json) {
    if (latest.length > 0 || options.follow) sayTitles(shell)
    else say(shell, 'Nothing has arrived yet: tellus import a file, or tellus generate OURA sleep --send.')
  }
  for (const message of latest) show(message)
  if (!options.follow) return
  if (!options.json) note(shell, 'Waiting for messages (Ctrl-C ends)…')
  using stop = listenForStop(shell)
  await followMessages(shell, client, { inboxId, after: latest.at(-1)?.id, signal: stop.signal, show })
}

async function firstInbox(client: Client): Promise<string> {
  const { items } = await client.get('/inboxes', { query: { limit: 1 } })
  const [first] = items
  if (first === undefined) throw new Exit(1, 'there is no inbox: make one in the dashboard, under Tools > Inbox.')
  return first.id
}

async function setAnswer(shell: Shell, client: Client, inboxId: string, options: Options): Promise<void> {
  const changed = await client.patch('/inboxes/{id}', {
    path: { id: inboxId },
    body: { respond_status: options.respond, respond_delay_ms: options.delay },
  })
  if (options.json && !options.follow) return sayJson(shell, changed)
  const { respond_status: status, respond_delay_ms: delayMs } = changed
  const sentence = `${changed.name} answers ${status} ${delayMs === 0 ? 'at once' : `after ${delayMs} ms`} from now on.`
  if (options.json) note(shell, sentence)
  else say(shell, sentence)
}

import type { Command } from 'commander'
import type { QueryOf } from '../client/calls.ts'
import { type ServerOptions, withServer } from './address.ts'
import { openClient } from './client.ts'
import { deliveriesInBrief, sayEvent } from './event-text.ts'
import { subVerb, verbGroup } from './group.ts'
import { wholeNumber } from './numbers.ts'
import { formatTime } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { sayTable } from './table.ts'

interface ListOptions extends ServerOptions {
  type?: string
  user?: string
  destination?: string
  /** Judged by the server. */
  status?: QueryOf<'GET', '/events'>['status']
  limit: number
  json?: boolean
}

/** `tellus events`: what was sent, and what became of it. */
export function eventsVerb(program: Command, shell: Shell): void {
  const events = verbGroup(program, 'events')
    .description('List the events, or show one with its deliveries and attempts.')
    .option('--type <type>', 'only of that type, such as sleep')
    .option('--user <id>', 'only of that user')
    .option('--destination <id>', 'only for that destination')
    .option('--status <status>', 'only with a delivery that is pending, delivered, failed, held or superseded')
    .option('--limit <n>', 'how many of the latest to show', wholeNumber(1, 200), 20)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  tellus events --status failed\n  tellus events show evt_01jc… --body')
  withServer(events).action((options: ListOptions) => list(shell, options))

  const show = subVerb(events, 'show')
    .description('Show one event with its deliveries and attempts.')
    .argument('<event>')
    .option('--body', 'print its exact body too')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus events show evt_01jc… --body')
  withServer(show).action(async (id: string, options: ServerOptions & { body?: boolean; json?: boolean }) => {
    const found = await openClient(shell, options).get('/events/{id}', { path: { id } })
    if (options.json) sayJson(shell, found)
    else sayEvent(shell, found, options.body === true)
  })
}

async function list(shell: Shell, options: ListOptions): Promise<void> {
  const { type, user, destination, status, limit } = options
  const query = { type, user_id: user, destination_id: destination, status, limit }
  const page = await openClient(shell, options).get('/events', { query })
  if (options.json) return sayJson(shell, page)
  if (page.items.length === 0) return say(shell, 'There are no such events.')
  sayTable(
    shell,
    [{ title: 'TIME' }, { title: 'TYPE' }, { title: 'USER' }, { title: 'DELIVERIES' }, { title: 'EVENT' }],
    page.items.map((one) => [
      formatTime(one.created_at),
      one.type,
      one.user_id ?? '-',
      deliveriesInBrief(shell, one.deliveries),
      one.id,
    ]),
  )
  if (page.next_cursor !== null) say(shell, 'There are more: raise --limit, or narrow with --type, --user or --status.')
}

import type { Command } from 'commander'
import { type ServerOptions, withServer } from './address.ts'
import { openClient } from './client.ts'
import { subVerb, verbGroup } from './group.ts'
import { wholeNumber } from './numbers.ts'
import { formatTime } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { sayTable } from './table.ts'

interface ListOptions extends ServerOptions {
  search?: string
  limit: number
  json?: boolean
}

/** `tellus users`: who is connected. */
export function usersVerb(program: Command, shell: Shell): void {
  const users = verbGroup(program, 'users')
    .description('List the users, or delete one.')
    .option('--search <text>', 'a user id, or part of a reference id')
    .option('--limit <n>', 'how many to show', wholeNumber(1, 200), 50)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExamples:\n  tellus users --search ada\n  tellus users delete 3f1c6f0e-…')
  withServer(users).action((options: ListOptions) => list(shell, options))

  const remove = subVerb(users, 'delete')
    .description('Disconnect a user and delete all data of theirs. There is no way back.')
    .argument('<user-id>')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus users delete 3f1c6f0e-…')
  withServer(remove).action(async (userId: string, options: ServerOptions & { json?: boolean }) => {
    await openClient(shell, options).delete('/users/{id}', { path: { id: userId } })
    if (options.json) sayJson(shell, { deleted: userId })
    else say(shell, `User ${userId} and all their data are deleted.`)
  })
}

async function list(shell: Shell, options: ListOptions): Promise<void> {
  const client = openClient(shell, options)
  const query = { limit: options.limit, search: options.search }
  const page = await client.get('/users', { query })
  if (options.json) return sayJson(shell, page)
  if (page.items.length === 0)
    return say(shell, options.search === undefined ? 'There are no users yet.' : 'No user fits.')
  sayTable(
    shell,
    [{ title: 'USER' }, { title: 'PROVIDER' }, { title: 'REFERENCE' }, { title: 'STATE' }, { title: 'LAST DATA' }],
    page.items.map((one) => [
      one.user_id,
      one.provider,
      one.reference_id ?? '-',
      one.active ? 'active' : 'inactive',
      one.last_data_at ? formatTime(one.last_data_at) : '-',
    ]),
  )
  if (page.next_cursor !== null) say(shell, 'There are more: raise --limit, or narrow with --search.')
}

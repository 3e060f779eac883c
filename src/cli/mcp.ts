import type { Command } from 'commander'
import type { Operations } from '../client/operations.ts'
import { findServer, type ServerOptions, withAddress, withServer } from './address.ts'
import { openClient } from './client.ts'
import { usage } from './failure.ts'
import { subVerb, verbGroup } from './group.ts'
import { wholeNumber } from './numbers.ts'
import { formatTime } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { sayTable } from './table.ts'

interface Options extends ServerOptions {
  json?: boolean
}
interface AddOptions extends Options {
  userId?: string
  referenceId?: string
  expiresInDays?: number
}
type Token = Operations['GET /mcp-tokens']['answer']['items'][number]

/** `tellus mcp`: lets an AI client on this machine read one person, and the tokens with which it may. */
export function mcpVerb(program: Command, shell: Shell): void {
  const group = verbGroup(program, 'mcp')
    .description(
      "Speak the Model Context Protocol on standard input and output, for an AI client that starts this command: it reads one person's records and changes nothing.",
    )
    .option('--token <token>', 'the token that says whom it reads (default: TELLUS_MCP_TOKEN)')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus mcp token add --reference-id ada\n  TELLUS_MCP_TOKEN=mcp_01jc….… tellus mcp --url https://tellus.example',
    )
  withAddress(group).action(async (options: Pick<ServerOptions, 'url'> & { token?: string }) => {
    const token = options.token ?? (shell.environment['TELLUS_MCP_TOKEN'] || undefined)
    if (token === undefined)
      throw usage('there is no token: give --token, or TELLUS_MCP_TOKEN. tellus mcp token add makes one.')
    // Its package is large, and no other verb needs it.
    const { bridge } = await import('./mcp-bridge.ts')
    await bridge(findServer(shell, options), token)
  })
  addTokenVerbs(group, shell)
}

function addTokenVerbs(mcp: Command, shell: Shell): void {
  const group = verbGroup(mcp, 'token')
    .description('List the tokens with which AI clients read a person; make or revoke one.')
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus mcp token\n  tellus mcp token add --reference-id ada --expires-in-days 90',
    )
  withServer(group).action((options: Options) => list(shell, options))

  const add = subVerb(group, 'add')
    .description('Make a token that reads one person or one user, and print it, this once.')
    .option('--reference-id <id>', 'reads all accounts of the person whom your app calls so')
    .option('--user-id <id>', 'reads this one user alone')
    .option('--expires-in-days <n>', 'when it ends (default: when it is revoked)', wholeNumber(1, 3650))
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus mcp token add --reference-id ada --expires-in-days 90')
  withServer(add).action(async (options: AddOptions) => {
    if ((options.userId === undefined) === (options.referenceId === undefined))
      throw usage('say whom it reads: either --reference-id or --user-id.')
    const made = await openClient(shell, options).post('/mcp-tokens', {
      body: {
        user_id: options.userId,
        reference_id: options.referenceId,
        expires_in_days: options.expiresInDays,
      },
    })
    if (options.json) return sayJson(shell, made)
    say(shell, `${made.id} reads ${whomOf(made)}, and is good until ${endOf(made)}. It is shown this once:`)
    say(shell, made.token)
    say(shell, `An MCP client sends it as the Bearer token to ${made.url}, or starts: tellus mcp --token …`)
  })

  const revoke = subVerb(group, 'revoke')
    .description('End a token: the next call with it is refused.')
    .argument('<token-id>')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus mcp token revoke mcp_01jc…')
  withServer(revoke).action(async (id: string, options: Options) => {
    await openClient(shell, options).delete('/mcp-tokens/{id}', { path: { id } })
    if (options.json) sayJson(shell, { revoked: id })
    else say(shell, `${id} is revoked.`)
  })
}

async function list(shell: Shell, options: Options): Promise<void> {
  const page = await openClient(shell, options).get('/mcp-tokens')
  if (options.json) return sayJson(shell, page)
  if (page.items.length === 0) return say(shell, 'There are no tokens: tellus mcp token add --reference-id ID.')
  sayTable(
    shell,
    [{ title: 'TOKEN' }, { title: 'READS' }, { title: 'MADE' }, { title: 'UNTIL' }],
    page.items.map((one) => [one.id, whomOf(one), formatTime(one.created_at), endOf(one)]),
  )
}

const whomOf = (one: Pick<Token, 'user_id' | 'reference_id'>): string =>
  one.user_id === null ? `the person ${one.reference_id}` : `the user ${one.user_id}`
const endOf = ({ expires_at: end }: Pick<Token, 'expires_at'>): string =>
  end === null ? 'it is revoked' : formatTime(end)

import type { Command } from 'commander'
import type { FetchedNow } from '../client/operations.ts'
import { type ServerOptions, withServer } from './address.ts'
import { typeList } from './backfill.ts'
import { openClient } from './client.ts'
import { Exit } from './failure.ts'
import { wholeNumber } from './numbers.ts'
import { formatCount } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'

interface Options extends ServerOptions {
  days?: number
  types?: ReturnType<typeof typeList>
  json?: boolean
}

/** `tellus fetch`: what is new of a user, now. */
export function fetchVerb(program: Command, shell: Shell): void {
  const command = program
    .command('fetch')
    .description('Ask the provider for the last days of a user at once.')
    .argument('<user-id>')
    .option('--days <n>', 'how many, today included (default: 3)', wholeNumber(1, 31))
    .option('--types <list>', 'such as daily,sleep (default: all that the person allows)', typeList)
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus fetch 3f1c6f0e-… --days 7 --types sleep')
  withServer(command).action(async (userId: string, options: Options) => {
    const { days, types } = options
    const fetched = await openClient(shell, options).post('/users/{id}/fetch', {
      path: { id: userId },
      body: { days, types },
    })
    if (options.json) sayJson(shell, fetched)
    else say(shell, sentenceOf(fetched))
    if (fetched.status === 'failed') throw new Exit(1, null)
  })
}

function sentenceOf({ status, records, retry_after_seconds: seconds, error }: FetchedNow): string {
  const much = `${formatCount(records)} ${records === 1 ? 'record was' : 'records were'} new or changed`
  switch (status) {
    case 'done':
      return `${much}.`
    case 'processing':
      return `${much} so far; it goes on in the background.`
    case 'rate_limited':
      return `${much} so far; the provider's limit is reached, and it goes on in ${seconds ?? 0} s.`
    case 'failed':
      return `The provider gave nothing: ${error ?? 'it did not say why'}.`
  }
}

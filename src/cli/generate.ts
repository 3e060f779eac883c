import { type Command, Option } from 'commander'
import type { BodyOf } from '../client/calls.ts'
import { type ServerOptions, withServer } from './address.ts'
import { openClient } from './client.ts'
import { wholeNumber } from './numbers.ts'
import { note, type Shell, sayJson } from './shell.ts'

interface Options extends ServerOptions {
  days: number
  seed?: string
  samples: boolean
  userId?: string
  referenceId?: string
  send?: boolean
  json?: boolean
}

/** `tellus generate`: believable data of a provider, to look at or to send. */
export function generateVerb(program: Command, shell: Shell): void {
  const command = program
    .command('generate')
    .description('Make believable data of a provider, and print it or send it to the destinations.')
    .argument('<provider>', 'such as GARMIN, OURA or APPLE')
    .argument('<type>', 'activity, sleep, body, daily, nutrition, menstruation, athlete …')
    .option('--days <n>', 'how many days, ending today', wholeNumber(1, 10_000), 1)
    .option('--seed <seed>', 'the same arguments and seed give the same payload')
    .option('--no-samples', 'leave out what is measured by the minute')
    .option('--user-id <id>', 'the user the data is of')
    .addOption(new Option('--reference-id <id>', 'your own id of the person').conflicts('userId'))
    .option('--send', 'send it as an event to the destinations that want it')
    .option('--json', 'print the whole answer, not the payload alone')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus generate OURA sleep --days 3 --no-samples\n  tellus generate GARMIN daily --seed 7 --send',
    )
  withServer(command).action(async (provider: string, type: BodyOf<'POST', '/generate'>['type'], options: Options) => {
    const answer = await openClient(shell, options).post('/generate', {
      body: {
        provider: provider.toUpperCase(),
        type,
        days: options.days,
        seed: options.seed === undefined ? undefined : seedOf(options.seed),
        with_samples: options.samples,
        user_id: options.userId,
        reference_id: options.referenceId,
        send: options.send === true ? true : undefined,
      },
    })
    sayJson(shell, options.json ? answer : answer.payload)
    if (answer.event_id !== undefined)
      note(shell, `Sent as ${answer.event_id}: tellus events show ${answer.event_id} says what became of it.`)
  })
}

/** A seed of digits is a number to the API, as in everybody else's requests. */
const seedOf = (text: string): string | number => (/^\d{1,15}$/.test(text) ? Number(text) : text)

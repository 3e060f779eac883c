import type { Command } from 'commander'
import { type ServerOptions, withServer } from './address.ts'
import { resent } from './answers.ts'
import { openClient } from './client.ts'
import { type Shell, say, sayJson } from './shell.ts'

/** `tellus resend`: an event once more, with the same trace id and bytes. */
export function resendVerb(program: Command, shell: Shell): void {
  const command = program
    .command('resend')
    .description('Send an event again, with the same trace id and bytes.')
    .argument('<event>')
    .option('--destination <id>', 'to that destination alone')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus resend evt_01jc… --destination dst_01jc…')
  withServer(command).action(async (id: string, options: ServerOptions & { destination?: string; json?: boolean }) => {
    const answer = await openClient(shell, options).call(resent, 'POST', `/events/${encodeURIComponent(id)}/resend`, {
      body: { destination_id: options.destination },
    })
    if (options.json) sayJson(shell, answer)
    else if (answer.deliveries === 0)
      say(shell, `Nothing is sent: ${id} is waiting to be sent already, or nobody wants it.`)
    else say(shell, `${id} is being sent again: tellus events show ${id} says what becomes of it.`)
  })
}

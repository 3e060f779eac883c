import { type Command, InvalidArgumentError } from 'commander'
import { type ServerOptions, withServer } from './address.ts'
import { type Client, openClient } from './client.ts'
import { followMessages } from './inbox-messages.ts'
import { readExample } from './listen-example.ts'
import { type Forwarder, openForwarder } from './listen-forward.ts'
import { openListenInbox, removeLeftovers } from './listen-inbox.ts'
import { readSince, type Since, startReplay, watchReplay } from './listen-replay.ts'
import { sayDelivery, sayDeliveryTitles } from './listen-show.ts'
import { note, type Shell, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

interface Options extends ServerOptions {
  forward?: string
  type?: string[]
  replay?: Since
  destination?: string
  secret?: string
  body?: boolean
  json?: boolean
}

/** `tellus listen`: the deliveries of a running Tellus, printed and passed on to this machine. */
export function listenVerb(program: Command, shell: Shell): void {
  const command = program
    .command('listen')
    .description('Print what a running Tellus delivers, and pass it on to a receiver on this machine.')
    .option('--forward <url>', 'send each delivery to this address, as it was delivered', readTarget)
    .option('--type <types>', 'only events of these types, separated by commas (default: all)', readTypes)
    .option(
      '--replay <since>',
      'first what there was before: for so long (90s, 15m, 1h, 2d), since a time (2026-11-24T10:00), or the last so many events (20)',
      readSince,
    )
    .option('--destination <id>', 'like this destination: its types, mode, view, headers, timeout and signing secret')
    .option('--secret <secret>', 'sign with this secret (default: one of its own, printed at the start)')
    .option('--body', 'print the bodies too')
    .option('--json', 'print JSON, one line a delivery')
    .addHelpText(
      'after',
      `
Examples:
  tellus listen --forward http://localhost:3000/consumeTerraWebhook
  tellus listen --forward localhost:3000/hooks --destination dst_01jc… --replay 1h
  tellus listen --url https://tellus.example --type sleep,daily

What it sets up in Tellus (an inbox and a destination called "listen on …") is removed when it ends.`,
    )
  withServer(command).action((options: Options) => run(shell, options))
}

/** A receiver's address; without a scheme it is http. */
function readTarget(text: string): string {
  const full = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (/^[a-z][a-z0-9+.-]*:\/\//i.test(text) && full !== text)
    throw new InvalidArgumentError('It must begin with http:// or https://.')
  if (!URL.canParse(full)) throw new InvalidArgumentError('It must be an address such as http://localhost:3000/hooks.')
  const { username, password, href } = new URL(full)
  if (username !== '' || password !== '')
    throw new InvalidArgumentError('It must be an address without a user name or password.')
  return href
}

function readTypes(text: string, before: string[] = []): string[] {
  const types = text
    .split(',')
    .map((type) => type.trim())
    .filter((type) => type !== '')
  if (types.length === 0) throw new InvalidArgumentError('It must name a type, such as sleep.')
  return [...before, ...types]
}

async function run(shell: Shell, options: Options): Promise<void> {
  using stop = listenForStop(shell)
  // The reader of a pipe that has had enough ends it in order too.
  const ending = new AbortController()
  shell.out.once('error', () => ending.abort())
  const signal = AbortSignal.any([stop.signal, ending.signal])
  const client = openClient(shell, options)
  await removeLeftovers(shell, client)
  const example = await readExample(client, options.destination)
  const types = options.type ?? example.eventTypes
  await using opened = await openListenInbox(shell, client, { types, example })
  const ownSecret = options.secret === undefined && example.secret === null
  await using forwarder =
    options.forward === undefined
      ? null
      : openForwarder({
          url: options.forward,
          secret: options.secret ?? example.secret ?? opened.secret,
          isSignedWithIt: ownSecret,
          headers: example.headers,
          timeoutMs: example.timeoutMs,
          signal,
        })
  announce(shell, options, { ...opened, secret: ownSecret ? opened.secret : null })
  const replay =
    options.replay === undefined
      ? null
      : await startReplay(client, opened, { types, view: example.view }, options.replay)
  if (replay !== null) note(shell, replay.sentence)
  const watched = watchReplay(shell, client, replay?.jobId ?? null, signal)
  if (!options.json) sayDeliveryTitles(shell, forwarder !== null)
  try {
    await Promise.all([watched, follow(shell, client, { inboxId: opened.inboxId, forwarder, signal, options })])
  } finally {
    ending.abort()
  }
}

async function follow(
  shell: Shell,
  client: Client,
  asked: { inboxId: string; forwarder: Forwarder | null; signal: AbortSignal; options: Options },
): Promise<void> {
  const { inboxId, forwarder, signal, options } = asked
  let isDown = false
  await followMessages(shell, client, {
    inboxId,
    after: undefined,
    signal,
    async show(message) {
      const forwarded = forwarder === null ? null : await forwarder.forward(message)
      if (signal.aborted) return
      if (options.json) sayJson(shell, { kind: 'delivery', ...message, forwarded }, 'line')
      else sayDelivery(shell, message, forwarded, { withBody: options.body === true })
      const wasDown = isDown
      isDown = forwarded !== null && forwarded.status_code === null
      if (isDown && !wasDown)
        note(shell, `tellus: ${options.forward}: ${forwarded?.error} The next one is tried again.`)
      if (!isDown && wasDown) note(shell, `tellus: ${options.forward} answers again.`)
    },
  })
}

function announce(
  shell: Shell,
  options: Options,
  opened: { inboxId: string; destinationId: string; secret: string | null },
): void {
  const { inboxId: inbox_id, destinationId: destination_id, secret } = opened
  const { forward = null } = options
  const signing_secret = forward === null ? null : secret
  if (options.json) {
    sayJson(shell, { kind: 'listening', inbox_id, destination_id, forward, signing_secret }, 'line')
    return
  }
  note(shell, forward === null ? 'Listening (Ctrl-C ends)…' : `Forwarding to ${forward} (Ctrl-C ends)…`)
  if (signing_secret !== null)
    note(
      shell,
      `Signing secret: ${signing_secret}\n  (of this run alone; --destination or --secret keeps the one your receiver knows)`,
    )
}

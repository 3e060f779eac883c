import type { Command } from 'commander'
import type { Destination } from '../client/operations.ts'
import { type ServerOptions, withServer } from './address.ts'
import { openClient } from './client.ts'
import { subVerb, verbGroup } from './group.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { paint, sayTable } from './table.ts'

interface Options extends ServerOptions {
  json?: boolean
}

interface AddOptions extends Options {
  name?: string
  types?: string
  merged?: boolean
}

/** `tellus destinations`: where events go. */
export function destinationsVerb(program: Command, shell: Shell): void {
  const group = verbGroup(program, 'destinations')
    .description(
      'List where events go; add, test, enable, disable or delete a destination, or show its signing secret.',
    )
    .option('--json', 'print JSON')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus destinations\n  tellus destinations add https://app.example/hooks --types sleep,daily',
    )
  withServer(group).action((options: Options) => list(shell, options))
  addAdd(group, shell)
  const one = (verb: string, description: string, act: (id: string, options: Options) => Promise<void>) =>
    withServer(
      subVerb(group, verb)
        .description(description)
        .argument('<destination>')
        .option('--json', 'print JSON')
        .addHelpText('after', `\nExample:\n  tellus destinations ${verb} dst_01jc…`),
    ).action(act)

  one('test', 'Send a healthcheck event to it.', async (id, options) => {
    const answer = await openClient(shell, options).post('/destinations/{id}/test', { path: { id } })
    if (options.json) sayJson(shell, answer)
    else
      say(
        shell,
        `A healthcheck is on its way as ${answer.event_id}: tellus events show ${answer.event_id} says how it went.`,
      )
  })
  one('delete', 'Delete it, with what still waits for it.', async (id, options) => {
    await openClient(shell, options).delete('/destinations/{id}', { path: { id } })
    if (options.json) sayJson(shell, { deleted: id })
    else say(shell, `${id} is deleted.`)
  })
  one('disable', 'Switch it off: what waits and what comes is held.', async (id, options) => {
    const off = await openClient(shell, options).patch('/destinations/{id}', { path: { id }, body: { enabled: false } })
    if (options.json) sayJson(shell, off)
    else say(shell, `${off.name} is off: what comes for it is held.`)
  })
  one('enable', 'Switch it on, and say what it missed.', async (id, options) => {
    const on = await openClient(shell, options).patch('/destinations/{id}', { path: { id }, body: { enabled: true } })
    if (options.json) sayJson(shell, on)
    else sayEnabled(shell, on)
  })
  one('secret', 'Print the secret its webhooks are signed with.', async (id, options) => {
    const { signing_secret } = await openClient(shell, options).get('/destinations/{id}', { path: { id } })
    if (options.json) sayJson(shell, { id, signing_secret })
    else say(shell, signing_secret ?? '')
  })
}

function addAdd(group: Command, shell: Shell): void {
  const add = subVerb(group, 'add')
    .description('Send events to a URL from now on, and print the secret they are signed with.')
    .argument('<url>', 'where events are posted to')
    .option('--name <name>', 'what to call it (default: its host)')
    .option('--types <types>', 'only events of these types, separated by commas (default: all)')
    .option('--merged', 'of a person with several accounts each thing once, instead of what each account tells')
    .option('--json', 'print JSON')
    .addHelpText('after', '\nExample:\n  tellus destinations add https://app.example/hooks --types sleep,daily')
  withServer(add).action(async (url: string, options: AddOptions) => {
    const types = options.types?.split(',').map((type) => type.trim())
    const made = await openClient(shell, options).post('/destinations', {
      body: {
        kind: 'webhook',
        url,
        name: options.name,
        event_types: types,
        view: options.merged ? 'merged' : undefined,
      },
    })
    if (options.json) return sayJson(shell, made)
    say(shell, `${made.id} is added: events go to ${made.url} from now on.`)
    say(shell, `Signing secret: ${made.signing_secret}`)
  })
}

function sayEnabled(shell: Shell, { id, name, missed }: Destination): void {
  say(shell, `${name} is on: events go to it from now on.`)
  if (missed === undefined || missed.held + missed.failed === 0) return
  say(shell, `While it was off or failing, ${missed.held} deliveries were held and ${missed.failed} given up.`)
  say(shell, `To send them: tellus recover ${id} --since ${missed.since}`)
}

async function list(shell: Shell, options: Options): Promise<void> {
  const page = await openClient(shell, options).get('/destinations')
  if (options.json) return sayJson(shell, page)
  if (page.items.length === 0) return say(shell, 'There are no destinations: tellus destinations add URL.')
  const count = (one: Destination, status: keyof NonNullable<Destination['counts']>) =>
    String(one.counts?.[status] ?? 0)
  sayTable(
    shell,
    [
      { title: 'DESTINATION' },
      { title: 'NAME' },
      { title: 'STATE' },
      { title: 'WAITING', align: 'right' },
      { title: 'DELIVERED 24 H', align: 'right' },
      { title: 'FAILED 24 H', align: 'right' },
      { title: 'WHERE' },
    ],
    page.items.map((one) => [
      one.id,
      one.name,
      paint(shell.out, one.enabled && !one.failing_since ? 'green' : 'red', stateOf(one)),
      count(one, 'pending'),
      count(one, 'delivered'),
      count(one, 'failed'),
      one.url ?? one.kind,
    ]),
  )
}

export const stateOf = (one: Destination): string =>
  one.status ?? (one.enabled ? (one.failing_since ? 'failing' : 'active') : 'disabled')

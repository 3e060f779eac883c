import type { Command } from 'commander'
import type { BodyOf } from '../client/calls.ts'
import { sandboxFaults, sandboxNoticeFaults } from '../schema/management/sandbox.ts'
import { type ServerOptions, withServer } from './address.ts'
import { openClient } from './client.ts'
import { usage } from './failure.ts'
import { subVerb, verbGroup } from './group.ts'
import { wholeNumber } from './numbers.ts'
import { formatTime } from './quantity.ts'
import { serve } from './serve.ts'
import { type Shell, say, sayJson } from './shell.ts'

const path = '/users/{id}/sandbox'
type Order = BodyOf<'POST', typeof path>

interface Options extends ServerOptions {
  json?: boolean
}

/** `tellus sandbox`: what people and devices do at the pretend provider, and what goes wrong there. */
export function sandboxVerb(program: Command, shell: Shell): void {
  const group = verbGroup(program, 'sandbox')
    .description(
      'Serve with the pretend providers on; or make a device sync, change what a person allows, rehearse a fault.',
    )
    .addHelpText(
      'after',
      '\nWithout a verb: tellus serve with TELLUS_SANDBOX=on. Real providers without credentials are played by their doubles.\n\nExamples:\n  tellus sandbox\n  tellus sandbox sync 3f1c6f0e-… --activity running\n  tellus sandbox fault 3f1c6f0e-… rate_limited --calls 3',
    )
    .action(() => serve(shell, { ...shell.environment, TELLUS_SANDBOX: 'on' }))
  const verb = (name: string, description: string, example: string) =>
    withServer(
      subVerb(group, name)
        .description(description)
        .argument('<user-id>')
        .option('--json', 'print JSON')
        .addHelpText('after', `\nExample:\n  tellus sandbox ${name} 3f1c6f0e-…${example}`),
    )
  const post = (userId: string, options: Options, order: Order) => tellState(shell, userId, options, order)

  verb('show', 'Show who signed in, what they allow, and what goes wrong.', '').action(
    (userId: string, options: Options) => tellState(shell, userId, options),
  )
  verb('sync', 'The device syncs now; with --activity it has just recorded a workout.', ' --activity running')
    .option('--activity <type>', 'such as running, road_biking, yoga')
    .option('--minutes <n>', 'how long the workout took', wholeNumber(1, 600))
    .option('--ended-minutes-ago <n>', 'when it ended', wholeNumber(0, 10_080))
    .action((userId: string, options: SyncOptions) => post(userId, options, syncOf(options)))
  verb('revoke', 'The person takes their consent back at the provider.', '')
    .option('--untold', 'without a notification')
    .action((userId: string, options: Options & { untold?: boolean }) =>
      post(userId, options, { action: 'revoke', told: options.untold !== true }),
    )
  verb('scopes', 'The person allows these and no others.', ' profile sleep')
    .argument('<scope...>', 'as the provider spells them; at SANDBOX profile, activity, body, daily, nutrition, sleep')
    .option('--untold', 'without a notification')
    .action((userId: string, scopes: string[], options: Options & { untold?: boolean }) =>
      post(userId, options, {
        action: 'scopes',
        scopes,
        told: options.untold !== true,
      }),
    )
  for (const [name, what] of [
    ['correct', 'The provider looks at the last night or workout again and finds more.'],
    ['delete', 'The person deletes their last night or workout.'],
  ] as const)
    verb(name, what, ' activity')
      .argument('<type>', 'sleep or activity')
      .option('--date <day>', 'the one of that local day, YYYY-MM-DD')
      .option('--start-time <time>', 'the one that began then, as the record’s metadata.start_time says')
      .action((userId: string, type: string, options: Options & { date?: string; startTime?: string }) =>
        post(userId, options, {
          action: name,
          type: oneOf(['sleep', 'activity'] as const, type, 'type'),
          ...(options.date === undefined ? {} : { date: options.date }),
          ...(options.startTime === undefined ? {} : { start_time: options.startTime }),
        }),
      )
  verb('expire', 'The access token ends now.', '').action((userId: string, options: Options) =>
    post(userId, options, { action: 'expire' }),
  )
  verb('fault', `Something goes wrong: ${sandboxFaults.join(', ')}; none ends it.`, ' rate_limited --calls 3')
    .argument('[fault]')
    .option('--calls <n>', 'for so many calls (default: until it is changed)', wholeNumber(1, 100_000))
    .option('--retry-after <s>', 'what Retry-After says', wholeNumber(1, 86_400))
    .option('--delay <s>', 'how long a slow answer takes', wholeNumber(0, 60))
    .option('--notifications <what>', `what happens to notifications: ${sandboxNoticeFaults.join(', ')}, none`)
    .action((userId: string, fault: string | undefined, options: FaultOptions) =>
      post(userId, options, faultOf(fault, options)),
    )
}

interface SyncOptions extends Options {
  activity?: string
  minutes?: number
  endedMinutesAgo?: number
}

function syncOf({ activity: type, minutes, endedMinutesAgo }: SyncOptions): Order {
  if (type === undefined && minutes === undefined && endedMinutesAgo === undefined) return { action: 'sync' }
  return {
    action: 'sync',
    activity: {
      ...(type === undefined ? {} : { type }),
      ...(minutes === undefined ? {} : { minutes }),
      ...(endedMinutesAgo === undefined ? {} : { ended_minutes_ago: endedMinutesAgo }),
    },
  }
}

interface FaultOptions extends Options {
  calls?: number
  retryAfter?: number
  delay?: number
  notifications?: string
}

const nothing = 'none'

const faultOf = (fault: string | undefined, { notifications, ...options }: FaultOptions): Order => ({
  action: 'fault',
  fault: wordOrNull(sandboxFaults, fault, 'fault'),
  calls: options.calls,
  retry_after_seconds: options.retryAfter,
  delay_seconds: options.delay,
  notifications: wordOrNull(sandboxNoticeFaults, notifications, 'fault of notifications'),
})

/** The word as one of those that are known. Throws for another. */
function oneOf<Word extends string>(known: readonly Word[], word: string, what: string): Word {
  const found = known.find((one) => one === word)
  if (found === undefined) throw usage(`there is no ${what} "${word}": there is ${known.join(', ')}.`)
  return found
}

/** The same, with null for `none` and nothing where nothing was said. */
function wordOrNull<Word extends string>(known: readonly Word[], word: string | undefined, what: string) {
  if (word === undefined) return undefined
  return word === nothing ? null : oneOf(known, word, what)
}

/** Has something done, if an order says what, and says how the user stands then. */
async function tellState(shell: Shell, userId: string, options: Options, order?: Order): Promise<void> {
  const client = openClient(shell, options)
  const given = { path: { id: userId } }
  const state = order === undefined ? await client.get(path, given) : await client.post(path, { ...given, body: order })
  if (options.json) return sayJson(shell, state)
  const { fault, notifications } = state
  if ('notified' in state) say(shell, state.notified ? 'Done, and told.' : 'Done.')
  say(shell, `${state.person} allows ${state.scopes.join(', ')}.`)
  if (state.revoked_at !== null) return say(shell, `They took access back: ${formatTime(state.revoked_at)}.`)
  say(shell, `The access token ends: ${formatTime(state.token_expires_at)}.`)
  say(shell, `The device last synced: ${formatTime(state.last_synced_at)}.`)
  if (fault !== null) say(shell, `What goes wrong: ${fault.fault}, ${callsOf(fault.calls_left)}.`)
  if (notifications !== null) say(shell, `Notifications: ${notifications}.`)
}

const callsOf = (left: number | null): string =>
  left === null ? 'until it is changed' : left === 1 ? 'for one more call' : `for ${left} more calls`

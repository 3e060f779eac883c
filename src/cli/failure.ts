import { CommanderError } from 'commander'
import { TellusError } from '../lib/errors.ts'
import type { Shell } from './shell.ts'

/** 1: it was tried and failed. 2: the command line makes no sense. */
export type ExitCode = 0 | 1 | 2

/** Ends a verb with an exit code and a sentence for people; null when the verb has said everything. */
export class Exit extends Error {
  readonly exitCode: ExitCode
  readonly sentence: string | null

  constructor(exitCode: ExitCode, sentence: string | null) {
    super(sentence ?? '')
    this.name = 'Exit'
    this.exitCode = exitCode
    this.sentence = sentence
  }
}

/** For a command line that makes no sense. */
export const usage = (sentence: string): Exit => new Exit(2, sentence)

/** Says on standard error what went wrong, in one sentence, and gives the exit code. */
export function reportFailure(shell: Pick<Shell, 'err' | 'environment'>, error: unknown): ExitCode {
  const say = (text: string) => shell.err.write(`tellus: ${text}\n`)
  if (error instanceof Exit) {
    if (error.sentence !== null) say(error.sentence)
    return error.exitCode
  }
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return 0
    if (error.code !== 'commander.help') say(usageSentence(error))
    return 2
  }
  if (error instanceof TellusError) {
    say(error.message)
    if (isVerbose(shell) && error.cause !== undefined) say(textOf(error.cause))
    return 1
  }
  if (isVerbose(shell)) say(textOf(error))
  else say(`${messageOf(error)} (unexpected: set TELLUS_LOG_LEVEL=debug to see where it comes from)`)
  return 1
}

const isVerbose = ({ environment }: Pick<Shell, 'environment'>): boolean =>
  environment['TELLUS_LOG_LEVEL'] === 'debug' || environment['TELLUS_LOG_LEVEL'] === 'trace'

const textOf = (error: unknown): string => (error instanceof Error ? (error.stack ?? error.message) : String(error))

/** Several failures at once (closing all of a stack, trying all addresses of a host) have their sentences inside. */
function messageOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return error.errors.map(messageOf).join('; ')
  if (error instanceof SuppressedError) return `${messageOf(error.error)}; before that: ${messageOf(error.suppressed)}`
  return error instanceof Error ? error.message || error.name : String(error)
}

/** What the parser of the command line says, as a sentence of ours. */
function usageSentence(error: CommanderError): string {
  const [first = '', hint] = error.message.replace(/^error: /, '').split('\n')
  const quoted = /'([^']*)'/.exec(first)?.[1] ?? ''
  const nearest = /Did you mean (?:one of )?(.*)\?/.exec(hint ?? '')?.[1]
  const advice =
    nearest === undefined ? 'See tellus --help.' : `Did you mean ${nearest.replace(/, ([^,]*)$/, ' or $1')}?`
  switch (error.code) {
    case 'commander.unknownCommand':
      return `there is no verb "${quoted}". ${advice}`
    case 'commander.unknownOption':
      return `there is no option ${quoted} here. ${advice}`
    case 'commander.missingArgument':
      return `${quoted.toUpperCase()} is missing. See --help.`
    case 'commander.optionMissingArgument':
      return `${quoted} needs a value.`
    case 'commander.excessArguments':
      return `${/Expected .* but got .*/.exec(first)?.[0].replace('Expected', 'expected') ?? first}`
    case 'commander.invalidArgument':
      return first.replace(
        /^(?:option|command-argument) '(.*)' argument '(.*)' is invalid\. (?:It )?(.*)$/,
        '$1 cannot be "$2": it $3',
      )
    default:
      return first
  }
}

import { type Command, InvalidArgumentError, Option } from 'commander'
import { type ServerOptions, withServer } from './address.ts'

/** Options of the verbs whose work is a background job. */
export interface JobOptions extends ServerOptions {
  rate?: number
  wait?: boolean
  dryRun?: boolean
  json?: boolean
}

/** Adds the options of a verb whose work is a background job. */
export const withJob = (command: Command): Command =>
  withServer(
    command
      .option('--rate <n>', 'at most so many a second (default: no limit)', positive)
      .option('--wait', 'wait until it is done, and fail when it fails')
      .addOption(new Option('--dry-run', 'only count what would be sent').conflicts(['rate', 'wait']))
      .option('--json', 'print JSON'),
  )

function positive(text: string): number {
  const value = Number(text)
  if (text.trim() === '' || !(value >= 0.01 && value <= 100_000))
    throw new InvalidArgumentError('It must be a number from 0.01 to 100000.')
  return value
}

const unitMs = { m: 60_000, h: 3_600_000, d: 86_400_000 } as const

/** Reads a time: ISO 8601, or how long ago, such as `90m`, `36h` or `2d`. Gives what the server understands. */
export function time(text: string): string {
  const [, count, unit] = /^(\d{1,6})([mhd])$/.exec(text) ?? []
  if (unit === 'm' || unit === 'h' || unit === 'd')
    return new Date(Date.now() - Number(count) * unitMs[unit]).toISOString()
  if (!/^\d{4}-\d\d-\d\d/.test(text) || Number.isNaN(Date.parse(text)))
    throw new InvalidArgumentError(
      'It must be a time such as 2026-07-01T12:00:00Z, or how long ago, such as 36h or 2d.',
    )
  return text
}

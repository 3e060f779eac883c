import { resolve } from 'node:path'
import { text } from 'node:stream/consumers'
import { type Command, InvalidArgumentError, Option } from 'commander'
import yauzl from 'yauzl'
import { exportFormats } from '../export/format.ts'
import { leftOutLine, readMeName } from '../export/read-me.ts'
import type { DataType } from '../schema/records.ts'
import { type ServerOptions, withServer } from './address.ts'
import { typeList } from './backfill.ts'
import { openClient } from './client.ts'
import { downloadFile } from './download.ts'
import { formatBytes, formatCount } from './quantity.ts'
import { type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

interface Options extends ServerOptions {
  format: string
  type?: DataType[]
  from?: string
  to?: string
  out?: string
  json?: boolean
}

/** How many of the records that were left out are named; the file names all. */
const mostNamed = 10

/** `tellus export USER`: what is stored of a user, in a file that other programs read. */
export function exportVerb(program: Command, shell: Shell): void {
  const command = program
    .command('export')
    .description("Write a user's records into a file: all of them, or some types or days.")
    .argument('<user-id>')
    .addOption(
      new Option('--format <format>', 'json and csv have everything; gpx and fit activities; fhir a Bundle of R4')
        .choices(exportFormats)
        .default('json'),
    )
    .option('--type <list>', 'such as daily,sleep (default: all that the format has a form for)', typeList)
    .option('--from <date>', 'the first day, such as 2026-07-01 (default: the oldest)', day)
    .option('--to <date>', 'the last day, which is in it (default: the newest)', day)
    .option('--out <file>', 'where to write it; must not exist yet (default: a name of its own, here)')
    .option('--json', 'print what was written as JSON')
    .addHelpText(
      'after',
      '\nThe file holds health data, and only you can read it.\n\nExamples:\n  tellus export 3f1c6f0e-…\n  tellus export 3f1c6f0e-… --format csv --type sleep,daily --from 2026-01-01\n  tellus export 3f1c6f0e-… --format gpx --out rides.zip',
    )
  withServer(command).action((userId: string, options: Options) => run(shell, userId, options))
}

function day(value: string): string {
  const isDay = /^\d{4}-\d\d-\d\d$/.test(value) && new Date(`${value}T00:00:00Z`).toJSON()?.slice(0, 10) === value
  if (!isDay) throw new InvalidArgumentError('It must be a day such as 2026-07-01.')
  return value
}

const dayAfter = (date: string): string => new Date(Date.parse(date) + 86_400_000).toISOString().slice(0, 10)

async function run(shell: Shell, userId: string, { format, type, from, to, out, json, ...server }: Options) {
  using stop = listenForStop(shell)
  const client = openClient(shell, server)
  const query = {
    format,
    type: type?.join(','),
    start_date: from,
    // The server is told the day after the last one.
    end_date: to === undefined ? undefined : dayAfter(to),
  }
  const { file, bytes } = await downloadFile(client, `/users/${encodeURIComponent(userId)}/export`, query, {
    fileOf: (name) => resolve(shell.cwd, out ?? name),
    signal: stop.signal,
  })
  const leftOut = format === 'fhir' ? [] : await leftOutOf(file)
  if (json) return sayJson(shell, { file, bytes, left_out: leftOut })
  say(shell, `Wrote ${file} (${formatBytes(bytes)}).`)
  for (const line of leftOut.slice(0, mostNamed)) say(shell, `Left out ${line}`)
  const more = leftOut.length - mostNamed
  if (more > 0) say(shell, `Left out ${formatCount(more)} more, all of which ${readMeName} in it names.`)
}

/** What the export says that it has no form for, a sentence each. */
async function leftOutOf(file: string): Promise<string[]> {
  const zip = await yauzl.openPromise(file, { autoClose: false })
  try {
    for await (const entry of zip.eachEntry())
      if (entry.fileName === readMeName) {
        const lines = (await text(await zip.openReadStreamPromise(entry))).split('\n')
        const at = lines.indexOf(leftOutLine)
        return at < 0 ? [] : lines.slice(at + 1).filter((line) => line !== '')
      }
    return []
  } finally {
    zip.close()
  }
}

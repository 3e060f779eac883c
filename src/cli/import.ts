import { stat } from 'node:fs/promises'
import { basename, resolve } from 'node:path'
import { type Command, Option } from 'commander'
import type { QueryOf } from '../client/calls.ts'
import type { ImportStatus } from '../client/operations.ts'
import { type ServerOptions, withServer } from './address.ts'
import { bringFile, type FoundFile } from './bring-file.ts'
import { openClient } from './client.ts'
import { Exit, usage } from './failure.ts'
import { hasEnded } from './follow.ts'
import { sayImport } from './import-summary.ts'
import { note, type Shell, say, sayJson } from './shell.ts'
import { listenForStop } from './stop-signals.ts'

interface Options extends ServerOptions {
  /** Judged by the server. */
  kind: NonNullable<QueryOf<'POST', '/imports'>['kind']>
  referenceId?: string
  userId?: string
  provider?: string
  zone?: string
  follow: boolean
  status?: string
  cancel?: string
  json?: boolean
}

/** `tellus import`: brings files, and follows what becomes of them. */
export function importVerb(program: Command, shell: Shell): void {
  const command = program
    .command('import')
    .description(
      'Bring files: exports of Apple Health, Fitbit, Garmin, Samsung Health or Health Connect, glucose CSVs, or FIT, TCX and GPX files, alone or in a zip.',
    )
    .argument('[files...]', 'the files, one after the other')
    .option(
      '--kind <kind>',
      'apple-health, google-takeout, garmin-export, samsung-health, health-connect, libre-csv, dexcom-clarity-csv, fit, tcx, gpx, or auto, which looks into the file',
      'auto',
    )
    .addOption(new Option('--reference-id <id>', 'your own id of the person').conflicts('userId'))
    .option('--user-id <id>', 'the user the data is of (default: one is made, or found by the reference)')
    .option('--provider <name>', 'the provider the data is from (default: that of the kind of file)')
    .option('--zone <zone>', 'time zone of the person, such as Europe/Oslo, for times the file gives without one')
    .option('--no-follow', 'do not wait until the file is read')
    .option('--status <import>', 'say how far that import has got, and bring nothing')
    .option('--cancel <import>', 'stop that import, and bring nothing')
    .option('--json', 'print how each import ended as JSON, one line a file')
    .addHelpText(
      'after',
      '\nExamples:\n  tellus import export.zip --reference-id ada\n  tellus import rides/*.fit --zone Europe/Oslo\n  tellus import --cancel imp_01jc…',
    )
  withServer(command).action((files: string[], options: Options) => run(shell, files, options))
}

async function run(shell: Shell, files: string[], options: Options): Promise<void> {
  const asked = options.cancel ?? options.status
  if (asked === undefined && files.length === 0) throw usage('a FILE is missing. See tellus import --help.')
  if (asked !== undefined && (files.length > 0 || (options.cancel !== undefined && options.status !== undefined)))
    throw usage('--status and --cancel stand alone: without files and without each other.')
  const client = openClient(shell, options)
  const show = (status: ImportStatus) => (options.json ? sayJson(shell, status, 'line') : sayImport(shell, status))
  if (options.cancel !== undefined) {
    const status = await client.post('/imports/{id}/cancel', { path: { id: options.cancel } })
    if (options.json || hasEnded(status)) show(status)
    else say(shell, `${status.filename} is being stopped; what was stored stays.`)
    return
  }
  if (options.status !== undefined) return show(await client.get('/imports/{id}', { path: { id: options.status } }))

  const found = await Promise.all(files.map((file) => readableFile(resolve(shell.cwd, file))))
  // Before gigabytes are sent: is anyone there, and are the credentials right?
  await client.get('/users', { query: { limit: 1 } })
  using stop = listenForStop(shell)
  let failed = 0
  const userIds = new Set<string>()
  for (const file of found) {
    const outcome = await bringFile(shell, client, { ...options, file, signal: stop.signal })
    if (outcome.kind === 'refused') {
      failed++
      if (options.json) sayJson(shell, { filename: file.name, status: 'failed', error: outcome.sentence }, 'line')
      else note(shell, `tellus: ${outcome.sentence}`)
    } else if (outcome.kind === 'accepted') {
      if (options.json) sayJson(shell, outcome.accepted, 'line')
      else say(shell, `${file.name} is accepted as ${outcome.accepted.import_id}.`)
    } else {
      show(outcome.status)
      if (outcome.status.status === 'completed') userIds.add(outcome.status.user_id)
      else failed++
    }
  }
  if (!options.json) sayNextSteps(shell, options, [...userIds])
  if (failed > 0) throw new Exit(1, null)
}

function sayNextSteps(shell: Shell, { follow }: Options, userIds: readonly string[]): void {
  if (!follow) say(shell, 'How far it is: tellus import --status ID')
  for (const userId of userIds) say(shell, `What was sent: tellus events --user ${userId}, or tellus inbox`)
}

async function readableFile(path: string): Promise<FoundFile> {
  const found = await stat(path).catch((error) => {
    throw usage(error.code === 'ENOENT' ? `there is no file ${path}.` : `${path} cannot be read: ${error.message}`)
  })
  if (!found.isFile()) throw usage(`${path} is not a file.`)
  if (found.size === 0) throw usage(`${path} is empty.`)
  return { path, name: basename(path), bytes: found.size }
}

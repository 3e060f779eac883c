import { type Command, InvalidArgumentError } from 'commander'
import { readConfig } from '../config.ts'
import { readCredentials, runningServer } from '../data-dir.ts'
import type { Shell } from './shell.ts'

/** Which server a client verb talks to, as the command line says. */
export interface ServerOptions {
  url?: string
  devId?: string
  apiKey?: string
}

/** Adds the option that says where the server is, for what signs in otherwise than with an API key. */
export const withAddress = (command: Command): Command =>
  command.option(
    '--url <url>',
    'where Tellus answers (default: TELLUS_PUBLIC_URL, else the server of the data directory)',
    readUrl,
  )

/** Adds the options that say which server is meant. */
export const withServer = (command: Command): Command =>
  withAddress(command)
    .option('--dev-id <id>', 'dev-id to sign in with (default: TELLUS_DEV_ID, else that of credentials.json)')
    .option('--api-key <key>', 'API key to sign in with (default: TELLUS_API_KEY, else that of credentials.json)')

function readUrl(text: string): string {
  if (!URL.canParse(text) || !/^https?:$/.test(new URL(text).protocol))
    throw new InvalidArgumentError('It must begin with http:// or https://.')
  return text.replace(/\/+$/, '')
}

export interface Server {
  url: string
  devId: string | null
  apiKey: string | null
  /** Where credentials are looked for when none are given. */
  dataDir: string
}

/**
 * Where the server is and how to sign in: from the options, the environment, and what the data directory says of the
 * server that runs on it, in this order. With none of these, the address a server here would have.
 */
export function findServer({ environment, cwd }: Pick<Shell, 'environment' | 'cwd'>, options: ServerOptions): Server {
  // Only what says where: a client need not care whether the rest would do for a server.
  const names = ['TELLUS_HOST', 'TELLUS_PORT', 'TELLUS_PUBLIC_URL', 'TELLUS_DATA_DIR']
  const config = readConfig(Object.fromEntries(names.map((name) => [name, environment[name]])), cwd)
  const devId = options.devId ?? (environment['TELLUS_DEV_ID'] || undefined)
  const apiKey = options.apiKey ?? (environment['TELLUS_API_KEY'] || undefined)
  const kept = devId === undefined || apiKey === undefined ? readCredentials(config.dataDir) : null
  return {
    url: reachable(
      options.url ?? config.publicUrl ?? runningServer(config.dataDir)?.url ?? `http://${config.host}:${config.port}`,
    ),
    devId: devId ?? kept?.dev_id ?? null,
    apiKey: apiKey ?? kept?.api_key ?? null,
    dataDir: config.dataDir,
  }
}

/** A server that listens on every address is reached on this machine's own. */
const reachable = (url: string): string =>
  url.replace('//0.0.0.0', '//127.0.0.1').replace('//[::]', '//[::1]').replace(/\/+$/, '')

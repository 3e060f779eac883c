import { join } from 'node:path'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { readConfig } from '../config.ts'
import { version } from '../version.ts'
import { runUntilStopped } from './lifetime.ts'
import { type Shell, say } from './shell.ts'

/** `tellus serve`: the whole of Tellus in one process. */
export function serveVerb(program: Command, shell: Shell): void {
  program
    .command('serve')
    .description('Start Tellus: database, API, deliveries, background jobs and dashboard.')
    .addHelpText(
      'after',
      '\nExample:\n  TELLUS_PORT=4100 tellus serve\n\nSettings are environment variables: tellus doctor --help lists all.',
    )
    .action(() => serve(shell, shell.environment))
}

/** Serves with these settings until the process is told to stop. */
export async function serve(shell: Shell, environment: Shell['environment']): Promise<void> {
  const config = readConfig(environment, shell.cwd)
  say(shell, `Starting Tellus ${version} on ${config.dataDir}…`)
  await runUntilStopped(
    shell,
    async () => (await import('../app.ts')).startServer(config),
    (app) => announce(shell, app, config.dataDir),
  )
}

function announce(shell: Shell, app: App, dataDir: string): void {
  say(shell, `Tellus is ready at ${app.url}`)
  // The token is behind a #, which browsers send to nobody.
  if (app.setupUrl !== null) say(shell, `Open ${app.setupUrl} to set your password: the link works once.`)
  const kept = join(dataDir, 'credentials.json')
  if (!app.isFirstStart || app.credentials === null) {
    say(shell, `Credentials are kept in ${kept}`)
    return
  }
  say(shell)
  say(shell, 'This is the first start. Your credentials, shown this once:')
  say(shell, `  dev-id   ${app.credentials.dev_id}`)
  say(shell, `  API key  ${app.credentials.api_key}`)
  say(shell, `They are kept in ${kept}`)
  say(shell)
  say(shell, 'Next, in another terminal:')
  say(shell, '  npx tellus import export.zip    bring an Apple Health export, or a FIT, TCX or GPX file')
  say(shell, '  npx tellus inbox --follow       watch what is sent, as it arrives')
}

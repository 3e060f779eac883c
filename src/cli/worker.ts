import type { Command } from 'commander'
import { readConfig } from '../config.ts'
import { runUntilStopped } from './lifetime.ts'
import { type Shell, say } from './shell.ts'

/** `tellus worker`: deliveries and jobs alone. */
export function workerVerb(program: Command, shell: Shell): void {
  program
    .command('worker')
    .description('Start deliveries and background jobs alone, beside a server that has the same database.')
    .addHelpText('after', '\nExample:\n  DATABASE_URL=postgresql://tellus@db/tellus TELLUS_SECRET_KEY=… tellus worker')
    .action(async () => {
      const config = readConfig(shell.environment, shell.cwd)
      await runUntilStopped(
        shell,
        async () => (await import('../app.ts')).startWorker(config),
        ({ url }) => {
          say(shell, 'Tellus works: deliveries and jobs are being taken')
          if (url !== null) say(shell, `Its metrics are at ${url}/metrics`)
        },
      )
    })
}

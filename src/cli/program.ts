import { Command } from 'commander'
import { version } from '../version.ts'
import { accountsVerb } from './accounts.ts'
import { backfillsVerb, backfillVerb } from './backfill.ts'
import { backupVerb } from './backup.ts'
import { destinationsVerb } from './destinations.ts'
import { doctorVerb } from './doctor.ts'
import { eventsVerb } from './events.ts'
import { exportVerb } from './export.ts'
import { type ExitCode, reportFailure } from './failure.ts'
import { fetchVerb } from './fetch.ts'
import { generateVerb } from './generate.ts'
import { importVerb } from './import.ts'
import { inboxVerb } from './inbox.ts'
import { jobsVerb } from './jobs.ts'
import { listenVerb } from './listen.ts'
import { mcpVerb } from './mcp.ts'
import { migrateVerb } from './migrate.ts'
import { recoverVerb } from './recover.ts'
import { replayVerb } from './replay.ts'
import { resendVerb } from './resend.ts'
import { restoreVerb } from './restore.ts'
import { rotateKeyVerb } from './rotate-key.ts'
import { sandboxVerb } from './sandbox.ts'
import { serveVerb } from './serve.ts'
import type { Shell } from './shell.ts'
import { usersVerb } from './users.ts'
import { workerVerb } from './worker.ts'

// In the order of the help.
const verbs = [
  serveVerb,
  workerVerb,
  migrateVerb,
  doctorVerb,
  backupVerb,
  restoreVerb,
  importVerb,
  exportVerb,
  generateVerb,
  inboxVerb,
  listenVerb,
  usersVerb,
  fetchVerb,
  backfillVerb,
  backfillsVerb,
  sandboxVerb,
  eventsVerb,
  resendVerb,
  recoverVerb,
  replayVerb,
  jobsVerb,
  destinationsVerb,
  mcpVerb,
  accountsVerb,
  rotateKeyVerb,
]

/** Runs a command line, says what goes wrong, and gives the exit code: 0 done, 1 failed, 2 not a command line of ours. */
export async function run(shell: Shell, words: readonly string[]): Promise<ExitCode> {
  const program = new Command('tellus')
    .description('Self-hosted hub for wearable and health data.')
    .version(version)
    // Options before and after a verb's own verb are told apart: both may have --json.
    .enablePositionalOptions()
    .exitOverride()
    .configureOutput({
      writeOut: (text) => shell.out.write(text),
      writeErr: (text) => shell.err.write(text),
      // Said by reportFailure, as a sentence.
      outputError: () => undefined,
    })
  for (const verb of verbs) verb(program, shell)
  try {
    await program.parseAsync([...words], { from: 'user' })
    return 0
  } catch (error) {
    return reportFailure(shell, error)
  }
}

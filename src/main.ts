import { reportFailure } from './cli/failure.ts'
import { run } from './cli/program.ts'
import type { Shell } from './cli/shell.ts'

/** The `tellus` command. */
const shell: Shell = { environment: process.env, cwd: process.cwd(), out: process.stdout, err: process.stderr }

// The reader of a pipe has had enough (`tellus events | head`), or the terminal is gone: what only shows something ends,
// a server goes on and is stopped in order, and `listen` takes down itself what it set up.
const goesOn = ['serve', 'worker', 'listen'].includes(process.argv[2] ?? '')
for (const stream of [process.stdout, process.stderr])
  stream.on('error', () => {
    if (!goesOn) process.exit(0)
  })
process.on('uncaughtException', (error) => process.exit(reportFailure(shell, error)))

const code = await run(shell, process.argv.slice(2))
await new Promise((written) => process.stdout.write('', written))
// Whatever is still open (kept connections, the channel to the process that started this one) must not keep it.
process.exit(code)

import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

const main = join(import.meta.dirname, '..', '..', 'bin', 'tellus.mjs')

/** A running `tellus worker`. */
export interface WorkerCommand extends AsyncDisposable {
  pid: number
  /** Everything it printed so far, both streams. */
  said(): string
  /** Asks it to stop by a signal and waits for its end. Gives the exit code. */
  end(signal?: NodeJS.Signals): Promise<number | null>
}

/** Starts `tellus worker` with these settings; resolves once it works, rejects with what it printed when it ends before. */
export async function startWorkerCommand(environment: Record<string, string>): Promise<WorkerCommand> {
  const inherited = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(TELLUS_|npm_)/.test(name)))
  const child = spawn(process.execPath, [main, 'worker'], {
    env: { ...inherited, TELLUS_LOG_LEVEL: 'warn', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  const works = Promise.withResolvers<void>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', (line) => {
      said += `${line}\n`
      if (line.startsWith('Tellus works')) works.resolve()
    })
  const exited = once(child, 'exit')
  void exited.then(() => works.reject(new Error(`tellus worker ended before it worked:\n${said}`)))
  await works.promise
  const end = async (signal: NodeJS.Signals = 'SIGTERM') => {
    child.kill(signal)
    await exited
    return child.exitCode
  }
  return {
    pid: child.pid ?? 0,
    said: () => said,
    end,
    async [Symbol.asyncDispose]() {
      await end()
    },
  }
}

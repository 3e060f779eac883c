import { type ChildProcess, fork } from 'node:child_process'
import { join } from 'node:path'
import type { ReceiverReport } from './receiver.ts'

/** The receiver process, from the outside. */
export interface Sink extends AsyncDisposable {
  url(path: string): string
  /** What came since the last reset; latencies since the last report. */
  report(): Promise<ReceiverReport>
  reset(): Promise<void>
}

export async function openSink(): Promise<Sink> {
  const child = fork(join(import.meta.dirname, 'receiver.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  const { port } = await answerOf<{ port: number }>(child)
  const ask = async (command: 'report' | 'reset'): Promise<ReceiverReport> => {
    const answer = answerOf<{ report: ReceiverReport }>(child)
    child.send(command)
    return (await answer).report
  }
  return {
    url: (path) => `http://127.0.0.1:${port}${path}`,
    report: () => ask('report'),
    reset: async () => {
      await ask('reset')
    },
    async [Symbol.asyncDispose]() {
      child.kill()
    },
  }
}

const answerOf = <T>(child: ChildProcess): Promise<T> =>
  new Promise((resolve, reject) => {
    const ended = (code: number | null): void => reject(new Error(`The receiver ended with code ${code}.`))
    child.once('exit', ended)
    child.once('message', (message) => {
      child.off('exit', ended)
      // What the child sends is what receiver.ts sends.
      resolve(message as T)
    })
  })

import { fork } from 'node:child_process'
import { join } from 'node:path'

/** The bare server's process, from the outside. */
export interface Bare extends Disposable {
  /** Lets it answer this body; gives its address. */
  answer(body: string): Promise<string>
}

export function openBare(): Bare {
  const child = fork(join(import.meta.dirname, 'bare-server.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] })
  return {
    answer: (body) =>
      new Promise((resolve, reject) => {
        const ended = (code: number | null): void => reject(new Error(`The bare server ended with code ${code}.`))
        child.once('exit', ended)
        child.once('message', (port) => {
          child.off('exit', ended)
          resolve(`http://127.0.0.1:${port}`)
        })
        child.send(body)
      }),
    [Symbol.dispose]: () => {
      child.kill()
    },
  }
}

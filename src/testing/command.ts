import { Writable } from 'node:stream'
import { run } from '../cli/program.ts'

/** Runs a command line in this process; gives its exit code and what it wrote. */
export async function runCommand(
  shell: { environment: Record<string, string | undefined>; cwd: string },
  words: string[],
): Promise<{ code: number; out: string; err: string }> {
  const written = { out: '', err: '' }
  const into = (key: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[key] += String(chunk)
        done()
      },
    })
  const code = await run({ ...shell, out: into('out'), err: into('err') }, words)
  return { code, ...written }
}

import { spawn } from 'node:child_process'
import { stripVTControlCharacters } from 'node:util'

/** How one check ended; `detail` says what was done, what broke, or why it could not run. */
export interface Outcome {
  name: string
  result: 'passed' | 'failed' | 'skipped'
  detail: string
}

/** Why a check cannot run on this machine. */
export class Unavailable extends Error {}

/** Runs a check. One that throws `Unavailable` was skipped, one that throws anything else has failed. */
export async function check(name: string, run: () => Promise<string>): Promise<Outcome> {
  process.stderr.write(`tellus: ${name}\n`)
  try {
    return { name, result: 'passed', detail: await run() }
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error)
    return { name, result: error instanceof Unavailable ? 'skipped' : 'failed', detail }
  }
}

/** Our environment, without what npm and Tellus would read of it; Python leaves nothing behind. */
export const environment = (more: Record<string, string> = {}): NodeJS.ProcessEnv => ({
  ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm_|TELLUS_)/.test(name))),
  PYTHONDONTWRITEBYTECODE: '1',
  ...more,
})

interface Ended {
  code: number | null
  said: string
}

/** Runs a program to its end and gives what it said on both streams; it is ended after `withinMs`. */
export const runProgram = (
  program: string,
  args: readonly string[],
  options: { cwd?: string; env?: Record<string, string>; withinMs?: number } = {},
): Promise<Ended> =>
  new Promise((done) => {
    const child = spawn(program, args, {
      ...(options.cwd === undefined ? {} : { cwd: options.cwd }),
      env: environment(options.env),
      stdio: ['ignore', 'pipe', 'pipe'],
      timeout: options.withinMs ?? 300_000,
    })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text: string) => {
        said += text
      })
    child.once('error', (error) => done({ code: null, said: error.message }))
    child.once('close', (code) => done({ code, said }))
  })

/** Prepares something that may be out of reach, such as packages of a registry; what fails makes the check unavailable. */
export async function prepare(what: string, ...command: Parameters<typeof runProgram>): Promise<string> {
  const { code, said } = await runProgram(...command)
  if (code !== 0) throw new Unavailable(`${what}: ${telling(said)}`)
  return said
}

/** Demands a program on the path. */
export async function demand(program: string, ...args: string[]): Promise<void> {
  if ((await runProgram(program, args, { withinMs: 60_000 })).code !== 0)
    throw new Unavailable(`there is no ${program} on this machine`)
}

/** The line of an output that says most: the first that names an error, else the last. */
export function telling(said: string): string {
  const lines = stripVTControlCharacters(said)
    .split('\n')
    .filter((line) => line.trim() !== '')
  return (lines.find((line) => /error|could not/i.test(line)) ?? lines.at(-1) ?? 'it said nothing').trim().slice(0, 200)
}

/** All outcomes as a table, one line each. */
export function tableOf(outcomes: readonly Outcome[]): string {
  const width = Math.max(...outcomes.map(({ name }) => name.length))
  return outcomes.map(({ name, result, detail }) => `${name.padEnd(width)}  ${result.padEnd(7)}  ${detail}`).join('\n')
}

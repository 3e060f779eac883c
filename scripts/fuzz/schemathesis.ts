import { spawn } from 'node:child_process'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sandboxServer } from '../../src/testing/connected.ts'
import { fillEnvironment } from '../../src/testing/filled.ts'

/** What it looks for: no fault of ours, nothing that the document does not say, and no way past the key. */
const checks = [
  'not_a_server_error',
  'status_code_conformance',
  'content_type_conformance',
  'response_schema_conformance',
  'unsupported_method',
  'ignored_auth',
].join(',')

/** The stream never ends, the key in use would go, what needs a session no key opens, and what is at the root is not below the address. */
const leftOut = '^/(stream$|credentials/keys/|sessions?|accounts|invitations|environments|api/widget|widget/api)'

/**
 * Lets Schemathesis read both OpenAPI documents and try every operation with an API key, in half of the minutes each. It is
 * installed into a virtual environment that is removed again. Gives whether it found something, or could not be run.
 */
export async function runSchemathesis(minutes: number, seed: number): Promise<boolean> {
  const folder = await mkdtemp(join(tmpdir(), 'tellus-schemathesis-'))
  try {
    const problem = await install(folder)
    if (problem !== null) {
      console.error(`tellus: Schemathesis cannot be run here: ${problem}. \`npm run fuzz\` without it needs nothing.`)
      return true
    }
    await using at = await sandboxServer({ TELLUS_DATA_DIR: folder, TELLUS_API_RATE_LIMIT_PER_SECOND: '0' })
    await fillEnvironment(at, 'first', 'schemathesis')
    let hasFaults = false
    for (const prefix of ['/v2', '/admin/api']) {
      const url = `${at.hub.publicUrl()}${prefix}`
      const headers = Object.entries(at.credentials).flatMap(([name, value]) => ['--header', `${name}: ${value}`])
      const code = await run(folder, join(folder, 'venv', 'bin', 'st'), [
        'run',
        `${url}/openapi.json`,
        '--url',
        url,
        ...headers,
        '--checks',
        checks,
        '--phases',
        'examples,coverage,fuzzing',
        '--seed',
        String(seed),
        '--max-time',
        String(Math.ceil(minutes * 30)),
        '--continue-on-failure',
        '--no-color',
        '--exclude-path-regex',
        leftOut,
      ])
      hasFaults ||= code !== 0
    }
    return hasFaults
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Makes the virtual environment; gives a sentence when that does not work. */
async function install(folder: string): Promise<string | null> {
  const venv = join(folder, 'venv')
  if ((await run(folder, 'python3', ['-m', 'venv', venv])) !== 0) return 'python3 with venv is missing'
  console.error('tellus: installing Schemathesis')
  const code = await run(folder, join(venv, 'bin', 'pip'), [
    'install',
    '--quiet',
    '--disable-pip-version-check',
    'schemathesis',
  ])
  return code === 0 ? null : 'pip could not install it'
}

/** Runs a program in a folder and gives its exit code; 127 where there is none of that name. */
const run = (cwd: string, program: string, args: readonly string[]): Promise<number> =>
  new Promise((done) => {
    const child = spawn(program, [...args], { cwd, stdio: ['ignore', 'inherit', 'inherit'] })
    child.once('error', () => done(127))
    child.once('exit', (code) => done(code ?? 1))
  })

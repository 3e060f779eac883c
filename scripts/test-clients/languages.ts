import { cpSync, existsSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { live } from './life.ts'
import { check, demand, type Outcome, prepare, runProgram, telling, Unavailable } from './outcome.ts'
import { receive } from './receivers.ts'
import type { Stage } from './stage.ts'

const root = resolve(import.meta.dirname, '..', '..')
const drivers = join(import.meta.dirname, 'drivers')
const examples = join(root, 'examples')

/** A copy of a folder of ours in the stage's, in which a language may make what it likes. */
function copyOf(stage: Stage, folder: string, name: string): string {
  const copy = join(stage.folder, name)
  if (!existsSync(copy))
    cpSync(folder, copy, { recursive: true, filter: (path) => !/\/(node_modules|target|\.venv)$/.test(path) })
  return copy
}

export async function javaScript(stage: Stage): Promise<Outcome[]> {
  return [
    await check('terra-api 2.x and 1.x (JavaScript)', async () => {
      const { code, said } = await runProgram(process.execPath, [
        join(root, 'scripts', 'run.mjs'),
        'test',
        'tests/clients/life.test.ts',
      ])
      if (code !== 0) throw new Error(telling(said))
      return `tests/clients/life.test.ts: ${said.trim().split('\n').at(-1)}`
    }),
    await check('express-receiver', async () => {
      const folder = copyOf(stage, join(examples, 'express-receiver'), 'express-receiver')
      await prepare('npm could not install', 'npm', ['install', '--no-audit', '--no-fund'], { cwd: folder })
      return receive(stage, process.execPath, ['receiver.js'], folder)
    }),
  ]
}

export async function python(stage: Stage): Promise<Outcome[]> {
  /** Makes a virtual environment with packages; gives its Python. */
  async function virtual(name: string, ...packages: string[]): Promise<string> {
    await demand('python3', '--version')
    const folder = join(stage.folder, name)
    await prepare('python3 could not make a virtual environment', 'python3', ['-m', 'venv', folder])
    const program = join(folder, 'bin', 'python')
    await prepare('pip could not install', program, ['-m', 'pip', 'install', '--quiet', ...packages])
    return program
  }
  return [
    await check('terra-python 1.1.0 (Python)', async () => {
      const program = await virtual('python-current', 'terra-python==1.1.0')
      return live(stage, 'pia', program, ['current.py'], drivers)
    }),
    await check('terra-python 0.0.17 (Python)', async () => {
      const program = await virtual('python-old', 'terra-python==0.0.17')
      return live(stage, 'olaf', program, ['old.py'], drivers)
    }),
    await check('flask-receiver', async () => {
      const folder = join(examples, 'flask-receiver')
      const program = await virtual('python-flask', '-r', join(folder, 'requirements.txt'))
      return receive(stage, program, ['receiver.py'], folder)
    }),
  ]
}

/**
 * `source` is a checkout of the official client's repository, from which it is built where Maven Central has it not. What
 * Maven fetches goes to the stage's folder.
 */
export async function java(stage: Stage, source: string | null): Promise<Outcome[]> {
  const repository = `-Dmaven.repo.local=${join(stage.folder, 'm2')}`
  const maven = ['-q', '-B', repository]
  let missing: Promise<void> | null = null
  /** Has the client in the local repository. */
  const client = () => {
    missing ??= (async () => {
      await demand('mvn', '--version')
      if (source === null) {
        const wanted = '-Dartifact=co.tryterra:terra-client:0.0.20'
        await prepare(
          'Maven has no co.tryterra:terra-client:0.0.20 (give a checkout of its repository with --java-client)',
          'mvn',
          [...maven, 'dependency:get', wanted],
        )
      } else {
        if (!existsSync(join(source, 'pom.xml'))) throw new Unavailable(`there is no pom.xml in ${source}`)
        const folder = copyOf(stage, source, 'terra-client-java')
        const skipped = ['-DskipTests', '-Dgpg.skip', '-Dmaven.javadoc.skip']
        await prepare('the client could not be built', 'mvn', [...maven, 'install', ...skipped], {
          cwd: folder,
          withinMs: 600_000,
        })
      }
    })()
    return missing
  }
  /** Compiles a project that uses the client; gives the arguments that run it. */
  const compiled = async (folder: string) => {
    await client()
    const { code, said } = await runProgram('mvn', [...maven, 'compile'], { cwd: folder })
    if (code !== 0) throw new Error(telling(said))
    return [...maven, 'exec:java']
  }
  return [
    await check('java-receiver (JDK alone)', async () => {
      await demand('java', '-version')
      return receive(stage, 'java', ['PlainReceiver.java'], join(examples, 'java-receiver'))
    }),
    await check('terra-client 0.0.20 (Java)', async () => {
      const folder = copyOf(stage, join(drivers, 'java'), 'java-life')
      return live(stage, 'jana', 'mvn', await compiled(folder), folder)
    }),
    await check('java-receiver (official client)', async () => {
      const folder = copyOf(stage, join(examples, 'java-receiver'), 'java-receiver')
      return receive(stage, 'mvn', await compiled(folder), folder, 120_000)
    }),
  ]
}

export async function go(stage: Stage): Promise<Outcome[]> {
  return [
    await check('net/http (Go, no official client)', async () => {
      await demand('go', 'version')
      const folder = copyOf(stage, join(drivers, 'go'), 'go-life')
      await prepare('go could not build', 'go', ['build', '-o', 'life', '.'], { cwd: folder })
      return live(stage, 'gil', join(folder, 'life'), [], folder)
    }),
  ]
}

import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { test } from 'node:test'

/** A program that runs something which takes `closeMs` to stop, and has `patienceMs` for it. */
const programOf = (closeMs: number, patienceMs: number): string => `
  import { runUntilStopped } from ${JSON.stringify(import.meta.resolve('./lifetime.ts'))}
  const shell = { environment: process.env, cwd: '/', out: process.stdout, err: process.stderr }
  const stop = () => new Promise((done) => setTimeout(done, ${closeMs}))
  const start = async () => ({ timer: setInterval(() => {}, 1000), [Symbol.asyncDispose]: stop })
  await runUntilStopped(shell, start, () => console.log('ready'), ${patienceMs})
  process.exit(0)`

const child = (closeMs: number, patienceMs: number): ChildProcess =>
  spawn(process.execPath, ['--input-type=module', '-e', programOf(closeMs, patienceMs)], {
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    env: {},
  })

/** Waits until it is ready, does something to it, and gives how it ended and what it said. */
async function ended(process: ChildProcess, act: (process: ChildProcess) => void) {
  let said = ''
  process.stderr?.on('data', (text) => {
    said += text
  })
  const isReady = new Promise<void>((ready) =>
    process.stdout?.on('data', (text) => {
      said += text
      if (said.includes('ready')) ready()
    }),
  )
  await isReady
  // Not the `close` of the process: after `disconnect` it does not come.
  const closed = [process.stdout, process.stderr].map((stream) => stream && once(stream, 'close'))
  const exited = once(process, 'exit')
  act(process)
  const [code] = await exited
  await Promise.all(closed)
  return { code, said }
}

test('each way of asking it to stop stops it in order', async () => {
  const ways: [string, (process: ChildProcess) => void][] = [
    ['SIGTERM', (process) => process.kill('SIGTERM')],
    ['SIGHUP', (process) => process.kill('SIGHUP')],
    ['the process that started it has ended', (process) => process.disconnect()],
  ]
  for (const [who, act] of ways) {
    const { code, said } = await ended(child(1, 5000), act)
    assert.equal(said, `ready\nStopping (${who})…\nStopped.\n`)
    assert.equal(code, 0)
  }
})

test('one keystroke that arrives three times is one request', async () => {
  const { code, said } = await ended(child(100, 5000), (process) => {
    process.kill('SIGINT')
    setTimeout(() => process.kill('SIGINT'), 20)
    setTimeout(() => process.kill('SIGINT'), 40)
  })
  assert.equal(said, 'ready\nStopping (SIGINT)…\nStopped.\n')
  assert.equal(code, 0)
})

test('what does not stop in time is ended, and says what was open', async () => {
  const { code, said } = await ended(child(60_000, 50), (process) => process.kill('SIGTERM'))
  assert.match(said, /tellus: did not stop within 0\.05 s \(still open: .*Timeout.*\), so it was ended\n$/)
  assert.equal(code, 1)
})

test('started by npm, it stops when npm is killed, though the shell between them lives on', async (t) => {
  if (process.platform !== 'linux') return t.skip('the ancestors of a process are only seen on Linux')
  const npm = `
    process.title = 'npm run start'
    const { spawn } = await import('node:child_process')
    const words = ['-c', '"$0" --input-type=module -e "$1"; true', process.execPath, process.env.PROGRAM]
    spawn('/bin/sh', words, { stdio: 'inherit' })
    setInterval(() => {}, 1000)`
  const npmProcess = spawn(process.execPath, ['--input-type=module', '-e', npm], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { npm_lifecycle_event: 'start', PROGRAM: programOf(1, 5000) },
  })
  const { said } = await ended(npmProcess, (process) => process.kill('SIGKILL'))
  assert.equal(said, 'ready\nStopping (npm has ended)…\nStopped.\n')
})

import { spawn } from 'node:child_process'
import { createServer } from 'node:net'
import { stripVTControlCharacters } from 'node:util'
import { eventually } from '../../src/testing/tellus.ts'
import { environment } from './outcome.ts'
import { makeDestination, type Stage } from './stage.ts'

/**
 * Runs a receiver of `examples/` against real deliveries: it must take all of them, refuse what is not signed, print one
 * line an event, and go on taking them while its secret is rotated. Gives what was done.
 */
export async function receive(
  stage: Stage,
  program: string,
  args: readonly string[],
  cwd: string,
  startsWithinMs = 30_000,
): Promise<string> {
  const { tellus } = stage
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/`
  const destination = await makeDestination(tellus, url)
  // In a group of its own: what starts the receiver may be another process than the receiver.
  const child = spawn(program, args, {
    cwd,
    detached: true,
    env: environment({ PORT: String(port), SIGNING_SECRET: destination.signing_secret }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let printed = ''
  let complaint = ''
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    printed += stripVTControlCharacters(text)
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaint += text
  })
  const ended = new Promise<void>((done) => {
    child.once('error', () => done())
    child.once('close', () => done())
  })
  const linesOf = (type: string) => printed.split('\n').filter((line) => line.startsWith(`${type} `)).length
  const taken = async (type: string, n: number) => {
    await eventually(`${n} lines about ${type}`, () => linesOf(type) >= n, 20_000)
    const { body } = await tellus.call<{ counts: Counts }>('GET', `/admin/api/destinations/${destination.id}`)
    return body.counts
  }
  try {
    const unsigned = await eventually('an answer of the receiver', () => refusal(url), startsWithinMs)
    if (unsigned !== 400) throw new Error(`what is not signed was answered ${unsigned}, not 400`)
    for (const type of ['sleep', 'daily', 'activity']) {
      await tellus.call('POST', '/admin/api/generate', { provider: 'GARMIN', type, days: 2, send: true })
      await taken(type, 1)
    }
    await tellus.call('POST', `/admin/api/destinations/${destination.id}/rotate-secret`, { overlap_seconds: 3600 })
    const before = linesOf('sleep')
    await tellus.call('POST', '/admin/api/generate', { provider: 'OURA', type: 'sleep', days: 1, send: true })
    await taken('sleep', before + 1)
    const counts = await eventually('the end of its deliveries', async () => {
      const { body } = await tellus.call<{ counts: Counts }>('GET', `/admin/api/destinations/${destination.id}`)
      return body.counts.pending === 0 && body.counts
    })
    // Frameworks print lines of their own, none of which begins like an event's.
    const lines = printed.split('\n').filter((line) => /^[a-z_.]+ /.test(line)).length
    if (counts.failed > 0 || counts.delivered !== lines)
      throw new Error(`${counts.delivered} delivered, ${counts.failed} failed, ${lines} lines printed`)
    return `${counts.delivered} deliveries taken, 0 failed, one line each, also during a rotation; unsigned answered 400`
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    throw new Error(
      `${why}${complaint === '' ? '' : `; it said: ${complaint.trim().split('\n').slice(-3).join(' | ').slice(0, 400)}`}`,
    )
  } finally {
    await tellus.call('DELETE', `/admin/api/destinations/${destination.id}`)
    if (child.pid !== undefined && child.exitCode === null && child.signalCode === null) process.kill(-child.pid)
    await ended
  }
}

interface Counts {
  pending: number
  delivered: number
  failed: number
}

/** What the receiver answers to an event that is not signed; null while it does not listen. */
const refusal = (url: string): Promise<number | null> =>
  fetch(url, { method: 'POST', body: '{"type":"auth"}', headers: { 'terra-signature': `t=1,v1=${'0'.repeat(64)}` } })
    .then((answer) => answer.status)
    .catch(() => null)

const freePort = (): Promise<number> =>
  new Promise((done, broken) => {
    const server = createServer()
    server.once('error', broken)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address === null || typeof address === 'string' ? broken(address) : done(address.port)))
    })
  })

import { createServer } from 'node:net'
import type { Config } from '../../config.ts'
import type { RunningServer } from '../../data-dir.ts'
import { messageOf } from '../../lib/errors.ts'
import { openClient } from '../client.ts'
import { stateOf } from '../destinations.ts'
import type { Shell } from '../shell.ts'
import type { Fact, Finding, Problem } from './finding.ts'

const backlogLimit = 10_000

/** Of a running server: what waits and which destinations fail. Without one: whether it could listen. */
export async function checkServer(shell: Shell, config: Config, server: RunningServer | null): Promise<Finding> {
  if (server === null) return portFinding(config)
  if (server.url === undefined)
    return { facts: [{ name: 'state', value: `starting (pid ${server.pid})` }], problems: [] }
  const facts: Fact[] = [{ name: 'state', value: `running at ${server.url} (pid ${server.pid})` }]
  try {
    const { items } = await openClient(shell, { url: server.url }).get('/destinations')
    const waiting = items.reduce((sum, one) => sum + (one.counts?.pending ?? 0), 0)
    const held = items.reduce((sum, one) => sum + (one.counts?.held ?? 0), 0)
    facts.push(
      { name: 'destinations', value: String(items.length) },
      { name: 'waiting', value: `${waiting}, held ${held}` },
    )
    const problems = items.flatMap((one): Problem[] => {
      const state = stateOf(one)
      if (state === 'failing')
        return [
          {
            problem: `The destination ${one.name} (${one.id}) fails since ${one.failing_since}.`,
            remedy: `See how: tellus events --destination ${one.id}`,
          },
        ]
      if (state === 'disabled' && one.disabled_reason !== 'Switched off by hand.')
        return [
          {
            problem: `The destination ${one.name} (${one.id}) is switched off: ${one.disabled_reason}`,
            remedy: 'Mend the receiver, then switch it on again.',
          },
        ]
      return []
    })
    if (waiting > backlogLimit)
      problems.push({
        problem: `${waiting} deliveries wait.`,
        remedy: 'Look at the destinations that are slow, or add a worker (tellus worker).',
      })
    return { facts, problems }
  } catch (error) {
    return { facts, problems: [{ problem: messageOf(error), remedy: 'See the log of the server; stop and start it.' }] }
  }
}

/** Tries for a moment whether the address can be listened on. */
async function portFinding({ host, port }: Config): Promise<Finding> {
  const facts = [{ name: 'state', value: 'not running: npm start (or tellus serve) starts it' }]
  const failure = await new Promise<Error | null>((resolve) => {
    const probe = createServer()
    probe.once('error', resolve)
    probe.listen({ host, port, exclusive: true }, () => probe.close(() => resolve(null)))
  })
  if (failure === null) return { facts, problems: [] }
  const code = 'code' in failure ? failure.code : undefined
  const why = code === 'EADDRINUSE' ? 'another program listens there' : failure.message
  const remedy = 'Choose with TELLUS_HOST and TELLUS_PORT, or stop the other program.'
  return { facts, problems: [{ problem: `A server could not listen on ${host}:${port}: ${why}.`, remedy }] }
}

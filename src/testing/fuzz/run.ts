import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { beginSession, csrfTokenOf } from '../../accounts/session.ts'
import { publicId } from '../../lib/ids.ts'
import { sandboxServer } from '../connected.ts'
import { type Filled, fillEnvironment } from '../filled.ts'
import { addAccount } from '../people.ts'
import type { TestServer } from '../server.ts'
import { callsOf, type FuzzCall } from './calls.ts'
import { faultOf } from './judge.ts'
import { type Operation, readApis } from './operations.ts'
import { openConnections, send } from './send.ts'

/** A promise that a call has seen broken, and how to see it again. */
export interface Fault {
  /** What is told apart: the operation and the start of the sentence. */
  key: string
  sentence: string
  call: string
  /** What the server logged of it. */
  logged: string
}

/** How many calls a round made, and how they were answered: status by status. */
export interface Round {
  calls: number
  byStatus: Map<number, number>
}

export interface Fuzz extends AsyncDisposable {
  /** Calls every operation `callsEach` times with what this seed gives; the same seed gives the same calls, but for the ids in them. */
  round(seed: number, callsEach: number): Promise<Round>
  faults: Map<string, Fault>
}

/** What a right caller of today looks like; a session ends by its own calls, and is begun anew. */
interface Callers {
  key: Record<string, string>
  other: Record<string, string>
  session: Record<string, string>
}

/** Opens a server of its own on a socket, with two filled environments and somebody who is signed in. */
export async function openFuzz(): Promise<Fuzz> {
  const dataDir = await mkdtemp(join(tmpdir(), 'tellus-fuzz-'))
  const at = await sandboxServer({
    TELLUS_DATA_DIR: dataDir,
    // The clock stands still, and with it what may be asked in a second.
    TELLUS_API_RATE_LIMIT_PER_SECOND: '0',
    TELLUS_RATE_LIMIT_DAYS_PER_HOUR: '0',
  })
  const baseUrl = at.hub.publicUrl()
  const dispatcher = openConnections()
  const logged: string[] = []
  Object.assign(at.hub.log, {
    error: (fields: object, line: string) => logged.push(`${line} ${JSON.stringify(fields)}`),
  })
  const unhandled: string[] = []
  const note = (reason: unknown) => void unhandled.push(reason instanceof Error ? String(reason.stack) : String(reason))
  process.on('unhandledRejection', note)
  process.on('uncaughtException', note)
  const owner = await addAccount(at, 'owner@example.org', 'owner')
  const spare = publicId('account', await addAccount(at, 'spare@example.org', 'viewer'))
  const apis = await readApis(at.server)
  const callers: Callers = { key: at.credentials, other: {}, session: {} }
  const faults = new Map<string, Fault>()

  const sendAs = async (call: FuzzCall): Promise<number> => {
    if (call.operation.access !== 'environment' && callers.session['cookie'] === undefined)
      callers.session = await newSession(at, owner)
    const answer = await send(dispatcher, baseUrl, call, credentialsOf(call, callers))
    // The session ended by this call, or by one before it.
    if (answer.status === 401 || call.method === 'DELETE') callers.session = {}
    const sentence =
      unhandled.length > 0 ? `a rejection that nobody handles: ${unhandled.pop()}` : faultOf(call, answer)
    const log = logged.splice(0).join('\n')
    if (sentence === null) return answer.status
    const key = `${call.operation.name}: ${sentence.slice(0, 60)}`
    if (!faults.has(key)) faults.set(key, { key, sentence, call: written(call), logged: log.slice(0, 1500) })
    return answer.status
  }

  return {
    faults,
    async round(seed, callsEach) {
      const byStatus = new Map<number, number>()
      let calls = 0
      for (const [which, { operations, components }] of apis.entries()) {
        // Each begins with things that are there, and deletes last: what is gone shows little.
        const known = knownOf(await fillEnvironment(at, 'first', `round-${seed}-${which}`), spare)
        const reading = { components, known: (name: string) => known[name] ?? [] }
        const inOrder = [...operations].sort((a, b) => place(a) - place(b))
        for (const [index, operation] of inOrder.entries()) {
          const numRuns = isSlow(operation) ? Math.ceil(callsEach / 6) : callsEach
          const sampled = fc.sample(callsOf(operation, reading), { seed: seed * 1000 + which * 200 + index, numRuns })
          for (const call of sampled) {
            const status = await sendAs(call)
            byStatus.set(status, (byStatus.get(status) ?? 0) + 1)
            calls++
          }
        }
      }
      await stillAnswers(at, baseUrl, faults)
      return { calls, byStatus }
    },
    async [Symbol.asyncDispose]() {
      process.off('unhandledRejection', note)
      process.off('uncaughtException', note)
      await dispatcher.close()
      await at[Symbol.asyncDispose]()
      await rm(dataDir, { recursive: true })
    },
  }
}

/** When an operation is called: what makes the pretend provider refuse comes late, what deletes later, the inner before the outer. */
const place = ({ method, path }: Operation): number =>
  path.endsWith('/sandbox')
    ? 1
    : method !== 'DELETE'
      ? 0
      : /\/users|\/deauth|\/workouts/.test(path)
        ? 100
        : 50 - path.split('/').length

/** What takes long whatever it is sent: hashing a password is slow on purpose, and two answers are large. */
const isSlow = ({ method, path }: Operation): boolean =>
  (method === 'POST' && path.startsWith('/admin/api/session')) || /\/(coverage|openapi\.json)$/.test(path)

async function newSession({ hub }: TestServer, accountId: string): Promise<Record<string, string>> {
  const token = await beginSession(hub.db, accountId, { address: '127.0.0.1', userAgent: undefined })
  return { cookie: `tellus_session=${token}`, 'x-csrf-token': csrfTokenOf(token), 'sec-fetch-site': 'same-origin' }
}

function credentialsOf({ operation, caller }: FuzzCall, callers: Callers): Record<string, string> {
  if (caller === 'none') return {}
  if (operation.access !== 'environment') return callers.session
  if (caller === 'wrong') return { ...callers.key, 'x-api-key': 'wrong' }
  return caller === 'other' ? { ...callers.key, 'dev-id': 'other-dev' } : callers.key
}

/** Values that exist, by the name of the parameter or field that takes them. */
const knownOf = ({ ids }: Filled, account: string): Record<string, readonly string[]> => ({
  'users/id': [ids.user],
  user_id: [ids.user],
  user: [ids.user],
  'destinations/id': [ids.destination],
  destination_id: [ids.destination],
  'events/id': [ids.event],
  'deliveries/id': [ids.delivery],
  'inboxes/id': [ids.inbox],
  inbox_id: [ids.inbox],
  after: [ids.message],
  cursor: [ids.event, ids.inbox, ids.message, ids.import, ids.job],
  'imports/id': [ids.import],
  'jobs/id': [ids.job],
  'keys/id': [ids.key],
  'workouts/id': [ids.workout],
  'plannedWorkouts/id': [ids.plannedWorkout],
  'accounts/id': [account],
  log_ids: [ids.log],
  reference_id: [ids.reference],
  widgetSession: [ids.widgetSession],
  signIn: [ids.signIn],
  provider: ['SANDBOX', 'GARMIN', 'sandbox'],
  providers: ['SANDBOX'],
  resource: ['SANDBOX'],
  dev_id: ['other-dev'],
  start_date: ['2026-06-30', '2026-07-01', '1782864000'],
  end_date: ['2026-07-02', '2027-07-01', '1783000000'],
  to_webhook: ['true', 'false'],
  since: ['2026-01-01', '2026-07-01T00:00:00Z'],
  until: ['2027-01-01'],
  planned_date: ['2026-07-05'],
  timestamp: ['2026-07-01T07:00:00.000000+01:00'],
  start_time: ['2026-07-01T07:00:00.000000+01:00'],
  end_time: ['2026-07-01T08:00:00.000000+01:00'],
  zone: ['Europe/Oslo'],
})

/** After whatever was sent, those who ask as they should are answered as they should be. */
async function stillAnswers(at: TestServer, baseUrl: string, faults: Map<string, Fault>): Promise<void> {
  for (const path of ['/healthz', '/v2/subscriptions?page=0', '/admin/api/stats']) {
    const answer = await fetch(`${baseUrl}${path}`, { headers: at.credentials })
    await answer.arrayBuffer()
    if (answer.status === 200) continue
    const key = `${path} afterwards`
    faults.set(key, { key, sentence: `answers ${answer.status} after the round`, call: `GET ${path}`, logged: '' })
  }
}

const written = ({ method, target, headers, body, caller }: FuzzCall): string =>
  `${method} ${target} ${JSON.stringify(headers)} as ${caller}${body === null ? '' : ` ${JSON.stringify(body).slice(0, 600)}`}`

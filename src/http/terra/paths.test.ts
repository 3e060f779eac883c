import assert from 'node:assert/strict'
import { existsSync, readFileSync } from 'node:fs'
import { after, test } from 'node:test'
import { fileURLToPath } from 'node:url'
import { load } from 'js-yaml'
import { TerraClient } from 'terra-api'
import { Terra } from 'terra-api-v1'
import { z } from 'zod'
import { connectPerson, sandboxServer } from '../../testing/connected.ts'
import { type TerraPath, terraPaths } from './paths.ts'

const at = await sandboxServer()
after(() => at[Symbol.asyncDispose]())

const nameOf = ({ method, path }: TerraPath): string => `${method} ${path}`
const prefixesOf = (path: TerraPath): string[] => (path.at === 'v2' ? ['/v2', '/api/v2'] : [''])
const problem = z.strictObject({
  type: z.literal('about:blank'),
  title: z.string(),
  instance: z.string(),
  detail: z.string().min(1),
  status: z.literal('error'),
  message: z.string().min(1),
})

let users = 0
async function newUser(): Promise<string> {
  users++
  return (await connectPerson(at, `person ${users}`)).userId
}

const day = '2026-07-01'
const template = {
  name: 'Intervals',
  sport: 'running',
  step_blocks: [
    {
      completion_condition: { type: 'reps', value: 2 },
      steps: [{ completion_condition: { type: 'time', value: 600 }, intensity_type: 'active' }],
    },
  ],
}
const older = {
  steps: [{ type: 0, order: 0, intensity: 4, durations: [{ duration_type: 0, seconds: 600 }] }],
  metadata: { type: 8, planned_date: '2026-07-05', name: 'Easy run' },
}
const sessionOf = z.object({ session_id: z.string() })
const workoutOf = z.object({ workout_id: z.string() })
const plannedOf = z.object({ planned_workout_id: z.string() })

const newWorkout = async (): Promise<string> => {
  const answer = await at.call('POST', '/v2/workouts', { body: template })
  assert.equal(answer.statusCode, 200, answer.body)
  return workoutOf.parse(answer.json()).workout_id
}
const newPlan = async (userId: string): Promise<string> => {
  const url = `/v2/workouts/${await newWorkout()}/plan?user_id=${userId}`
  const answer = await at.call('POST', url, { body: { planned_date: '2026-07-05' } })
  assert.equal(answer.statusCode, 201, answer.body)
  return plannedOf.parse(answer.json()).planned_workout_id
}

interface Asked {
  /** What follows the path, or the path itself where something in it varies. */
  url?: string
  body?: unknown
}
const range = async (): Promise<Asked> => ({
  url: `?user_id=${await newUser()}&start_date=${day}&to_webhook=false`,
})
const ofUser = async (body?: unknown): Promise<Asked> => ({ url: `?user_id=${await newUser()}`, body })
const metadata = { start_time: `${day}T07:00:00.000000+01:00`, end_time: `${day}T08:00:00.000000+01:00` }

/** A sensible call of every path that is served. */
const calls: Record<string, () => Promise<Asked>> = {
  'POST /auth/generateWidgetSession': async () => ({ body: { reference_id: 'ada' } }),
  'POST /auth/authenticateUser': async () => ({ url: '?resource=SANDBOX' }),
  'DELETE /auth/deauthenticateUser': () => ofUser(),
  'POST /auth/generateAuthToken': async () => ({}),
  'GET /activity': range,
  'GET /body': range,
  'GET /daily': range,
  'GET /sleep': range,
  'GET /nutrition': range,
  'GET /menstruation': range,
  'GET /athlete': range,
  'POST /activity': () =>
    ofUser({ data: [{ metadata: { ...metadata, summary_id: 'run-1', type: 8, upload_type: 0 } }] }),
  'POST /body': () => ofUser({ data: [{ metadata }] }),
  'DELETE /body': () => ofUser({ log_ids: ['1'] }),
  'POST /nutrition': () => ofUser({ data: [{ metadata }] }),
  'DELETE /nutrition': () => ofUser({ data: ['1'] }),
  'GET /plannedWorkout': range,
  'POST /plannedWorkout': () => ofUser({ data: [older] }),
  'DELETE /plannedWorkout': () => ofUser({ data: ['1'] }),
  'GET /userInfo': () => ofUser(),
  'GET /subscriptions': async () => ({}),
  'POST /bulkUserInfo': async () => ({ body: [await newUser()] }),
  'PATCH /users/:user_id': async () => ({ url: `/users/${await newUser()}`, body: { active: false } }),
  'GET /integrations': async () => ({}),
  'GET /integrations/detailed': async () => ({}),
  'POST /workouts': async () => ({ body: template }),
  'GET /workouts': async () => ({}),
  'GET /workouts/:id': async () => ({ url: `/workouts/${await newWorkout()}` }),
  'DELETE /workouts/:id': async () => ({ url: `/workouts/${await newWorkout()}` }),
  'POST /workouts/:id/plan': async () => ({
    url: `/workouts/${await newWorkout()}/plan?user_id=${await newUser()}`,
    body: { planned_date: '2026-07-05' },
  }),
  'GET /plannedWorkouts': () => ofUser(),
  'GET /plannedWorkouts/:id': () => ofPlan(),
  'PATCH /plannedWorkouts/:id': () => ofPlan({ planned_date: '2026-07-06' }),
  'DELETE /plannedWorkouts/:id': () => ofPlan(),
  'POST /api/widget/session': async () => ({ body: {} }),
  'POST /widget/api/session': async () => ({ body: {} }),
  'GET /session/:id': async () => {
    const answer = await at.call('POST', '/v2/auth/generateWidgetSession', { body: {} })
    return { url: `/session/${sessionOf.parse(answer.json()).session_id}` }
  },
  'POST /auth/user': async () => ({ url: `?id=${await newUser()}` }),
  'POST /auth/developer': async () => ({}),
  'GET /connect': async () => ({}),
}
async function ofPlan(body?: unknown): Promise<Asked> {
  const userId = await newUser()
  return { url: `/plannedWorkouts/${await newPlan(userId)}?user_id=${userId}`, body }
}

test('what is said to be served answers a sensible call, under every prefix', async (t) => {
  for (const path of terraPaths.filter(({ state }) => state === 'served'))
    await t.test(nameOf(path), async () => {
      const call = calls[nameOf(path)]
      assert.ok(call !== undefined, `this test has no sensible call of ${nameOf(path)}: add one`)
      for (const prefix of prefixesOf(path)) {
        const { url = '', body } = await call()
        const whole = `${prefix}${url.startsWith('/') ? '' : path.path}${url}`
        const answer = await at.call(path.method, whole, body === undefined ? {} : { body })
        assert.ok(
          ![404, 405, 501].includes(answer.statusCode) && answer.statusCode < 500,
          `${path.method} ${whole} answers ${answer.statusCode}: ${answer.body.slice(0, 300)}`,
        )
        assert.ok(answer.statusCode !== 400, `the call is not a sensible one: ${answer.body.slice(0, 300)}`)
      }
    })
})

test('what is said to be refused answers 501 with the whole error body, and 401 to a wrong key', async () => {
  for (const path of terraPaths.filter(({ state }) => state === 'refused'))
    for (const prefix of prefixesOf(path)) {
      const url = `${prefix}${path.path.replaceAll(/:\w+/g, '123')}?user_id=x`
      const answer = await at.call(path.method, url)
      assert.equal(answer.statusCode, 501, `${path.method} ${url}: ${answer.body}`)
      const body = problem.parse(answer.json())
      assert.equal(body.title, 'not implemented')
      assert.equal(body.instance, url)
      assert.equal(body.detail, body.message)
      assert.ok(body.detail.includes(path.says), body.detail)
      assert.ok(body.detail.includes('docs/terra-compatibility.md'), body.detail)
      // So many wrong keys at once would be locked out.
      at.hub.clock.advance(60_000)
      const wrong = await at.call(path.method, url, { headers: { 'x-api-key': 'wrong' } })
      assert.equal(wrong.statusCode, 401, `${path.method} ${url} with a wrong key: ${wrong.body}`)
      problem.parse(wrong.json())
    }
})

test('every path of the server below /v2 is in the table', () => {
  const listed = new Set(terraPaths.map((path) => nameOf({ ...path, path: path.path.replaceAll(/:\w+/g, ':') })))
  const routed = [...at.server.terra.described, ...at.server.terraAtRoot.described]
    .map(({ method, url }) => `${method} ${url.replaceAll(/:\w+/g, ':')}`)
    .filter((route) => route !== 'GET /openapi.json')
  assert.deepEqual(
    routed.filter((route) => !listed.has(route)),
    [],
  )
})

test('no path stands in the table twice', () => {
  const names = terraPaths.map((path) => `${path.at} ${nameOf(path)}`)
  assert.deepEqual(
    names.filter((name, index) => names.indexOf(name) !== index),
    [],
  )
})

const published = (file: string): string =>
  fileURLToPath(new URL(`../../../../shared/terra/openapi/${file}`, import.meta.url))
const absent = existsSync(published('v2-bundled.yaml'))
  ? false
  : 'the reference material beside the repository is absent'
const documentOf = z.object({ paths: z.record(z.string(), z.record(z.string(), z.unknown())) })

test('no published path is missing from the table', { skip: absent }, () => {
  const listed = new Set(terraPaths.map(({ method, path, at: where }) => `${where} ${method} ${withoutNames(path)}`))
  const missing: string[] = []
  const documents = [
    ['v2-bundled.yaml', 'v2', ''],
    ['teams-bundled.yaml', 'v2', '/teams'],
    ['widget-bundled.yaml', 'root', ''],
    ['rt-bundled.yaml', 'root', ''],
  ] as const
  let compared = 0
  for (const [file, where, prefix] of documents) {
    const { paths } = documentOf.parse(load(readFileSync(published(file), 'utf8')))
    for (const [path, operations] of Object.entries(paths))
      for (const method of Object.keys(operations).filter((key) => /^(get|post|put|patch|delete)$/.test(key))) {
        compared++
        const line = `${where} ${method.toUpperCase()} ${withoutNames(prefix + path)}`
        if (!listed.has(line)) missing.push(`${file}: ${line}`)
      }
  }
  assert.deepEqual(missing, [])
  assert.ok(compared > 45, `${compared} paths compared`)
})

/** A path whatever its parameters are called. */
const withoutNames = (path: string): string => path.replaceAll(/:\w+|\{\w+\}/g, '*')

test('the clients have the calls that the table names', () => {
  const current = new TerraClient({ apiKey: 'key', devId: 'dev' })
  const legacy = new Terra('dev', 'key', 'secret')
  const missing = terraPaths.flatMap((path) => [
    ...(path.current !== null && !isCall(path.current.split('.').reduce(member, current)) ? [path.current] : []),
    ...(path.legacy !== null && !isCall(member(legacy, path.legacy)) ? [path.legacy] : []),
  ])
  assert.deepEqual(missing, [])
  const group = (name: string) => Object.getOwnPropertyNames(Object.getPrototypeOf(member(current, name)))
  const named = new Set(terraPaths.map((path) => path.current))
  const groups = ['activity', 'athlete', 'authentication', 'body', 'daily', 'integrations', 'menstruation', 'nutrition']
  for (const name of [...groups, 'plannedworkout', 'sleep', 'user'])
    for (const call of group(name).filter((one) => one !== 'constructor' && !one.startsWith('_')))
      assert.ok(named.has(`${name}.${call}`), `client.${name}.${call} is not in the table`)
})

const member = (holder: unknown, name: string): unknown =>
  typeof holder === 'object' && holder !== null ? Reflect.get(holder, name) : undefined
const isCall = (value: unknown): boolean => typeof value === 'function'

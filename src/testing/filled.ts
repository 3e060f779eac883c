import assert from 'node:assert/strict'
import { z } from 'zod'
import { keepRaw } from '../ingest/raw/raw.ts'
import { saveRecords } from '../ingest/save.ts'
import { newId, privateId, publicId } from '../lib/ids.ts'
import { sandboxProvider } from './connected.ts'
import { aDaily, aSleep, incoming } from './records.ts'
import type { TestServer } from './server.ts'
import { decideAtSandbox, openVisitor } from './visitor.ts'

/** What an environment has one of. */
export const filledKinds = [
  'user',
  'reference',
  'destination',
  'event',
  'delivery',
  'inbox',
  'message',
  'import',
  'job',
  'backfill',
  'key',
  'widgetSession',
  'signIn',
  'workout',
  'plannedWorkout',
  'log',
  'raw',
  'replay',
  'token',
] as const
export type FilledKind = (typeof filledKinds)[number]

export interface Filled {
  environmentId: string
  /** The id of each thing, as the API tells it. */
  ids: Record<FilledKind, string>
  /** Every id, name and value by which something of this environment is known again in an answer. */
  marks: string[]
}

const idOf = z.object({ id: z.string() })
const itemsOf = z.object({ items: z.tuple([idOf]).rest(idOf) })
const template = (name: string) => ({
  name,
  sport: 'running',
  step_blocks: [
    {
      completion_condition: { type: 'reps', value: 1 },
      steps: [{ completion_condition: { type: 'time', value: 600 }, intensity_type: 'active' }],
    },
  ],
})
const gpx = (name: string) => `<?xml version="1.0"?><gpx version="1.1" creator="test"
 xmlns="http://www.topografix.com/GPX/1/1"><trk><name>${name}</name><trkseg>
<trkpt lat="59.91" lon="10.75"><time>2026-07-01T07:00:00Z</time></trkpt>
<trkpt lat="59.92" lon="10.76"><time>2026-07-01T07:10:00Z</time></trkpt></trkseg></trk></gpx>`

/**
 * Fills one of the environments of a test server with one of everything that has an id, by the calls that people make.
 * `label` is in every name. The server is one with the
 * sandbox (`sandboxServer`) and a data directory.
 */
export async function fillEnvironment(at: TestServer, as: 'first' | 'other', label: string): Promise<Filled> {
  const environmentId = as === 'first' ? at.hub.environmentId : at.otherEnvironmentId
  const marks: string[] = []
  const named = (what: string): string => {
    const name = `${what}-of-${label}`
    marks.push(name)
    return name
  }
  const ask = async (method: 'GET' | 'POST' | 'PATCH', url: string, body?: unknown, headers = {}) => {
    const answer = await at.call(method, url, { as, headers, ...(body === undefined ? {} : { body }) })
    assert.ok(answer.statusCode < 300, `${method} ${url} was answered ${answer.statusCode}: ${answer.body}`)
    return answer.json()
  }
  const api = (method: 'GET' | 'POST' | 'PATCH', path: string, body?: unknown) => ask(method, `/admin/api${path}`, body)

  const destination = idOf.parse(
    await api('POST', '/destinations', {
      kind: 'webhook',
      name: named('destination'),
      url: `http://127.0.0.1:4999/${named('address')}`,
      headers: { 'x-note': named('header') },
    }),
  ).id
  const reference = named('reference')
  const user = await newUser(at, as, reference)
  const { event_ids } = z
    .object({ event_ids: z.tuple([z.string()]).rest(z.string()) })
    .parse(await api('POST', '/events', { type: 'note', user_id: user, body: { note: named('note') } }))
  const [event] = event_ids
  const delivery = itemsOf.parse(await api('GET', '/deliveries?type=note')).items[0].id
  await attempt(at, { event, delivery, destination })

  const { id: inbox, url } = z
    .object({ id: z.string(), url: z.string() })
    .parse(await api('POST', '/inboxes', { name: named('inbox') }))
  const { message_id: message } = z
    .object({ message_id: z.string() })
    .parse(await ask('POST', new URL(url).pathname, { note: named('received') }))
  const { import_id } = z
    .object({ import_id: z.string() })
    .parse(await ask('POST', `/admin/api/imports?user_id=${user}&filename=${named('file')}.gpx`, gpx(named('track'))))
  const { job_id: job } = z
    .object({ job_id: z.string() })
    .parse(await api('POST', `/destinations/${destination}/recover`, { since: '2026-01-01', include: 'failed' }))
  const backfill = idOf.parse(await api('POST', `/users/${user}/backfill`, { from: '2026-07-01', to: '2026-07-02' })).id
  // So that another can be begun.
  await api('POST', `/backfills/${backfill}/cancel`)
  const key = idOf.parse(await api('POST', '/credentials/keys', { name: named('key') })).id
  await api('PATCH', '/branding', { title: named('title') })

  const { session_id: widgetSession } = z
    .object({ session_id: z.string() })
    .parse(await ask('POST', '/v2/auth/generateWidgetSession', { reference_id: named('visitor') }))
  const { user_id: signIn } = z
    .object({ user_id: z.string() })
    .parse(await ask('POST', '/v2/auth/authenticateUser?resource=SANDBOX', { reference_id: named('newcomer') }))
  const { workout_id: workout } = z
    .object({ workout_id: z.string() })
    .parse(await ask('POST', '/v2/workouts', template(named('workout'))))
  const { planned_workout_id: plannedWorkout } = z
    .object({ planned_workout_id: z.string() })
    .parse(await ask('POST', `/v2/workouts/${workout}/plan?user_id=${user}`, { planned_date: '2026-07-05' }))
  const { log_ids } = z
    .object({ log_ids: z.tuple([z.string()]).rest(z.string()) })
    .parse(await ask('POST', `/v2/nutrition?user_id=${user}`, { data: meals }))

  const raw = itemsOf.parse(await api('GET', `/users/${user}/raw`)).items[0].id
  const replay = idOf.parse(await api('POST', '/replays', { user_id: user, dry_run: true })).id
  const token = idOf.parse(await api('POST', '/mcp-tokens', { reference_id: reference })).id

  const ids = {
    user,
    reference,
    destination,
    event,
    delivery,
    inbox,
    message,
    import: import_id,
    job,
    backfill,
    key,
    widgetSession,
    signIn,
    workout,
    plannedWorkout,
    log: log_ids[0],
    raw,
    replay,
    token,
  }
  return { environmentId, ids, marks: [...new Set([...marks, ...Object.values(ids).filter(isTelling)])] }
}

/** A number of a few digits is in every answer. */
const isTelling = (id: string): boolean => id.length > 8

const day = '2026-07-01'
const meals = [
  {
    metadata: { start_time: `${day}T07:00:00.000000+01:00`, end_time: `${day}T07:20:00.000000+01:00` },
    summary: { macros: { calories: 500 } },
  },
]

/** Connects a person of the sandbox as their browser would, and stores days and a night of theirs. */
async function newUser(at: TestServer, as: 'first' | 'other', referenceId: string): Promise<string> {
  const { hub } = at
  const environmentId = as === 'first' ? hub.environmentId : at.otherEnvironmentId
  const begun = await at.call('POST', '/v2/auth/authenticateUser?resource=SANDBOX', {
    as,
    body: { reference_id: referenceId },
  })
  const { user_id: userId, auth_url } = z.object({ user_id: z.string(), auth_url: z.string() }).parse(begun.json())
  await decideAtSandbox(openVisitor(at), auth_url, 'allow', { person: `person-of-${referenceId}` })
  const records = incoming(
    { type: 'daily', record: aDaily(day, 11_894) },
    { type: 'sleep', record: aSleep(day, `night of ${referenceId}`) },
    { type: 'athlete', record: { city: `city-of-${referenceId}` } },
  )
  const observedAtMs = hub.clock.now()
  const answered = {
    provider: sandboxProvider(),
    type: 'daily',
    window: { first: day, last: day },
    answer: { records: [], note: `answer-of-${referenceId}` },
    observedAtMs,
  } as const
  await hub.db.transaction(async (sql) => {
    const source = await keepRaw(hub, sql, { userId, environmentId, zone: null }, answered)
    await saveRecords(hub, sql, environmentId, userId, records, { observedAtMs, source })
  })
  return userId
}

/** Stores a failed attempt, as a worker does. */
async function attempt({ hub }: TestServer, of: { event: string; delivery: string; destination: string }) {
  const [event, delivery, destination] = [
    privateId('event', of.event),
    privateId('delivery', of.delivery),
    privateId('destination', of.destination),
  ]
  await hub.db`
    insert into attempts (event_id, delivery_id, destination_id, number, started_at, duration_ms, status_code, trigger)
    values (${event}, ${delivery}, ${destination}, 1, ${new Date(hub.clock.now())}, 12, 503, 'auto')`
}

const uuid = '00000000-0000-4000-8000-00000000abcd'

/** An id of a kind that nobody has, in the same form. */
export const unknownIds = (): Record<FilledKind, string> => ({
  user: uuid,
  reference: 'reference-of-nobody',
  destination: publicId('destination', newId()),
  event: publicId('event', newId()),
  delivery: publicId('delivery', newId()),
  inbox: publicId('inbox', newId()),
  message: publicId('message', newId()),
  import: publicId('import', newId()),
  job: publicId('job', newId()),
  backfill: publicId('backfill', newId()),
  key: publicId('key', newId()),
  widgetSession: uuid,
  signIn: uuid,
  workout: '987654321',
  plannedWorkout: '987654322',
  log: '987654323',
  raw: publicId('raw', newId()),
  replay: publicId('replay', newId()),
  token: publicId('token', newId()),
})

import assert from 'node:assert/strict'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { z } from 'zod'
import type { Described } from '../../src/http/route.ts'
import { sandboxServer } from '../../src/testing/connected.ts'
import { type Filled, type FilledKind, fillEnvironment, unknownIds } from '../../src/testing/filled.ts'

const dataDir = await mkdtemp(join(tmpdir(), 'tellus-isolation-'))
const at = await sandboxServer({ TELLUS_DATA_DIR: dataDir, TELLUS_API_RATE_LIMIT_PER_SECOND: '0' })
after(async () => {
  await at[Symbol.asyncDispose]()
  await rm(dataDir, { recursive: true })
})

interface Route extends Described {
  prefix: string
  name: string
}
const routesBelow = (prefix: string, described: readonly Described[]): Route[] =>
  described
    .filter(({ access }) => access === 'environment')
    .map((route) => ({ ...route, prefix, name: `${route.method} ${prefix}${route.url}` }))
/** Every route that works on an environment; those that are added later are here too. */
const routes = [
  ...routesBelow('/admin/api', at.server.described),
  ...routesBelow('/v2', at.server.terra.described),
  ...routesBelow('', at.server.terraAtRoot.described),
]

/** The kind of an id in a path, by the part of the path before it. */
const kindAfter: Record<string, FilledKind> = {
  users: 'user',
  destinations: 'destination',
  events: 'event',
  deliveries: 'delivery',
  inboxes: 'inbox',
  imports: 'import',
  jobs: 'job',
  backfills: 'backfill',
  keys: 'key',
  workouts: 'workout',
  plannedWorkouts: 'plannedWorkout',
  raw: 'raw',
  replays: 'replay',
  'mcp-tokens': 'token',
}
/** The kind of an id in a query or a body, by its name. */
const kindCalled: Record<string, FilledKind> = {
  id: 'user',
  user_id: 'user',
  destination_id: 'destination',
  inbox_id: 'inbox',
  reference_id: 'reference',
  log_ids: 'log',
}
/** Names in a path that are no ids of an environment. */
const shared = new Set(['provider'])
/** A name that looks nothing up: of somebody new, or passed over because the server gives ids itself. */
const isNewName = (route: Route, name: string): boolean =>
  (name === 'reference_id' && (route.method === 'POST' || route.method === 'PATCH')) ||
  (name === 'workout_id' && route.name === 'POST /v2/workouts')

/** Where an id stands in a call. */
interface Place {
  in: 'path' | 'query' | 'body'
  name: string
  kind: FilledKind
}

const isIdName = (name: string): boolean => /(^|_)ids?$/.test(name)

/** Bodies whose schema names no fields: what of them is an id. */
const idsOfBodies: Record<string, Place[]> = {
  'POST /admin/api/destinations': [{ in: 'body', name: 'inbox_id', kind: 'inbox' }],
  'PATCH /admin/api/destinations/:id': [{ in: 'body', name: 'inbox_id', kind: 'inbox' }],
  'POST /admin/api/events': [{ in: 'body', name: 'user_id', kind: 'user' }],
  'POST /v2/bulkUserInfo': [{ in: 'body', name: '', kind: 'user' }],
  'DELETE /v2/nutrition': [{ in: 'body', name: 'data', kind: 'log' }],
  'DELETE /v2/body': [{ in: 'body', name: 'log_ids', kind: 'log' }],
  'DELETE /v2/plannedWorkout': [{ in: 'body', name: 'data', kind: 'plannedWorkout' }],
}

/** The fields of a query or a body, of each of its forms where it has several. */
function keysOf(schema: unknown): string[] {
  if (schema instanceof z.ZodObject) return Object.keys(schema.shape)
  if (schema instanceof z.ZodUnion) return [...new Set(schema.options.flatMap(keysOf))]
  return []
}

/** Where a route takes ids, and those of which this test does not know what they are. */
function placesOf(route: Route): { places: Place[]; unclear: string[] } {
  const unclear: string[] = []
  const parts = route.url.split('/')
  const places: Place[] = []
  for (const [index, part] of parts.entries()) {
    if (!part.startsWith(':') || shared.has(part.slice(1))) continue
    const kind = kindAfter[parts[index - 1] ?? '']
    if (kind === undefined) unclear.push(`${route.name}: ${part} of its path`)
    else places.push({ in: 'path', name: part.slice(1), kind })
  }
  const listed = idsOfBodies[route.name] ?? []
  places.push(...listed)
  for (const where of ['query', 'body'] as const)
    for (const name of keysOf(route[where]).filter(isIdName)) {
      if (isNewName(route, name) || listed.some((place) => place.name === name)) continue
      const kind = kindCalled[name]
      if (kind === undefined) unclear.push(`${route.name}: ${name} of its ${where}`)
      else places.push({ in: where, name, kind })
    }
  return { places, unclear }
}

const since = '2026-01-01'
const range = { start_date: '2026-06-30', end_date: '2026-07-03', to_webhook: 'false' }
const meals = [
  { metadata: { start_time: '2026-07-01T07:00:00.000000+01:00', end_time: '2026-07-01T08:00:00.000000+01:00' } },
]
const activities = [{ metadata: { ...meals[0]?.metadata, summary_id: 'x', type: 8, upload_type: 0 } }]
const older = [
  {
    steps: [{ type: 0, order: 0, intensity: 4, durations: [{ duration_type: 0, seconds: 600 }] }],
    metadata: { type: 8, planned_date: '2026-07-05', name: 'Easy run' },
  },
]

/** What a route needs beside ids, so that an id is what it fails by. */
const needs: Record<string, { query?: Record<string, string>; body?: unknown }> = {
  'POST /admin/api/destinations': { body: { kind: 'inbox', name: 'Mine' } },
  'PATCH /admin/api/destinations/:id': { body: { name: 'Taken' } },
  'POST /admin/api/destinations/:id/recover': { body: { since } },
  'POST /admin/api/events': { body: { type: 'note', body: {} } },
  'POST /admin/api/events/resend': { body: { since, dry_run: true } },
  'POST /admin/api/generate': { body: { provider: 'SANDBOX', type: 'daily', send: true } },
  'POST /admin/api/users/:id/sandbox': { body: { action: 'sync' } },
  'PATCH /admin/api/inboxes/:id': { body: { name: 'Taken' } },
  // The form that is no zip: what it tells can be read.
  'GET /admin/api/users/:id/export': { query: { format: 'fhir' } },
  'GET /admin/api/users/:id/data': { query: { type: 'daily', start_date: '2026-06-30', end_date: '2026-07-03' } },
  ...Object.fromEntries(
    ['activity', 'body', 'daily', 'menstruation', 'nutrition', 'sleep'].map((type) => [
      `GET /admin/api/person/${type}`,
      { query: { start_date: '2026-06-30', end_date: '2026-07-03' } },
    ]),
  ),
  'POST /admin/api/person/priority': { body: { providers: ['OURA'] } },
  'POST /v2/activity': { body: { data: activities } },
  'POST /v2/body': { body: { data: meals } },
  'POST /v2/nutrition': { body: { data: meals } },
  'POST /v2/plannedWorkout': { body: { data: older } },
  'PATCH /v2/users/:user_id': { body: { active: false } },
  'POST /v2/workouts/:id/plan': { body: { planned_date: '2026-07-06' } },
  'PATCH /v2/plannedWorkouts/:id': { body: { planned_date: '2026-07-06' } },
  ...Object.fromEntries(
    ['activity', 'body', 'daily', 'menstruation', 'nutrition', 'sleep', 'athlete', 'plannedWorkout'].map((type) => [
      `GET /v2/${type}`,
      { query: range },
    ]),
  ),
}

/** The file that an import needs to be anything. */
const gpx = `<?xml version="1.0"?><gpx version="1.1" creator="t" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="59.91" lon="10.75"><time>2026-07-01T07:00:00Z</time></trkpt></trkseg></trk></gpx>`

/** Whether a call can leave a place empty. */
function isOptional(route: Route, place: Place): boolean {
  const schema = place.in === 'query' ? route.query : place.in === 'body' ? route.body : undefined
  if (place.in === 'path') return false
  if (!(schema instanceof z.ZodObject)) return true
  const field: unknown = schema.shape[place.name]
  return field instanceof z.ZodType && field.safeParse(undefined).success
}

/** Calls a route with the ids that `idFor` gives for each place. */
function callWith(route: Route, places: readonly Place[], idFor: (place: Place) => string | undefined) {
  const { query = {}, body } = needs[route.name] ?? {}
  const inQuery = new Map(Object.entries(query))
  let path = route.url
  let given: unknown = body
  for (const place of places) {
    const id = idFor(place)
    if (id === undefined) continue
    if (place.in === 'path') path = path.replace(`:${place.name}`, id)
    else if (place.in === 'query') inQuery.set(place.name, id)
    else if (place.name === '') given = [id]
    else
      given = {
        ...(typeof given === 'object' ? given : {}),
        [place.name]: /s$|^data$/.test(place.name) ? [id] : id,
      }
  }
  const asked = new URLSearchParams([...inQuery]).toString()
  if (route.url === '/imports' && route.method === 'POST') given = gpx
  return at.call(
    z.enum(['GET', 'POST', 'PATCH', 'DELETE']).parse(route.method),
    `${route.prefix}${path}${asked === '' ? '' : `?${asked}`}`,
    {
      ...(given === undefined ? {} : { body: given }),
    },
  )
}

/** How often the provider was asked, which the caller's own user may do with an id of somebody else, in vain. */
const budgets = new Set(['provider_buckets', 'sandbox_grants'])

/** Rows of every table, as one hash each: an attempt that changes anything anywhere shows. */
async function hashes(): Promise<Record<string, string>> {
  const tables = await at.hub.db<{ name: string }>`
    select table_name as name from information_schema.tables
    where table_schema = 'public' and table_type = 'BASE TABLE' order by table_name`
  const found: Record<string, string> = {}
  for (const { name } of tables.filter((table) => !budgets.has(table.name))) {
    // The names come from the database itself, and a table cannot be a parameter.
    const { rows } = await at.hub.db.pool.query<{ hash: string | null }>(
      `select md5(string_agg(md5(t::text), '' order by md5(t::text))) as hash from "${name}" t`,
    )
    found[name] = rows[0]?.hash ?? ''
  }
  return found
}

test('this test knows what every id of every route is', () => {
  assert.ok(routes.length > 70, `only ${routes.length} routes were found`)
  assert.deepEqual(
    routes.flatMap((route) => placesOf(route).unclear),
    [],
  )
})

/** The marks of an environment in an answer, but for what the call itself brought. */
const marksIn = (text: string, of: Filled, given: readonly string[]): string[] =>
  of.marks.filter((mark) => text.includes(mark) && !given.some((one) => one.includes(mark) || mark.includes(one)))

/** An answer without the id it was asked with, and without what is new in every answer. */
const told = (answer: { statusCode: number; body: string }, id: string): string =>
  `${answer.statusCode} ${answer.body
    .replaceAll(id, '<id>')
    .replaceAll(encodeURIComponent(id), '<id>')
    .replaceAll(/"(reference|trace_id|job_id)":"[^"]+"/g, '"$1":"<new>"')}`

test('nothing of another environment is found, told or changed by its ids', async (t) => {
  const own = await fillEnvironment(at, 'first', 'the-caller')
  const foreign = await fillEnvironment(at, 'other', 'somebody-else')
  const unknown = unknownIds()
  await at.call('GET', '/admin/api/stats')
  const before = await hashes()
  let tried = 0

  await t.test('an id of another environment is answered as one that nobody has', async () => {
    const wrong: string[] = []
    for (const route of routes) {
      if (route.answerType === 'text/event-stream') continue
      const { places } = placesOf(route)
      for (const place of places) {
        const withId = (id: string) =>
          callWith(route, places, (one) => {
            if (one === place) return id
            return isOptional(route, one) ? undefined : own.ids[one.kind]
          })
        const id = foreign.ids[place.kind]
        const [theirs, nobodys] = [await withId(id), await withId(unknown[place.kind])]
        tried++
        const line = `${route.name}, ${place.name || 'the body'} of its ${place.in}`
        const seen = marksIn(theirs.body, foreign, [id])
        if (seen.length > 0) wrong.push(`${line}: tells ${seen.join(', ')}`)
        if (told(theirs, id) !== told(nobodys, unknown[place.kind]))
          wrong.push(`${line}: ${told(theirs, id)} is not ${told(nobodys, unknown[place.kind])}`)
        const isEmpty = theirs.statusCode < 300 && nothing.safeParse(theirs.json()).success
        if (place.in === 'path' ? theirs.statusCode !== 404 : ![400, 403, 404].includes(theirs.statusCode) && !isEmpty)
          wrong.push(`${line}: answered ${theirs.statusCode} ${theirs.body.slice(0, 200)}`)
      }
    }
    assert.deepEqual(wrong, [])
    assert.ok(tried > 50, `only ${tried} ids were tried`)
  })

  await t.test('the attempts changed no row of any table', async () => {
    assert.deepEqual(await hashes(), before)
  })

  await t.test('a new workout takes the id of no other', async () => {
    const theirs = () => at.call('GET', `/v2/workouts/${foreign.ids.workout}`, { as: 'other' })
    const kept = (await theirs()).body
    const block = { completion_condition: { type: 'open' }, steps: [] }
    const body = { workout_id: foreign.ids.workout, name: 'Taken', sport: 'running', step_blocks: [block] }
    const answer = await at.call('POST', '/v2/workouts', { body })
    assert.ok(answer.statusCode < 500 && !answer.body.includes(foreign.ids.workout), answer.body)
    assert.equal((await theirs()).body, kept)
  })

  await t.test('what is searched for or paged by is not found', async () => {
    const names = new Set(['q', 'search', 'body', 'cursor', 'after', 'since_cursor', 'actor', 'action', 'type'])
    const wrong: string[] = []
    let searched = 0
    for (const route of routes.filter(({ method }) => method === 'GET'))
      for (const name of keysOf(route.query).filter((key) => names.has(key)))
        for (const mark of foreign.marks) {
          const { places } = placesOf(route)
          const asked = { ...needs[route.name]?.query, [name]: mark }
          const path = places
            .filter((place) => place.in === 'path')
            .reduce((url, place) => url.replace(`:${place.name}`, own.ids[place.kind]), route.url)
          const answer = await at.call('GET', `${route.prefix}${path}?${new URLSearchParams(asked)}`)
          searched++
          const seen = marksIn(answer.body, foreign, [mark])
          if (seen.length > 0) wrong.push(`${route.name} ${name}=${mark}: tells ${seen.join(', ')}`)
          if (answer.statusCode >= 500) wrong.push(`${route.name} ${name}=${mark}: ${answer.statusCode}`)
        }
    assert.deepEqual(wrong, [])
    assert.ok(searched > 200, `only ${searched} searches were made`)
  })

  await t.test('lists and figures tell of the caller alone, and all of it', async () => {
    const wrong: string[] = []
    let all = ''
    for (const route of routes.filter(
      ({ method, answerType }) => method === 'GET' && answerType !== 'text/event-stream',
    )) {
      const { places } = placesOf(route)
      const answer = await callWith(route, places, (place) =>
        isOptional(route, place) ? undefined : own.ids[place.kind],
      )
      const seen = marksIn(answer.body, foreign, [])
      if (seen.length > 0) wrong.push(`${route.name}: tells ${seen.join(', ')}`)
      all += answer.body
    }
    assert.deepEqual(wrong, [])
    const lost = own.marks.filter((mark) => !all.includes(mark) && !isUntold(mark))
    assert.deepEqual(lost, [], 'these marks are in no answer at all, so that nothing is shown by their absence')
  })

  await t.test('each of these routes works with an id of the caller', async () => {
    const order = ['GET', 'POST', 'PATCH', 'DELETE']
    // What others hang on is deleted last: templates of workouts, and users.
    const ends = (route: Route) => route.method === 'DELETE' && /^\/users|\/deauth|^\/workouts/.test(route.url)
    const rank = (route: Route) =>
      ends(route) ? 1000 : order.indexOf(route.method) * 100 - route.url.split('/').length
    const wrong: string[] = []
    for (const route of [...routes].sort((a, b) => rank(a) - rank(b))) {
      const { places } = placesOf(route)
      if (places.every((place) => place.in !== 'path')) continue
      const answer = await callWith(route, places, (place) =>
        isOptional(route, place) ? undefined : own.ids[place.kind],
      )
      if (answer.statusCode === 404 || answer.statusCode >= 500 || answer.statusCode === 400)
        wrong.push(`${route.name}: ${answer.statusCode} ${answer.body.slice(0, 200)}`)
    }
    assert.deepEqual(wrong, [])
  })
})

/** What is kept and never told again: who visits a page, and what a person of a sign-in is called. */
const isUntold = (mark: string): boolean => /^(visitor|newcomer|track)-of-/.test(mark) || mark.length === 36

/** An empty list, a count of nothing, or a deletion of which nothing came. */
const nothing = z.union([
  z.array(z.unknown()).length(0),
  z.looseObject({ items: z.array(z.unknown()).length(0) }),
  z.strictObject({ count: z.literal(0) }),
  z.looseObject({ processed_data: z.array(z.looseObject({ response_code: z.int().min(400) })) }),
])

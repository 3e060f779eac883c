import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtemp, openAsBlob, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import { promisify } from 'node:util'
import { isUuid } from '../lib/ids.ts'
import { emit } from '../testing/delivering.ts'
import { signedIn } from '../testing/people.ts'
import { testServer } from '../testing/server.ts'
import { createTellusClient, type InputOf, type ListPath, type RowOf, TellusApiError } from './client.ts'

const folder = await promisify(mkdtemp)(join(tmpdir(), 'tellus-client-'))
const at = await testServer({ TELLUS_DATA_DIR: folder })
const baseUrl = await at.listen()
after(async () => {
  await at[Symbol.asyncDispose]()
  rmSync(folder, { recursive: true })
})
const devId = at.credentials['dev-id'] ?? ''
const apiKey = at.credentials['x-api-key'] ?? ''
const tellus = createTellusClient({ baseUrl: `${baseUrl}/`, devId, apiKey })
const failureOf = async (call: Promise<unknown>): Promise<TellusApiError> => {
  const failed = await call.then(
    () => null,
    (error) => error,
  )
  assert.ok(failed instanceof TellusApiError, String(failed))
  return failed
}

/** A server that is no Tellus. */
async function stranger(
  status: number,
  body: string,
  headers: Record<string, string> = {},
  onKey: (key: string) => void = () => undefined,
) {
  const server = createServer((request, response) => {
    onKey(String(request.headers['x-api-key']))
    response.writeHead(status, headers).end(body)
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    url,
    client: createTellusClient({ baseUrl: url, devId, apiKey }),
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

test('an app makes a destination, reads it, changes it and deletes it', async () => {
  const made = await tellus.post('/destinations', {
    body: { kind: 'webhook', url: 'https://app.example/hooks', event_types: ['sleep'] },
  })
  assert.ok(made.signing_secret)
  const path = { id: made.id }
  assert.deepEqual((await tellus.get('/destinations/{id}', { path })).event_types, ['sleep'])
  const changed = await tellus.patch('/destinations/{id}', { path, body: { enabled: false, name: undefined } })
  assert.deepEqual([changed.enabled, changed.name], [false, made.name])
  assert.equal(await tellus.delete('/destinations/{id}', { path }), null)
  assert.deepEqual((await tellus.get('/destinations')).items, [])
})

test('a list is walked page after page, and no page is asked for that nobody reads', async () => {
  const emitted = await emit(at.hub, ...Array.from({ length: 5 }, () => ({ type: 'sleep' })))
  let asked = 0
  const counting = createTellusClient({
    baseUrl,
    devId,
    apiKey,
    fetch: (...call) => {
      asked++
      return fetch(...call)
    },
  })
  const query = { type: 'sleep', limit: 2 }
  const types: string[] = []
  for await (const event of counting.each('/events', { query })) types.push(event.type)
  assert.deepEqual([types.length, asked], [emitted.length, 3])
  for await (const _ of counting.each('/events', { query })) break
  assert.equal(asked, 4)
  const { next_cursor } = await tellus.get('/events', { query })
  const rest = await Array.fromAsync(tellus.each('/events', { query: { ...query, cursor: next_cursor } }))
  assert.equal(rest.length, 3)
})

test('the feed of events is read from a place on', async () => {
  const begin = await tellus.get('/events', { query: { since_cursor: 'now' } })
  assert.deepEqual([begin.items, begin.has_more], [[], false])
})

test('a refusal has its status, its sentence and its reference', async () => {
  const missing = await failureOf(tellus.get('/destinations/{id}', { path: { id: 'dst_0' } }))
  assert.deepEqual([missing.status, missing.detail], [404, 'there is no destination dst_0'])
  assert.ok(isUuid(missing.reference ?? ''))
  assert.equal(missing.message, missing.detail)
  const wrong = createTellusClient({ baseUrl, devId, apiKey: 'no key' })
  assert.equal((await failureOf(wrong.get('/users'))).status, 401)
  // An odd name is a name: it does not become another path.
  assert.equal((await failureOf(tellus.get('/users/{id}', { path: { id: '../stats?' } }))).status, 404)
  await assert.rejects(tellus.delete('/users/{id}', { path: { id: '' } }), /\/users\/\{id\} needs its id/)
  await assert.rejects(tellus.delete('/users/{id}', { path: { id: '..' } }), TypeError)
})

test('where no Tellus answers, that is what is said', async () => {
  await using page = await stranger(200, '<html>')
  assert.match(
    (await failureOf(page.client.get('/users'))).detail,
    /^http\S+ did not answer GET \/users as Tellus does/,
  )
  await using other = await stranger(200, '{"hello":"world"}')
  assert.match((await failureOf(other.client.get('/users'))).detail, /is that its address\?$/)
  await using proxy = await stranger(503, 'Bad day', { 'retry-after': '7' })
  const away = await failureOf(proxy.client.get('/users'))
  assert.deepEqual([away.status, away.reference, away.retryAfterSeconds], [503, null, 7])
  assert.match(away.detail, /^http\S+ answered with status 503 and no reason/)
  let shown = ''
  await using thief = await stranger(200, '{}', { 'terra-reference': 'mine' }, (key) => {
    shown = key
  })
  await using elsewhere = await stranger(307, '', { location: thief.url })
  assert.deepEqual([(await failureOf(elsewhere.client.get('/users'))).status, shown], [307, ''])
  await proxy[Symbol.asyncDispose]()
  const gone = await failureOf(proxy.client.get('/users'))
  assert.deepEqual([gone.status, gone.detail], [0, `no Tellus answers at ${proxy.url}`])
})

test('a signal ends a call with its own reason', async () => {
  const reason = new Error('enough')
  await assert.rejects(tellus.get('/users', { signal: AbortSignal.abort(reason) }), reason)
})

test('a file is sent as it is, from the disk or as a stream', async () => {
  const gpx = `<?xml version="1.0"?><gpx version="1.1" creator="test" xmlns="http://www.topografix.com/GPX/1/1"><trk><trkseg>
<trkpt lat="59.91" lon="10.75"><time>2026-07-01T07:00:00Z</time></trkpt></trkseg></trk></gpx>`
  const path = join(folder, 'run.gpx')
  writeFileSync(path, gpx)
  const file = await openAsBlob(path)
  for (const body of [file, file.stream()]) {
    const query = { filename: 'run.gpx', reference_id: 'ada', zone: null }
    const { import_id } = await tellus.post('/imports', { query, body })
    const status = await tellus.get('/imports/{id}', { path: { id: import_id } })
    assert.deepEqual([status.kind, status.filename, status.bytes_total], ['gpx', 'run.gpx', gpx.length])
  }
})

test('a page of Tellus itself calls for whoever is signed in', async () => {
  const person = await signedIn(at, 'olga@example.org', 'owner')
  const caller: { environment: string | null; csrfToken: string | null } = { environment: null, csrfToken: null }
  const page = createTellusClient({
    baseUrl,
    session: () => caller,
    // What a browser does by itself.
    fetch: (address, { headers, ...init } = {}) => {
      assert.equal(init.credentials, 'same-origin')
      const own = new Headers(headers)
      own.set('cookie', person.cookie)
      own.set('sec-fetch-site', 'same-origin')
      return fetch(address, { ...init, headers: own })
    },
  })
  const session = await page.get('/session')
  assert.equal(session.account?.email, 'olga@example.org')
  caller.environment = 'other-dev'
  assert.equal((await failureOf(page.post('/inboxes', { body: { name: 'Mine' } }))).status, 403)
  caller.csrfToken = session.csrf_token
  const inbox = await page.post('/inboxes', { body: { name: 'Mine' } })
  assert.equal((await failureOf(tellus.get('/inboxes/{id}', { path: { id: inbox.id } }))).status, 404)
})

test('what is not described is no program', () => {
  const never = () => {
    // @ts-expect-error there is no such path
    void tellus.get('/user')
    // @ts-expect-error that path is not posted to
    void tellus.post('/users')
    // @ts-expect-error the id is missing
    void tellus.get('/users/{id}')
    // @ts-expect-error the query has no such name
    void tellus.get('/users', { query: { serch: 'ada' } })
    // @ts-expect-error that is no status
    void tellus.get('/events', { query: { status: 'lost' } })
    // @ts-expect-error a destination of an inbox needs its inbox
    void tellus.post('/destinations', { body: { kind: 'inbox' } })
    // @ts-expect-error one thing is no list
    void tellus.each('/stats')
  }
  const row: RowOf<'/users'>['reference_id'] = 'ada'
  const list: ListPath = '/deliveries'
  const input: InputOf<'GET', '/stats'> = {}
  assert.deepEqual([typeof never, row, list, input], ['function', 'ada', '/deliveries', {}])
})

test('the example of docs/api.md runs as it stands', async () => {
  await emit(at.hub, { type: 'sleep' })
  const paper = readFileSync(join(import.meta.dirname, '..', '..', 'docs', 'api.md'), 'utf8')
  const example = /```ts\n(import .*? from 'tellus\/client'\n[\s\S]*?)```/.exec(paper)?.[1]
  assert.ok(example !== undefined, 'docs/api.md has an example of the client')
  const client = pathToFileURL(join(import.meta.dirname, 'client.ts')).href
  const path = join(folder, 'example.mts')
  writeFileSync(path, example.replace("'tellus/client'", `'${client}'`).replace('http://127.0.0.1:4000', baseUrl))
  const environment = { ...process.env, DEV_ID: devId, API_KEY: apiKey }
  const { stdout } = await promisify(execFile)(process.execPath, [path], { env: environment })
  assert.match(stdout, /^dst_\w+ \S+\n(?:evt_\w+ sleep\n)+404 there is no user nobody [0-9a-f-]{36}\n$/)
})

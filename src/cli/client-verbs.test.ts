import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { runCommand } from '../testing/command.ts'

const cwd = mkdtempSync(join(tmpdir(), 'tellus-cli-'))
after(() => rmSync(cwd, { recursive: true }))

/** `isTellus` is false for what another program answers. */
type Answer = { status?: number; json?: unknown; isTellus?: boolean }
interface Asked {
  call: string
  body: string
  headers: IncomingMessage['headers']
}

/**
 * A server on loopback that answers each call as told, and notes what was asked. It answers `early` calls without
 * reading their body; with status 0 it breaks off.
 */
async function fakeTellus(answers: Record<string, Answer | ((asked: Asked) => Answer)>, early: string[] = []) {
  const asked: Asked[] = []
  const server = createServer(async (request, response) => {
    const { pathname, search } = new URL(request.url ?? '', 'http://x')
    const name = `${request.method} ${pathname.replace('/admin/api', '')}`
    let body = ''
    if (!early.includes(name)) for await (const chunk of request) body += chunk
    const one = { call: name + search, body, headers: request.headers }
    asked.push(one)
    const known = answers[name] ?? { status: 404, json: { message: `nothing at ${name}` } }
    const { status = 200, json, isTellus = true } = typeof known === 'function' ? known(one) : known
    if (status === 0) return void request.socket.destroy()
    response
      .writeHead(status, isTellus ? { 'terra-reference': 'ref' } : {})
      .end(json === undefined ? '' : JSON.stringify(json))
  })
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready))
  const address = server.address()
  const url = `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`
  return {
    asked,
    url,
    async tellus(...words: string[]) {
      const environment = { TELLUS_PUBLIC_URL: url, TELLUS_DEV_ID: 'dev', TELLUS_API_KEY: 'key' }
      return runCommand({ environment, cwd }, words)
    },
    async [Symbol.asyncDispose]() {
      server.closeAllConnections()
      await new Promise((closed) => server.close(closed))
    },
  }
}

const page = (...items: unknown[]): Answer => ({ json: { items, next_cursor: null } })
const importOf = (more: object): Answer => ({
  json: {
    import_id: 'imp_1',
    user_id: 'u1',
    kind: 'fit',
    filename: 'ride.fit',
    status: 'completed',
    bytes_read: 5,
    bytes_total: 5,
    counts: { activity: 2 },
    saved: { activity: 1 },
    warnings: ['One lap had no end.'],
    error: null,
    started_at: '2026-07-01T07:00:00.000Z',
    finished_at: '2026-07-01T07:00:02.000Z',
    ...more,
  },
})
const ride = join(cwd, 'ride.fit')
writeFileSync(ride, 'bytes')

test('import sends the file with its length and name, follows it and sums it up', async () => {
  let looks = 0
  await using fake = await fakeTellus({
    'GET /users': page(),
    'POST /imports': { status: 202, json: { import_id: 'imp_1', user_id: 'u1' } },
    'GET /imports/imp_1': () => importOf(++looks < 3 ? { status: 'running', bytes_read: looks } : {}),
  })
  const { code, out, err } = await fake.tellus('import', 'ride.fit', '--reference-id', 'ada', '--zone', 'Europe/Oslo')
  const upload = fake.asked.find(({ call }) => call.startsWith('POST'))
  assert.equal(upload?.call, 'POST /imports?kind=auto&filename=ride.fit&reference_id=ada&zone=Europe%2FOslo')
  assert.deepEqual([upload?.body, upload?.headers['content-length'], upload?.headers['dev-id']], ['bytes', '5', 'dev'])
  assert.match(
    out,
    /^Imported ride\.fit: 5 B in 2 s .*\nTYPE +FOUND +NEW OR CHANGED\nactivity +2 +1\nNote: One lap had no end\.\n/,
  )
  assert.deepEqual([code, err, looks], [0, '', 3])
})

test('import goes on after a file that is refused, and --json prints one line a file and nothing else', async () => {
  await using fake = await fakeTellus({
    'GET /users': page(),
    'POST /imports': { status: 202, json: { import_id: 'imp_1', user_id: 'u1' } },
    'GET /imports/imp_1': importOf({ status: 'failed', error: 'It is not a FIT file.' }),
  })
  const { code, out } = await fake.tellus('import', 'ride.fit', ride, '--json')
  const lines = out
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line).error)
  assert.deepEqual([code, lines], [1, ['It is not a FIT file.', 'It is not a FIT file.']])
})

test('import tells the reason of a server that refuses before it has read the file', async () => {
  const large = join(cwd, 'large.zip')
  writeFileSync(large, Buffer.alloc(30_000_000))
  await using fake = await fakeTellus(
    { 'GET /users': page(), 'POST /imports': { status: 507, json: { message: 'There is no room for 30 MB.' } } },
    ['POST /imports'],
  )
  const { code, err } = await fake.tellus('import', 'large.zip')
  assert.deepEqual([code, err], [1, 'tellus: There is no room for 30 MB.\n'])
  await using broken = await fakeTellus({ 'GET /users': page(), 'POST /imports': { status: 0 } }, ['POST /imports'])
  assert.match(
    (await broken.tellus('import', 'large.zip')).err,
    /^tellus: http\S+ broke off while .*large\.zip was sent/,
  )
})

test('an import can be left alone, looked at and cancelled', async () => {
  await using fake = await fakeTellus({
    'GET /users': page(),
    'POST /imports': { status: 202, json: { import_id: 'imp_1', user_id: 'u1' } },
    'GET /imports/imp_1': importOf({ status: 'running' }),
    'POST /imports/imp_1/cancel': importOf({ status: 'cancelled' }),
  })
  assert.match((await fake.tellus('import', 'ride.fit', '--no-follow')).out, /accepted as imp_1/)
  assert.match((await fake.tellus('import', '--status', 'imp_1')).out, /is being imported: 5 B of 5 B/)
  assert.match((await fake.tellus('import', '--cancel', 'imp_1')).out, /was cancelled/)
})

test('generate prints the payload alone, or the whole answer with --json', async () => {
  await using fake = await fakeTellus({
    'POST /generate': { status: 202, json: { payload: { type: 'sleep' }, event_id: 'evt_1' } },
  })
  const words = ['generate', 'oura', 'sleep', '--days', '3', '--seed', '7', '--no-samples', '--send']
  const { code, out, err } = await fake.tellus(...words)
  assert.deepEqual([code, JSON.parse(out)], [0, { type: 'sleep' }])
  assert.match(err, /Sent as evt_1/)
  const asked = { provider: 'OURA', type: 'sleep', days: 3, seed: 7, with_samples: false, send: true }
  assert.deepEqual(JSON.parse(fake.asked[0]?.body ?? ''), asked)
  assert.equal(JSON.parse((await fake.tellus(...words, '--json')).out).event_id, 'evt_1')
})

const message = (id: string, more: object = {}) => ({
  id,
  received_at: '2026-07-01T07:00:00.000Z',
  type: 'sleep',
  bytes: 1234,
  body: '{"type":"sleep"}',
  encoding: 'utf8',
  answered: 200,
  verdict: { verdict: 'verified', reason: 'The signature matches.', attempt: 1 },
  ...more,
})

test('inbox shows the latest messages, the newest last, and why a signature is bad', async () => {
  const bad = { verdict: { verdict: 'invalid', reason: 'No signature matches.', attempt: null } }
  await using fake = await fakeTellus({
    'GET /inboxes': page({ id: 'inb_1', name: 'Inbox', url: 'x', respond_status: 200, respond_delay_ms: 0 }),
    'GET /inboxes/inb_1/messages': page(message('msg_2', bad), message('msg_1')),
  })
  const { code, out } = await fake.tellus('inbox', '--body')
  const shown =
    /verified +sleep +1\.23 kB +1 +200 +msg_1\n\{"type":"sleep"\}\n.*invalid .*msg_2\n {2}No signature matches\.\n/
  assert.match(out, shown)
  assert.equal(code, 0)
  const { items } = JSON.parse((await fake.tellus('inbox', '--json')).out)
  assert.deepEqual(
    items.map(({ id }: { id: string }) => id),
    ['msg_1', 'msg_2'],
  )
})

test('inbox --respond rehearses failures', async () => {
  await using fake = await fakeTellus({
    'PATCH /inboxes/inb_9': {
      json: { id: 'inb_9', name: 'Inbox', url: 'x', respond_status: 500, respond_delay_ms: 20 },
    },
  })
  const { out } = await fake.tellus('inbox', 'inb_9', '--respond', '500', '--delay', '20')
  assert.equal(out, 'Inbox answers 500 after 20 ms from now on.\n')
  assert.deepEqual(JSON.parse(fake.asked[0]?.body ?? ''), { respond_status: 500, respond_delay_ms: 20 })
})

test('users are listed, searched and deleted', async () => {
  const ada = { user_id: 'u1', provider: 'APPLE', reference_id: 'ada', active: true, last_data_at: null }
  await using fake = await fakeTellus({ 'GET /users': page(ada), 'DELETE /users/u1': { status: 204 } })
  assert.match((await fake.tellus('users', '--search', 'ad')).out, /USER .*\nu1 +APPLE +ada +active +-\n/)
  assert.equal(fake.asked[0]?.call, 'GET /users?limit=50&search=ad')
  assert.deepEqual(JSON.parse((await fake.tellus('users', 'delete', 'u1', '--json')).out), { deleted: 'u1' })
})

test('events are listed and shown with each attempt, and sent again', async () => {
  const at = '2026-07-01T07:00:00.000Z'
  const attempts = [
    { at, trigger: 'auto', status_code: null, duration_ms: 12.4, address: null, error: 'The connection was refused.' },
    { at, trigger: 'manual', status_code: 500, duration_ms: 9, address: '203.0.113.7', error: 'Answered 500.' },
  ]
  const delivery = { destination_id: 'dst_1', status: 'failed', next_attempt_at: null, attempts }
  const event = {
    id: 'evt_1',
    type: 'sleep',
    user_id: 'u1',
    created_at: '2026-07-01T07:00:00.000Z',
    bytes: 16,
  }
  await using fake = await fakeTellus({
    'GET /events': page({ ...event, deliveries: { pending: 0, held: 0, delivered: 2, failed: 1 } }),
    'GET /events/evt_1': { json: { ...event, body: '{"type":"sleep"}', deliveries: [delivery] } },
    'POST /events/evt_1/resend': { status: 202, json: { deliveries: 1 } },
  })
  assert.match((await fake.tellus('events', '--status', 'failed')).out, /sleep +u1 +2 delivered, 1 failed +evt_1\n/)
  assert.match(
    (await fake.tellus('events', 'show', 'evt_1', '--body')).out,
    /To dst_1: failed\n.* auto +no answer +12 ms +The .*\n.* manual +500 +9 ms +203\.0\.113\.7 +Answered 500\.\n\n\{"type":"sleep"\}\n$/,
  )
  assert.equal((await fake.tellus('resend', 'evt_1', '--destination', 'dst_1')).code, 0)
  assert.deepEqual(JSON.parse(fake.asked.at(-1)?.body ?? ''), { destination_id: 'dst_1' })
})

test('destinations are listed, added and tested', async () => {
  const one = {
    id: 'dst_1',
    kind: 'webhook',
    name: 'app',
    url: 'https://app.example/h',
    enabled: true,
    status: 'failing',
    failing_since: null,
    signing_secret: 's3cret',
  }
  await using fake = await fakeTellus({
    'GET /destinations': page({ ...one, counts: { pending: 3, held: 0, delivered: 8, failed: 1 } }),
    'POST /destinations': { status: 201, json: one },
    'GET /destinations/dst_1': { json: one },
    'POST /destinations/dst_1/test': { status: 202, json: { event_id: 'evt_1' } },
  })
  assert.match((await fake.tellus('destinations')).out, /dst_1 +app +failing +3 +8 +1 +https/)
  assert.match(
    (await fake.tellus('destinations', 'add', 'https://app.example/h', '--types', 'sleep, daily')).out,
    /s3cret/,
  )
  assert.deepEqual(JSON.parse(fake.asked.at(-1)?.body ?? '').event_types, ['sleep', 'daily'])
  assert.match((await fake.tellus('destinations', 'test', 'dst_1')).out, /evt_1/)
  assert.equal((await fake.tellus('destinations', 'secret', 'dst_1')).out, 's3cret\n')
})

test('what the server refuses is said in its words, and what is no Tellus is recognised', async () => {
  await using fake = await fakeTellus({
    'GET /users': { status: 401, json: { message: 'no' } },
    'GET /events': { json: { hello: 'world' }, isTellus: false },
    'DELETE /users/u9': { status: 404, json: { message: 'there is no user u9' } },
  })
  assert.match((await fake.tellus('users')).err, /^tellus: http.* does not know these credentials \(dev-id dev\).*\n$/)
  assert.match((await fake.tellus('events')).err, /did not answer GET \/events as Tellus does/)
  assert.deepEqual((await fake.tellus('users', 'delete', 'u9')).err, 'tellus: there is no user u9\n')
})

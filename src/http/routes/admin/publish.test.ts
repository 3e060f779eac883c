import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { openBacklog } from '../../../events/backlog.ts'
import { newUuid } from '../../../lib/ids.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer({ TELLUS_MAX_BACKLOG: '5', TELLUS_DATA_DIR: tmpdir() })
after(() => at[Symbol.asyncDispose]())
const url = '/admin/api/events'
const post = (body: unknown, headers: Record<string, string> = {}) => at.call('POST', url, { body, headers })
const ndjson = (...lines: unknown[]) =>
  post(lines.map((line) => (typeof line === 'string' ? line : JSON.stringify(line))).join('\n'), {
    'content-type': 'application/x-ndjson',
  })
const bodyOf = async (id: string): Promise<string> => (await at.call('GET', `${url}/${id}`)).json().body

test("an app's own event is stored byte for byte and answered with its id", async () => {
  const odd = '{ "total" : 1.0, "id": 12345678901234567890 }'
  const answer = await post(`{"type":"order.paid","body":${odd}}`, { 'content-type': 'application/json' })
  assert.equal(answer.statusCode, 202, answer.body)
  const { accepted, duplicates, event_ids } = answer.json()
  assert.deepEqual([accepted, duplicates, event_ids.length], [1, 0, 1])
  assert.equal(await bodyOf(event_ids[0]), odd)
  const asText = (await post({ type: 'order.paid', body: odd })).json()
  assert.equal(await bodyOf(asText.event_ids[0]), odd)
})

test('many events come as one JSON object a line, each key stored once', async () => {
  const event = (event_id: string | null, n: number) => ({ event_id, type: 'counted', body: { n } })
  const first = (await ndjson(event('a', 1), '', event('b', 2), event('a', 3), event(null, 4))).json()
  assert.deepEqual([first.accepted, first.duplicates], [3, 1])
  assert.equal(first.event_ids[0], first.event_ids[2])
  const again = (await ndjson(event('b', 2))).json()
  assert.deepEqual(again, { accepted: 0, duplicates: 1, event_ids: [first.event_ids[1]] })
  const other = await at.call('POST', url, { body: event('b', 2), as: 'other' })
  assert.equal(other.json().accepted, 1)
})

test('calls that come together are stored together and answered each for itself', async () => {
  const answers = await Promise.all(
    Array.from({ length: 20 }, (_, n) => post({ type: 'counted', event_id: `together-${n % 10}`, body: { n } })),
  )
  const all = answers.map((answer) => answer.json())
  assert.equal(
    all.reduce((sum, { accepted }) => sum + accepted, 0),
    10,
  )
  assert.equal(new Set(all.flatMap(({ event_ids }) => event_ids)).size, 10)
})

test('what is wrong with an event is said in a sentence, with its line', async () => {
  const cases: [unknown, string][] = [
    [{ body: {} }, 'type is required'],
    [{ type: 'a b', body: {} }, 'invalid type: expected 1 to 100 letters, digits, dots, colons, dashes'],
    [{ type: 'destination.failing', body: {} }, 'invalid type: destination.* is what Tellus says'],
    [{ type: 'a' }, 'body is required'],
    [{ type: 'a', body: '{' }, 'invalid body: a text must itself be JSON, for it is sent as it stands'],
    [{ type: 'a', user_id: 'me', body: {} }, 'invalid user_id'],
    [{ type: 'a', body: {}, extra: 1 }, 'extra is not a field of this body'],
    [{ type: 'a', event_id: '', body: {} }, 'invalid event_id'],
  ]
  for (const [body, sentence] of cases) {
    const answer = await post(body)
    assert.equal(answer.statusCode, 400)
    assert.ok(answer.json().detail.startsWith(sentence), answer.json().detail)
  }
  const good = { type: 'counted', event_id: 'never', body: {} }
  const second = await ndjson(good, 'nonsense')
  assert.deepEqual([second.statusCode, second.json().detail], [400, 'line 2: invalid JSON body'])
  assert.equal((await ndjson(good)).json().accepted, 1, 'nothing of a refused request is stored')
  assert.equal((await ndjson('')).statusCode, 400)
  assert.equal((await post('x', { 'content-type': 'text/plain' })).statusCode, 415)
  assert.equal((await at.call('POST', url, { body: good, as: 'none' })).statusCode, 401)
})

test('an event about a user that is not of the environment is refused', async () => {
  const stranger = newUuid()
  const answer = await post({ type: 'counted', user_id: stranger, body: {} })
  assert.deepEqual(
    [answer.statusCode, answer.json().detail],
    [400, `there is no user ${stranger} to publish an event about`],
  )
  const generated = { provider: 'GARMIN', type: 'daily', reference_id: 'ada', send: true }
  const { user_id } = (await at.call('POST', '/admin/api/generate', { body: generated })).json()
  assert.equal((await post({ type: 'counted', user_id, body: {} })).json().accepted, 1)
  const other = await at.call('POST', url, { body: { type: 'counted', user_id, body: {} }, as: 'other' })
  assert.equal(other.statusCode, 400)
})

test('an environment whose backlog is at its bound is answered 429 with Retry-After, the others are not', async () => {
  await at.call('POST', '/admin/api/destinations', { body: { kind: 'webhook', url: 'http://127.0.0.1:4999/' } })
  const event = { type: 'counted', body: {} }
  assert.equal((await ndjson(event, event, event, event, event)).statusCode, 202)
  const refused = await post(event)
  assert.equal(refused.statusCode, 429)
  assert.equal(refused.headers['retry-after'], '10')
  assert.match(refused.json().detail, /^5 deliveries wait already, 5 are allowed \(TELLUS_MAX_BACKLOG\)/)
  assert.equal((await at.call('POST', url, { body: event, as: 'other' })).statusCode, 202)
})

test('a disk that is nearly full accepts nothing, and says so', async () => {
  const backlog = openBacklog(at.hub, async () => 1_000_000)
  await assert.rejects(backlog.check(newUuid()), /the disk of the database is nearly full/)
})

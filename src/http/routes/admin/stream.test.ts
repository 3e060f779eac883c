import assert from 'node:assert/strict'
import { tmpdir } from 'node:os'
import { after, test } from 'node:test'
import { privateId } from '../../../lib/ids.ts'
import { type StreamTopic, streamPayloads, streamTopics } from '../../../schema/management/stream.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer({ TELLUS_DATA_DIR: tmpdir() })
after(async () => {
  // fetch opens a connection anew where it was aborted, and keeps it for some seconds.
  at.server.server.closeAllConnections()
  await at[Symbol.asyncDispose]()
})
const root = await at.listen()

interface Heard {
  topic: string
  id: string
  data: Record<string, unknown>
}

/** Reads a stream until it is left. */
async function listen(headers: Record<string, string> = {}) {
  const abort = new AbortController()
  const response = await fetch(`${root}/admin/api/stream`, {
    headers: { ...at.credentials, ...headers },
    signal: abort.signal,
  })
  const heard: Heard[] = []
  const waiting = new Set<() => void>()
  let text = ''
  let ended = false
  const reading = (async () => {
    for await (const piece of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      text += piece
      for (let end = text.indexOf('\n\n'); end >= 0; end = text.indexOf('\n\n')) {
        const fields = new Map(
          text
            .slice(0, end)
            .split('\n')
            .map((line) => {
              const [name = '', ...rest] = line.split(': ')
              return [name, rest.join(': ')] as const
            }),
        )
        text = text.slice(end + 2)
        const topic = fields.get('event')
        if (topic !== undefined)
          heard.push({ topic, id: fields.get('id') ?? '', data: JSON.parse(fields.get('data') ?? '{}') })
      }
      for (const look of waiting) look()
    }
  })()
    .catch((error: unknown) => {
      if (!abort.signal.aborted) throw error
    })
    .finally(() => {
      ended = true
      for (const look of waiting) look()
    })
  return {
    response,
    heard,
    hasEnded: () => ended,
    ended: reading,
    /** The first message that satisfies a condition, now or later. */
    hear: (condition: (heard: Heard) => boolean) =>
      new Promise<Heard>((resolve, reject) => {
        const look = () => {
          const found = heard.find(condition)
          if (found !== undefined) resolve(found)
          else if (ended) reject(new Error(`the stream ended; it said ${JSON.stringify(heard)}`))
          else return
          waiting.delete(look)
        }
        waiting.add(look)
        look()
      }),
    async [Symbol.asyncDispose]() {
      abort.abort()
      await reading
    },
  }
}

const publish = async (as: 'first' | 'other' = 'first'): Promise<string> =>
  (await at.call('POST', '/admin/api/events', { body: { type: 'mine', body: { secret: 'health' } }, as })).json()
    .event_ids[0]
const isTopic = (text: string): text is StreamTopic => streamTopics.some((topic) => topic === text)

test('what happens is heard by who listens, with small payloads, and by nobody else', async () => {
  await publish()
  await using stream = await listen()
  assert.equal(stream.response.status, 200)
  assert.match(stream.response.headers.get('content-type') ?? '', /^text\/event-stream/)
  const { id: destination } = (
    await at.call('POST', '/admin/api/destinations', { body: { kind: 'webhook', url: 'http://127.0.0.1:4999/hook' } })
  ).json()
  await stream.hear(({ topic, data }) => topic === 'destination' && data['id'] === destination)
  await publish('other')
  const event = await publish()
  await stream.hear(({ topic, data }) => topic === 'event' && data['id'] === event)

  const [delivery] = await at.hub.db<{ id: string }>`
    select id from deliveries where event_id = ${privateId('event', event) ?? ''}`
  await at.hub.db`
    insert into attempts (event_id, delivery_id, destination_id, number, started_at, duration_ms, status_code, trigger)
    values (${privateId('event', event)}, ${delivery?.id ?? ''}, ${privateId('destination', destination)}, 1,
      ${new Date(at.hub.clock.now())}, 12, 503, 'auto')`
  const attempt = await stream.hear(({ topic }) => topic === 'attempt')
  assert.deepEqual(
    [attempt.data['event_id'], attempt.data['status_code'], attempt.data['status']],
    [event, 503, 'pending'],
  )

  const inbox = (await at.call('POST', '/admin/api/inboxes', { body: {} })).json()
  await at.call('POST', new URL(inbox.url).pathname, { body: { type: 'mine' } })
  await stream.hear(({ topic, data }) => topic === 'inbox' && data['inbox_id'] === inbox.id)
  const { user_id } = (
    await at.call('POST', '/admin/api/generate', { body: { provider: 'OURA', type: 'sleep', send: true } })
  ).json()
  await stream.hear(({ topic, data }) => topic === 'user' && data['user_id'] === user_id)
  const job = await at.call('POST', `/admin/api/destinations/${destination}/recover`, {
    body: { since: new Date(0).toISOString() },
  })
  await stream.hear(({ topic, data }) => topic === 'job' && data['id'] === job.json().job_id)
  await at.call('DELETE', `/admin/api/destinations/${destination}`)
  await stream.hear(({ data }) => data['id'] === destination && data['change'] === 'deleted')

  const events = stream.heard.filter(({ topic, data }) => topic === 'event' && data['type'] === 'mine')
  assert.equal(events.length, 1, 'neither what was there before nor another environment’s is heard, and nothing twice')
  assert.ok(!JSON.stringify(stream.heard).includes('health'))
  for (const { topic, data } of stream.heard) if (isTopic(topic)) streamPayloads[topic].parse(data)
})

test('who comes back goes on from where they were; who was away too long is told to read everything again', async () => {
  const first = await publish()
  let cursor = ''
  {
    await using stream = await listen()
    const second = await publish()
    cursor = (await stream.hear(({ data }) => data['id'] === second)).id
  }
  const missed = await publish()
  await using stream = await listen({ 'last-event-id': cursor })
  await stream.hear(({ data }) => data['id'] === missed)
  assert.ok(!stream.heard.some(({ data }) => data['id'] === first))
  assert.ok(!stream.heard.some(({ topic }) => topic === 'reset'))

  for (const unknown of ['another-7', 'nonsense']) {
    await using lost = await listen({ 'last-event-id': unknown })
    assert.equal((await lost.hear(({ topic }) => topic === 'reset')).topic, 'reset')
  }
})

test('a stream needs credentials', async () => {
  const response = await fetch(`${root}/admin/api/stream`)
  assert.equal(response.status, 401)
  await response.body?.cancel()
})

test('a server that stops ends its streams at once', async () => {
  await using own = await testServer({ TELLUS_DATA_DIR: tmpdir() })
  const address = await own.listen()
  const response = await fetch(`${address}/admin/api/stream`, { headers: own.credentials })
  const reading = response.text()
  const startedMs = performance.now()
  await own.server.close()
  assert.ok(performance.now() - startedMs < 3000, 'closing waited for the stream')
  assert.match(await reading, /listening/)
})

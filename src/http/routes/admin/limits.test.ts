import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { attempted, emit, startWorker } from '../../../testing/delivering.ts'
import { openReceiver } from '../../../testing/receiver.ts'
import { testServer } from '../../../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())

const url = 'https://example.com/hook'
const create = (fields: object, server = at) =>
  server.call('POST', '/admin/api/destinations', { body: { kind: 'webhook', url, ...fields } })

const many = (count: number, valueLength: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, i) => [`x-${i}`, 'a'.repeat(valueLength)]))

test('custom headers are limited in number, length and names, when a destination is made and when it is changed', async () => {
  const refused: [object, RegExp][] = [
    [many(51, 1), /^headers must not have more than 50 headers\.$/],
    [many(3, 3000), /^headers must not be longer than 7168 characters together/],
    [{ [`x-${'a'.repeat(99)}`]: '1' }, /^headers has a name that is not a header name/],
    [{ 'x-a': 'a'.repeat(4097) }, /^headers has a value of x-a that a header cannot carry/],
    [{ '': '1' }, /^headers has a name/],
    [{ 'x-a:': '1' }, /^headers has a name/],
    [{ 'x-a': 'b\nc: d' }, /^headers has a line break/],
    [{ 'x-a': 'b\rc' }, /^headers has a line break/],
    [{ 'x-a': 'b\0' }, /^invalid headers.x-a: it holds the character U\+0000/],
    [{ 'X-A': '1', 'x-a': '2' }, /^headers has x-a twice\.$/],
  ]
  for (const name of [
    'Host',
    'Content-Length',
    'Content-Type',
    'Content-Encoding',
    'Transfer-Encoding',
    'Connection',
    'Keep-Alive',
    'Proxy-Authorization',
    'TE',
    'Trailer',
    'Upgrade',
    'Expect',
    'terra-signature',
    'X-Terra-Signature',
    'terra-reference',
    'x-terra-trace-id',
    'x-terra-ordering-timestamp',
    'webhook-id',
    'Webhook-Timestamp',
    'webhook-signature',
  ])
    refused.push([{ [name]: 'x' }, new RegExp(`^headers must not set ${name}: Tellus sets it`)])
  const made = (await create({ headers: many(50, 100) })).json()
  for (const [headers, sentence] of refused) {
    const answers = [
      await create({ headers }),
      await at.call('PATCH', `/admin/api/destinations/${made.id}`, { body: { headers } }),
    ]
    for (const answer of answers) {
      assert.equal(answer.statusCode, 400, JSON.stringify(headers))
      assert.match(answer.json().message, sentence)
    }
  }
  const { headers } = (await at.call('GET', `/admin/api/destinations/${made.id}`)).json()
  assert.deepEqual(headers, many(50, 100), 'a refused change changes nothing')
})

test('a url has a length, no credentials, and a port that speaks HTTP', async () => {
  for (const [bad, sentence] of [
    [`https://example.com/${'a'.repeat(2048)}`, /longer than 2048/],
    ['https://me:secret@example.com/', /user name or password/],
    ['https://me@example.com/', /user name or password/],
    ['http://example.com:25/', /port 25/],
    ['gopher://example.com/', /http:\/\/ or https:\/\//],
  ] as const) {
    const answer = await create({ url: bad })
    assert.equal(answer.statusCode, 400, bad)
    assert.match(answer.json().message, sentence)
    assert.ok(!answer.body.includes('secret@'), 'what was refused is not repeated with its password')
  }
})

test('where private destinations are denied, making and changing one says why and what to do', async () => {
  await using denying = await testServer({ TELLUS_PRIVATE_DESTINATIONS: 'deny' })
  const made = (await create({}, denying)).json()
  for (const [bad, sentence] of [
    ['http://0x7f.1/', /points to 127\.0\.0\.1, which is a loopback address: set TELLUS_PRIVATE_DESTINATIONS=allow/],
    ['http://[::ffff:10.0.0.1]/', /is a private address: set TELLUS_PRIVATE_DESTINATIONS=allow/],
    ['http://localhost:3000/', /on this machine: set TELLUS_PRIVATE_DESTINATIONS=allow/],
    ['http://169.254.169.254/', /is a cloud metadata address\.$/],
  ] as const) {
    const answers = [
      await create({ url: bad }, denying),
      await denying.call('PATCH', `/admin/api/destinations/${made.id}`, { body: { url: bad } }),
    ]
    for (const answer of answers) {
      assert.equal(answer.statusCode, 400, bad)
      assert.match(answer.json().message, sentence)
    }
  }
})

test('a destination whose name leads to a forbidden address is refused at the attempt, which says why', async () => {
  await using denying = await testServer({ TELLUS_PRIVATE_DESTINATIONS: 'deny' })
  const made = (await create({ retry: [] }, denying)).json()
  // As if its name had been pointed elsewhere after it was made.
  await denying.hub.db`update destinations set url = 'http://localhost:9/'`
  const worker = await startWorker(denying.hub)
  try {
    const [emitted] = await emit(denying.hub, {})
    const { status, attempts } = await attempted(denying.hub, emitted, 1)
    assert.equal(status, 'failed')
    assert.match(
      attempts[0]?.error ?? '',
      /^Not allowed: localhost resolves to (127\.0\.0\.1|::1), which is a loopback address\.$/,
    )
    assert.match(made.id, /^dst_/)
  } finally {
    await worker.close()
  }
})

test('what a receiver answered is shown, cut, to the owner of the destination and to nobody else', async () => {
  await using receiver = await openReceiver({ status: 500, answer: `internal ${'x'.repeat(100_000)}` })
  const made = (await create({ url: receiver.url, retry: [] })).json()
  const worker = await startWorker(at.hub)
  try {
    const sent = (await at.call('POST', `/admin/api/destinations/${made.id}/test`)).json()
    await receiver.take(1)
    const path = `/admin/api/events/${sent.event_id}`
    const attemptOf = async () => (await at.call('GET', path)).json().deliveries[0]?.attempts[0]
    const deadline = performance.now() + 5000
    let attempt = await attemptOf()
    while (attempt === undefined && performance.now() < deadline) attempt = await attemptOf()
    assert.match(attempt.response_body, /^internal x+$/)
    assert.ok(attempt.response_body.length <= 16 * 1024)

    for (const [method, foreign, body] of [
      ['GET', path, undefined],
      ['POST', `${path}/resend`, {}],
      ['GET', `/admin/api/destinations/${made.id}`, undefined],
      ['PATCH', `/admin/api/destinations/${made.id}`, { url: 'https://evil.example/' }],
      ['POST', `/admin/api/destinations/${made.id}/test`, undefined],
      ['POST', `/admin/api/destinations/${made.id}/rotate-secret`, {}],
      ['POST', `/admin/api/destinations/${made.id}/recover`, { since: '2026-01-01' }],
      ['DELETE', `/admin/api/destinations/${made.id}`, undefined],
    ] as const) {
      const answer = await at.call(method, foreign, { as: 'other', body })
      assert.equal(answer.statusCode, 404, `${method} ${foreign}`)
      assert.ok(!answer.body.includes('internal x'))
      assert.equal((await at.call(method, foreign, { as: 'none', body })).statusCode, 401, `${method} ${foreign}`)
    }
    const listed = await at.call('GET', '/admin/api/events', { as: 'other' })
    assert.deepEqual(listed.json().items, [])
  } finally {
    await worker.close()
  }
})

test('JSON bodies and what an inbox takes are limited', async () => {
  const large = await at.call('POST', '/admin/api/destinations', {
    body: JSON.stringify({ kind: 'webhook', url, name: 'a'.repeat(1024 * 1024) }),
    headers: { 'content-type': 'application/json' },
  })
  assert.equal(large.statusCode, 413)
  const inbox = (await at.call('POST', '/admin/api/inboxes', { body: { name: 'Limits' } })).json()
  const path = new URL(inbox.url).pathname
  const over = await at.call('POST', path, { as: 'none', body: Buffer.alloc(32 * 1024 * 1024 + 1) })
  assert.equal(over.statusCode, 413)
  assert.deepEqual((await at.call('GET', `/admin/api/inboxes/${inbox.id}/messages`)).json().items, [])
})

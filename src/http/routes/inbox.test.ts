import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { signatureHeader } from '../../delivery/signature.ts'
import { testServer } from '../../testing/server.ts'

const at = await testServer()
after(() => at[Symbol.asyncDispose]())

interface Made {
  id: string
  path: string
}

async function newInbox(settings: object = {}): Promise<Made> {
  const { id } = (await at.call('POST', '/admin/api/inboxes', { body: { name: 'Mine' } })).json()
  if (Object.keys(settings).length > 0) await at.call('PATCH', `/admin/api/inboxes/${id}`, { body: settings })
  return { id, path: `/inbox/${id}` }
}

const messagesOf = async ({ id }: Made, query = '') =>
  (await at.call('GET', `/admin/api/inboxes/${id}/messages?${query}`)).json()

const signed = (body: string, secret: string, ageSeconds = 0): Record<string, string> => ({
  'terra-signature': signatureHeader(body, [secret], Math.floor(at.hub.clock.now() / 1000) - ageSeconds),
})

test('keeps any POST and PUT, of any content type, and answers as told', async () => {
  const inbox = await newInbox()
  const json = await at.call('POST', `${inbox.path}?a=b`, { as: 'none', body: { type: 'sleep' } })
  assert.equal(json.statusCode, 200)
  assert.match(json.json().message_id, /^msg_/)
  const odd = { 'content-type': 'no-such-thing', 'x-api-key': 'secret', 'x-custom': 'kept' }
  await at.call('PUT', inbox.path, { as: 'none', body: Buffer.from([0xff, 0x00]), headers: odd })
  await at.call('POST', inbox.path, { as: 'none' })
  const { items, next_cursor } = await messagesOf(inbox)
  assert.equal(next_cursor, null)
  const [empty, bytes, first] = items
  assert.deepEqual(Object.keys(first), [
    'id',
    'received_at',
    'method',
    'path',
    'headers',
    'body',
    'encoding',
    'bytes',
    'type',
    'verdict',
    'answered',
  ])
  assert.deepEqual(
    [first.path, first.body, first.type, first.answered],
    [`${inbox.path}?a=b`, '{"type":"sleep"}', 'sleep', 200],
  )
  assert.equal(first.received_at, new Date(at.hub.clock.now()).toISOString())
  assert.deepEqual([bytes.method, bytes.body, bytes.encoding, bytes.bytes], ['PUT', '/wA=', 'base64', 2])
  assert.equal(bytes.headers['content-type'], 'no-such-thing')
  assert.deepEqual([bytes.headers['x-api-key'], bytes.headers['x-custom']], ['[masked]', 'kept'])
  assert.deepEqual([empty.body, empty.bytes], ['', 0])
})

test('rehearses failures: every final status, a delay, and no body where none may be', async () => {
  for (const respond_status of [204, 304, 410, 500, 599]) {
    const inbox = await newInbox({ respond_status })
    const answer = await at.call('POST', inbox.path, { as: 'none', body: 'x' })
    assert.equal(answer.statusCode, respond_status)
    assert.equal(answer.body === '', respond_status < 400)
    assert.equal((await messagesOf(inbox)).items[0].answered, respond_status)
  }
  const slow = await newInbox({ respond_delay_ms: 80 })
  const before = performance.now()
  await at.call('POST', slow.path, { as: 'none', body: 'x' })
  assert.ok(performance.now() - before >= 79)
})

test('a long delay holds up neither the sender that gave up nor the end of the server', async () => {
  await using own = await testServer()
  const { id } = (await own.call('POST', '/admin/api/inboxes')).json()
  await own.call('PATCH', `/admin/api/inboxes/${id}`, { body: { respond_delay_ms: 60_000 } })
  const url = `${await own.listen()}/inbox/${id}`
  const givingUp = new AbortController()
  const given = fetch(url, { method: 'POST', body: 'x', signal: givingUp.signal })
  const stored = async () => (await own.call('GET', `/admin/api/inboxes/${id}/messages`)).json().items.length
  while ((await stored()) < 1);
  givingUp.abort()
  await assert.rejects(given)
  const waiting = fetch(url, { method: 'POST', body: 'y' })
  while ((await stored()) < 2);
  await own.server.close()
  assert.equal((await waiting).status, 200)
})

test('says of each message whether the destination pointing here signed it', async () => {
  const inbox = await newInbox()
  const verdictOf = async (body: string, headers: Record<string, string>) => {
    await at.call('POST', inbox.path, { as: 'none', body, headers })
    return (await messagesOf(inbox)).items[0].verdict
  }
  const body = '{"type":"daily","data":[]}'
  const orphan = await verdictOf(body, signed(body, 'x'))
  assert.deepEqual([orphan.verdict, orphan.reason.split(',')[0]], ['invalid', 'No destination points at this inbox'])

  const url = `${at.hub.publicUrl()}${inbox.path}`
  const made = await at.call('POST', '/admin/api/destinations', { body: { kind: 'webhook', url } })
  const { id, signing_secret } = made.json()
  const unsigned = await verdictOf(body, {})
  assert.equal(unsigned.verdict, 'unsigned')
  const good = await verdictOf(body, { ...signed(body, signing_secret), 'x-terra-trace-id': 'trace' })
  assert.deepEqual([good.verdict, good.trace_id, good.attempt], ['verified', 'trace', 1])
  assert.deepEqual(
    good.steps.map((step: { step: string; ok: boolean }) => [step.step, step.ok]),
    [
      ['header', true],
      ['form', true],
      ['match', true],
      ['time', true],
    ],
  )
  const again = await verdictOf(body, { ...signed(body, signing_secret), 'x-terra-trace-id': 'trace' })
  assert.equal(again.attempt, 2)
  const wrong = await verdictOf(body, signed(body, 'another secret'))
  assert.deepEqual([wrong.verdict, /^No signature matches/.test(wrong.reason)], ['invalid', true])
  const changed = await verdictOf(`${body}\n`, signed(body, signing_secret))
  assert.deepEqual([changed.verdict, /the body is not what was signed/.test(changed.reason)], ['invalid', true])
  const stale = await verdictOf(body, signed(body, signing_secret, 301))
  assert.deepEqual([stale.verdict, /^The time t is 301 s old/.test(stale.reason)], ['invalid', true])

  // Within the second that secrets are remembered for.
  const rotated = await at.call('POST', `/admin/api/destinations/${id}/rotate-secret`, { body: { overlap_seconds: 0 } })
  assert.equal((await verdictOf(body, signed(body, rotated.json().signing_secret))).verdict, 'verified')
})

test('a destination of kind inbox signs for its inbox, and for none of another environment', async () => {
  const inbox = await newInbox()
  const wanted = { kind: 'inbox', inbox_id: inbox.id }
  const foreign = await at.call('POST', '/admin/api/destinations', { body: wanted, as: 'other' })
  assert.deepEqual(
    [foreign.statusCode, foreign.json().detail],
    [400, `invalid inbox_id: there is no inbox ${inbox.id}`],
  )
  const { signing_secret } = (await at.call('POST', '/admin/api/destinations', { body: wanted })).json()
  await at.call('POST', inbox.path, { as: 'none', body: 'x', headers: signed('x', signing_secret) })
  assert.equal((await messagesOf(inbox)).items[0].verdict.verdict, 'verified')
})

test('inboxes are listed, paged, renamed and deleted, each environment its own', async () => {
  const inbox = await newInbox()
  const { id } = inbox
  const admin = `/admin/api/inboxes/${id}`
  const shown = (await at.call('GET', admin)).json()
  assert.deepEqual(Object.keys(shown), ['id', 'name', 'url', 'respond_status', 'respond_delay_ms', 'created_at'])
  assert.equal(shown.url, `${at.hub.publicUrl()}${inbox.path}`)
  const page = (await at.call('GET', '/admin/api/inboxes?limit=1')).json()
  assert.deepEqual([page.items.length, page.next_cursor], [1, page.items[0].id])
  const rest = (await at.call('GET', `/admin/api/inboxes?cursor=${page.next_cursor}`)).json()
  assert.ok(rest.items.some((one: { id: string }) => one.id === id))
  assert.deepEqual((await at.call('GET', '/admin/api/inboxes', { as: 'other' })).json(), {
    items: [],
    next_cursor: null,
  })

  for (const method of ['GET', 'PATCH', 'DELETE'] as const)
    assert.equal((await at.call(method, admin, { as: 'other' })).statusCode, 404)
  assert.equal((await at.call('GET', `${admin}/messages`, { as: 'other' })).statusCode, 404)
  const wrongForm = await at.call('GET', '/admin/api/inboxes/dst_x')
  assert.deepEqual([wrongForm.statusCode, wrongForm.json().detail], [404, 'there is no inbox dst_x'])

  const bad = await at.call('PATCH', admin, { body: { respond_status: 199 } })
  assert.deepEqual([bad.statusCode, bad.json().detail], [400, 'invalid respond_status: expected number to be >=200'])
  assert.equal((await at.call('PATCH', admin, { body: { respond_delay_ms: 60_001 } })).statusCode, 400)
  assert.equal((await at.call('PATCH', admin, { body: { name: 'Other' } })).json().name, 'Other')
  assert.equal((await at.call('DELETE', admin)).statusCode, 204)
  const gone = await at.call('POST', inbox.path, { as: 'none', body: 'x' })
  assert.deepEqual([gone.statusCode, gone.json().detail], [404, `there is no inbox ${id}`])
})

test('messages are paged the newest first, and followed with after', async () => {
  const inbox = await newInbox()
  for (const body of ['1', '2', '3']) await at.call('POST', inbox.path, { as: 'none', body })
  const bodies = (page: { items: { body: string }[] }) => page.items.map((one) => one.body)
  const newest = await messagesOf(inbox, 'limit=2')
  assert.deepEqual(bodies(newest), ['3', '2'])
  assert.deepEqual(bodies(await messagesOf(inbox, `limit=2&cursor=${newest.next_cursor}`)), ['1'])
  const following = await messagesOf(inbox, `order=asc&after=${newest.items[1].id}`)
  assert.deepEqual([bodies(following), following.next_cursor], [['3'], null])
  assert.deepEqual(bodies(await messagesOf(inbox, 'order=asc')), ['1', '2', '3'])
  const bad = await at.call('GET', `/admin/api/inboxes/${inbox.id}/messages?cursor=x`)
  assert.deepEqual([bad.statusCode, bad.json().detail], [400, 'invalid cursor: it is not one that this list gave'])
})

test('takes 32 MiB and no more', async () => {
  const inbox = await newInbox()
  const most = 32 * 1024 * 1024
  assert.equal((await at.call('POST', inbox.path, { as: 'none', body: Buffer.alloc(most, 'x') })).statusCode, 200)
  const over = await at.call('POST', inbox.path, { as: 'none', body: Buffer.alloc(most + 1, 'x') })
  assert.deepEqual([over.statusCode, over.json().detail], [413, 'the body is larger than 32 MiB'])
})

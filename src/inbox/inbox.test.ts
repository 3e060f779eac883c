import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { newUuid } from '../lib/ids.ts'
import { testHub } from '../testing/hub.ts'
import { createInbox, deleteInbox, findInbox, type Inbox, listInboxes, openInbox, patchInbox } from './inbox.ts'
import { messages } from './messages.ts'
import { maskSecrets, type Received, receive, typeOf } from './receive.ts'
import { trimInbox, trimInboxes } from './trim.ts'

const hub = await testHub()
after(() => hub[Symbol.asyncDispose]())

const unsigned = { verdict: 'unsigned', reason: 'There is no signature.' } as const
const post = (body: Buffer | string, headers: Received['headers'] = {}): Received => ({
  method: 'POST',
  path: '/inbox/x',
  headers,
  body: Buffer.from(body),
})

const newInbox = (): Promise<Inbox> => createInbox(hub, hub.db, { environmentId: hub.environmentId, name: 'Mine' })

async function bodiesOf(inbox: Inbox, options: Partial<Parameters<typeof messages>[2]> = {}) {
  const page = await messages(hub, inbox.id, { limit: 100, order: 'desc', from: null, ...options })
  return page.messages.map((message) => message.body)
}

test('an inbox is made, found, listed, changed and deleted with its messages', async () => {
  const first = await newInbox()
  const second = await newInbox()
  assert.deepEqual([first.name, first.respondStatus, first.respondDelayMs], ['Mine', 200, 0])
  assert.deepEqual(await findInbox(hub, first.id), first)
  const page = await listInboxes(hub, hub.environmentId, { limit: 1 })
  assert.deepEqual([page.inboxes.map(({ id }) => id), page.more], [[first.id], true])
  const rest = await listInboxes(hub, hub.environmentId, { limit: 5, after: first.id })
  assert.deepEqual([rest.inboxes.map(({ id }) => id), rest.more], [[second.id], false])

  assert.equal(await patchInbox(hub, newUuid(), first.id, { respondStatus: 500 }), null)
  assert.equal(await deleteInbox(hub, newUuid(), first.id), false)
  await receive(hub, first, post('kept'), unsigned)
  assert.equal(await deleteInbox(hub, hub.environmentId, first.id), true)
  assert.equal(await findInbox(hub, first.id), null)
  assert.deepEqual(await bodiesOf(first), [])
})

test('a change is in force from the next message on', async () => {
  const { id } = await newInbox()
  assert.equal((await openInbox(hub, id))?.respondStatus, 200)
  await patchInbox(hub, hub.environmentId, id, { respondStatus: 503, respondDelayMs: 1200 })
  const opened = await openInbox(hub, id)
  assert.deepEqual([opened?.name, opened?.respondStatus, opened?.respondDelayMs], ['Mine', 503, 1200])
})

test('what another process changed is seen after a second', async () => {
  const { id } = await newInbox()
  await openInbox(hub, id)
  await hub.db`update inboxes set respond_status = 418 where id = ${id}`
  assert.equal((await openInbox(hub, id))?.respondStatus, 200)
  hub.clock.advance(1000)
  assert.equal((await openInbox(hub, id))?.respondStatus, 418)
})

test('a message is kept exactly: text, bytes that are no text, zero bytes, nothing, and a large one', async () => {
  const inbox = await newInbox()
  const bodies = [
    Buffer.from('{"type":"daily","city":"Zürich"}'),
    Buffer.from([0xff, 0xfe, 0x80]),
    Buffer.from('a\0b'),
    Buffer.alloc(0),
    Buffer.from('heart rate '.repeat(10_000)),
    Buffer.alloc(10_000, 0xf0),
  ]
  for (const body of bodies) await receive(hub, inbox, post(body, { 'content-type': 'x' }), unsigned)
  const { messages: kept } = await messages(hub, inbox.id, { limit: 10, order: 'asc', from: null })
  assert.deepEqual(
    kept.map((message) => Buffer.from(message.body, message.encoding)),
    bodies,
  )
  assert.deepEqual(
    kept.map((message) => message.bytes),
    bodies.map((body) => body.length),
  )
  assert.deepEqual(
    kept.map((message) => message.encoding),
    ['utf8', 'base64', 'base64', 'utf8', 'utf8', 'base64'],
  )
  assert.equal(kept[0]?.type, 'daily')
  assert.deepEqual(kept[0]?.headers, { 'content-type': 'x' })
  assert.equal(kept[0]?.receivedAt.getTime(), hub.clock.now())
})

test('headers that carry secrets are masked', () => {
  const masked = maskSecrets({
    Authorization: 'Bearer x',
    cookie: 'a=b',
    'x-api-key': 'k',
    'x-hook-token': 't',
    'terra-signature': 't=1,v1=ab',
    'content-type': 'application/json',
  })
  assert.deepEqual(masked, {
    Authorization: '[masked]',
    cookie: '[masked]',
    'x-api-key': '[masked]',
    'x-hook-token': '[masked]',
    'terra-signature': 't=1,v1=ab',
    'content-type': 'application/json',
  })
})

test('the type of a body is the one it gives itself', () => {
  assert.equal(typeOf(Buffer.from('{"type":"lab_report.completed","data":')), 'lab_report.completed')
  assert.equal(typeOf(Buffer.from('{"user":{},"type":"sleep"}')), 'sleep')
  assert.equal(typeOf(Buffer.from('{"type":7}')), null)
  assert.equal(typeOf(Buffer.from('{"type":"\\u0000"}')), null)
  assert.equal(typeOf(Buffer.from('null')), null)
  assert.equal(typeOf(Buffer.from('not JSON')), null)
})

test('says which attempt of a trace id a message was', async () => {
  const inbox = await newInbox()
  for (const trace of ['a', 'b', 'a', 'a'])
    await receive(hub, inbox, post('x', { 'x-terra-trace-id': trace }), unsigned)
  await receive(hub, inbox, post('x'), unsigned)
  const { messages: kept } = await messages(hub, inbox.id, { limit: 10, order: 'asc', from: null })
  assert.deepEqual(
    kept.map(({ verdict }) => [verdict['trace_id'], verdict['attempt']]),
    [
      ['a', 1],
      ['b', 1],
      ['a', 2],
      ['a', 3],
      [null, null],
    ],
  )
  assert.deepEqual(kept[0]?.verdict, { ...unsigned, parts: null, trace_id: 'a', attempt: 1 })
})

test('messages are paged the newest first, and followed in order of arrival', async () => {
  const inbox = await newInbox()
  for (const body of ['1', '2', '3']) await receive(hub, inbox, post(body), unsigned)
  const page = await messages(hub, inbox.id, { limit: 2, order: 'desc', from: null })
  assert.deepEqual([page.messages.map(({ body }) => body), page.more], [['3', '2'], true])
  const last = page.messages.at(-1)?.id ?? null
  assert.deepEqual(await bodiesOf(inbox, { from: last }), ['1'])
  assert.deepEqual(await bodiesOf(inbox, { from: last, order: 'asc' }), ['3'])
})

test('a page ends before its bodies become too many bytes', async () => {
  const inbox = await newInbox()
  for (let i = 0; i < 3; i++) await receive(hub, inbox, post(Buffer.alloc(9_000_000, 'x')), unsigned)
  const page = await messages(hub, inbox.id, { limit: 10, order: 'desc', from: null })
  assert.deepEqual([page.messages.length, page.more], [1, true])
})

test('many messages at once are all kept, each with an id of its own', async () => {
  const inbox = await newInbox()
  const bodies = Array.from({ length: 500 }, (_, i) => String(i))
  const kept = await Promise.all(bodies.map((body) => receive(hub, inbox, post(body), unsigned)))
  assert.equal(new Set(kept.map(({ id }) => id)).size, 500)
  assert.deepEqual(await bodiesOf(inbox, { order: 'asc', limit: 1000 }), bodies)
})

test('a message that cannot be stored is an error to its sender, and the next is stored', async () => {
  const inbox = await newInbox()
  const { pool } = hub.db
  const query = pool.query
  pool.query = () => Promise.reject(new Error('connection lost'))
  await assert.rejects(receive(hub, inbox, post('lost'), unsigned), /connection lost/)
  pool.query = query
  await receive(hub, inbox, post('kept'), unsigned)
  assert.deepEqual(await bodiesOf(inbox), ['kept'])
})

test('keeps the newest 5,000 messages, and none for more than seven days', async () => {
  const [inbox, idle] = [await newInbox(), await newInbox()]
  const many = async (count: number) => {
    await Promise.all(Array.from({ length: count }, () => receive(hub, inbox, post('x'), unsigned)))
  }
  const count = async () =>
    (
      await hub.db<{ n: number }>`select count(*) as n from inbox_messages where inbox_id in (${inbox.id}, ${idle.id})`
    )[0]?.n
  await many(5000)
  await many(240)
  await trimInbox(hub, inbox.id)
  assert.equal(await count(), 5000)
  await many(250) // trims itself on the way
  assert.ok(((await count()) ?? 0) < 5250)
  await receive(hub, idle, post('old'), unsigned)
  hub.clock.advance(8 * 86_400_000)
  await trimInboxes(hub)
  assert.equal(await count(), 0)
})

test('a message to an inbox deleted meanwhile is removed by trimming', async () => {
  const inbox = await newInbox()
  await deleteInbox(hub, hub.environmentId, inbox.id)
  await receive(hub, inbox, post('late'), unsigned)
  await trimInboxes(hub)
  assert.deepEqual(await bodiesOf(inbox), [])
})

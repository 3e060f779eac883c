import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, test } from 'node:test'
import { unpack } from '../lib/packed.ts'
import { batchAnswerSchema } from '../schema/ingest.ts'
import { aBatch, type ConnectedPhone, connectedPhone, makeRecords } from '../testing/phone.ts'
import { testServer } from '../testing/server.ts'

// What a phone wrote is kept as it wrote it, and known again by that.

const at = await testServer()
const { hub } = at
after(() => at[Symbol.asyncDispose]())

/** Steps as Kotlin writes them: JSON.stringify writes no such number, and no such space. */
const written = (id: string, tz = ',"tz":"Europe/Oslo"'): string =>
  `{"id": "${id}", "type":"HKQuantityTypeIdentifierStepCount","start":"2026-07-01T08:00:00+02:00", "value":120.0,"unit":"count","meta":{"kcal\\/h":"\\u0000 ø"}${tz}}`

/** A batch around samples that are written out already. */
const around = (samples: readonly string[], more: object = {}): string =>
  JSON.stringify(aBatch({ ...more, samples: ['here'] })).replace('"here"', samples.join(' ,'))

async function send(phone: ConnectedPhone, samples: readonly string[], more: object = {}) {
  const answer = await phone.ask('POST', '/batches', around(samples, more))
  assert.equal(answer.statusCode, 202, answer.body)
  return batchAnswerSchema.parse(answer.json())
}
const piecesOf = async (phone: ConnectedPhone): Promise<string[]> => {
  const rows = await hub.db<{ body: string | null; body_z: Buffer | null }>`
    select body, body_z from phone_pieces where user_id = ${phone.userId} order by id`
  return rows.map(unpack)
}
const startMs = Date.parse('2026-07-01T06:00:00Z')
const row = (id: string, item: string): string => `["${id}","sample",${startMs},${startMs},0,${item}]`

test('items are kept to the letter, many as well as few, but for the zone that one lacks', async () => {
  const phone = await connectedPhone(at)
  await send(phone, [written('a'), written('b')])
  assert.deepEqual(await piecesOf(phone), [`[${row('a', written('a'))},${row('b', written('b'))}]`])
  const many = await connectedPhone(at)
  const ids = Array.from({ length: 100 }, () => randomUUID())
  await send(
    many,
    ids.map((id) => written(id)),
  )
  assert.deepEqual(await piecesOf(many), [`[${ids.map((id) => row(id, written(id))).join(',')}]`])
  const elsewhere = await connectedPhone(at)
  await send(elsewhere, [written('a', '')])
  const [piece = ''] = await piecesOf(elsewhere)
  const [[, , , , , item]] = JSON.parse(piece)
  assert.deepEqual(item, { ...JSON.parse(written('a', '')), tz: 'Europe/Oslo' })
})

test('what is written otherwise than we would is known again, also after its piece was written anew', async () => {
  const phone = await connectedPhone(at)
  const samples = ['a', 'b', 'c'].map((id) => written(id))
  assert.equal((await send(phone, samples)).accepted, 3)
  assert.equal((await send(phone, samples)).duplicates, 3)
  const deletion = await send(phone, [], { deleted: [{ id: 'b' }] })
  assert.equal(deletion.deleted, 1)
  assert.equal((await piecesOf(phone)).length, 1)
  const again = await send(phone, samples)
  assert.deepEqual([again.accepted, again.duplicates], [0, 3])
})

test('what came in many pieces is known again when they were made one', async () => {
  const phone = await connectedPhone(at)
  const samples = Array.from({ length: 13 }, (_, n) => written(`${n}`))
  for (const sample of samples) await send(phone, [sample])
  assert.equal((await piecesOf(phone)).length, samples.length)
  await makeRecords(hub)
  assert.equal((await piecesOf(phone)).length, 1)
  const again = await send(phone, samples)
  assert.deepEqual([again.accepted, again.duplicates], [0, samples.length])
})

test('a batch with an item that is no JSON is refused whole, and one that is known is not looked into', async () => {
  const phone = await connectedPhone(at)
  const broken = [written('a'), '{"id":}']
  const refused = await phone.ask('POST', '/batches', around(broken, { batch_id: 'one' }))
  assert.deepEqual([refused.statusCode, refused.json().message], [400, 'invalid JSON body'])
  assert.deepEqual(await piecesOf(phone), [])
  const first = await send(phone, [written('a')], { batch_id: 'one' })
  assert.equal(first.accepted, 1)
  assert.deepEqual(await send(phone, broken, { batch_id: 'one' }), first)
})

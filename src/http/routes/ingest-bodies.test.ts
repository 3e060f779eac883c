import assert from 'node:assert/strict'
import { readdir } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import { join } from 'node:path'
import { after, test } from 'node:test'
import { deflateRawSync, deflateSync, gzipSync, zstdCompressSync } from 'node:zlib'
import { aBatch, connectedPhone, someSteps } from '../../testing/phone.ts'
import { testServer } from '../../testing/server.ts'

const at = await testServer()
const { hub } = at
const url = await at.listen()
after(() => at[Symbol.asyncDispose]())

test('a body may be packed as HTTP knows it', async () => {
  const phone = await connectedPhone(at)
  const packers = [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['deflate', deflateRawSync],
    ['zstd', zstdCompressSync],
    ['GZIP', gzipSync],
    ['identity', (text: Buffer) => text],
  ] as const
  for (const [encoding, pack] of packers) {
    const batch = Buffer.from(JSON.stringify(aBatch({ samples: [someSteps('2026-07-01T08:00', 100)] })))
    const answer = await phone.ask('POST', '/batches', pack(batch), { 'content-encoding': encoding })
    assert.deepEqual([answer.statusCode, answer.json().accepted], [202, 1], `${encoding}: ${answer.body}`)
  }
})

test('an encoding that is not known is refused with those that are, and a body that is not so encoded too', async () => {
  const phone = await connectedPhone(at)
  for (const encoding of ['br', 'gzip, gzip', 'toString', 'x']) {
    const answer = await phone.ask('POST', '/batches', '{}', { 'content-encoding': encoding })
    assert.deepEqual([answer.statusCode, answer.headers['accept-encoding']], [415, 'identity, gzip, deflate, zstd'])
  }
  const packed = gzipSync(JSON.stringify(aBatch()))
  for (const body of [Buffer.from('no zip'), packed.subarray(0, -12)]) {
    const answer = await phone.ask('POST', '/batches', body, { 'content-encoding': 'gzip' })
    assert.equal(answer.statusCode, 400, answer.body)
  }
})

test('what unpacks to more than 50 MB is not unpacked', async () => {
  const phone = await connectedPhone(at)
  const zeros = Buffer.alloc(60_000_000)
  for (const [encoding, pack] of [
    ['gzip', gzipSync],
    ['deflate', deflateSync],
    ['zstd', zstdCompressSync],
  ] as const) {
    const bomb = pack(zeros)
    assert.ok(bomb.length < 100_000)
    const answer = await phone.ask('POST', '/batches', bomb, { 'content-encoding': encoding })
    assert.equal(answer.statusCode, 413, `${encoding}: ${answer.body}`)
  }
})

test('too many items at once are refused as too large', async () => {
  const phone = await connectedPhone(at)
  const samples = Array.from({ length: 19_999 }, () => 0)
  const [one, two] = [{ id: 'a', type: null }, { id: 'b' }]
  assert.equal((await phone.ask('POST', '/batches', aBatch({ samples, deleted: [one, two] }))).statusCode, 413)
  assert.equal((await phone.ask('POST', '/batches', aBatch({ samples, deleted: [one] }))).statusCode, 202)
})

test('a body that says that it is larger than 50 MB is not read', async () => {
  const phone = await connectedPhone(at)
  const status = await new Promise((resolve, reject) => {
    const headers = { authorization: `Bearer ${phone.token}`, 'content-length': '50000001' }
    const request = httpRequest(`${url}/ingest/batches`, { method: 'POST', headers }, (answer) => {
      resolve(answer.statusCode)
      request.destroy()
    })
    request.on('error', reject)
    request.write('{')
  })
  assert.equal(status, 413)
})

test('a body whose length nobody told is read to 50 MB and no further', async () => {
  const phone = await connectedPhone(at)
  const headers = { authorization: `Bearer ${phone.token}`, 'transfer-encoding': 'chunked' }
  const status = await new Promise((resolve, reject) => {
    const request = httpRequest(`${url}/ingest/batches`, { method: 'POST', headers }, (answer) => {
      resolve(answer.statusCode)
      request.destroy()
    })
    request.on('error', reject)
    for (let megabytes = 0; megabytes < 51; megabytes++) request.write(Buffer.alloc(1_000_000, ' '))
  })
  assert.equal(status, 413)
})

test('a large body is taken as a small one is, and one that breaks off leaves nothing', async () => {
  const phone = await connectedPhone(at)
  const headers = { authorization: `Bearer ${phone.token}`, 'content-length': '5000000' }
  const broken = httpRequest(`${url}/ingest/batches`, { method: 'POST', headers })
  broken.on('error', () => undefined)
  await new Promise((resolve) => broken.write(Buffer.alloc(4_000_000, ' '), resolve))
  broken.destroy()
  const batch = JSON.stringify(aBatch({ samples: [someSteps('2026-07-01T08:00', 100)] }))
  const answer = await phone.ask('POST', '/batches', batch + ' '.repeat(5_000_000))
  assert.deepEqual([answer.statusCode, answer.json().accepted], [202, 1], answer.body.slice(0, 300))
  assert.deepEqual(await readdir(join(hub.config.dataDir, 'spool')), [], 'what waits on disk has no name there')
  const pieces = await hub.db`select cardinality(ids)::int as n from phone_pieces where user_id = ${phone.userId}`
  assert.deepEqual(pieces, [{ n: 1 }])
})

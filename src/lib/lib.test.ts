import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { test } from 'node:test'
import fc from 'fast-check'
import { TellusError } from './errors.ts'
import { firstIdAt, idTime, newId, privateId, publicId } from './ids.ts'
import { readHolder, takeLock } from './lock-file.ts'
import { openLog } from './log.ts'
import { pack, unpack, unpackBytes } from './packed.ts'
import { vault } from './sealed.ts'

test('a public id goes back to the UUID it was made of, and to no other kind', () => {
  fc.assert(
    fc.property(fc.uuid(), (uuid) => {
      const text = publicId('event', uuid)
      assert.match(text, /^evt_[0-9a-z]{26}$/)
      assert.equal(privateId('event', text), uuid)
      assert.equal(privateId('destination', text), null)
    }),
  )
})

test('a text that is no id of the kind gives null and never throws', () => {
  fc.assert(fc.property(fc.string(), (text) => privateId('event', text) === null || text.startsWith('evt_')))
  assert.equal(privateId('event', `evt_${'z'.repeat(26)}`), null, 'more than 128 bits')
})

test('public ids sort as the times they were made at', () => {
  const early = publicId('event', newId(1_000_000_000_000))
  const late = publicId('event', newId(1_000_000_000_001))
  assert.ok(early < late)
  assert.equal(idTime(newId(1_785_000_000_123)), 1_785_000_000_123)
  const many = Array.from({ length: 1000 }, () => {
    newId(1_785_000_000_999)
    return newId(1_785_000_000_123)
  })
  assert.deepEqual(many, [...many].sort(), 'within one millisecond too')
  assert.ok(firstIdAt(1_785_000_000_123) <= newId(1_785_000_000_123))
})

test('what was sealed opens with the same key only, and no two sealings look alike', () => {
  const ours = vault('a secret key of more than thirty-two characters')
  assert.equal(ours.open(ours.seal('whsec ü')), 'whsec ü')
  assert.notEqual(ours.seal('x'), ours.seal('x'))
  assert.throws(() => vault('another secret key of thirty-two characters').open(ours.seal('x')), /another key/)
  const sealed = ours.seal('something')
  const flipped = sealed.slice(0, -4) + (sealed.endsWith('AAAA') ? 'BBBB' : 'AAAA')
  assert.throws(() => ours.open(flipped))
})

test('a packed text is the same text again, large or small', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), fc.integer({ min: 1, max: 400 }), (part, times) => {
      const text = part.repeat(times)
      const packed = pack(text)
      return unpack(packed) === text && unpackBytes(packed).toString('utf8') === text
    }),
  )
  const large = pack('{"timestamp":"2026-07-01T07:04:11.000000+01:00"},'.repeat(1000))
  assert.equal(large.body, null)
  assert.ok((large.body_z?.length ?? 0) < large.bytes / 10)
})

test('no secret and no body reaches a log line, whatever a caller passes', () => {
  let written = ''
  const log = openLog(
    'info',
    new Writable({
      write(chunk, _encoding, done) {
        written += String(chunk)
        done()
      },
    }),
  )
  const secret = 'hunter2-hunter2'
  log.info(
    {
      token: secret,
      user: { access_token: secret },
      headers: { 'x-api-key': secret },
      body: secret,
      request: { authorization: secret },
      signing_secret: secret,
    },
    'sent',
  )
  assert.doesNotMatch(written, /hunter2/)
  assert.match(written, /"msg":"sent"/)
})

test('an error carries its status, and its cause stays inside', () => {
  const error = new TellusError('not_found', 'user not found', { cause: new Error('inner') })
  assert.equal(error.status, 404)
  assert.equal(error.message, 'user not found')
})

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'tellus-lock-'))
  return { path: join(path, 'server.json'), [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}

test('a lock is held by one, who says who it is', () => {
  using place = folder()
  const first = takeLock(place.path, { since: 'noon' })
  assert.ok('lock' in first)
  first.lock.say({ url: 'http://127.0.0.1:4000' })
  const second = takeLock(place.path, {})
  assert.ok('holder' in second)
  assert.equal(second.holder.pid, process.pid)
  assert.equal(second.holder['url'], 'http://127.0.0.1:4000')
  first.lock.release()
  assert.ok('lock' in takeLock(place.path, {}))
})

test('a lock of a process that is gone is taken over', async () => {
  using place = folder()
  const child = spawn('true')
  await once(child, 'exit')
  writeFileSync(place.path, JSON.stringify({ pid: child.pid, start: 'a boot/1' }))
  const taken = takeLock(place.path, {})
  assert.ok('lock' in taken)
  assert.equal(readHolder(place.path)?.pid, process.pid)
})

test('a pid that now belongs to another process does not hold a lock', () => {
  using place = folder()
  writeFileSync(place.path, JSON.stringify({ pid: process.pid, start: 'another boot/1' }))
  assert.ok('lock' in takeLock(place.path, {}))
})

test('a damaged lock file is taken over', () => {
  using place = folder()
  writeFileSync(place.path, '{"pid":')
  assert.ok('lock' in takeLock(place.path, {}))
  assert.match(readFileSync(place.path, 'utf8'), /"pid":/)
})

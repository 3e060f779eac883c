import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import fc from 'fast-check'
import { keyRingOf, readKeyFile, writeKeyFile } from './data-dir.ts'
import { type KeyRing, keyIdOf, sealedBy, vault } from './lib/sealed.ts'

const first = 'the first secret key, of more than thirty-two characters'
const second = 'the second secret key, of more than thirty-two characters'
const third = 'the third secret key, of more than thirty-two characters'

const folder = () => {
  const path = mkdtempSync(join(tmpdir(), 'tellus-keys-'))
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true, force: true }) }
}
const noneGiven = { secretKey: null, previousSecretKeys: [] }

test('what any key of a ring has sealed opens, and the current key seals', () => {
  const keys: KeyRing = { current: second, previous: [first] }
  const ring = vault(() => keys)
  fc.assert(
    fc.property(fc.string({ unit: 'grapheme' }), (text) => {
      assert.equal(ring.open(vault(first).seal(text)), text)
      assert.equal(vault(second).open(ring.seal(text)), text)
    }),
  )
  assert.throws(() => ring.open(vault(third).seal('x')), /another key \(\w{8}, now \w{8}\).*TELLUS_SECRET_KEY_PREVIOUS/)
  assert.deepEqual(ring.keyIds(), [keyIdOf(second), keyIdOf(first)])
})

test('a ring that changes is noticed before a sealing and at a key that was not known', () => {
  let keys: KeyRing = { current: first, previous: [] }
  const one = vault(() => keys)
  const old = one.seal('x')
  keys = { current: second, previous: [first] }
  assert.equal(one.open(vault(second).seal('y')), 'y', 'sealed by another process with the new key')
  assert.ok(one.seal('x').startsWith(sealedBy(keyIdOf(second))))
  assert.equal(one.open(old), 'x')
  keys = { current: second, previous: [] }
  one.seal('x')
  assert.throws(() => one.open(old), /another key/, 'a key that was dropped opens no more')
})

test('a text that was changed, cut or has another form does not open', () => {
  const one = vault(first)
  const sealed = one.seal('something')
  for (const bad of ['', 'v1', 'v1.', 'v2.a.b', sealed.slice(0, -2), sealed.slice(0, 20), `${sealed.slice(0, -2)}AA`])
    assert.throws(() => one.open(bad), Error, bad)
})

test('the key file is made once, for its owner alone, and its first line seals', () => {
  using place = folder()
  const ring = keyRingOf(place.path, noneGiven)
  const { current, previous } = ring()
  assert.ok(current.length >= 48)
  assert.deepEqual(previous, [])
  assert.deepEqual(readKeyFile(place.path), [current])
  assert.equal(statSync(join(place.path, 'secret.key')).mode & 0o777, 0o600)
  assert.equal(keyRingOf(place.path, noneGiven)().current, current)
  assert.equal(ring(), ring(), 'the same object while nothing changes')
})

test('a replaced key file is read anew, and one that vanished is not made anew by a running process', () => {
  using place = folder()
  const ring = keyRingOf(place.path, noneGiven)
  const { current } = ring()
  writeKeyFile(place.path, [second, current])
  assert.deepEqual(ring(), { current: second, previous: [current] })
  rmSync(join(place.path, 'secret.key'))
  assert.deepEqual(ring(), { current: second, previous: [current] })
  assert.deepEqual(readKeyFile(place.path), [])
})

test('a given key seals, and the previous ones given and those of the file open', () => {
  using place = folder()
  writeFileSync(join(place.path, 'secret.key'), `${first}\n\n`)
  const ring = keyRingOf(place.path, { secretKey: second, previousSecretKeys: [third, second] })
  assert.deepEqual(ring(), { current: second, previous: [third, first] })
  using empty = folder()
  assert.deepEqual(keyRingOf(empty.path, { secretKey: second, previousSecretKeys: [] })(), {
    current: second,
    previous: [],
  })
  assert.deepEqual(readKeyFile(empty.path), [], 'no key is made where one is given')
})

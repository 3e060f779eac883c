import assert from 'node:assert/strict'
import { test } from 'node:test'
import { checkPassword, hashPassword, isPassword } from './password.ts'

test('a kept password names its parameters, is salted, and fits only itself', async () => {
  const [one, two] = await Promise.all([hashPassword('ten letters'), hashPassword('ten letters')])
  assert.match(one, /^\$scrypt\$ln=15,r=8,p=3\$[\w-]{22}\$[\w-]{43}$/)
  assert.notEqual(one, two)
  assert.equal(await isPassword('ten letters', one), true)
  assert.equal(await isPassword('ten letterz', one), false)
  assert.equal(await isPassword('ten letters', null), false)
})

test('a password made with other parameters still works', async () => {
  const kept = '$scrypt$ln=4,r=8,p=1$c2FsdHNhbHRzYWx0c2FsdA$'
  const { scryptSync } = await import('node:crypto')
  const salt = Buffer.from('c2FsdHNhbHRzYWx0c2FsdA', 'base64url')
  const hash = scryptSync('ten letters', salt, 32, { N: 16, r: 8, p: 1 }).toString('base64url')
  assert.equal(await isPassword('ten letters', kept + hash), true)
})

test('an accent typed in two ways is one password', async () => {
  assert.equal(await isPassword('caf\u0065\u0301 au lait', await hashPassword('caf\u00e9 au lait')), true)
})

test('a password has ten characters at least and is not the e-mail', () => {
  assert.throws(() => checkPassword('nine char', 'ada@example.org'), /needs at least 10/)
  assert.throws(() => checkPassword('ADA@example.org', 'ada@example.org'), /e-mail/)
  assert.throws(() => checkPassword('ada.lovelace', 'ada.lovelace@example.org'), /e-mail/)
  assert.throws(() => checkPassword('x'.repeat(1001), 'ada@example.org'), /shorter/)
  checkPassword('ten letters', 'ada@example.org')
})

test('a storm of passwords is refused past what may wait, and the rest is served', async () => {
  const kept = `$scrypt$ln=10,r=8,p=1$${'a'.repeat(22)}$${'b'.repeat(43)}`
  const answers = await Promise.allSettled(Array.from({ length: 60 }, () => isPassword('ten letters', kept)))
  const refused = answers.filter((answer) => answer.status === 'rejected')
  assert.equal(refused.length, 18)
  assert.ok(refused.every(({ reason }) => reason.headers['retry-after'] === '5'))
  assert.equal(await isPassword('ten letters', kept), false)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { fakeClock, testHub } from '../testing/hub.ts'
import { countTry, forgetTries } from './sign-in-limit.ts'

test('an address is stopped at its fiftieth wrong password, whatever e-mails it tries', async () => {
  await using hub = await testHub()
  const limits = { db: hub.db, clock: fakeClock() }
  for (let n = 0; n < 50; n++) countTry(limits, `${n}@example.org`, '192.0.2.7')
  assert.throws(() => countTry(limits, 'next@example.org', '192.0.2.7'), /from your address/)
  countTry(limits, 'next@example.org', '192.0.2.8')
})

test('the addresses of one IPv6 network count as one', async () => {
  await using hub = await testHub()
  const limits = { db: hub.db, clock: fakeClock() }
  for (let n = 0; n < 50; n++) countTry(limits, `${n}@example.org`, `2001:db8:1:2::${n.toString(16)}`)
  assert.throws(() => countTry(limits, 'next@example.org', '2001:db8:1:2:ffff::1'), /from your address/)
  countTry(limits, 'next@example.org', '2001:db8:1:3::1')
})

test('a right password takes its try back, and a reset link clears an e-mail', async () => {
  await using hub = await testHub()
  const limits = { db: hub.db, clock: fakeClock() }
  for (let n = 0; n < 100; n++) countTry(limits, 'ada@example.org', '192.0.2.7')()
  for (let n = 0; n < 10; n++) countTry(limits, 'ada@example.org', '192.0.2.7')
  assert.throws(() => countTry(limits, 'ada@example.org', '192.0.2.9'), /as ada@example.org/)
  forgetTries(limits, 'ada@example.org')
  countTry(limits, 'ada@example.org', '192.0.2.9')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { returnTo, signInAddress } from './return-to.ts'

test('signing in leads back to the place with its filters', () => {
  const address = signInAddress('/events', 'type=sleep&status=failed')
  assert.equal(returnTo(address.slice('/sign-in'.length)), '/events?type=sleep&status=failed')
  assert.equal(signInAddress('/', ''), '/sign-in')
})

test('an address cannot make the sign-in page lead elsewhere', () => {
  for (const to of ['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/sign-in', ''])
    assert.equal(returnTo(`?to=${encodeURIComponent(to)}`), '/', to)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { askedOf, dayOf, midnightOf, placeOf } from './audit-views.ts'

const none = { actor: '', since: null, until: null }

test('a view asks for its actions, and one action is narrower', () => {
  assert.equal(askedOf({ view: 'all', action: '', ...none }).action, '')
  assert.equal(askedOf({ view: 'team', action: '', ...none }).action, 'account.*')
  assert.equal(askedOf({ view: 'team', action: 'key.created', ...none }).action, 'key.created')
})

test('a day of a date field is its local midnight, and back', () => {
  const from = midnightOf('2026-11-03', 0)
  const until = midnightOf('2026-11-03', 1)
  assert.ok(from !== null && until !== null)
  assert.equal(dayOf(from), '2026-11-03')
  assert.equal(dayOf(until, -1), '2026-11-03')
  assert.equal(midnightOf('', 0), null)
  assert.equal(dayOf(null), '')
})

test('what is there still leads to its page', () => {
  assert.equal(placeOf('destination.secret_revealed', 'dst_1'), '/connections/destinations/dst_1')
  assert.equal(placeOf('event.resent', 'evt_1'), '/events/evt_1')
  assert.equal(placeOf('destination.deleted', 'dst_1'), null)
  assert.equal(placeOf('provider_keys.removed', 'OURA'), '/connections/sources/OURA')
  assert.equal(placeOf('account.invited', 'ada@example.org'), null)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFilters } from '../../routing/filters.ts'
import { askedOf, eventFilters, placeOf, searchOf, viewOf, views } from './event-filters.ts'

test('a view is the same view in whatever order its filters were chosen', () => {
  const viewAt = (search: string) => viewOf(readFilters(eventFilters, search))
  assert.equal(viewAt('?status=failed&type=sleep'), viewAt('?type=sleep&status=failed'))
  assert.equal(viewAt('?tab=preview&status=failed'), views.failed)
  assert.equal(viewAt('?status=nonsense'), views.all)
})

test('a view replaces all filters and leaves the open tab', () => {
  const search = searchOf(views.retrying, '?type=sleep&tab=deliveries&body=x')
  assert.deepEqual(Object.fromEntries(new URLSearchParams(search)), { status: 'pending', tab: 'deliveries' })
})

test('an event has the address of its list in its own, and the list alone has no tab', () => {
  assert.equal(placeOf('evt_1', 'type=sleep&tab=preview'), '/events/evt_1?type=sleep&tab=preview')
  assert.equal(placeOf(null, '?type=sleep&tab=preview'), '/events?type=sleep')
  assert.equal(placeOf(null, ''), '/events')
})

test('what makes no sense in an address is not asked for', () => {
  const asked = askedOf(readFilters(eventFilters, '?destination=dst_x&user=me&code=9&body=steps&provider=OURA'))
  assert.deepEqual([asked.destination_id, asked.user_id, asked.code], ['', '', ''])
  assert.deepEqual([asked.body, asked.provider], ['steps', 'OURA'])
})

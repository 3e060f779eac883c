import assert from 'node:assert/strict'
import { test } from 'node:test'
import { lastOver } from './days.ts'

test('a day of somebody whose zone nobody knows is over when it is over everywhere on earth', () => {
  const at = (time: string, zone: string | null) => lastOver(Date.parse(time), zone)
  assert.equal(at('2026-12-22T02:00:00Z', null), '2026-12-20')
  assert.equal(at('2026-12-22T11:59:59Z', null), '2026-12-20')
  assert.equal(at('2026-12-22T12:00:00Z', null), '2026-12-21')
  assert.equal(at('2026-12-22T02:00:00Z', 'America/New_York'), '2026-12-20')
  assert.equal(at('2026-12-22T05:00:00Z', 'America/New_York'), '2026-12-21')
  assert.equal(at('2026-12-21T12:00:00Z', 'Pacific/Auckland'), '2026-12-21')
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Attention } from '../../api/home.ts'
import { groupsOf, standingOf } from './groups.ts'

const line = (kind: Attention['kind'], id: string): Attention => ({
  kind,
  target: { kind: 'destination', id, label: id },
  since: '2026-07-01T06:04:11.000Z',
  sentence: id,
  attempts: null,
  disables_at: null,
  waiting: null,
  count: 1,
  remedy: { action: 'open', label: 'See why', path: '/' },
})

test('what needs attention is grouped by kind, and the newest stays first', () => {
  const groups = groupsOf([
    line('destination_failing', 'a'),
    line('import_failed', 'b'),
    line('destination_failing', 'c'),
  ])
  assert.deepEqual(
    groups.map(({ kind, items }) => [kind, items.map(({ sentence }) => sentence)]),
    [
      ['destination_failing', ['a', 'c']],
      ['import_failed', ['b']],
    ],
  )
})

test('an event says the worst of its deliveries, and of how many', () => {
  const none = { pending: 0, held: 0, delivered: 0, failed: 0, superseded: 0 }
  const said = (deliveries: Partial<typeof none>) => standingOf({ deliveries: { ...none, ...deliveries } })
  assert.deepEqual(said({}), { standing: 'nowhere', count: 0, all: 0 })
  assert.deepEqual(said({ delivered: 2, failed: 1 }), { standing: 'failed', count: 1, all: 3 })
  assert.deepEqual(said({ delivered: 1, pending: 1, held: 1 }), { standing: 'waiting', count: 1, all: 3 })
  assert.deepEqual(said({ delivered: 1, superseded: 1 }), { standing: 'delivered', count: 2, all: 2 })
})

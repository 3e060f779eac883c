import assert from 'node:assert/strict'
import { test } from 'node:test'
import { batchOf } from '../../testing/phone-suite.ts'
import { readBatch } from '../../testing/read-batch.ts'
import type { PhoneItem } from '../wire/batch.ts'
import { recordsOf } from './map.ts'

const nowMs = Date.parse('2026-07-01T12:00:00Z')
const context = { device: null, zone: 'Europe/Oslo', observedAtMs: nowMs }

/** What the phone says of a weight at a time of changing it. */
function weighed(kg: number, lastModifiedTime: string): PhoneItem[] {
  const weight = {
    type: 'Weight',
    time: '2026-06-10T05:10:00Z',
    zoneOffset: '+02:00',
    weight: { inKilograms: kg },
    metadata: { id: 'w', lastModifiedTime },
  }
  return readBatch(batchOf('health_connect', 'Europe/Oslo', { samples: [weight] }), nowMs).items
}

const weightsOf = (items: readonly PhoneItem[]) =>
  recordsOf('health_connect', items, ['2026-06-10'], context).flatMap((imported) =>
    imported.type === 'body' ? (imported.record.measurements_data?.measurements ?? []).map((one) => one.weight_kg) : [],
  )

test('of two versions of one item the newer counts, whichever stands first', () => {
  const [old, corrected] = [weighed(78.4, '2026-06-10T06:00:00Z'), weighed(77.4, '2026-06-10T09:00:00Z')]
  assert.deepEqual(weightsOf([...old, ...corrected]), [77.4])
  assert.deepEqual(weightsOf([...corrected, ...old]), [77.4])
})

test('of two versions of one moment the same counts, whichever stands first', () => {
  const [one, other] = [weighed(78.4, '2026-06-10T06:00:00Z'), weighed(77.4, '2026-06-10T06:00:00Z')]
  assert.deepEqual(weightsOf([...one, ...other]), weightsOf([...other, ...one]))
})

test('an aggregate that is sent again takes the place of the earlier one', () => {
  const steps = (sum: number, sentAt: string): PhoneItem[] => {
    const lists = {
      aggregates: [{ type: 'HKQuantityTypeIdentifierStepCount', date: '2026-06-10', unit: 'count', sum }],
    }
    return readBatch({ ...batchOf('healthkit', 'Europe/Oslo', lists), sent_at: sentAt }, nowMs).items
  }
  const items = [...steps(9000, '2026-06-10T20:00:00Z'), ...steps(4000, '2026-06-10T12:00:00Z')]
  const [daily] = recordsOf('healthkit', items, ['2026-06-10'], context)
  assert.ok(daily?.type === 'daily')
  assert.equal(daily.record.distance_data?.steps, 9000)
})

test('what is stored and cannot be read any more is passed over', () => {
  const [item] = weighed(78.4, '2026-06-10T06:00:00Z')
  assert.ok(item)
  for (const platform of ['healthkit', 'health_connect', 'samsung'] as const)
    for (const kind of ['sample', 'workout', 'aggregate', 'ecg', 'characteristics'] as const)
      assert.deepEqual(recordsOf(platform, [{ ...item, kind, item: 'gone' }], ['2026-06-10'], context), [])
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { mergeSuperset } from './merge.ts'

const at = (minute: number): string => `2026-07-01T07:${`${minute}`.padStart(2, '0')}:00.000000+01:00`

test('newer wins, null never erases, what only one of them says stays', () => {
  const stored = { steps: 100, distance_meters: 70, calories: { total: 20, active: null }, note: null }
  const incoming = { steps: 120, distance_meters: null, calories: { total: null, active: 5 }, floors: 0 }
  assert.deepEqual(mergeSuperset<object>(stored, incoming), {
    steps: 120,
    distance_meters: 70,
    calories: { total: 20, active: 5 },
    note: null,
    floors: 0,
  })
  assert.deepEqual(mergeSuperset({ score: 5, flag: true }, { score: 0, flag: false }), { score: 0, flag: false })
})

test('an object that becomes null stays', () => {
  assert.deepEqual(mergeSuperset<object>({ heart: { avg: 60 } }, { heart: null }), { heart: { avg: 60 } })
  assert.deepEqual(mergeSuperset<object>({ heart: null }, { heart: { avg: 60 } }), { heart: { avg: 60 } })
})

test('samples are united by instant, in time order, and the newer value of an instant wins', () => {
  const stored = {
    hr_samples: [
      { timestamp: at(1), bpm: 60 },
      { timestamp: at(3), bpm: 63, context: 1 },
    ],
  }
  const incoming = {
    hr_samples: [
      { timestamp: at(2), bpm: 62 },
      { timestamp: at(3), bpm: 64, context: null },
    ],
  }
  assert.deepEqual(mergeSuperset<object>(stored, incoming), {
    hr_samples: [
      { timestamp: at(1), bpm: 60 },
      { timestamp: at(2), bpm: 62 },
      { timestamp: at(3), bpm: 64, context: 1 },
    ],
  })
})

test('an instant is the same in another offset', () => {
  const stored = { hr_samples: [{ timestamp: '2026-07-01T07:00:00.000000+01:00', bpm: 60 }] }
  const incoming = { hr_samples: [{ timestamp: '2026-07-01T08:00:00.000000+02:00', bpm: 61 }] }
  assert.deepEqual(mergeSuperset(stored, incoming), incoming)
})

test('samples of one instant but another kind are different samples', () => {
  const blood = { timestamp: at(1), percentage: 97, type: 0 }
  const muscle = { timestamp: at(1), percentage: 65, type: 1 }
  assert.deepEqual(mergeSuperset({ samples: [blood] }, { samples: [muscle] }), { samples: [muscle, blood] })
})

test('an empty list does not empty a full one', () => {
  assert.deepEqual(mergeSuperset({ hr_samples: [{ timestamp: at(1), bpm: 60 }] }, { hr_samples: [] }), {
    hr_samples: [{ timestamp: at(1), bpm: 60 }],
  })
})

test('two readings of one instant in one record both stay', () => {
  const record = {
    hr_samples: [
      { timestamp: at(1), bpm: 60 },
      { timestamp: at(1), bpm: 64 },
    ],
  }
  assert.deepEqual(mergeSuperset(record, structuredClone(record)), record)
})

test('a night scored anew replaces the hypnogram where it speaks, and keeps the rest', () => {
  const level = (minute: number, level: number) => ({ timestamp: at(minute), level })
  const stored = { hypnogram_samples: [level(0, 1), level(5, 4), level(20, 5), level(40, 6)] }
  const incoming = { hypnogram_samples: [level(4, 4), level(22, 6), level(30, 4)] }
  assert.deepEqual(mergeSuperset(stored, incoming), {
    hypnogram_samples: [level(0, 1), level(4, 4), level(22, 6), level(30, 4), level(40, 6)],
  })
})

test('lists without times: meals by id, zones by number, words as a set, positions whole', () => {
  assert.deepEqual(
    mergeSuperset<object>(
      {
        meals: [
          { id: 'a', name: 'Oats' },
          { id: 'b', name: 'Tea' },
        ],
        hr_zone_data: [{ zone: 1, duration_seconds: 10 }],
        data_provided: ['STEPS', 'HEART_RATE'],
        start_pos_lat_lng_deg: [59.91, 10.75],
      },
      {
        meals: [{ id: 'b', name: 'Green tea' }],
        hr_zone_data: [
          { zone: 1, duration_seconds: 12 },
          { zone: 2, duration_seconds: 5 },
        ],
        data_provided: ['HEART_RATE', 'SPEED'],
        start_pos_lat_lng_deg: [59.92, 10.74],
      },
    ),
    {
      meals: [
        { id: 'b', name: 'Green tea' },
        { id: 'a', name: 'Oats' },
      ],
      hr_zone_data: [
        { zone: 1, duration_seconds: 12 },
        { zone: 2, duration_seconds: 5 },
      ],
      data_provided: ['STEPS', 'HEART_RATE', 'SPEED'],
      start_pos_lat_lng_deg: [59.92, 10.74],
    },
  )
})

test('enrichment: a later null erases no score, and contributors come whole with their score', () => {
  const stored = { data_enrichment: { sleep_score: 80, sleep_contributors: { deep: 30, rem: 50 } } }
  assert.deepEqual(
    mergeSuperset<object>(stored, { data_enrichment: { sleep_score: null, sleep_contributors: null } }),
    stored,
  )
  assert.deepEqual(mergeSuperset<object>(stored, { data_enrichment: null }), stored)
  const rescored = { data_enrichment: { sleep_score: 70, sleep_contributors: { deep: 70 } } }
  assert.deepEqual(mergeSuperset<object>(stored, rescored), rescored)
})

test('neither record is changed', () => {
  const freeze = <T>(value: T): T => {
    if (typeof value === 'object' && value !== null) for (const member of Object.values(value)) freeze(member)
    return Object.freeze(value)
  }
  const stored = freeze({ hr: { samples: [{ timestamp: at(1), bpm: 60 }], avg: 60 } })
  mergeSuperset(stored, freeze({ hr: { samples: [{ timestamp: at(2), bpm: 70 }], avg: 65 } }))
})

// fast-check makes objects without a prototype; records come from JSON.
const plain = <T>(value: T): T => structuredClone(value)

const scalar = fc.oneof(fc.constant(null), fc.integer(), fc.boolean(), fc.string({ maxLength: 5 }))
const samples = fc.array(
  fc.record(
    { timestamp: fc.integer({ min: 0, max: 12 }).map(at), bpm: scalar, type: fc.constantFrom(null, 0, 1) },
    { requiredKeys: ['timestamp'] },
  ),
  { maxLength: 8 },
)
const record = fc
  .record(
    {
      steps: scalar,
      name: scalar,
      hr: fc.oneof(fc.constant(null), fc.record({ avg: scalar, hr_samples: samples }, { requiredKeys: [] })),
      hypnogram_samples: samples,
      data_provided: fc.array(fc.constantFrom('STEPS', 'BMR', 'SPEED'), { maxLength: 4 }),
      data_enrichment: fc.record({
        score: scalar,
        score_contributors: fc.dictionary(fc.constantFrom('a', 'b'), fc.integer()),
      }),
      position: fc.array(fc.integer(), { maxLength: 2 }),
    },
    { requiredKeys: [] },
  )
  .map(plain)
const anything = fc.dictionary(fc.string({ maxLength: 4 }), fc.jsonValue({ maxDepth: 3 })).map(plain)

test('merging a record with itself gives the record', () => {
  fc.assert(
    fc.property(fc.oneof(record, anything), (a) => assert.deepEqual(mergeSuperset<object>(a, structuredClone(a)), a)),
  )
})

test('merging the same record twice changes nothing more', () => {
  fc.assert(
    fc.property(fc.oneof(fc.tuple(record, record), fc.tuple(anything, anything)), ([stored, incoming]) => {
      const once = mergeSuperset<object>(stored, incoming)
      assert.deepEqual(mergeSuperset<object>(once, incoming), once)
      assert.deepEqual(mergeSuperset<object>(stored, once), once)
    }),
  )
})

/** Whether everything that `less` says has a place in `more`, whatever its value. */
function covers(more: unknown, less: unknown, key = ''): boolean {
  if (less === null || less === undefined) return true
  if (more === null || more === undefined) return false
  if (Array.isArray(less)) {
    if (!Array.isArray(more)) return false
    if (key === 'position' || key === 'hypnogram_samples') return less.length === 0 || more.length > 0
    return less.every((item: unknown) =>
      typeof item === 'object' && item !== null && 'timestamp' in item
        ? more.some(
            (other: unknown) =>
              typeof other === 'object' && other !== null && 'timestamp' in other && other.timestamp === item.timestamp,
          )
        : more.includes(item),
    )
  }
  if (typeof less !== 'object') return true
  if (key.endsWith('_contributors')) return true
  return Object.entries(less).every(([name, value]) =>
    covers(Object.entries(more).find(([n]) => n === name)?.[1], value, name),
  )
}

test('the result says at least what each of the two said', () => {
  fc.assert(
    fc.property(record, record, (stored, incoming) => {
      const merged = mergeSuperset<object>(stored, incoming)
      assert.ok(covers(merged, stored))
      assert.ok(covers(merged, incoming))
    }),
  )
})

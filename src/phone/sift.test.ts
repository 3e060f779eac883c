import assert from 'node:assert/strict'
import { test } from 'node:test'
import { type PieceHead, type Prepared, pieceOf, prepare } from './pieces.ts'
import { mostOfDay, type Sifted, sift } from './sift.ts'
import type { PhoneItem } from './wire/batch.ts'

const anItem = (id: string, with_: Partial<PhoneItem> = {}): PhoneItem => ({
  id,
  kind: 'sample',
  type: 'Steps',
  day: '2026-07-01',
  startMs: 0,
  endMs: 1,
  changedAtMs: 5,
  item: { count: 1 },
  ...with_,
})
const came = (...items: PhoneItem[]): Prepared[] => items.map((item) => prepare(item))
const known = (...items: PhoneItem[]): PieceHead => pieceOf(came(...items)) ?? assert.fail('a piece of nothing')
const shown = ({ fresh, disputed, duplicates, surplus, pieces }: Sifted) => ({
  fresh: fresh.map(({ item }) => item.id),
  disputed: [...disputed.values()].map(({ item }) => item.id),
  duplicates: duplicates.map(({ item }) => item.id),
  surplus: surplus.length,
  pieces: pieces.length,
})
const nothing = { fresh: [], disputed: [], duplicates: [], surplus: 0, pieces: 0 }
const none: ReadonlySet<string> = new Set()

test('what is not known is new, and what says the same is known, whenever it was made', () => {
  const items = came(anItem('a', { changedAtMs: 9 }), anItem('b'))
  assert.deepEqual(shown(sift(items, [known(anItem('a'), anItem('c'))], none)), {
    ...nothing,
    fresh: ['b'],
    duplicates: ['a'],
  })
})

test('what says something else, or of another day, is disputed with the piece that holds it', () => {
  const items = came(anItem('a', { item: { count: 2 } }), anItem('b', { day: '2026-07-02' }))
  const pieces = [known(anItem('a')), known(anItem('b')), known(anItem('c'))]
  assert.deepEqual(shown(sift(items, pieces, none)), { ...nothing, disputed: ['a', 'b'], pieces: 2 })
})

test('of two versions in one batch the one that was changed later counts, of equals the last', () => {
  const versions = (first: number, second: number) =>
    sift(came(anItem('a', { changedAtMs: first, item: 1 }), anItem('a', { changedAtMs: second, item: 2 })), [], none)
  for (const [first, second, item] of [
    [1, 2, 2],
    [2, 1, 1],
    [1, 1, 2],
  ] as const) {
    const { fresh, duplicates } = versions(first, second)
    assert.deepEqual([fresh.map(({ json }) => json.toString()), duplicates.length], [[`${item}`], 1])
  }
})

test('what was deleted is not taken', () => {
  const items = came(anItem('a'), anItem('b'))
  const deleted = new Set(came(anItem('a')).map(({ idHash }) => idHash))
  assert.deepEqual(shown(sift(items, [], deleted)), { ...nothing, fresh: ['b'], duplicates: ['a'] })
})

test('a day takes no more than there can be of it, whatever else is new', () => {
  const head = known(anItem('a'))
  const full: PieceHead = { ...head, ids: Array.from({ length: mostOfDay - 1 }, (_, n) => `x${n}`), sums: [] }
  const items = came(anItem('b'), anItem('c'), anItem('d', { day: '2026-07-02' }))
  assert.deepEqual(shown(sift(items, [full], none)), { ...nothing, fresh: ['b', 'd'], surplus: 1 })
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import type { DayRange } from '../../providers/resource.ts'
import { plusDays } from './days.ts'
import { daysOfNews } from './news.ts'

const lately = { first: '2026-03-08', last: '2026-03-10' }

test('the same news told many times over are one, and days that meet are one stretch', () => {
  const night = { types: ['sleep', 'daily'] as const, range: { first: '2026-03-09', last: '2026-03-09' } }
  const news = [
    night,
    night,
    { types: ['daily'] as const, range: { first: '2026-03-10', last: '2026-03-10' } },
    { types: ['daily'] as const, range: { first: '2026-03-01', last: '2026-03-02' } },
    { types: ['activity'] as const, range: null },
  ]
  assert.deepEqual(
    [...daysOfNews(news, lately)],
    [
      ['sleep', [{ first: '2026-03-09', last: '2026-03-09' }]],
      [
        'daily',
        [
          { first: '2026-03-01', last: '2026-03-02' },
          { first: '2026-03-09', last: '2026-03-10' },
        ],
      ],
      ['activity', [lately]],
    ],
  )
})

const day = fc.integer({ min: 0, max: 60 }).map((days) => plusDays('2026-02-01', days))
const range = fc
  .tuple(day, fc.integer({ min: 0, max: 9 }))
  .map(([first, days]) => ({ first, last: plusDays(first, days) }))
const daysIn = ({ first, last }: DayRange): string[] => {
  const days: string[] = []
  for (let one = first; one <= last; one = plusDays(one, 1)) days.push(one)
  return days
}

test('whatever is told, each day of it is fetched once and no other', () => {
  fc.assert(
    fc.property(fc.array(range, { minLength: 1, maxLength: 12 }), (ranges) => {
      const fetched = daysOfNews(
        ranges.map((one) => ({ types: ['daily'], range: one })),
        lately,
      ).get('daily')
      assert.deepEqual(fetched?.flatMap(daysIn), [...new Set(ranges.flatMap(daysIn))].sort())
    }),
  )
})

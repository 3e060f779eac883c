import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { nearest, pointsOf, quantile, splitAtGaps, usualGap } from './points.ts'
import { MOST_POINTS, thin, thinRuns } from './thin.ts'

const series = (most: number) =>
  fc
    .array(
      fc.record({ step: fc.integer({ min: 1, max: 10_000 }), y: fc.double({ min: -1000, max: 1000, noNaN: true }) }),
      {
        maxLength: most,
      },
    )
    .map((steps) => {
      let x = 0
      return steps.map(({ step, y }) => {
        x += step
        return { x, y }
      })
    })

test('a silence longer than the gap is never joined, and no reading is lost', () => {
  fc.assert(
    fc.property(series(60), fc.integer({ min: 1, max: 10_000 }), (points, gap) => {
      const runs = splitAtGaps(points, gap)
      assert.deepEqual(runs.flat(), points)
      for (const run of runs) {
        for (const [at, point] of run.entries()) assert.ok(at === 0 || point.x - (run[at - 1]?.x ?? 0) <= gap)
      }
      for (const [at, run] of runs.entries()) {
        const before = runs[at - 1]?.at(-1)
        if (before) assert.ok((run[0]?.x ?? 0) - before.x > gap)
      }
    }),
  )
})

test('thinning keeps the ends and the order, invents nothing and keeps to the number', () => {
  fc.assert(
    fc.property(series(300), fc.integer({ min: 3, max: 100 }), (points, most) => {
      const kept = thin(points, most)
      assert.equal(kept.length, Math.min(points.length, most))
      assert.equal(kept[0], points[0])
      assert.equal(kept.at(-1), points.at(-1))
      assert.deepEqual(
        kept,
        points.filter((point) => kept.includes(point)),
      )
    }),
  )
})

test('thinning keeps a lone peak', () => {
  const flat = Array.from({ length: 10_000 }, (_, x) => ({ x, y: x === 4321 ? 100 : 0 }))
  assert.ok(thin(flat, 200).some((point) => point.y === 100))
})

test('thinned runs together hold at most 2,000 points and stay apart', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 900 }), { minLength: 1, maxLength: 30 }), (lengths) => {
      const runs = lengths.map((length, at) => Array.from({ length }, (_, x) => ({ x: at * 10_000 + x, y: x % 7 })))
      const kept = thinRuns(runs)
      assert.ok(kept.flat().length <= MOST_POINTS)
      assert.equal(kept.length, runs.length)
    }),
    { numRuns: 30 },
  )
  const lone = Array.from({ length: 5000 }, (_, x) => [{ x, y: 0 }])
  assert.ok(thinRuns(lone).flat().length <= MOST_POINTS)
})

test('nearest finds what a search through all finds', () => {
  fc.assert(
    fc.property(series(40), fc.integer({ min: -10, max: 400_000 }), (points, x) => {
      const best = Math.min(...points.map((point) => Math.abs(point.x - x)))
      const at = nearest(points, x)
      if (points.length === 0) assert.equal(at, -1)
      else assert.equal(Math.abs((points[at]?.x ?? Infinity) - x), best)
    }),
  )
})

test('quantiles lie between the least and the greatest and grow', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -100, max: 100 }), { minLength: 1 }), (values) => {
      const marks = [0, 0.1, 0.5, 0.9, 1].map((share) => quantile(values, share))
      assert.equal(marks[0], Math.min(...values))
      assert.equal(marks[4], Math.max(...values))
      assert.deepEqual(
        marks,
        [...marks].sort((a, b) => a - b),
      )
    }),
  )
})

test('samples without a time or a value are dropped, of one instant the last is kept', () => {
  const samples = [
    { t: '2026-07-01T00:02:00.000000+00:00', v: 3 },
    { t: '2026-07-01T00:01:00.000000+00:00', v: 1 },
    { t: '2026-07-01T00:01:00.000000+00:00', v: 2 },
    { t: null, v: 9 },
    { t: '2026-07-01T00:03:00.000000+00:00', v: null },
  ]
  const points = pointsOf(
    samples,
    (sample) => sample.t,
    (sample) => sample.v,
  )
  assert.deepEqual(
    points.map((point) => point.y),
    [2, 3],
  )
  assert.equal(usualGap(points), 180_000)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { ruleTimeline, unionMs } from './interval-sweep.ts'
import { type SourcedSample, sumByBucketPriority, sumBySourcePriority } from './source-priority.ts'

const order = ['watch', 'ring', 'phone']
const rank = (source: string): number => order.indexOf(source)
const minute = 60_000

/** A sample by minutes. */
const sample = (source: string, from: number, to: number, value: number): SourcedSample => ({
  startMs: from * minute,
  endMs: to * minute,
  value,
  source,
})

const near = (actual: number, expected: number): void =>
  assert.ok(Math.abs(actual - expected) <= 1e-9 * Math.max(1, Math.abs(expected)), `${actual} is not ${expected}`)

test('the phone fills in where the watch is off, and nowhere else', () => {
  const { total, portions } = sumBySourcePriority(
    [sample('phone', 0, 30, 3000), sample('watch', 0, 10, 1000), sample('watch', 20, 25, 700)],
    rank,
  )
  // Phone: minutes 10–20 and 25–30 of 30, at 100 a minute.
  assert.equal(total, 1000 + 700 + 1000 + 500)
  assert.deepEqual(
    portions.map(({ source, startMs, endMs, value }) => [source, startMs / minute, endMs / minute, value]),
    [
      ['watch', 0, 10, 1000],
      ['phone', 10, 20, 1000],
      ['watch', 20, 25, 700],
      ['phone', 25, 30, 500],
    ],
  )
})

test('a watch that says zero is worn: the phone does not count', () => {
  assert.equal(sumBySourcePriority([sample('phone', 0, 10, 80), sample('watch', 0, 10, 0)], rank).total, 0)
})

test('three sources: each counts only where no better one does', () => {
  const samples = [sample('phone', 0, 60, 60), sample('ring', 0, 40, 80), sample('watch', 0, 20, 60)]
  assert.equal(sumBySourcePriority(samples, rank).total, 60 + 40 + 20)
})

test('the same record twice from one source counts once', () => {
  const twice = [sample('watch', 0, 10, 500), sample('watch', 0, 10, 500)]
  assert.equal(sumBySourcePriority(twice, rank).total, 500)
  assert.equal(sumBySourcePriority([sample('watch', 0, 10, 100), sample('watch', 5, 15, 100)], rank).total, 150)
})

test('a sample without length counts unless its instant is already spoken for', () => {
  assert.equal(sumBySourcePriority([sample('phone', 5, 5, 7), sample('watch', 0, 10, 100)], rank).total, 100)
  assert.equal(sumBySourcePriority([sample('phone', 10, 10, 7), sample('watch', 0, 10, 100)], rank).total, 107)
  assert.equal(sumBySourcePriority([sample('watch', 5, 5, 7), sample('phone', 0, 10, 100)], rank).total, 107)
  assert.equal(sumBySourcePriority([sample('watch', 5, 5, 7), sample('phone', 5, 5, 9)], rank).total, 7)
  const drinks = [sample('watch', 5, 5, 250), sample('watch', 5, 5, 330), sample('watch', 5, 5, 250)]
  assert.equal(sumBySourcePriority(drinks, rank).total, 580)
})

test('nothing in, nothing out', () => {
  assert.deepEqual(sumBySourcePriority([], rank), { total: 0, portions: [] })
  assert.deepEqual(sumByBucketPriority([], rank), { total: 0, portions: [] })
})

test('by bucket: one source wins all of five minutes', () => {
  const samples = [sample('watch', 0, 2, 50), sample('phone', 0, 10, 1000)]
  const { total, portions } = sumByBucketPriority(samples, rank)
  assert.equal(total, 50 + 500)
  assert.deepEqual(
    portions.map(({ source, startMs, endMs }) => [source, startMs / minute, endMs / minute]),
    [
      ['watch', 0, 2],
      ['phone', 5, 10],
    ],
  )
  assert.equal(portions[1]?.sample, samples[1])
})

test('by bucket: a day of 14,079 steps on the phone does not shrink to the hour the watch was worn', () => {
  const phone = Array.from({ length: 13 }, (_, hour) => sample('phone', hour * 60, hour * 60 + 60, 1083))
  const watch = [sample('watch', 120, 180, 1100)]
  assert.equal(Math.round(sumByBucketPriority([...phone, ...watch], rank).total), 12 * 1083 + 1100)
  assert.equal(Math.round(sumBySourcePriority([...phone, ...watch], rank).total), 12 * 1083 + 1100)
})

test('by bucket: a watch taken off at noon does not make 4,157 steps of a day of 14,079', () => {
  const hours = (source: string, from: number, values: readonly number[]) =>
    values.map((value, index) => sample(source, (from + index) * 60, (from + index + 1) * 60, value))
  const watch = hours('watch', 8, [1000, 1100, 1057, 1000])
  const afternoon = [1240, 1240, 1240, 1240, 1240, 1240, 1240, 1242]
  const phone = [...hours('phone', 8, [950, 900, 1200, 990]), ...hours('phone', 12, afternoon)]
  near(sumByBucketPriority(watch, rank).total, 4157)
  const { total, portions } = sumByBucketPriority([...phone, ...watch], rank)
  near(total, 14_079)
  for (const { source, startMs } of portions) assert.equal(source, startMs < 12 * 60 * minute ? 'watch' : 'phone')
})

const samples = fc.array(
  fc
    .record({
      source: fc.constantFrom(...order),
      from: fc.integer({ min: 0, max: 120 }),
      length: fc.integer({ min: 0, max: 40 }),
      value: fc.integer({ min: 0, max: 500 }),
    })
    .map(({ source, from, length, value }) => sample(source, from, from + length, value)),
  { maxLength: 25 },
)

test('the order of the samples does not matter', () => {
  const shuffled = samples.chain((list) =>
    fc.tuple(fc.constant(list), fc.shuffledSubarray(list, { minLength: list.length })),
  )
  fc.assert(
    fc.property(shuffled, ([list, other]) => {
      assert.deepEqual(sumBySourcePriority(other, rank), sumBySourcePriority(list, rank))
      near(sumByBucketPriority(other, rank).total, sumByBucketPriority(list, rank).total)
    }),
  )
})

test('one source without overlaps gives the plain sum', () => {
  const apart = fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 0, max: 500 })), { maxLength: 30 })
  fc.assert(
    fc.property(apart, (lengths) => {
      let at = 0
      const list = lengths.map(([length, value]) => {
        const one = sample('watch', at, at + length, value)
        at += length
        return one
      })
      const plain = list.reduce((sum, { value }) => sum + value, 0)
      assert.equal(sumBySourcePriority(list, rank).total, plain)
      near(sumByBucketPriority(list, rank).total, plain)
    }),
  )
})

test('what counts never overlaps, covers the union exactly, and is never more than the samples', () => {
  fc.assert(
    fc.property(samples, (list) => {
      const { total, portions } = sumBySourcePriority(list, rank)
      const stretches = portions.filter(({ startMs, endMs }) => endMs > startMs)
      for (const [index, portion] of stretches.entries()) {
        assert.ok(portion.startMs >= (stretches[index - 1]?.endMs ?? 0))
        assert.ok(portion.startMs >= portion.sample.startMs && portion.endMs <= portion.sample.endMs)
      }
      const covered = stretches.reduce((sum, { startMs, endMs }) => sum + endMs - startMs, 0)
      assert.equal(covered, unionMs(list.filter(({ startMs, endMs }) => endMs > startMs)))
      assert.ok(total <= list.reduce((sum, { value }) => sum + value, 0) + 1e-6)
    }),
  )
})

test('agrees with counting minute by minute', () => {
  const lasting = samples.map((list) => list.filter(({ startMs, endMs }) => endMs > startMs))
  fc.assert(
    fc.property(lasting, (list) => {
      const ranked = list.toSorted(
        (a, b) => rank(a.source) - rank(b.source) || a.startMs - b.startMs || b.endMs - a.endMs || b.value - a.value,
      )
      let expected = 0
      for (let at = 0; at < 160 * minute; at += minute) {
        const ruler = ranked.find(({ startMs, endMs }) => startMs <= at && at < endMs)
        if (ruler) expected += (ruler.value * minute) / (ruler.endMs - ruler.startMs)
      }
      near(sumBySourcePriority(list, rank).total, expected)
    }),
  )
})

test('a better source’s samples always count in full when they do not overlap each other', () => {
  const two = [sample('watch', 0, 10, 100), sample('watch', 50, 60, 100)]
  fc.assert(
    fc.property(samples, (list) => {
      const others = list.filter(({ source }) => source !== 'watch')
      const { portions } = sumBySourcePriority([...others, ...two], rank)
      const watch = portions.filter(({ source }) => source === 'watch')
      assert.equal(
        watch.reduce((sum, { value }) => sum + value, 0),
        200,
      )
    }),
  )
})

test('a day of many thousand overlapping samples takes no quadratic time', () => {
  const list = Array.from({ length: 40_000 }, (_, i) =>
    sample(order[i % 3] ?? 'watch', (i * 7919) % 1440, ((i * 7919) % 1440) + 1 + (i % 300), 10),
  )
  const began = performance.now()
  const { total } = sumBySourcePriority(list, rank)
  assert.ok(total > 0)
  // Quadratic work would take minutes.
  assert.ok(performance.now() - began < 3000)
})

test('the timeline keeps one stretch per ruler that goes on', () => {
  const long = { startMs: 0, endMs: 100 }
  const short = { startMs: 20, endMs: 30 }
  assert.deepEqual(ruleTimeline([long, short]), [{ startMs: 0, endMs: 100, item: long }])
  assert.deepEqual(ruleTimeline([short, long]), [
    { startMs: 0, endMs: 20, item: long },
    { startMs: 20, endMs: 30, item: short },
    { startMs: 30, endMs: 100, item: long },
  ])
})

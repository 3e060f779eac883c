import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import * as format from './format.ts'

const en = 'en-GB'

test('durations show their two largest units', () => {
  const shown = (ms: number) => format.formatDuration(ms, en)
  assert.equal(shown(0), '0 ms')
  assert.equal(shown(-5), '0 ms')
  assert.equal(shown(84.4), '84 ms')
  assert.equal(shown(999.6), '1 s')
  assert.equal(shown(1234), '1.2 s')
  assert.equal(shown(9_960), '10 s')
  assert.equal(shown(59_600), '1 min')
  assert.equal(shown(250_000), '4 min 10 s')
  assert.equal(shown(3_599_600), '1 h')
  assert.equal(shown(11_100_000), '3 h 5 min')
  assert.equal(shown(187_200_000), '2 d 4 h')
})

test('no duration ever shows a full smaller unit', () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 4e9, noNaN: true }), (ms) => {
      const text = format.formatDuration(ms, en)
      assert.doesNotMatch(text, /\b1000 ms|\b60 s|\b60 min|\b24 h|\b1,000/)
    }),
  )
})

test('bytes use decimal units and never reach a thousand of one', () => {
  assert.equal(format.formatBytes(0, en), '0 B')
  assert.equal(format.formatBytes(812, en), '812 B')
  assert.equal(format.formatBytes(18_214, en), '18.2 kB')
  assert.equal(format.formatBytes(999_960, en), '1 MB')
  assert.equal(format.formatBytes(4_100_000, en), '4.1 MB')
  fc.assert(fc.property(fc.nat(2 ** 31 - 1), (bytes) => assert.doesNotMatch(format.formatBytes(bytes, en), /1,000/)))
})

test('a percentage never rounds a failure or a success away', () => {
  assert.equal(format.formatPercent(1, en), '100 %')
  assert.equal(format.formatPercent(0.9999, en), '99.9 %')
  assert.equal(format.formatPercent(0.00001, en), '0.1 %')
  assert.equal(format.formatPercent(0, en), '0 %')
  assert.equal(format.formatPercent(0.975, en), '97.5 %')
})

test('relative time holds for a day in both directions', () => {
  const now = 1_800_000_000_000
  assert.equal(format.relativeTime(now - 400, now), 'now')
  assert.equal(format.relativeTime(now - 23_400, now), '23 s ago')
  assert.equal(format.relativeTime(now + 250_000, now), 'in 4 min')
  assert.equal(format.relativeTime(now - 86_399_999, now), '23 h ago')
  assert.equal(format.relativeTime(now - 86_400_000, now), null)
})

test('local times carry their zone, exact ones are UTC', () => {
  const at = Date.UTC(2026, 10, 3, 8, 41, 2, 123)
  assert.match(format.localTime(at, 'Europe/Berlin', en), /^3 Nov 2026, 09:41:02 CET$/)
  assert.equal(format.localClock(at, 'Europe/Berlin', en), '09:41:02')
  assert.equal(format.localDay(at, 'Europe/Berlin', en), '3 Nov 2026')
  assert.equal(format.exactUtc(at), '2026-11-03T08:41:02.123Z')
})

test('ids are shortened in the middle, short ones stay whole', () => {
  assert.equal(format.shortenMiddle('4f1c2a77-1111-4222-8333-44445555669b'), '4f1c2a77…669b')
  assert.equal(format.shortenMiddle('dev-1234'), 'dev-1234')
})

test('one thing is singular, all other counts plural', () => {
  assert.equal(format.plural(1, 'delivery', 'deliveries', en), '1 delivery')
  assert.equal(format.plural(2103, 'delivery', 'deliveries', en), '2,103 deliveries')
  assert.equal(format.plural(0, 'delivery', 'deliveries', en), '0 deliveries')
})

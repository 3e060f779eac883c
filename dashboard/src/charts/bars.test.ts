import assert from 'node:assert/strict'
import { test } from 'node:test'
import fc from 'fast-check'
import { coverageFinding, groupFields } from './coverage.ts'
import { barParts, deliveryFinding } from './delivery.ts'
import { gapsOf, lastDays, presenceFinding } from './presence.ts'
import { sparkline } from './sparkline.ts'
import { stepTo } from './steps.ts'
import { durationText, paceText } from './units.ts'

test('parts of a bar stand on one another inside its height, and none that is not empty is unseen', () => {
  const count = fc.integer({ min: 0, max: 100_000 })
  fc.assert(
    fc.property(count, count, count, count, (delivered, retrying, failed, more) => {
      const hour = { start: 0, delivered, retrying, failed }
      const parts = barParts(hour, delivered + retrying + failed + more, 56)
      let base = 56
      for (const { top, height } of parts) {
        assert.ok(height >= 2)
        assert.ok(Math.abs(top + height - base) < 1e-6)
        base = top
      }
      assert.ok(base >= -1e-6)
      assert.equal(parts.length, [delivered, retrying, failed].filter((each) => each > 0).length)
    }),
  )
})

test('deliveries are summed in words', () => {
  const hours = [
    { start: 0, delivered: 2000, retrying: 12, failed: 1 },
    { start: 1, delivered: 103, retrying: 0, failed: 2 },
  ]
  assert.equal(deliveryFinding(hours), '2,103 delivered, 12 retrying, 3 failed')
})

test('presence says how many days and the longest gap between them', () => {
  const dates = lastDays('2026-11-10', 10)
  assert.equal(dates[0], '2026-11-01')
  const days = new Map(['2026-11-02', '2026-11-03', '2026-11-07', '2026-11-09'].map((date) => [date, 1]))
  assert.equal(presenceFinding({ type: 'sleep', days }, dates), 'sleep: 4 of 10 days, longest gap 3 days from 4 Nov')
  assert.deepEqual(
    gapsOf(dates, (date) => days.has(date)).map((gap) => gap.days),
    [3, 1],
  )
  assert.equal(presenceFinding({ type: 'body', days: new Map() }, dates), 'body: no data in 10 days')
})

test('a spark line breaks where a value is missing and stays in its box', () => {
  const { paths, dots, last } = sparkline([1, 2, null, 5, null, 3, 4], 96, 24)
  assert.equal(paths.length, 2)
  assert.equal(dots.length, 1)
  assert.equal(last?.x, 94)
  assert.deepEqual(sparkline([null], 96, 24), { paths: [], dots: [], last: null })
})

test('keys move the crosshair inside its places, Escape takes it away', () => {
  assert.equal(stepTo('ArrowRight', null, 5), 0)
  assert.equal(stepTo('ArrowLeft', null, 5), 4)
  assert.equal(stepTo('ArrowRight', 4, 5), 4)
  assert.equal(stepTo('End', 1, 5), 4)
  assert.equal(stepTo('Escape', 1, 5), null)
  assert.equal(stepTo('Escape', null, 5), undefined)
  assert.equal(stepTo('a', 1, 5), undefined)
  assert.equal(stepTo('ArrowRight', null, 0), undefined)
})

test('coverage groups fields by their first part and names who fills most', () => {
  const fields = [
    { path: 'heart_rate_data.summary.avg_hr_bpm', filledBy: new Set(['OURA', 'GARMIN']) },
    { path: 'heart_rate_data.summary.max_hr_bpm', filledBy: new Set(['GARMIN']) },
    { path: 'metadata.start_time', filledBy: new Set(['GARMIN']) },
  ]
  assert.deepEqual(
    groupFields(fields).map((group) => [group.group, group.fields.length]),
    [
      ['heart_rate_data', 2],
      ['metadata', 1],
    ],
  )
  assert.equal(
    coverageFinding({ providers: ['OURA', 'GARMIN'], fields }),
    '2 providers, 3 fields; GARMIN fills most (3)',
  )
})

test('durations and paces round without a 60th second or minute', () => {
  assert.equal(durationText(25_920), '7 h 12 min')
  assert.equal(durationText(3599), '1 h')
  assert.equal(paceText(5.9999), '6:00')
  assert.equal(paceText(5.7), '5:42')
})

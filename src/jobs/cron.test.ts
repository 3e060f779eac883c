import assert from 'node:assert/strict'
import { test } from 'node:test'
import { cronItems } from './cron.ts'

const digestOf = (iso: string) => {
  const at = new Date(iso)
  return {
    min: at.getUTCMinutes(),
    hour: at.getUTCHours(),
    date: at.getUTCDate(),
    month: at.getUTCMonth() + 1,
    dow: at.getUTCDay(),
  }
}
const now = () => Date.parse('2026-03-01T08:30:20Z')
const [often, rarely] = cronItems(['* * * * * poll', '7 * * * * keep-house'], now)

test('what comes each minute is not made up for after a sleep: it is done in the minute that is now', () => {
  const night = ['2026-03-01T00:30:00Z', '2026-03-01T07:30:00Z', '2026-02-28T08:30:00Z', '2026-03-01T08:29:00Z']
  assert.deepEqual(
    night.map((at) => often?.match(digestOf(at))),
    [false, false, false, false],
  )
  assert.equal(often?.match(digestOf('2026-03-01T08:30:00Z')), true)
})

test('what comes rarely is made up for, once: those that were missed replace each other while they wait', () => {
  assert.equal(rarely?.match(digestOf('2026-03-01T03:07:00Z')), true)
  assert.equal(rarely?.match(digestOf('2026-03-01T03:08:00Z')), false)
  assert.deepEqual([rarely?.task, rarely?.options.jobKey], ['keep-house', 'cron_keep-house'])
})

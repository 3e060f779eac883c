import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, clockTime, localDay } from '../../generate/local-day.ts'
import { sumOf } from '../../generate/numbers.ts'
import { keepSubscriptions } from '../../ingest/fetch/subscribe.ts'
import { jobsOf } from '../../testing/connected.ts'
import { doubled } from '../../testing/doubled.ts'
import { assertSlept, assertWent, forThreePeople } from '../../testing/truth.ts'
import { syncDue } from '../sync.ts'

test('what Oura tells of ten days of three people is what they lived', () =>
  forThreePeople('OURA', async ({ person, life, days, records }) => {
    const nights = await records('sleep')
    const told = await records('daily')
    const workouts = await records('activity')
    for (const lived of days) {
      const { date } = lived.day
      assertSlept(lived, nights)
      assertWent(lived, workouts)
      // Oura's days run from 04:00 to 04:00.
      const from = clockTime(localDay(date, life.zone), 240)
      const to = clockTime(localDay(addDays(date, 1), life.zone), 240)
      const minutes = life
        .days(date, addDays(date, 1))
        .flatMap(({ course }) => course.minutes)
        .filter(({ startMs }) => startMs >= from && startMs < to)
      const day = told.find(({ metadata }) => metadata.start_time.startsWith(date))
      assert.equal(
        day?.distance_data.steps,
        sumOf(minutes, ({ steps }) => steps),
        `${person} walked on ${date}`,
      )
    }
  }))

test('what is new is told to whoever subscribed, and brings a fetch', async () => {
  const { at, connect } = await doubled('OURA')
  await using _ = at
  await keepSubscriptions(at.hub)
  await connect('ada')
  await at.hub.advance(24 * 3_600_000)
  await syncDue(at.hub)
  assert.ok((await jobsOf(at.hub, 'provider-notice')).length > 0)
})

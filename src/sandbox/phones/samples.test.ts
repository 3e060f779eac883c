import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { recordsOf } from '../../phone/map/map.ts'
import { keptOf } from '../../testing/phone-suite.ts'
import { readBatch } from '../../testing/read-batch.ts'
import { lifeOf } from '../life/life.ts'
import { truthOf } from '../life/truth.ts'
import { type PhonePlatform, phonePlatforms, samplesOf } from './samples.ts'

const nowMs = Date.parse('2026-04-06T09:00:00Z')
const [from, to] = ['2026-03-27', '2026-04-05']

/** What comes out of the batches of some days, without the lists named. */
function recordsOfLife(platform: PhonePlatform, person: string, without: readonly string[] = []) {
  const batches = samplesOf(platform, person, from, to, nowMs).map((batch) =>
    Object.fromEntries(Object.entries(batch).filter(([name]) => !without.includes(name))),
  )
  const { items, rejected } = keptOf(batches)
  assert.deepEqual([...rejected], [], platform)
  const life = lifeOf(person, [], nowMs)
  const days = life.days(from, to)
  const dates = days.map(({ day }) => day.date)
  const device = { model: null, os: null, app: null }
  const records = recordsOf(platform, items, dates, { device, zone: life.zone, observedAtMs: nowMs })
  return { records, days, batches }
}

for (const platform of phonePlatforms) {
  suite(`a life as the batches of ${platform}`, () => {
    for (const person of ['amara', 'jonas', 'mei']) {
      test(`comes out as it was lived by ${person}: steps, metres and sleep of each local day`, () => {
        const { records, days } = recordsOfLife(platform, person)
        const dailies = records.flatMap((imported) => (imported.type === 'daily' ? [imported.record] : []))
        const sleeps = records.flatMap((imported) => (imported.type === 'sleep' ? [imported.record] : []))
        for (const lived of days) {
          const truth = truthOf(lived)
          const { date } = lived.day
          const daily = dailies.find(({ metadata }) => metadata.start_time.startsWith(date))
          assert.equal(daily?.distance_data?.steps, truth.steps, `${date} steps`)
          assert.ok(Math.abs((daily?.distance_data?.distance_meters ?? 0) - truth.meters) < 0.02, `${date} metres`)
          const ofDay = sleeps.filter(({ metadata }) => metadata.end_time.startsWith(date))
          assert.equal(ofDay.length, lived.nights.length, `${date} sleeps`)
          const asleep = ofDay.map((each) => each.sleep_durations_data?.asleep?.duration_asleep_state_seconds ?? 0)
          assert.equal(
            asleep.reduce((sum, seconds) => sum + seconds, 0),
            truth.asleepSeconds,
            `${date} asleep`,
          )
        }
      })
    }

    test('has each session as an activity of its kind and length', () => {
      const { records, days } = recordsOfLife(platform, 'jonas')
      const sessions = days.flatMap((lived) => truthOf(lived).sessions)
      const activities = records.flatMap((imported) => (imported.type === 'activity' ? [imported.record] : []))
      assert.ok(sessions.length > 0)
      assert.deepEqual(
        activities.map(({ metadata }) => Math.floor(Date.parse(metadata.start_time) / 1000)).sort(),
        sessions.map(({ startMs }) => Math.floor(startMs / 1000)).sort(),
      )
    })

    test('gives the same ids again', () => {
      const idsOf = (): string[] =>
        samplesOf(platform, 'mei', from, to, nowMs).flatMap((batch) =>
          readBatch(batch, nowMs).items.map(({ id }) => id),
        )
      assert.deepEqual(idsOf(), idsOf())
      assert.equal(new Set(idsOf()).size, idsOf().length)
    })
  })
}

for (const platform of ['healthkit', 'health_connect'] as const) {
  test(`what two devices of ${platform} counted at the same time counts once, also without the platform's own sums`, () => {
    const { records, days } = recordsOfLife(platform, 'amara', ['aggregates'])
    const dailies = records.flatMap((imported) => (imported.type === 'daily' ? [imported.record] : []))
    for (const lived of days) {
      const daily = dailies.find(({ metadata }) => metadata.start_time.startsWith(lived.day.date))
      assert.equal(daily?.distance_data?.steps, truthOf(lived).steps, lived.day.date)
    }
  })
}

test('begins with the newest day, and gives nothing of days that have not begun', () => {
  const later = samplesOf('healthkit', 'mei', '2026-04-05', '2026-04-20', nowMs)
  const days = later.map((batch) => readBatch(batch, nowMs).items.find(({ kind }) => kind === 'aggregate')?.day)
  assert.ok(later.length >= 1 && later.length <= 2)
  assert.equal(days.at(-1), '2026-04-05')
  assert.deepEqual(days, days.toSorted().reverse())
})

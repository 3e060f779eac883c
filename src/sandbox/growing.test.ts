import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays, localDay } from '../generate/local-day.ts'
import { checkRecord } from '../schema/events.ts'
import { dateFor, profileOf, recordsOf } from './person.ts'
import { newsOf } from './sync.ts'

const people = ['alex', 'bea', 'Chidi', 'dora']
const dayTypes = ['daily', 'body', 'nutrition'] as const
const scopes = ['profile', 'activity', 'body', 'daily', 'nutrition', 'sleep']
const minuteMs = 60_000

const dayOf = (person: string, date: string) => localDay(date, profileOf(person).zoneinfo)

/** Moments of a day in no order that a clock would choose, and its edges. */
function momentsOf(person: string, date: string): number[] {
  const { startMs, endMs } = dayOf(person, date)
  const odd = Array.from({ length: 14 }, (_, at) => startMs + Math.round(((at * 7919) % 1433) * minuteMs + at * 7001))
  return [startMs, startMs + 15 * minuteMs, ...odd, endMs - 1, endMs].sort((a, b) => a - b)
}

/** Every sample of a record by its place and time, and every count. */
function contentsOf(value: unknown, path = ''): { samples: Map<string, string>; counts: Map<string, number> } {
  const samples = new Map<string, string>()
  const counts = new Map<string, number>()
  const walk = (inner: unknown, at: string): void => {
    if (Array.isArray(inner)) {
      for (const item of inner) {
        const { timestamp, measurement_time: measured } = item
        const key = `${at} ${timestamp ?? measured} ${item.id ?? item.drink_name ?? ''}`
        if (timestamp !== undefined || measured !== undefined) samples.set(key, JSON.stringify(item))
      }
      return
    }
    if (
      typeof inner === 'number' &&
      /(^|_)(steps|distance_meters|floors|calories|seconds|minutes|ml|mg|g|periods)/i.test(at)
    )
      if (!/avg/.test(at) && !/day_/.test(at)) counts.set(at, inner)
    if (typeof inner === 'object' && inner !== null)
      for (const [key, one] of Object.entries(inner)) walk(one, `${at}.${key}`)
  }
  walk(value, path)
  return { samples, counts }
}

test('the later of any two answers of a day has all that the earlier had, and no count is smaller', () => {
  let compared = 0
  for (const person of people)
    for (const date of ['2026-07-28', '2026-08-01'])
      for (const type of dayTypes) {
        const answers = momentsOf(person, date).flatMap((atMs) => recordsOf(person, type, date, date, atMs))
        const told = answers.map((record) => contentsOf(record))
        for (const [at, after] of told.entries())
          for (const before of told.slice(0, at)) {
            for (const [key, sample] of before.samples)
              assert.equal(after.samples.get(key), sample, `${person} ${date} ${type} ${key}`)
            for (const [key, count] of before.counts)
              assert.ok((after.counts.get(key) ?? -1) >= count, `${person} ${date} ${type} ${key}`)
            compared += before.samples.size + before.counts.size
          }
      }
  assert.ok(compared > 100_000, `only ${compared} were compared`)
})

test('what a day tells at a moment fits the schema and holds nothing that is yet to come', () => {
  for (const person of people)
    for (const type of dayTypes)
      for (const atMs of momentsOf(person, '2026-07-28'))
        for (const record of recordsOf(person, type, '2026-07-28', '2026-07-28', atMs)) {
          assert.deepEqual(checkRecord(type, record), { ok: true })
          const times = [...JSON.stringify(record).matchAll(/"(?:timestamp|measurement_time)":"([^"]+)"/g)]
          assert.ok(times.length > 0)
          for (const [, text = ''] of times) assert.ok(Date.parse(text) <= atMs, `${person} ${type} tells ${text}`)
        }
})

test('the summary is that of the samples: the last of the running sums, and the sum of the quarters', () => {
  const noon = dayOf('alex', '2026-07-28').startMs + 12.6 * 60 * minuteMs
  const [record] = recordsOf('alex', 'daily', '2026-07-28', '2026-07-28', noon)
  const {
    distance_data: distance,
    calories_data: calories,
    active_durations_data: durations,
  } = JSON.parse(JSON.stringify(record))
  assert.equal(distance.detailed.step_samples.length, 50)
  assert.equal(distance.steps, distance.detailed.step_samples.at(-1).steps)
  assert.equal(distance.distance_meters, distance.detailed.distance_samples.at(-1).distance_meters)
  assert.equal(distance.floors_climbed, distance.detailed.floors_climbed_samples.at(-1).floors_climbed)
  const burned = calories.calorie_samples.reduce((sum: number, one: { calories: number }) => sum + one.calories, 0)
  assert.ok(Math.abs(calories.total_burned_calories - burned) < 2)
  const { activity_seconds: active, inactivity_seconds: inactive, rest_seconds: rest } = durations
  assert.equal(active + inactive + rest, 50 * 15 * 60)
})

test('at midnight the growing day has become the whole one, and the next begins after a quarter of an hour', () => {
  for (const person of people)
    for (const type of dayTypes) {
      const { endMs } = dayOf(person, '2026-07-28')
      const last = contentsOf(recordsOf(person, type, '2026-07-28', '2026-07-28', endMs - 1)[0])
      const [whole] = recordsOf(person, type, '2026-07-28', '2026-07-28', endMs)
      const all = contentsOf(whole)
      if (type !== 'daily') assert.deepEqual(last, all, `${person} ${type}`)
      assert.deepEqual(recordsOf(person, type, '2026-07-28', '2026-07-28', endMs + 86_400_000), [whole])
      assert.deepEqual(recordsOf(person, type, '2026-07-29', '2026-07-29', endMs + 14 * minuteMs), [])
    }
})

test('a device has news exactly when an answer has more than before', () => {
  const types = ['activity', 'body', 'daily', 'nutrition', 'sleep'] as const
  const countOf = (person: string, type: (typeof types)[number], days: string[], atMs: number) => {
    const [first = '', last = ''] = [days[0], days.at(-1)]
    const records = recordsOf(person, type, first, last, atMs)
    return records.length + records.reduce((sum, record) => sum + contentsOf(record).samples.size, 0)
  }
  for (const person of people.slice(0, 2)) {
    const { startMs } = dayOf(person, '2026-07-28')
    const days = ['2026-07-28', '2026-07-29']
    for (let hour = 1; hour < 26; hour += 1.75) {
      const [from, to] = [startMs + hour * 60 * minuteMs, startMs + (hour + 1.75) * 60 * minuteMs]
      const news = newsOf(person, scopes, from, to)
      const grown = types.filter((type) => countOf(person, type, days, to) > countOf(person, type, days, from))
      assert.deepEqual([...(news?.types ?? [])].sort(), [...grown].sort(), `${person} at ${hour}`)
      if (news !== null) assert.ok(news.first <= news.last && news.last <= dateFor(person, to))
    }
  }
})

test('a device that was away for long tells of its last month', () => {
  const nowMs = Date.UTC(2026, 6, 28, 12)
  const news = newsOf('alex', scopes, Date.UTC(2025, 0, 1), nowMs)
  const today = dateFor('alex', nowMs)
  assert.deepEqual([news?.first, news?.last], [addDays(today, -30), today])
  assert.equal(newsOf('alex', ['profile'], nowMs - 86_400_000, nowMs), null)
})

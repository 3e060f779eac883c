import assert from 'node:assert/strict'
import { addDays } from '../generate/local-day.ts'
import { sumOf } from '../generate/numbers.ts'
import type { DayRange } from '../providers/resource.ts'
import { type Life, type LivedDay, lifeOf } from '../sandbox/life/life.ts'
import { truthOf } from '../sandbox/life/truth.ts'
import type { DataType } from '../schema/records.ts'
import { accessOf } from '../users/sign-in/tokens.ts'
import { recordsMade } from './connected.ts'
import { doubled } from './doubled.ts'
import type { TestServer } from './server.ts'

const people = ['ada', 'ben', 'chandra']
const daysBack = 10

/** A person who is connected at a provider's double, and the last ten days that are over as they lived them. */
export interface TenDays {
  at: TestServer
  person: string
  life: Life
  range: DayRange
  /** Oldest first. */
  days: LivedDay[]
  /** What the provider says of those days, as records. */
  // biome-ignore lint/suspicious/noExplicitAny: tests read whatever fields they are about.
  records(type: DataType): Promise<any[]>
}

/** Connects three people at the double of a provider, and has what it says of each compared with what they lived. */
export async function forThreePeople(slug: string, compare: (told: TenDays) => Promise<void>): Promise<void> {
  const { at, provider, connect } = await doubled(slug)
  await using _ = at
  for (const person of people) {
    const access = await accessOf(at.hub, await connect(person), provider)
    const life = lifeOf(person, [], at.hub.clock.now())
    const range = { first: addDays(life.today, -daysBack), last: addDays(life.today, -1) }
    await compare({
      at,
      person,
      life,
      range,
      days: life.days(range.first, range.last),
      records: (type) => recordsMade(provider, type, access, range),
    })
  }
}

interface NightRecord {
  metadata: { end_time: string }
  sleep_durations_data: { asleep: { duration_asleep_state_seconds: number } }
}

/** The night and naps that ended on a day were slept as long as their records say. */
export function assertSlept(lived: LivedDay, nights: readonly NightRecord[]): void {
  const ended = nights.filter(({ metadata }) =>
    lived.nights.some(({ endMs }) => Date.parse(metadata.end_time) === endMs),
  )
  assert.equal(ended.length, lived.nights.length, `nights that ended on ${lived.day.date}`)
  const asleep = sumOf(ended, (night) => night.sleep_durations_data.asleep.duration_asleep_state_seconds)
  assert.equal(asleep, truthOf(lived).asleepSeconds, `seconds asleep on ${lived.day.date}`)
}

interface SessionRecord {
  metadata: { start_time: string }
  distance_data?: { summary?: { distance_meters?: number } }
}

/** Each session that began on a day has a record, with its distance; 0 for one that goes nowhere. */
export function assertWent(lived: LivedDay, sessions: readonly SessionRecord[]): void {
  const truth = truthOf(lived).sessions
  const begun = sessions.filter(({ metadata }) =>
    truth.some(({ startMs }) => Date.parse(metadata.start_time) === startMs),
  )
  assert.deepEqual(
    begun.map((one) => one.distance_data?.summary?.distance_meters ?? 0),
    truth.map(({ meters }) => meters),
    `metres of the sessions of ${lived.day.date}`,
  )
}

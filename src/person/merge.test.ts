import assert from 'node:assert/strict'
import { test } from 'node:test'
import { addDays } from '../generate/local-day.ts'
import { randomStream } from '../generate/random.ts'
import type { InstantSample } from '../normalise/samples.ts'
import { formatTimestamp } from '../normalise/time.ts'
import { lifeOf } from '../sandbox/life/life.ts'
import { truthOf } from '../sandbox/life/truth.ts'
import { ActivityType } from '../schema/enums.ts'
import type { Activity, Daily, Sleep } from '../schema/records.ts'
import { aDaily, aSleep } from '../testing/records.ts'
import type { User } from '../users/user.ts'
import { mergeActivities } from './activities.ts'
import { mergeDays } from './day.ts'
import { mergers } from './merge.ts'
import { mergeNights } from './nights.ts'
import { inTrustOrder, type Person, type Sourced } from './sources.ts'

const minuteMs = 60_000
const nowMs = Date.parse('2026-07-01T00:00:00Z')

const account = (provider: string, minutes = 0): User => ({
  userId: `${provider} ${minutes}`,
  environmentId: 'e',
  provider,
  referenceId: 'ada',
  scopes: null,
  active: true,
  zone: null,
  createdAt: new Date(nowMs + minutes * minuteMs),
  lastWebhookUpdate: null,
  lastDataAt: null,
})
const [watch, phone, ring] = [account('POLAR'), account('APPLE'), account('OURA', 1)]
const person: Person = { environmentId: 'e', referenceId: 'ada', users: [watch, ring, phone], preferred: [] }

test('sources are trusted by the priority, then a device’s servers before phones, then in the order of their connection', () => {
  const names = (priority: string[]) => inTrustOrder([phone, ring, watch], priority).map(({ provider }) => provider)
  assert.deepEqual(names([]), ['POLAR', 'OURA', 'APPLE'])
  assert.deepEqual(names(['APPLE', 'OURA']), ['APPLE', 'OURA', 'POLAR'])
  assert.deepEqual(names(['STRAVA', 'OURA']), ['OURA', 'POLAR', 'APPLE'])
})

const day = (user: User, record: Daily): Sourced<'daily'> => ({
  user,
  key: record.metadata.start_time.slice(0, 10),
  record,
})

test('a day is that of the most trusted source, with the sections that it lacks from the next', () => {
  const own = aDaily('2026-07-01', 9000, { calories_data: { total_burned_calories: 2400, BMR_calories: null } })
  const other = aDaily('2026-07-01', 8000, {
    calories_data: { total_burned_calories: 2000, BMR_calories: 1500 },
    scores: { recovery: 80 },
    heart_rate_data: { summary: {}, detailed: { hr_samples: [] } },
  })
  const { record, of } = mergeDays([day(watch, own), day(ring, other)])
  assert.deepEqual(record, { ...own, scores: { recovery: 80 } })
  assert.deepEqual(
    of.map(({ user }) => user),
    [watch, ring],
  )
})

test('a device that lay in a drawer tells nothing of a day, however much it is trusted', () => {
  const drawer = aDaily('2026-07-01', 0, { calories_data: { BMR_calories: 1500, total_burned_calories: 1500 } })
  const carried = aDaily('2026-07-01', 7000)
  const { record, of } = mergeDays([day(watch, drawer), day(phone, carried)])
  assert.equal(record.distance_data?.steps, 7000)
  assert.equal(of[0]?.user, phone)
})

/** A day as a source tells it that counts each minute of which `isOn` is true; a watch has a pulse there too. */
function counted(
  course: readonly { startMs: number; steps: number }[],
  isOn: (index: number) => boolean,
  hasPulse: boolean,
): Daily {
  const readings: InstantSample[] = []
  let value = 0
  for (const [index, { startMs, steps }] of course.entries()) {
    if (!isOn(index) || steps === 0) continue
    value += steps
    readings.push({ epochMs: startMs + minuteMs, value })
  }
  const date = formatTimestamp(course[0]?.startMs ?? 0, 60).slice(0, 10)
  const pulse = course.filter((_, index) => hasPulse && isOn(index) && index % 5 === 0)
  return {
    metadata: aDaily(date, 0).metadata,
    distance_data: {
      steps: value,
      detailed: {
        step_samples: readings.map(({ epochMs, value: steps }) => ({ timestamp: formatTimestamp(epochMs, 60), steps })),
      },
    },
    heart_rate_data: {
      detailed: { hr_samples: pulse.map(({ startMs }) => ({ timestamp: formatTimestamp(startMs, 60), bpm: 70 })) },
    },
  }
}

test('golden days: a watch that is off for hours and a phone that is not always carried give the true steps within 1 %', () => {
  for (const name of ['ada', 'ben', 'chandra', 'robin']) {
    const life = lifeOf(name, [], nowMs)
    for (const lived of life.days(addDays(life.today, -20), addDays(life.today, -1))) {
      const { minutes } = lived.course
      const random = randomStream('golden', name, lived.day.date)
      const [off, back] = [random.integer(500, 800), random.integer(900, 1200)]
      const isWatchOn = (index: number) => index < off || index >= back
      // The phone is there while the watch is off, and half of the rest of the day; what both count is told twice.
      const isPhoneThere = (index: number) => !isWatchOn(index) || index % 120 < 60
      const days = [
        day(watch, counted(minutes, isWatchOn, true)),
        day(phone, counted(minutes, isPhoneThere, false)),
      ] as const
      const truth = truthOf(lived).steps
      const told = mergeDays([days[0], days[1]]).record.distance_data?.steps ?? 0
      assert.ok(Math.abs(told - truth) <= truth / 100, `${name} on ${lived.day.date}: ${told} steps of ${truth}`)
    }
  }
})

test('where the watch was worn and counted nothing, what the phone counts there was no walking', () => {
  const startMs = Date.parse('2026-07-01T08:00:00+01:00')
  const course = Array.from({ length: 180 }, (_, minute) => ({ startMs: startMs + minute * minuteMs, steps: 10 }))
  const stillness = course.map((minute) => ({ ...minute, steps: 0 }))
  const shaken = counted(course, (minute) => minute >= 60 && minute < 120, false)
  const still = counted(stillness, () => true, true)
  assert.equal(mergeDays([day(watch, still), day(phone, shaken)]).record.distance_data?.steps, 0)
  const silent = counted(stillness, () => true, false)
  assert.equal(mergeDays([day(watch, silent), day(phone, shaken)]).record.distance_data?.steps, 600)
})

test('what one source tells alone is told as it told it, to the last sample', () => {
  const startMs = Date.parse('2026-07-01T08:00:00+01:00')
  const course = Array.from({ length: 60 }, (_, minute) => ({ startMs: startMs + minute * minuteMs, steps: minute }))
  const told = counted(course, (minute) => minute % 7 > 0, true)
  assert.deepEqual(mergeDays([day(watch, told)]).record, told)
  const still = counted(
    course.map((minute) => ({ ...minute, steps: 0 })),
    () => true,
    true,
  )
  assert.deepEqual(mergeDays([day(watch, told), day(phone, still)]).record.distance_data, told.distance_data)
})

test('a source without samples counts by its own figure alone: nothing is added to it', () => {
  const startMs = Date.parse('2026-07-01T08:00:00+01:00')
  const course = Array.from({ length: 60 }, (_, minute) => ({ startMs: startMs + minute * minuteMs, steps: 10 }))
  const merged = mergeDays([
    day(ring, aDaily('2026-07-01', 9000)),
    day(
      phone,
      counted(course, () => true, false),
    ),
  ])
  assert.equal(merged.record.distance_data?.steps, 9000)
})

const workout = (
  user: User,
  key: string,
  startMs: number,
  minutes: number,
  type: ActivityType,
  rest: Partial<Activity> = {},
) => ({
  user,
  key,
  record: {
    metadata: {
      start_time: formatTimestamp(startMs, 60),
      end_time: formatTimestamp(startMs + minutes * minuteMs, 60),
      summary_id: key,
      type,
      upload_type: 1,
    },
    ...rest,
  } satisfies Activity,
})

test('of two records of a workout the one of the preferred source counts, else the richer; the other is told beside it', () => {
  const onWrist = workout(watch, 'w', nowMs, 40, ActivityType.RUNNING)
  const inPocket = workout(phone, 'p', nowMs + minuteMs, 38, ActivityType.RUNNING, {
    position_data: { position_samples: [{ timestamp: formatTimestamp(nowMs, 60), coords_lat_lng_deg: [59.9, 10.7] }] },
  })
  const keys = (preferred: string[]) =>
    mergeActivities([onWrist, inPocket], preferred).map(({ of }) => of.map(({ key }) => key))
  assert.deepEqual(keys([]), [['p', 'w']], 'it has the route')
  assert.deepEqual(keys([watch.userId]), [['w', 'p']])
})

/** How a session is told by a recorder that is not the one that it was meant for. */
const recorders = [
  { user: watch, share: 1, lateMinutes: 0, isNamed: true },
  { user: account('STRAVA', 2), share: 0.7, lateMinutes: 1, isNamed: true },
  { user: account('GOOGLE_HEALTH', 3), share: 0.7, lateMinutes: 6, isNamed: false },
  { user: phone, share: 0.5, lateMinutes: 9, isNamed: false },
] as const

test('of the duplicates that several devices make of half a year’s sessions, nearly all are found and nearly nothing else', () => {
  let [found, right, all] = [0, 0, 0]
  for (const name of ['ada', 'ben', 'chandra', 'robin', 'kim', 'lee']) {
    const life = lifeOf(name, [], nowMs)
    const labels = new Map<string, string>()
    const told: Sourced<'activity'>[] = []
    for (const { sessions } of life.days(addDays(life.today, -180), addDays(life.today, -1)))
      for (const session of sessions)
        for (const { user, share, lateMinutes, isNamed } of recorders) {
          const random = randomStream('duplicates', name, session.key, user.provider)
          if (random.next() > share) continue
          const minutes = (session.endMs - session.startMs) / minuteMs
          const late = lateMinutes === 0 ? 0 : random.integer(0, Math.min(lateMinutes, Math.floor(minutes * 0.2)))
          const early = lateMinutes === 0 ? 0 : random.integer(0, 3)
          const type = isNamed ? session.sport.type : ActivityType.OTHER
          const key = `${session.key} ${user.provider}`
          labels.set(key, session.key)
          told.push(workout(user, key, session.startMs + late * minuteMs, Math.max(1, minutes - late - early), type))
        }
    const pairsIn = (group: readonly string[]) =>
      group.flatMap((a, index) => group.slice(index + 1).map((b): [string, string] => [a, b]))
    const truth = Map.groupBy(labels.keys(), (key) => labels.get(key))
    all += [...truth.values()].flatMap(pairsIn).length
    const pairs = mergeActivities(told, []).flatMap(({ of }) => pairsIn(of.map(({ key }) => key)))
    found += pairs.length
    right += pairs.filter(([a, b]) => labels.get(a) === labels.get(b)).length
  }
  assert.ok(all > 500, `only ${all} pairs to be found`)
  assert.ok(right / found >= 0.98, `precision ${right / found} of ${found}`)
  assert.ok(right / all >= 0.95, `recall ${right / all} of ${all}`)
})

const night = (user: User, key: string, record: Sleep): Sourced<'sleep'> => ({ user, key, record })

test('a night that a ring and a phone tell is one, by the one with stages; a nap is another', () => {
  const ofPhone = aSleep('2026-07-01', 'p')
  const ofRing: Sleep = {
    ...aSleep('2026-07-01', 'r'),
    sleep_durations_data: { hypnogram_samples: [{ timestamp: '2026-06-30T23:30:00.000000+01:00', level: 4 }] },
  }
  const nap: Sleep = {
    metadata: {
      ...ofPhone.metadata,
      start_time: '2026-07-01T14:00:00.000000+01:00',
      end_time: '2026-07-01T14:40:00.000000+01:00',
      summary_id: 'n',
      is_nap: true,
    },
  }
  const keysOf = (preferred: string[]) =>
    mergeNights([night(phone, 'p', ofPhone), night(ring, 'r', ofRing), night(phone, 'n', nap)], preferred).map(
      ({ of }) => of.map(({ key }) => key),
    )
  assert.deepEqual(keysOf([]), [['r', 'p'], ['n']])
  assert.deepEqual(keysOf([phone.userId]), [['p', 'r'], ['n']])
})

test('a night that one source tells in two pieces stays two, to which another’s whole night belongs once', () => {
  const piece = (key: string, start: string, end: string): Sourced<'sleep'> =>
    night(watch, key, {
      metadata: {
        ...aSleep('2026-07-01', key).metadata,
        start_time: `${start}.000000+01:00`,
        end_time: `${end}.000000+01:00`,
      },
    })
  const merged = mergeNights(
    [
      piece('a', '2026-06-30T23:00:00', '2026-07-01T02:00:00'),
      piece('b', '2026-07-01T03:00:00', '2026-07-01T07:00:00'),
      night(phone, 'p', aSleep('2026-07-01', 'p')),
    ],
    [],
  )
  assert.deepEqual(
    merged.map(({ of }) => of.map(({ key }) => key)),
    [['a'], ['b', 'p']],
  )
})

test('a scale, a cuff and a sensor each fill their section of a body; a meal is never put together of two', () => {
  const metadata = aDaily('2026-07-01', 0).metadata
  const times = { start_time: metadata.start_time, end_time: metadata.end_time }
  const at = (user: User, rest: object) => ({ user, key: '2026-07-01', record: { metadata: times, ...rest } })
  const scale = { measurements_data: { measurements: [{ measurement_time: times.start_time, weight_kg: 70 }] } }
  const sensor = { glucose_data: { day_avg_blood_glucose_mg_per_dL: 100 } }
  const [body] = mergers.body([at(watch, scale), at(ring, sensor)], person)
  assert.deepEqual(body?.record, { metadata: times, ...scale, ...sensor })
  const water = { summary: { water_ml: 2000 } }
  const [eaten] = mergers.nutrition([at(watch, water), at(ring, { meals: [{ name: 'Soup', type: 2 }] })], person)
  assert.deepEqual(eaten?.record, { metadata: times, ...water })
  assert.equal(eaten?.of.length, 2)
})

import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { healthTypes } from '../../import/apple-health/types.ts'
import { TellusError } from '../../lib/errors.ts'
import { ActivityType } from '../../schema/enums.ts'
import { batchOf } from '../../testing/phone-suite.ts'
import { readBatch } from '../../testing/read-batch.ts'
import { mostItems, type Platform } from './batch.ts'
import { sports as jetpackSports } from './health-connect-types.ts'
import { activityName, activityNumbers, classificationName, eventName } from './healthkit-numbers.ts'
import { categoryOf, quantityOf } from './healthkit-values.ts'
import { sports as samsungSports } from './samsung-types.ts'

const nowMs = Date.parse('2026-07-01T12:00:00Z')
const rate = (id: string, more: object = {}) => ({
  id,
  type: 'HKQuantityTypeIdentifierHeartRate',
  start: '2026-06-30T23:30:00+02:00',
  value: 60,
  unit: 'count/min',
  ...more,
})
const read = (lists: object, zone: string | null = 'Europe/Oslo') => readBatch(batchOf('healthkit', zone, lists), nowMs)

const refuses = (body: unknown, code: string, words: RegExp) =>
  assert.throws(
    () => readBatch(body, nowMs),
    (error) => {
      assert.ok(error instanceof TellusError)
      assert.equal(error.code, code)
      assert.match(error.message, words)
      return true
    },
  )

suite('the envelope of a batch', () => {
  test('is refused with a sentence that names what is wrong', () => {
    refuses(null, 'bad_request', /no batch of tellus\.mobile\/1/)
    refuses([], 'bad_request', /no batch/)
    refuses({ ...batchOf('healthkit', null, {}), schema: 'tellus.mobile/2' }, 'bad_request', /"schema"/)
    refuses({ ...batchOf('healthkit', null, {}), platform: 'windows' }, 'bad_request', /"platform"/)
    refuses({ ...batchOf('healthkit', null, {}), batch_id: '' }, 'bad_request', /"batch_id"/)
    refuses(batchOf('healthkit', null, { samples: 'many' }), 'bad_request', /"samples"/)
    refuses(batchOf('healthkit', null, { anchors: { steps: 'a\u0000' } }), 'bad_request', /"anchors\.steps"/)
  })

  test('holds no more items and deletions than one may', () => {
    const deleted = Array.from({ length: mostItems }, (_, i) => `${i}`)
    assert.equal(read({ deleted }).deleted.length, mostItems)
    refuses(batchOf('healthkit', null, { samples: [rate('1')], deleted }), 'too_large', /at most 20000/)
  })

  test('tells of the phone, its zone and where it stands', () => {
    const { device, zone, anchors, phase, sentAtMs } = read({ anchors: { steps: 'abc' } })
    assert.deepEqual(device, { model: 'Phone 1', os: 'OS 1', app: 'com.example.fit/1' })
    assert.equal(zone, 'Europe/Oslo')
    assert.deepEqual(anchors, { steps: 'abc' })
    assert.equal(phase, 'incremental')
    assert.equal(sentAtMs, nowMs)
    assert.equal(read({}, 'Atlantis/Capital').zone, null)
  })
})

suite('an item', () => {
  test('is kept under the local day of its start, a night under that of its end', () => {
    const asleep = {
      type: 'HKCategoryTypeIdentifierSleepAnalysis',
      value: 'AsleepCore',
      unit: null,
      end: '2026-07-01T06:00:00+02:00',
    }
    const { items } = read({ samples: [rate('1'), rate('2', asleep)] })
    assert.deepEqual(
      items.map(({ id, day }) => [id, day]),
      [
        ['1', '2026-06-30'],
        ['2', '2026-07-01'],
      ],
    )
  })

  test('is kept with its zone: its own, else that of the phone where the offset fits, else the offset', () => {
    const tokyo = '2026-07-01T06:30:00+09:00'
    const { items } = read({
      samples: [
        rate('own', { tz: 'Asia/Tokyo' }),
        rate('phone'),
        rate('offset', { start: tokyo }),
        rate('bare', { start: '2026-06-30T21:30:00Z' }),
      ],
    })
    assert.deepEqual(
      items.map(({ item, day }) => [item, day]),
      [
        [rate('own', { tz: 'Asia/Tokyo' }), '2026-07-01'],
        [rate('phone', { tz: 'Europe/Oslo' }), '2026-06-30'],
        [rate('offset', { start: tokyo, tz: '+09:00' }), '2026-07-01'],
        [rate('bare', { start: '2026-06-30T21:30:00Z', tz: 'Europe/Oslo' }), '2026-06-30'],
      ],
    )
  })

  test('that begins within a day from now is a clock that drifts, later it is refused', () => {
    const soon = rate('soon', { start: '2026-07-02T11:59:00Z' })
    const late = rate('late', { start: '2026-07-02T12:01:00Z' })
    const { items, rejected } = read({ samples: [soon, late] })
    assert.deepEqual(
      items.map(({ id }) => id),
      ['soon'],
    )
    assert.deepEqual(
      rejected.map(({ id, index, type }) => [id, index, type]),
      [['late', 1, 'HKQuantityTypeIdentifierHeartRate']],
    )
  })

  test('of which the store knows when it was changed says so, an aggregate when it was sent', () => {
    const weight = (lastModifiedTime: string) => ({
      type: 'Weight',
      time: '2026-06-30T06:00:00Z',
      weight: { inKilograms: 70 },
      metadata: { id: 'w', lastModifiedTime },
    })
    const aggregates = [{ type: 'Steps', date: '2026-06-30', sum: 10 }]
    const { items } = readBatch(
      batchOf('health_connect', 'UTC', { samples: [weight('2026-06-30T09:00:00Z')], aggregates }),
      nowMs,
    )
    assert.deepEqual(
      items.map(({ id, kind, changedAtMs }) => [id, kind, changedAtMs]),
      [
        ['w', 'sample', Date.parse('2026-06-30T09:00:00Z')],
        ['Steps 2026-06-30', 'aggregate', nowMs],
      ],
    )
  })

  test('that is a series over more than two days is refused, for a day looks no further than to its neighbours', () => {
    const series = (id: string, hours: number) => {
      const startMs = Date.parse('2026-06-28T21:00:00Z')
      const points = [startMs, startMs + hours * 3_600_000]
      return { id, type: 'HKQuantityTypeIdentifierHeartRate', unit: 'count/min', series: points.map((ms) => [ms, 60]) }
    }
    const { items, rejected } = read({ samples: [series('short', 20), series('long', 30)] })
    assert.deepEqual([items.map(({ id }) => id), rejected.map(({ id }) => id)], [['short'], ['long']])
  })

  test('of a day that no calendar of ours has is refused', () => {
    const of = (date: string) => ({ type: 'HKQuantityTypeIdentifierStepCount', date, sum: 5, unit: 'count' })
    const dates = ['0000-01-01', '1969-12-31', '2106-01-01', '9999-12-31', '2025-02-30', '2025-6-1']
    const { items, rejected } = read({ aggregates: [...dates, '2025-06-01'].map(of) })
    assert.deepEqual(
      items.map(({ day }) => day),
      ['2025-06-01'],
    )
    assert.equal(rejected.length, dates.length)
  })

  test('that is refused is counted under the name that it would be stored under', () => {
    const typesOf = (platform: Platform, lists: object) =>
      readBatch(batchOf(platform, null, lists), nowMs).rejected.map(({ type }) => type)
    const lists = { samples: [{}], workouts: [{}], aggregates: [{}], ecgs: [{}], characteristics: 'none' }
    assert.deepEqual(typesOf('healthkit', lists), [
      null,
      'HKWorkoutTypeIdentifier',
      null,
      'HKDataTypeIdentifierElectrocardiogram',
      'characteristics',
    ])
    assert.deepEqual(typesOf('health_connect', lists), [null, 'ExerciseSession', null, null, 'characteristics'])
    assert.deepEqual(typesOf('samsung', lists), [null, 'EXERCISE', null, null, 'characteristics'])
    const of = (type: string) => ({ samples: [{ type }], workouts: [{ type }], aggregates: [{ type }] })
    assert.deepEqual(typesOf('health_connect', of('StepsRecord')), ['Steps', 'Steps', 'Steps'])
    assert.deepEqual(typesOf('samsung', of('STEPS.TOTAL')), ['STEPS.TOTAL', 'STEPS.TOTAL', 'STEPS'])
    assert.deepEqual(typesOf('healthkit', of('HKDragons')), ['HKDragons', 'HKWorkoutTypeIdentifier', 'HKDragons'])
  })

  test('of a kind that its platform has not is refused', () => {
    const { rejected } = readBatch(batchOf('samsung', null, { ecgs: [{ id: 'e' }] }), nowMs)
    assert.match(rejected[0]?.reason ?? '', /nothing of the kind/)
  })
})

suite('the tables of the platforms', () => {
  test('take every quantity of HealthKit in the unit that phones are asked for, shares as fractions', () => {
    const asked: Readonly<Record<string, string>> = {
      bpm: 'count/min',
      percent: '%',
      celsius: 'degC',
      'mL/kg/min': 'mL/kg*min',
      MET: 'kcal/hr·kg',
    }
    for (const type of healthTypes.filter(({ unit }) => unit !== null)) {
      const unit = asked[type.unit ?? ''] ?? type.unit
      const value = type.unit === 'percent' ? 0.5 : type.unit === 'celsius' ? 37 : 80
      assert.equal(quantityOf(type, value, unit), type.unit === 'percent' ? 50 : value, `${type.name} in ${unit}`)
    }
  })

  test('know the values of HealthKit by name, by full name and by number', () => {
    const type = (name: string) => healthTypes.find((each) => each.name === name) ?? assert.fail(name)
    const sleep = type('SleepAnalysis')
    assert.equal(categoryOf(sleep, 'AsleepREM'), 6)
    assert.equal(categoryOf(sleep, 'HKCategoryValueSleepAnalysisAsleepREM'), 6)
    assert.equal(categoryOf(sleep, 5), 6)
    assert.equal(categoryOf(sleep, 9), null)
    const flow = type('MenstrualFlow')
    assert.equal(categoryOf(flow, 'HKCategoryValueVaginalBleedingHeavy'), categoryOf(flow, 4))
    assert.equal(categoryOf(flow, 0), null)
    const test = type('OvulationTestResult')
    assert.equal(categoryOf(test, 'Negative'), categoryOf(test, 1))
    assert.notEqual(categoryOf(test, 'Negative'), categoryOf(test, 'NotApplicable'))
    const mucus = type('CervicalMucusQuality')
    assert.equal(categoryOf(mucus, 'EggWhite'), categoryOf(mucus, 5))
    assert.equal(categoryOf(type('Headache'), 3), categoryOf(type('Headache'), 'SeverityModerate'))
    assert.equal(categoryOf(type('MoodChanges'), 1), categoryOf(type('MoodChanges'), 'PresenceNotPresent'))
    assert.equal(categoryOf(type('MindfulSession'), null), 1)
  })

  test('know what happens in a workout of HealthKit by name, by full name, as Swift has it and by number', () => {
    for (const said of ['Running', 'running', 'HKWorkoutActivityTypeRunning', 37])
      assert.equal(activityName(said), 'Running')
    for (const said of ['MotionPaused', 'motionPaused', 'HKWorkoutEventTypeMotionPaused', 5])
      assert.equal(eventName(said), 'MotionPaused')
    for (const said of ['SinusRhythm', 'sinusRhythm', 'HKElectrocardiogramClassificationSinusRhythm', 1])
      assert.equal(classificationName(said), 'SinusRhythm')
    assert.equal(activityName(3000), 'Other')
    assert.equal(activityName(81), '81')
    assert.equal(eventName(9), '9')
    const numbers = Object.values(activityNumbers)
    assert.deepEqual([new Set(numbers).size, numbers.length], [84, 84])
  })

  test('take no sport of a workout that is neither a name nor a number of HealthKit', () => {
    const times = { start: '2026-06-30T10:00:00Z', end: '2026-06-30T11:00:00Z' }
    const sports = [37, 'running', -1, 1.5, '', null, ['Running']]
    const { items, rejected } = read({ workouts: sports.map((activity, i) => ({ id: `${i}`, activity, ...times })) })
    assert.deepEqual(
      items.map(({ id }) => id),
      ['0', '1'],
    )
    assert.equal(rejected.length, 5)
    for (const { reason } of rejected) assert.match(reason, /^Its "activity" is not as documented: /)
    assert.match(rejected.at(-1)?.reason ?? '', /expected a name of HealthKit or its number/)
  })

  test('map every sport to a type of the schema', () => {
    const defined = new Set<number>(Object.values(ActivityType))
    assert.equal(jetpackSports.size, 61)
    assert.equal(samsungSports.size, 113)
    for (const [name, sport] of [...jetpackSports, ...samsungSports]) assert.ok(defined.has(sport), name)
    assert.equal(jetpackSports.get('56'), ActivityType.RUNNING)
    assert.equal(jetpackSports.get('83'), ActivityType.YOGA)
    assert.equal(samsungSports.get('TREADMILL'), ActivityType.TREADMILL)
  })
})

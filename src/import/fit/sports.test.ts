import assert from 'node:assert/strict'
import { test } from 'node:test'
import { getFitSportName, getFitSubSportName } from 'fit-file-parser'
import { ActivityType } from '../../schema/enums.ts'
import { activityTypeOf } from './sports.ts'

const numbers = Array.from({ length: 255 }, (_, number) => number)
const sports = numbers.flatMap((number) => getFitSportName(number) ?? [])
const subSports = numbers.flatMap((number) => getFitSubSportName(number) ?? [])
const types = new Set<number>(Object.values(ActivityType))

test('knows every sport of the FIT profile, with every sub-sport', () => {
  assert.ok(sports.length > 80 && subSports.length > 100)
  for (const sport of sports) {
    for (const subSport of [null, ...subSports]) {
      const { type, known } = activityTypeOf(sport, subSport)
      assert.ok(known && types.has(type), `${sport}/${subSport}`)
    }
  }
})

test('maps what people record most', () => {
  const type = (sport: string, sub: string | null = null) => activityTypeOf(sport, sub).type
  assert.equal(type('running'), ActivityType.RUNNING)
  assert.equal(type('running', 'treadmill'), ActivityType.TREADMILL_RUNNING)
  assert.equal(type('running', 'track'), ActivityType.RUNNING)
  assert.equal(type('cycling', 'generic'), ActivityType.BIKING)
  assert.equal(type('cycling', 'gravel_cycling'), ActivityType.GRAVEL_CYCLING)
  assert.equal(type('cycling', 'virtual_activity'), ActivityType.STATIONARY_BIKING)
  assert.equal(type('swimming', 'open_water'), ActivityType.OPEN_WATER_SWIMMING)
  assert.equal(type('fitness_equipment', 'elliptical'), ActivityType.ELLIPTICAL)
  assert.equal(type('fitness_equipment', 'indoor_rowing'), ActivityType.ROWING_MACHINE)
  assert.equal(type('training', 'yoga'), ActivityType.YOGA)
  assert.equal(type('training', 'cardio_training'), ActivityType.CARDIO_TRAINING)
  assert.equal(type('transition'), ActivityType.OTHER)
  assert.equal(type('multisport'), ActivityType.MULTISPORT)
})

test('calls a sport outside the profile Other, and says that it is unknown', () => {
  assert.deepEqual(activityTypeOf('199', null), { type: ActivityType.OTHER, known: false })
  assert.deepEqual(activityTypeOf('toString', null), { type: ActivityType.OTHER, known: false })
  assert.deepEqual(activityTypeOf(null, null), { type: ActivityType.UNKNOWN, known: true })
})

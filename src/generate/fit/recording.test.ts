import assert from 'node:assert/strict'
import { test } from 'node:test'
import { readFitSessions } from '../../import/fit/read.ts'
import { lifeOf } from '../../sandbox/life/life.ts'
import { addDays } from '../local-day.ts'
import { fitOfSession } from './recording.ts'

const recorder = { manufacturer: 32, productName: 'ELEMNT ROAM', serialNumber: 4711 }

test('the file of every kind of session says what was lived, sample by sample, on the clock of the person', () => {
  const life = lifeOf('ada', [], Date.UTC(2026, 6, 1, 12))
  const lived = life.days(addDays(life.today, -40), life.today).flatMap(({ sessions }) => sessions)
  const kinds = new Map(lived.map((session) => [session.sport.name, session]))
  assert.ok(kinds.size >= 6, `${kinds.size} kinds of sessions`)
  for (const [name, session] of kinds) {
    const { points, startMs, endMs, durationSeconds, position, sport } = session
    const [read, ...others] = readFitSessions(name, fitOfSession(session, 345, recorder))
    assert.ok(read !== undefined && others.length === 0, name)
    assert.deepEqual([read.startMs, read.endMs, read.offsetMinutes, read.isWhole], [startMs, endMs, 345, true], name)
    const record = read.activity({ minutes: 345, known: true })
    assert.deepEqual(
      record.heart_rate_data?.detailed?.hr_samples?.map(({ bpm }) => bpm),
      points.map(({ bpm }) => bpm),
      name,
    )
    const meters = points.at(-1)?.meters ?? 0
    const moves = meters > 0
    assert.deepEqual(
      record.distance_data?.detailed?.distance_samples?.map(({ distance_meters }) => distance_meters),
      moves ? points.map((point) => point.meters) : [],
      name,
    )
    assert.deepEqual(
      record.movement_data?.cadence_samples?.map(({ cadence_rpm }) => cadence_rpm),
      moves ? points.map(({ cadence }) => cadence) : [],
      name,
    )
    assert.deepEqual(
      record.power_data?.power_samples?.map(({ watts }) => watts),
      sport.motion === 'ride' || sport.motion === 'row' ? points.map(({ watts }) => watts) : [],
      name,
    )
    assert.equal(record.position_data?.position_samples?.length, position === null ? 0 : points.length, name)
    assert.equal(record.active_durations_data?.activity_seconds, durationSeconds, name)
    assert.equal(record.metadata.type, sport.type, name)
    assert.equal(record.device_data?.name, 'ELEMNT ROAM')
    const laps = record.lap_data?.laps ?? []
    const decimetres = laps.reduce((sum, lap) => sum + Math.round((lap.distance_meters ?? 0) * 10), 0)
    assert.equal(decimetres, Math.round(meters * 10), name)
    assert.equal(laps.at(-1)?.trigger_method, 'SESSION_END', name)
  }
})

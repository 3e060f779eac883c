import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Activity, Sleep } from '../../../../src/schema/records.ts'
import { aDaily, aSleep } from '../../../../src/testing/records.ts'
import { activityLine, bodyLine, dailyLine, linesByDay, sleepLine } from './lines.ts'

const part = (provider: string, key: string) => ({ user_id: `${provider} user`, provider, key })

test('a day, a night, a workout and a body each say what they are', () => {
  assert.equal(
    dailyLine(aDaily('2026-07-01', 8000, { heart_rate_data: { summary: { resting_hr_bpm: 51 } } })),
    '8,000 steps, distance 6 km, resting heart rate 51 bpm',
  )
  assert.equal(sleepLine(aSleep('2026-07-02', 'n1')), '7 h 30 min asleep, 23:00 to 07:00')
  const night: Sleep = { metadata: { ...aSleep('2026-07-02', 'n1').metadata, is_nap: true } }
  assert.equal(sleepLine(night), 'Nap, 8 h in bed, 23:00 to 07:00')
  const ride: Activity = {
    metadata: {
      start_time: '2026-07-02T17:00:00.000000+02:00',
      end_time: '2026-07-02T18:30:00.000000+02:00',
      summary_id: 'ride',
      type: 1,
      upload_type: 1,
    },
    distance_data: { summary: { distance_meters: 31_500 } },
  }
  assert.equal(activityLine(ride), 'Biking, 31.5 km in 1 h 30 min')
  assert.equal(
    bodyLine({
      metadata: { start_time: '2026-07-02T00:00:00.000000+02:00', end_time: '2026-07-03T00:00:00.000000+02:00' },
      measurements_data: { day_avg_weight_kg: 72.44, measurements: [] },
      blood_pressure_data: { blood_pressure_samples: [{ timestamp: null, systolic_bp: 121, diastolic_bp: 79 }] },
    }),
    'weight 72.4 kg, blood pressure 121/79',
  )
  assert.equal(dailyLine({ metadata: aDaily('2026-07-01', 1).metadata }), '')
})

test('what is of the whole day stands first, then what began earlier, each on the day on which it began', () => {
  const lines = linesByDay({
    sleep: { data: [aSleep('2026-07-02', 'n1')], made_of: [[part('OURA', 'n1'), part('APPLE', 'x')]] },
    daily: { data: [aDaily('2026-07-01', 8000)], made_of: [[part('OURA', '2026-07-01')]] },
  })
  assert.deepEqual(
    lines.get('2026-07-01')?.map(({ type, clock, parts }) => [type, clock, parts.length]),
    [
      ['daily', null, 1],
      ['sleep', '23:00', 2],
    ],
  )
  assert.deepEqual([...lines.keys()], ['2026-07-01'])
})

test('where no figure can be named, the line names what there is', () => {
  const metadata = { start_time: '2026-07-02T00:00:00.000000+02:00', end_time: '2026-07-03T00:00:00.000000+02:00' }
  const record = {
    metadata,
    heart_data: { heart_rate_data: { summary: { resting_hr_bpm: 51 } } },
    temperature_data: {},
  }
  const lines = linesByDay({ body: { data: [record], made_of: [[part('OURA', 'x')]] } })
  assert.equal(lines.get('2026-07-02')?.[0]?.finding, 'heart')
})

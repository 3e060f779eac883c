import assert from 'node:assert/strict'
import { test } from 'node:test'
import { day, entry, importElements, record, stamp } from '../fixtures/xml.ts'

const workout = (attributes: string, inner = '') =>
  `<Workout ${attributes} startDate="${stamp(`${day} 10:00:00`)}" endDate="${stamp(`${day} 11:00:00`)}">${inner}</Workout>`

test('takes the totals that old systems tell in attributes', async () => {
  const { activity } = await importElements(
    workout(
      'workoutActivityType="HKWorkoutActivityTypeRunning" duration="50" durationUnit="min" totalDistance="5" totalDistanceUnit="mi" totalEnergyBurned="1000" totalEnergyBurnedUnit="kJ" sourceName="Run App"',
    ),
  )
  assert.equal(activity[0]?.metadata.upload_type, 6)
  assert.equal(activity[0]?.active_durations_data?.activity_seconds, 3000)
  assert.equal(activity[0]?.distance_data?.summary?.distance_meters, 8046.72)
  assert.equal(activity[0]?.calories_data?.net_activity_calories?.toFixed(3), '239.006')
  assert.equal(activity[0]?.calories_data?.total_burned_calories, null)
})

test('keeps the name of an unknown workout', async () => {
  const { activity, warnings } = await importElements(
    workout('workoutActivityType="HKWorkoutActivityTypeQuidditch" sourceName="W"'),
  )
  assert.equal(activity[0]?.metadata.type, 108)
  assert.equal(activity[0]?.metadata.name, 'Quidditch')
  assert.equal(warnings.length, 1)
})

test('makes one set of laps of kilometres and miles, and stops the timer in pauses', async () => {
  const event = (type: string, time: string, minutes = 0) =>
    `<WorkoutEvent type="HKWorkoutEventType${type}" date="${stamp(`${day} ${time}`)}" duration="${minutes}" durationUnit="min"/>`
  const { activity } = await importElements(
    workout(
      'workoutActivityType="HKWorkoutActivityTypeRunning" sourceName="W"',
      [
        event('Segment', '10:00:00', 6),
        event('Segment', '10:00:00', 10),
        event('Segment', '10:06:00', 6),
        event('Segment', '10:10:00', 10),
        event('Segment', '10:12:00', 6),
        event('Pause', '10:30:00'),
        event('Resume', '10:40:00'),
        `<WorkoutActivity uuid="x">${event('Lap', '10:00:00', 1)}</WorkoutActivity>`,
        '<WorkoutStatistics type="HKQuantityTypeIdentifierHeartRate" average="140" minimum="100" maximum="170" unit="count/min"/>',
        `<WorkoutRoute>${entry('HKTimeZone', 'Asia/Tokyo')}<FileReference path="/workout-routes/none.gpx"/></WorkoutRoute>`,
      ].join(''),
    ),
    record({ type: 'HeartRate', start: `${day} 10:45:00`, value: 150, unit: 'count/min' }),
  )
  assert.deepEqual(
    activity[0]?.lap_data?.laps?.map(({ active_duration_seconds }) => active_duration_seconds),
    [360, 360, 360],
  )
  assert.equal(activity[0]?.active_durations_data?.activity_seconds, 3000)
  assert.equal(activity[0]?.heart_rate_data?.summary?.max_hr_bpm, 170)
  assert.equal(activity[0]?.heart_rate_data?.detailed?.hr_samples?.[0]?.timer_duration_seconds, 35 * 60)
  assert.match(activity[0]?.metadata.start_time ?? '', /\+01:00$/)
})

import assert from 'node:assert/strict'
import { test } from 'node:test'
import { brought, newYork, profile, run, spring } from '../../testing/fitbit-files.ts'

test('tells a night over a change of the clocks as long as it was, with short awakenings laid over the stages', async () => {
  const [night] = (await brought(spring)).sleeps
  assert.deepEqual(night?.metadata, {
    summary_id: '44912345678',
    start_time: '2024-03-09T23:10:30.000000-05:00',
    end_time: '2024-03-10T07:40:30.000000-04:00',
    is_nap: false,
    timestamp_localization: 1,
    upload_type: 2,
  })
  assert.deepEqual(night?.sleep_durations_data, {
    asleep: {
      duration_asleep_state_seconds: 398 * 60,
      duration_deep_sleep_state_seconds: 80 * 60,
      duration_light_sleep_state_seconds: 228 * 60,
      duration_REM_sleep_state_seconds: 90 * 60,
      num_REM_events: 6,
    },
    awake: {
      duration_awake_state_seconds: 52 * 60,
      num_wakeup_events: 1,
      sleep_latency_seconds: 0,
      wake_up_latency_seconds: 60,
    },
    other: { duration_in_bed_seconds: 27_000 },
    // 398 of 450 minutes.
    sleep_efficiency: 88.44444444444444,
    hypnogram_samples: [
      { timestamp: '2024-03-09T23:10:30.000000-05:00', level: 1 },
      { timestamp: '2024-03-09T23:20:30.000000-05:00', level: 4 },
      { timestamp: '2024-03-10T00:30:30.000000-05:00', level: 1 },
      { timestamp: '2024-03-10T00:31:30.000000-05:00', level: 4 },
      { timestamp: '2024-03-10T01:20:30.000000-05:00', level: 5 },
      { timestamp: '2024-03-10T03:40:30.000000-04:00', level: 6 },
    ],
  })
  assert.deepEqual(night?.heart_rate_data?.detailed?.hr_samples, [
    { timestamp: '2024-03-10T03:30:00.000000-04:00', bpm: 52 },
  ])
  assert.equal(night?.heart_rate_data?.summary?.resting_hr_bpm, 55.28)
})

test('reads the hour that the clocks repeat the second time where it comes the second time', async () => {
  // The clocks of New York went back from 2:00 to 1:00 on 3 November 2024.
  const autumn = {
    logId: 2,
    startTime: '2024-11-03T00:30:00.000',
    endTime: '2024-11-03T06:30:00.000',
    duration: 7 * 3_600_000,
    mainSleep: true,
    levels: {
      data: [
        { dateTime: '2024-11-03T00:30:00.000', level: 'light', seconds: 5400 },
        { dateTime: '2024-11-03T01:00:00.000', level: 'deep', seconds: 7200 },
        { dateTime: '2024-11-03T03:00:00.000', level: 'rem', seconds: 12_600 },
      ],
    },
  }
  const [night] = (await brought({ ...newYork, 'sleep-2024-11-01.json': [autumn] })).sleeps
  assert.equal(night?.metadata.end_time, '2024-11-03T06:30:00.000000-05:00')
  assert.deepEqual(
    night?.sleep_durations_data?.hypnogram_samples?.map(
      ({ timestamp }) => timestamp?.slice(11, 16) + (timestamp?.slice(-6) ?? ''),
    ),
    ['00:30-04:00', '01:00-05:00', '03:00-05:00'],
  )
  // 1.5 h light, 2 h deep and 3.5 h REM of seven hours.
  assert.equal(night?.sleep_durations_data?.asleep?.duration_asleep_state_seconds, 7 * 3600)
})

test('tells a run with its distance in metres, and its calories as the total', async () => {
  const [activity] = (await brought(spring)).activities
  assert.deepEqual(activity?.metadata, {
    summary_id: '61234567890',
    start_time: '2024-03-10T17:05:11.000000-04:00',
    end_time: '2024-03-10T17:37:35.000000-04:00',
    timestamp_localization: 1,
    type: 8,
    name: 'Run',
    upload_type: 1,
  })
  // 3.21 × 1609.344
  assert.equal(activity?.distance_data?.summary?.distance_meters, 5165.99424)
  assert.equal(activity?.distance_data?.summary?.elevation, undefined)
  assert.deepEqual(activity?.calories_data, { total_burned_calories: 361 })
  assert.deepEqual(activity?.heart_rate_data?.summary, {
    avg_hr_bpm: 149,
    max_hr_bpm: 151,
    min_hr_bpm: 151,
    hr_zone_data: [{ zone: 0, name: 'Cardio', duration_seconds: 1500 }],
  })
})

test('takes a start with its zone written out, as some years have it', async () => {
  const { activities } = await brought({
    ...newYork,
    'exercise-100.json': [{ ...run, startTime: '2024-03-10T22:05:11.000+01:00' }],
  })
  assert.equal(activities[0]?.metadata.start_time, '2024-03-10T17:05:11.000000-04:00')
})

test('reads a weight in the unit that fits its BMI, whatever the account says; else in that of the account', async () => {
  const weigh = async (weight: number, bmi: number | null, unit: string): Promise<number | null | undefined> => {
    const log = { logId: 1, weight, bmi, date: '03/10/24', time: '06:55:10' }
    const csv = profile('America/New_York', { unit })
    const { bodies } = await brought({
      'Takeout/Fitbit/Your Profile/Profile.csv': csv,
      'weight-2024-03-01.json': [log],
    })
    return bodies[0]?.measurements_data?.measurements?.[0]?.weight_kg
  }
  // 141.5 lb is 64.18… kg, whose BMI at 171 cm is 21.95.
  assert.equal(await weigh(141.5, 22, 'en_US'), 64.183320355)
  assert.equal(await weigh(141.5, 22, 'METRIC'), 64.183320355)
  assert.equal(await weigh(64.2, 22, 'en_US'), 64.2)
  assert.equal(await weigh(141.5, null, 'en_US'), 64.183320355)
  assert.equal(await weigh(64.2, null, 'METRIC'), 64.2)
})

test('takes the person from the profile, whose notes may hold commas and quotes, and no age', async () => {
  const { athletes } = await brought(spring)
  assert.deepEqual(athletes, [
    {
      provider_user_id: 'B1XYZ9',
      first_name: 'Mira',
      last_name: null,
      email: 'mira.holt@example.com',
      date_of_birth: '1988-04-02',
      sex: 'female',
      gender: 'female',
      country: null,
      state: null,
      city: null,
      account_creation_date: null,
    },
  ])
})

test('keeps a nap apart, counts restless as awake, and puts what is told of the date to the main sleep', async () => {
  const log = (logId: number, start: string, end: string, mainSleep: boolean, levels: object) => ({
    logId,
    startTime: start,
    endTime: end,
    type: 'classic',
    mainSleep,
    levels: { data: levels },
  })
  const night = log(1, '2024-05-03T23:00:00.000', '2024-05-04T06:00:00.000', true, [
    { dateTime: '2024-05-03T23:00:00.000', level: 'asleep', seconds: 7 * 3600 - 600 },
    { dateTime: '2024-05-04T05:50:00.000', level: 'restless', seconds: 600 },
  ])
  const nap = log(2, '2024-05-04T14:00:00.000', '2024-05-04T15:00:00.000', false, [
    { dateTime: '2024-05-04T14:00:00.000', level: 'asleep', seconds: 3600 },
  ])
  const { sleeps } = await brought({
    ...newYork,
    'sleep-2024-05-01.json': [nap, night],
    'Takeout/Fitbit/Sleep Score/sleep_score.csv': `sleep_log_entry_id,timestamp,overall_score\n1,2024-05-04T06:00:00Z,81\n`,
    'Takeout/Fitbit/Heart Rate Variability/Daily Heart Rate Variability Summary - 2024-05-(4).csv':
      'timestamp,rmssd,nremhr,entropy\n2024-05-04T00:00:00,39.9,56.1,2.9\n',
    'Takeout/Fitbit/Heart Rate Variability/Heart Rate Variability Details - 2024-05-04.csv':
      'timestamp,rmssd,coverage\n2024-05-04T01:05:00,38.2,0.93\n2024-05-04T12:00:00,41,0.9\n',
    'Takeout/Fitbit/Heart Rate Variability/Daily Respiratory Rate Summary - 2024-05-04.csv':
      'timestamp,daily_respiratory_rate\n2024-05-04T00:00:00,15.4\n',
    'Takeout/Fitbit/Oxygen Saturation (SpO2)/Daily SpO2 - 2024-05-01-2024-06-01.csv':
      'timestamp,average_value,lower_bound,upper_bound\n2024-05-04T00:00:00Z,96.5,93.0,99.9\n',
    'Takeout/Fitbit/Oxygen Saturation (SpO2)/Minute SpO2 - 2024-05-04.csv':
      'timestamp,value\n2024-05-04T05:00:00Z,95.5\n2024-05-04T05:01:00Z,50.0\n',
    'Takeout/Fitbit/Temperature/Computed Temperature - 2024-05-01.csv':
      'type,sleep_start,sleep_end,temperature_samples,nightly_temperature,baseline_relative_sample_sum\nSKIN,2024-05-03T23:00,2024-05-04T06:00,400,34.1,-100\n',
  })
  assert.deepEqual(
    sleeps.map(({ metadata }) => [metadata.summary_id, metadata.is_nap]),
    [
      ['1', false],
      ['2', true],
    ],
  )
  const [main, other] = sleeps
  assert.deepEqual(main?.sleep_durations_data?.asleep, {
    duration_asleep_state_seconds: 7 * 3600 - 600,
    duration_deep_sleep_state_seconds: null,
    duration_light_sleep_state_seconds: null,
    duration_REM_sleep_state_seconds: null,
    num_REM_events: null,
  })
  assert.equal(main?.sleep_durations_data?.awake?.duration_awake_state_seconds, 600)
  assert.equal(main?.scores?.sleep, 81)
  assert.equal(main?.heart_rate_data?.summary?.avg_hrv_rmssd, 39.9)
  assert.deepEqual(main?.heart_rate_data?.detailed?.hrv_samples_rmssd, [
    { timestamp: '2024-05-04T01:05:00.000000-04:00', hrv_rmssd: 38.2 },
  ])
  assert.equal(main?.respiration_data?.breaths_data?.avg_breaths_per_min, 15.4)
  assert.equal(main?.respiration_data?.oxygen_saturation_data?.avg_saturation_percentage, 96.5)
  // The sensor says 50 where it does not know.
  assert.deepEqual(main?.respiration_data?.oxygen_saturation_data?.samples, [
    { timestamp: '2024-05-04T01:00:00.000000-04:00', percentage: 95.5, type: 0 },
  ])
  // −100 over 400 samples.
  assert.deepEqual(main?.temperature_data, { delta: -0.25 })
  assert.equal(other?.heart_rate_data?.summary?.avg_hrv_rmssd, null)
  assert.equal(other?.temperature_data, null)
})

test('keeps a sport that it does not know as Other, with its name, and says so', async () => {
  const { activities, warnings } = await brought({
    ...newYork,
    'exercise-0.json': [{ ...run, activityName: 'Cheese Rolling' }],
  })
  assert.deepEqual([activities[0]?.metadata.type, activities[0]?.metadata.name], [108, 'Cheese Rolling'])
  assert.match(warnings.join(), /"Cheese Rolling" \(1\)/)
})

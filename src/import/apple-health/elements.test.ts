import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { importedOf } from './fixtures/truth.ts'
import { entry, healthData, importXml, phone, record, stamp, watch } from './fixtures/xml.ts'

suite('elements of an export', () => {
  const day = '2024-03-20'
  const one = async (...elements: string[]) => {
    const imported = await importXml(healthData(...elements))
    return {
      ...imported,
      daily: importedOf(imported, 'daily')[0]?.record,
      body: importedOf(imported, 'body')[0]?.record,
      sleep: importedOf(imported, 'sleep').map((each) => each.record),
      activity: importedOf(imported, 'activity').map((each) => each.record),
    }
  }

  test('come out in the units of the schema', async () => {
    const at = `${day} 08:00:00`
    const { body } = await one(
      record({ type: 'BodyMass', start: at, value: 150, unit: 'lb' }),
      record({ type: 'Height', start: at, value: 6, unit: 'ft' }),
      record({ type: 'BodyFatPercentage', start: at, value: 0.243, unit: '%' }),
      record({ type: 'BodyTemperature', start: at, value: 98.6, unit: 'degF' }),
      record({ type: 'BloodGlucose', start: at, value: 5.5, unit: 'mmol&lt;180.1558800000541&gt;/L', source: 'Meter' }),
      record({ type: 'DietaryWater', start: at, value: 10, unit: 'fl_oz_us' }),
      record({ type: 'InsulinDelivery', start: at, value: 4, unit: 'IU', inner: entry('HKInsulinDeliveryReason', 2) }),
    )
    assert.deepEqual(body?.measurements_data?.measurements, [
      {
        measurement_time: `${day}T08:00:00.000000+01:00`,
        weight_kg: 68.0388555,
        bodyfat_percentage: 24.3,
        height_cm: 182.88,
      },
      { measurement_time: `${day}T08:00:00.000000+01:00`, insulin_units: 4, insulin_type: 'bolus' },
    ])
    assert.equal(body?.temperature_data?.day_avg_body_temperature_celsius, 37)
    assert.equal(body?.glucose_data?.day_avg_blood_glucose_mg_per_dL?.toFixed(3), '99.086')
    assert.equal(body?.hydration_data?.day_total_water_consumption_ml?.toFixed(4), '295.7353')
  })

  test('that are impossible, unreadable or in a strange unit are left out and counted', async () => {
    const { daily, warnings } = await one(
      record({ type: 'HeartRate', start: `${day} 08:00:00`, value: 300, unit: 'count/min' }),
      record({ type: 'HeartRate', start: `${day} 08:01:00`, value: '', unit: 'count/min' }),
      record({ type: 'HeartRate', start: `${day} 08:02:00`, value: 60, unit: 'furlong' }),
      record({ type: 'HeartRate', start: `${day} 08:03:00`, end: `${day} 08:02:00`, value: 60, unit: 'count/min' }),
      record({ type: 'HeartRate', start: `${day} 08:04:00`, value: 60, unit: 'count/min' }),
      record({ type: 'SomethingNew', start: `${day} 08:04:00`, value: 60, unit: 'count/min' }),
    )
    assert.equal(daily?.heart_rate_data?.detailed?.hr_samples?.length, 1)
    assert.deepEqual(warnings, [
      'Left out 1 record without a readable date.',
      'Left out 1 record without a readable value.',
      'Left out 1 record in a unit that is not known.',
      'Left out values that no body or device can have: heart_rate_bpm (1).',
    ])
  })

  test('that a correlation repeats count once, and count even when only the correlation has them', async () => {
    const pressure = (kind: string, value: number, time: string) =>
      record({ type: `BloodPressure${kind}`, start: `${day} ${time}`, value, unit: 'mmHg', source: 'Cuff' })
    const correlation = (type: string, time: string, ...inner: string[]) =>
      `<Correlation type="HKCorrelationTypeIdentifier${type}" sourceName="Cuff" startDate="${stamp(`${day} ${time}`)}" endDate="${stamp(`${day} ${time}`)}">${inner.join('')}</Correlation>`
    const protein = record({ type: 'DietaryProtein', start: `${day} 12:00:00`, value: 5, unit: 'g', source: 'Food' })
    const imported = await one(
      pressure('Systolic', 120, '08:00:00'),
      pressure('Diastolic', 80, '08:00:00'),
      correlation(
        'BloodPressure',
        '08:00:00',
        pressure('Systolic', 120, '08:00:00'),
        pressure('Diastolic', 80, '08:00:00'),
      ),
      correlation(
        'BloodPressure',
        '09:00:00',
        pressure('Systolic', 130, '09:00:00'),
        pressure('Diastolic', 85, '09:00:00'),
      ),
      // Two eggs of one breakfast are equal and yet two.
      protein,
      protein,
      correlation('Food', '12:00:00', entry('HKFoodType', 'Egg'), entry('HKFoodMeal', 'Breakfast'), protein),
    )
    assert.deepEqual(
      imported.body?.blood_pressure_data?.blood_pressure_samples?.map((each) => [each.systolic_bp, each.diastolic_bp]),
      [
        [120, 80],
        [130, 85],
      ],
    )
    const nutrition = importedOf(imported, 'nutrition')[0]?.record
    assert.equal(nutrition?.summary?.macros?.protein_g, 10)
    assert.equal(nutrition?.meals?.length, 1)
    assert.equal(nutrition?.meals?.[0]?.name, 'Egg')
    assert.equal(nutrition?.meals?.[0]?.type, 1)
    assert.equal(nutrition?.meals?.[0]?.macros.protein_g, 5)
  })

  test('of watch and phone are not added', async () => {
    const steps = (source: string, device: string, from: string, to: string, value: number) =>
      record({ type: 'StepCount', start: `${day} ${from}`, end: `${day} ${to}`, value, unit: 'count', source, device })
    const { daily } = await one(
      steps('P', phone, '10:00:00', '10:10:00', 1000),
      steps('W', watch, '10:05:00', '10:15:00', 800),
      record({
        type: 'StepCount',
        start: `${day} 10:00:00`,
        end: `${day} 11:00:00`,
        value: 9000,
        unit: 'count',
        source: 'P',
        device: phone,
        inner: entry('HKWasUserEntered', 1),
      }),
    )
    assert.equal(daily?.distance_data?.steps, 1300 + 9000 * 0.75)
    assert.equal(daily?.metadata.upload_type, 2)
    assert.equal(daily?.device_data?.hardware_version, 'Watch6,1')
    assert.equal(daily?.device_data?.other_devices?.[0]?.hardware_version, 'iPhone15,2')
  })

  test('belong to the day of the zone they name', async () => {
    const { daily } = await one(
      record({
        type: 'HeartRate',
        start: `${day} 03:00:00`,
        value: 60,
        unit: 'count/min',
        inner: entry('HKTimeZone', 'America/New_York'),
      }),
    )
    assert.equal(daily?.metadata.start_time, '2024-03-19T00:00:00.000000-04:00')
    assert.equal(daily?.heart_rate_data?.detailed?.hr_samples?.[0]?.timestamp, '2024-03-19T22:00:00.000000-04:00')
  })

  test('of Apple’s own rings stand in only where there are no samples', async () => {
    const summary = (date: string) =>
      `<ActivitySummary dateComponents="${date}" activeEnergyBurned="400" activeEnergyBurnedUnit="kcal" appleExerciseTime="30" appleStandHours="9"/>`
    const imported = await importXml(
      healthData(
        summary('1969-12-30'),
        summary(day),
        summary('2024-03-21'),
        record({
          type: 'ActiveEnergyBurned',
          start: '2024-03-21 10:00:00',
          end: '2024-03-21 10:01:00',
          value: 380,
          unit: 'kcal',
        }),
      ),
    )
    const dailies = importedOf(imported, 'daily').map((each) => each.record)
    assert.deepEqual(
      dailies.map((each) => [each.metadata.start_time.slice(0, 10), each.calories_data?.net_activity_calories]),
      [
        [day, 400],
        ['2024-03-21', 380],
      ],
    )
    assert.equal(dailies[0]?.active_durations_data?.activity_seconds, 1800)
    assert.equal(dailies[0]?.metadata.timestamp_localization, 0)
  })

  const sleep = (value: string, from: string, to: string, source = 'W', device: string | undefined = watch) =>
    record({
      type: 'SleepAnalysis',
      start: from,
      end: to,
      value: `HKCategoryValueSleepAnalysis${value}`,
      source,
      ...(device && { device }),
    })

  test('of sleep are one night per source, joined over gaps of an hour', async () => {
    const { sleep: nights } = await one(
      sleep('AsleepCore', '2024-03-19 23:00:00', '2024-03-20 02:00:00'),
      sleep('AsleepDeep', '2024-03-20 03:00:00', '2024-03-20 04:00:00'),
      sleep('Asleep', '2024-03-19 22:00:00', '2024-03-20 05:00:00', 'App', ''),
      sleep('InBed', '2024-03-19 22:30:00', '2024-03-20 04:10:00', 'P', phone),
      sleep('AsleepUnspecified', '2024-03-20 13:00:00', '2024-03-20 13:30:00', 'App', ''),
    )
    assert.equal(nights.length, 2)
    const [night, nap] = nights
    assert.equal(night?.metadata.start_time, '2024-03-19T22:30:00.000000+01:00')
    assert.equal(night?.metadata.is_nap, false)
    assert.equal(night?.sleep_durations_data?.asleep?.duration_asleep_state_seconds, 4 * 3600)
    assert.equal(night?.sleep_durations_data?.other?.duration_in_bed_seconds, 5 * 3600 + 40 * 60)
    assert.equal(night?.sleep_durations_data?.awake?.sleep_latency_seconds, 1800)
    assert.equal(nap?.metadata.is_nap, true)
    assert.equal(nap?.sleep_durations_data?.asleep?.duration_light_sleep_state_seconds, null)
  })

  test('of a nap shortly before the night stay a nap, also when another source tells the night', async () => {
    const nap = sleep('AsleepUnspecified', '2024-03-20 14:00:00', '2024-03-20 14:40:00', 'App', '')
    const night = sleep('AsleepUnspecified', '2024-03-20 15:20:00', '2024-03-20 23:00:00', 'App', '')
    const staged = sleep('AsleepCore', '2024-03-20 15:15:00', '2024-03-20 23:05:00')
    for (const [elements, asleep] of [
      [[nap, night], 460 * 60],
      [[nap, night, staged], 470 * 60],
    ] as const) {
      const { sleep: told } = await one(...elements)
      assert.deepEqual(
        told.map((each) => [each.metadata.is_nap, each.sleep_durations_data?.asleep?.duration_asleep_state_seconds]),
        [
          [true, 2400],
          [false, asleep],
        ],
      )
    }
  })

  test('of a night in which the clocks change keep both offsets', async () => {
    const { sleep: nights } = await one(sleep('AsleepCore', '2024-03-30 23:00:00 +0100', '2024-03-31 07:00:00 +0200'))
    assert.equal(nights[0]?.metadata.start_time, '2024-03-30T23:00:00.000000+01:00')
    assert.equal(nights[0]?.metadata.end_time, '2024-03-31T07:00:00.000000+02:00')
    assert.equal(nights[0]?.sleep_durations_data?.asleep?.duration_asleep_state_seconds, 7 * 3600)
  })

  const workout = (attributes: string, inner = '') =>
    `<Workout ${attributes} startDate="${stamp(`${day} 10:00:00`)}" endDate="${stamp(`${day} 11:00:00`)}">${inner}</Workout>`

  test('of old systems tell a workout’s totals in its attributes', async () => {
    const { activity } = await one(
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

  test('of an unknown workout keep its name', async () => {
    const { activity, warnings } = await one(
      workout('workoutActivityType="HKWorkoutActivityTypeQuidditch" sourceName="W"'),
    )
    assert.equal(activity[0]?.metadata.type, 108)
    assert.equal(activity[0]?.metadata.name, 'Quidditch')
    assert.equal(warnings.length, 1)
  })

  test('of kilometres and miles make one set of laps, and pauses stop the timer', async () => {
    const event = (type: string, time: string, minutes = 0) =>
      `<WorkoutEvent type="HKWorkoutEventType${type}" date="${stamp(`${day} ${time}`)}" duration="${minutes}" durationUnit="min"/>`
    const { activity } = await one(
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

  test('of a sensor are continuous glucose, those of a meter single readings', async () => {
    const glucose = (source: string, time: string, value: number) =>
      record({ type: 'BloodGlucose', start: `${day} ${time}`, value, unit: 'mg/dL', source })
    const { body } = await one(
      glucose('Dexcom G7', '08:00:00', 100),
      glucose('Dexcom G7', '08:05:00', 110),
      glucose('Contour', '09:00:00', 90),
    )
    assert.equal(body?.glucose_data?.detailed_blood_glucose_samples?.length, 2)
    assert.equal(body?.glucose_data?.day_avg_detailed_blood_glucose_mg_per_dL, 105)
    assert.equal(body?.glucose_data?.day_avg_blood_glucose_mg_per_dL, 90)
  })

  test('of symptoms and the watch’s warnings are observations', async () => {
    const { records } = await one(
      record({ type: 'Headache', start: `${day} 08:00:00`, value: 'HKCategoryValueSeverityModerate' }),
      record({ type: 'HighHeartRateEvent', start: `${day} 09:00:00`, value: 'HKCategoryValueNotApplicable' }),
      record({
        type: 'OvulationTestResult',
        start: `${day} 10:00:00`,
        value: 'HKCategoryValueOvulationTestResultLuteinizingHormoneSurge',
      }),
    )
    const seen = records.flatMap((each) => (each.type === 'health_observation' ? [each.record.observation_data] : []))
    assert.deepEqual(
      seen.map(({ observation_type, category, severity, value }) => [
        observation_type,
        category,
        severity,
        value?.code,
      ]),
      [
        ['high_heart_rate_event', 7, null, undefined],
        ['ovulation_test_result', 2, null, 'luteinizing_hormone_surge'],
        ['headache', 1, 3, undefined],
      ],
    )
  })

  test('that nothing measured stay unknown', async () => {
    const { daily } = await one(record({ type: 'HeartRate', start: `${day} 08:00:00`, value: 60, unit: 'count/min' }))
    assert.equal(daily?.distance_data, null)
    assert.equal(daily?.calories_data, null)
    assert.equal(daily?.active_durations_data, null)
  })
})

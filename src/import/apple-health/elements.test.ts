import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { importedOf } from './fixtures/truth.ts'
import { day, entry, healthData, importElements, importXml, phone, record, stamp, watch } from './fixtures/xml.ts'

suite('elements of an export', () => {
  test('come out in the units of the schema', async () => {
    const at = `${day} 08:00:00`
    const { body } = await importElements(
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
    const { daily, warnings } = await importElements(
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
    const imported = await importElements(
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
    const { daily } = await importElements(
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
    const { daily } = await importElements(
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

  test('of a sensor are continuous glucose, those of a meter single readings', async () => {
    const glucose = (source: string, time: string, value: number) =>
      record({ type: 'BloodGlucose', start: `${day} ${time}`, value, unit: 'mg/dL', source })
    const { body } = await importElements(
      glucose('Dexcom G7', '08:00:00', 100),
      glucose('Dexcom G7', '08:05:00', 110),
      glucose('Contour', '09:00:00', 90),
    )
    assert.equal(body?.glucose_data?.detailed_blood_glucose_samples?.length, 2)
    assert.equal(body?.glucose_data?.day_avg_detailed_blood_glucose_mg_per_dL, 105)
    assert.equal(body?.glucose_data?.day_avg_blood_glucose_mg_per_dL, 90)
  })

  test('of symptoms and the watch’s warnings are observations', async () => {
    const { records } = await importElements(
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
    const { daily } = await importElements(
      record({ type: 'HeartRate', start: `${day} 08:00:00`, value: 60, unit: 'count/min' }),
    )
    assert.equal(daily?.distance_data, null)
    assert.equal(daily?.calories_data, null)
    assert.equal(daily?.active_durations_data, null)
  })
})

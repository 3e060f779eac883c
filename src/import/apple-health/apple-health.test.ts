import assert from 'node:assert/strict'
import { suite, test } from 'node:test'
import { recordSchemas } from '../../schema/records.ts'
import {
  type Imported,
  importedOf,
  importFile,
  makeExport,
  type Truth,
  type TruthDay,
  temporaryFolder,
} from './fixtures/truth.ts'

const flows: Readonly<Record<string, number>> = { Light: 2, Medium: 3, Heavy: 4 }

/** Equal up to the rounding of the truth (two digits) and of values told in other units. */
function near(actual: number | null | undefined, expected: number | undefined, what: string, tolerance = 0.0051): void {
  if (expected === undefined) {
    assert.equal(actual ?? null, null, `${what} is told but was not measured`)
    return
  }
  assert.equal(typeof actual, 'number', `${what} is missing`)
  const difference = Math.abs((actual ?? Number.NaN) - expected)
  assert.ok(difference <= Math.max(tolerance, Math.abs(expected) * 1e-6), `${what}: ${actual}, not ${expected}`)
}

function byDate<T extends { metadata: { start_time: string } }>(records: readonly T[]): Map<string, T> {
  const found = new Map(records.map((record) => [record.metadata.start_time.slice(0, 10), record]))
  assert.equal(found.size, records.length, 'there is one record a day')
  return found
}

function checkDays(imported: Imported, days: readonly TruthDay[]): void {
  const dailies = byDate(importedOf(imported, 'daily').map(({ record }) => record))
  const bodies = byDate(importedOf(imported, 'body').map(({ record }) => record))
  const nutritions = byDate(importedOf(imported, 'nutrition').map(({ record }) => record))
  const menstruations = byDate(importedOf(imported, 'menstruation').map(({ record }) => record))
  for (const day of days) {
    const daily = dailies.get(day.date)
    const body = bodies.get(day.date)
    const nutrition = nutritions.get(day.date)
    const flow = menstruations.get(day.date)?.menstruation_data?.menstruation_flow
    const at = (what: string): string => `${what} of ${day.date}`
    assert.equal(daily?.distance_data?.steps ?? undefined, day.steps_deduplicated, at('steps'))
    near(daily?.distance_data?.distance_meters, day.distance_m_deduplicated, at('distance'), 0.01)
    near(daily?.calories_data?.net_activity_calories, day.active_kcal, at('active energy'))
    near(daily?.calories_data?.BMR_calories, day.basal_kcal, at('basal energy'))
    near(
      daily?.active_durations_data?.activity_seconds,
      day.exercise_min ? day.exercise_min * 60 : undefined,
      at('exercise'),
    )
    near(daily?.active_durations_data?.standing_hours_count, day.stand_hours, at('stand hours'))
    near(daily?.distance_data?.floors_climbed, day.flights === 0 ? undefined : day.flights, at('floors'))
    const hr = daily?.heart_rate_data
    assert.equal(hr?.detailed?.hr_samples?.length, day.hr_count, at('heart rate samples'))
    near(hr?.summary?.avg_hr_bpm, day.hr_avg, at('mean heart rate'))
    near(hr?.summary?.min_hr_bpm, day.hr_min, at('least heart rate'))
    near(hr?.summary?.max_hr_bpm, day.hr_max, at('most heart rate'))
    near(hr?.summary?.resting_hr_bpm, day.resting_hr, at('resting heart rate'))
    near(hr?.summary?.avg_hrv_sdnn, day.hrv_sdnn_avg, at('variability'))
    near(daily?.oxygen_data?.avg_saturation_percentage, day.spo2_avg_percent, at('saturation'))
    near(daily?.oxygen_data?.vo2max_ml_per_min_per_kg, day.vo2max, at('VO2max'))
    near(body?.temperature_data?.day_avg_skin_temperature_celsius, day.wrist_temp_c, at('wrist temperature'), 0.01)
    near(body?.measurements_data?.day_avg_weight_kg, day.weight_kg, at('weight'), 0.01)
    near(body?.measurements_data?.day_avg_bodyfat_percentage, day.body_fat_percentage, at('body fat'))
    near(body?.blood_pressure_data?.day_avg_systolic_bp, day.blood_pressure?.[0], at('systolic'))
    near(body?.blood_pressure_data?.blood_pressure_samples?.[0]?.diastolic_bp, day.blood_pressure?.[1], at('diastolic'))
    near(nutrition?.summary?.water_ml, day.water_ml, at('water'), 0.01)
    near(nutrition?.summary?.macros?.calories, day.nutrition?.calories, at('intake'))
    near(nutrition?.summary?.macros?.carbohydrates_g, day.nutrition?.carbohydrates_g, at('carbohydrates'))
    near(nutrition?.summary?.macros?.fat_g, day.nutrition?.fat_g, at('fat'))
    near(nutrition?.summary?.macros?.protein_g, day.nutrition?.protein_g, at('protein'))
    assert.equal(nutrition?.meals?.length, day.nutrition ? 1 : undefined, at('meals'))
    assert.deepEqual(
      flow?.map((sample) => sample.flow),
      day.menstrual_flow ? [flows[day.menstrual_flow]] : undefined,
      at('flow'),
    )
    if (day.utc_offset_start) {
      const { start_time = '', end_time = '' } = daily?.metadata ?? {}
      assert.equal(start_time.slice(-6).replace(':', ''), day.utc_offset_start, at('offset'))
      const hours = (Date.parse(end_time) - Date.parse(start_time)) / 3_600_000
      if (day.day_length_hours === 23 || day.day_length_hours === 25)
        assert.equal(hours, day.day_length_hours, at('length'))
    }
  }
}

const instant = (text: string): number => Date.parse(text.replace(/^(\S+) (\S+) ([+-]\d\d)(\d\d)$/, '$1T$2$3:$4'))

function checkSleep(imported: Imported, days: readonly TruthDay[]): void {
  const sleeps = importedOf(imported, 'sleep').map(({ record }) => record)
  let naps = 0
  for (const { date, sleep, nap } of days) {
    for (const expected of [sleep, nap]) {
      if (!expected) continue
      const end = instant(expected.end)
      const found = sleeps.filter(
        ({ metadata }) => Date.parse(metadata.end_time) >= end && Date.parse(metadata.end_time) <= end + 300_000,
      )
      assert.equal(found.length, 1, `sleeps that end about ${expected.end}`)
      const durations = found[0]?.sleep_durations_data
      // A night of which only the time in bed is known has no measured sleep: null, not 0.
      assert.equal(durations?.asleep?.duration_asleep_state_seconds ?? 0, expected.asleep_seconds, `asleep on ${date}`)
      assert.equal(found[0]?.metadata.is_nap ?? false, expected === nap, `nap on ${date}`)
      if (expected === nap) naps++
    }
    if (!sleep) continue
    const night = sleeps.find(({ metadata }) => Math.abs(Date.parse(metadata.end_time) - instant(sleep.end)) <= 300_000)
    const { asleep, awake, other, hypnogram_samples } = night?.sleep_durations_data ?? {}
    assert.equal(other?.duration_in_bed_seconds, sleep.in_bed_seconds, `in bed on ${date}`)
    assert.equal(asleep?.duration_light_sleep_state_seconds ?? undefined, sleep.core_seconds, `core on ${date}`)
    assert.equal(asleep?.duration_deep_sleep_state_seconds ?? undefined, sleep.deep_seconds, `deep on ${date}`)
    assert.equal(asleep?.duration_REM_sleep_state_seconds ?? undefined, sleep.rem_seconds, `REM on ${date}`)
    assert.equal(awake?.duration_awake_state_seconds ?? undefined, sleep.awake_seconds, `awake on ${date}`)
    if (sleep.source === 'Watch') {
      assert.ok((hypnogram_samples?.length ?? 0) > 4)
      assert.equal(night?.device_data?.hardware_version, 'Watch6,1')
      assert.ok((night?.heart_rate_data?.detailed?.hr_samples?.length ?? 0) > 2)
    }
  }
  assert.equal(sleeps.length, days.filter(({ sleep }) => sleep).length + naps)
}

const types: Readonly<Record<string, [number, number]>> = {
  Running: [8, 58],
  Cycling: [1, 18],
  FunctionalStrengthTraining: [80, 80],
}

function checkActivities(imported: Imported, { workouts, days }: Truth): void {
  const activities = importedOf(imported, 'activity').map(({ record }) => record)
  const mindful = activities.filter(({ metadata }) => metadata.type === 45)
  const expected = days.filter(({ mindful_seconds }) => mindful_seconds)
  assert.equal(mindful.length, expected.length)
  for (const session of mindful) assert.equal(session.active_durations_data?.activity_seconds, 600)
  const recorded = activities.filter(({ metadata }) => metadata.type !== 45)
  assert.equal(recorded.length, workouts.length, 'copies by apps are left out')
  for (const workout of workouts) {
    const found = recorded.find(({ metadata }) => Date.parse(metadata.start_time) === instant(workout.start))
    const at = (what: string): string => `${what} of the workout at ${workout.start}`
    assert.equal(found && Date.parse(found.metadata.end_time), instant(workout.end), at('end'))
    assert.equal(found?.metadata.type, types[workout.type]?.[workout.indoor ? 1 : 0], at('type'))
    assert.equal(found?.metadata.upload_type, 1, at('upload type'))
    assert.equal(found?.active_durations_data?.activity_seconds, workout.duration_seconds, at('duration'))
    near(found?.calories_data?.net_activity_calories, workout.active_kcal, at('energy'))
    near(
      found?.distance_data?.summary?.distance_meters,
      workout.distance_m === 0 ? undefined : workout.distance_m,
      at('distance'),
      0.01,
    )
    near(found?.distance_data?.summary?.steps, workout.steps === 0 ? undefined : workout.steps, at('steps'))
    assert.equal(found?.heart_rate_data?.summary?.avg_hr_bpm, 141.3)
    assert.ok(
      (found?.heart_rate_data?.detailed?.hr_samples?.length ?? 0) >= workout.duration_seconds / 5,
      at('heart rate samples'),
    )
  }
}

function checkSchemas(imported: Imported): void {
  for (const { type, record } of imported.records) {
    const checked = recordSchemas[type].safeParse(record)
    assert.ok(checked.success, `${type}: ${JSON.stringify(checked.error?.issues.slice(0, 3))}`)
  }
}

/** Everything the generator knows the answer to. */
function checkAll(imported: Imported, truth: Truth): void {
  checkDays(imported, truth.days)
  checkSleep(imported, truth.days)
  checkActivities(imported, truth)
  assert.deepEqual(
    importedOf(imported, 'athlete').map(({ record }) => record),
    [{ date_of_birth: '1988-04-02', sex: 'female' }],
  )
}

suite('an export whose truth is known', () => {
  const variants: [string, string[]][] = [
    ['30 days with both changes of the clock', []],
    ['240 days in US units', ['--days', '240', '--units', 'us', '--density', '0.1']],
    ['the broken DTD of iOS 16', ['--days', '12', '--dtd', '12', '--density', '0.3']],
    ['no DTD at all', ['--days', '12', '--dtd', 'none', '--density', '0.3', '--seed', '3']],
    ['all times at the offset of home', ['--days', '60', '--offset-style', 'home', '--density', '0.3']],
    ['the clocks set back', ['--days', '14', '--start', '2024-10-20', '--density', '0.3', '--seed', '5']],
  ]
  for (const [name, options] of variants) {
    test(`gives the true numbers for ${name}`, async () => {
      await using folder = await temporaryFolder()
      const { path, truth } = await makeExport(folder.path, ...options)
      const imported = await importFile(path)
      assert.deepEqual(imported.warnings, [])
      checkAll(imported, truth)
      if (truth.days.length <= 31) checkSchemas(imported)
    })
  }
})

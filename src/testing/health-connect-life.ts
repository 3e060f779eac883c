import { type HealthConnectWriter, healthConnectDatabase, recordId } from './health-connect-writer.ts'

const hourMs = 3_600_000
const minuteMs = 60_000

/** What is true of one day of the invented export. */
export interface HealthConnectDay {
  date: string
  steps: number
  /** What adding both apps up would give. */
  stepsOfBothApps: number
  meters: number
  totalKcal: number
  heartRates: number
  asleepSeconds: number
  weightKg: number
  /** Start of the run, on every third day. */
  runAtMs: number | null
}

/**
 * An export of so many days from 2025-03-01 on, at +01:00, and what is true of it: a watch that is worn from 8 to 20 h
 * and at night, and a phone that counts steps from 7 to 22 h.
 */
export function healthConnectLife(days: number): { bytes: Buffer<ArrayBuffer>; truth: HealthConnectDay[] } {
  const truth: HealthConnectDay[] = []
  const bytes = healthConnectDatabase((writer) => {
    writer.add('application_info_table', { package_name: 'com.phone.steps', app_name: 'Phone' })
    writer.add('application_info_table', { package_name: 'com.watch', app_name: 'Watch' })
    writer.add('device_info_table', { manufacturer: 'Pixel', model: 'Phone 9', device_type: 2 })
    writer.add('device_info_table', { manufacturer: 'Pixel', model: 'Watch 3', device_type: 1 })
    for (let day = 0; day < days; day++) truth.push(writeDay(writer, day))
  })
  return { bytes, truth }
}

const phone = { app_info_id: 1, device_info_id: 1, recording_method: 2 }
const watch = { app_info_id: 2, device_info_id: 2, recording_method: 2 }
const offsets = { start_zone_offset: 3600, end_zone_offset: 3600 }

function writeDay(writer: HealthConnectWriter, day: number): HealthConnectDay {
  const midnightMs = Date.UTC(2025, 2, 1 + day) - hourMs
  const at = (hour: number): number => midnightMs + hour * hourMs
  const id = (part: number) => ({ uuid: recordId(day * 100 + part), last_modified_time: at(26) })
  let [steps, stepsOfBothApps] = [0, 0]
  for (let hour = 7; hour < 22; hour++) {
    const span = { start_time: at(hour), end_time: at(hour + 1), ...offsets }
    const ofPhone = 500 + day
    writer.add('steps_record_table', { ...id(hour), ...phone, ...span, count: ofPhone })
    const ofWatch = hour >= 8 && hour < 20 ? 600 + hour : null
    if (ofWatch !== null) writer.add('steps_record_table', { ...id(30 + hour), ...watch, ...span, count: ofWatch })
    steps += ofWatch ?? ofPhone
    stepsOfBothApps += ofPhone + (ofWatch ?? 0)
    // Energy is stored in calories, a thousandth of a kilocalorie.
    writer.add('total_calories_burned_record_table', { ...id(60), ...watch, ...span, energy: 150_000 })
  }
  const walk = { start_time: at(12), end_time: at(13), ...offsets }
  writer.add('distance_record_table', { ...id(61), ...watch, ...walk, distance: 4000 + day })
  writer.add('weight_record_table', {
    ...id(62),
    ...phone,
    time: at(7),
    zone_offset: 3600,
    weight: 70_000 + day * 100,
  })
  const runAtMs = day % 3 === 0 ? at(18) : null
  if (runAtMs !== null) {
    const run = { start_time: runAtMs, end_time: runAtMs + 45 * minuteMs, ...offsets }
    writer.add('exercise_session_record_table', {
      ...id(63),
      ...watch,
      ...run,
      exercise_type: 33,
      title: 'Evening run',
    })
  }
  return {
    date: new Date(midnightMs + hourMs).toISOString().slice(0, 10),
    steps,
    stepsOfBothApps,
    meters: 4000 + day,
    totalKcal: 15 * 150,
    heartRates: writeHeart(writer, at, id(64)),
    asleepSeconds: writeNight(writer, at, id(65)),
    weightKg: (70_000 + day * 100) / 1000,
    runAtMs,
  }
}

/** A beat rate every five minutes from 8 to 20 h; gives how many. */
function writeHeart(writer: HealthConnectWriter, at: (hour: number) => number, id: object): number {
  const parent_key = writer.add('heart_rate_record_table', {
    ...id,
    ...watch,
    start_time: at(8),
    end_time: at(20),
    ...offsets,
  })
  for (let i = 0; i < 144; i++) {
    const epoch_millis = at(8) + i * 5 * minuteMs
    writer.add('heart_rate_record_series_table', { parent_key, epoch_millis, beats_per_minute: 60 + (i % 40) })
  }
  return 144
}

/** A night from 23 h of the day before to 7 h with an hour awake; gives the seconds asleep. */
function writeNight(writer: HealthConnectWriter, at: (hour: number) => number, id: object): number {
  const parent_key = writer.add('sleep_session_record_table', {
    ...id,
    ...watch,
    start_time: at(-1),
    end_time: at(7),
    ...offsets,
  })
  const stages = [
    [-1, 2, 4],
    [2, 4, 5],
    [4, 5, 7],
    [5, 7, 6],
  ] as const
  for (const [from, to, stage_type] of stages) {
    writer.add('sleep_stages_table', { parent_key, stage_start_time: at(from), stage_end_time: at(to), stage_type })
  }
  return 7 * 3600
}

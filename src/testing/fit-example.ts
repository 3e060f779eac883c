import { fit } from '../import/fit/importer.ts'
import { type FitMessageSpec, fitFile, fitTime, message } from './fit-writer.ts'
import { type ImportOptions, importActivities, importActivity } from './import-run.ts'

/** Start of the example. */
export const exampleStart = '2026-05-03T06:00:00Z'
/** FIT time of so many seconds after `exampleStart`. */
export const at = (seconds: number): number => fitTime(exampleStart) + seconds

export const exampleFileId = message('file_id', {
  type: 4,
  manufacturer: 1,
  product: 2697,
  serial_number: 12345,
  time_created: exampleStart,
})
const creator = message('device_info', {
  timestamp: exampleStart,
  device_index: 0,
  manufacturer: 1,
  product: 2697,
  serial_number: 12345,
  software_version: 4.1,
})
const strap = message('device_info', {
  timestamp: exampleStart,
  device_index: 1,
  device_type: 120,
  source_type: 1,
  manufacturer: 32,
  serial_number: 777,
  product_name: 'TICKR',
})

export const record = (seconds: number, fields: FitMessageSpec['fields']) =>
  message('record', { timestamp: at(seconds), ...fields })

/** Points go north by 0.0002°, which is 22.239 m, from 10 m of altitude upwards. */
export const exampleRecords = [0, 10, 20, 30, 40, 50, 60].map((seconds, index) =>
  record(seconds, {
    position_lat: 47 + index * 0.0002,
    position_long: 8.5,
    enhanced_altitude: 10 + index * 2,
    enhanced_speed: 2.5,
    distance: index * 22,
    heart_rate: 120 + index,
    cadence: 80,
    fractional_cadence: 0.5,
    power: 200 + index,
  }),
)

const timer = (seconds: number, kind: number) =>
  message('event', { timestamp: at(seconds), event: 0, event_type: kind })

export const exampleSession = message('session', {
  timestamp: at(62),
  start_time: exampleStart,
  message_index: 0,
  sport: 1,
  sub_sport: 3,
  sport_profile_name: 'Forest loop',
  total_elapsed_time: 60,
  total_timer_time: 50,
  total_distance: 132,
  total_cycles: 66,
  total_calories: 9,
  metabolic_calories: 2,
  avg_speed: 2.64,
  enhanced_avg_speed: 2.5,
  max_speed: 3.125,
  avg_heart_rate: 123,
  max_heart_rate: 126,
  avg_cadence: 80,
  avg_fractional_cadence: 0.5,
  max_cadence: 90,
  avg_power: 203,
  max_power: 206,
  normalized_power: 210,
  training_stress_score: 1.5,
  intensity_factor: 0.8,
  total_work: 10_150,
  total_ascent: 12,
  total_descent: 0,
  time_in_hr_zone: [10, 40],
})

const lap = message('lap', {
  timestamp: at(60),
  start_time: exampleStart,
  total_elapsed_time: 60,
  total_timer_time: 50,
  total_distance: 132,
  total_calories: 9,
  avg_heart_rate: 123,
  avg_power: 203,
  enhanced_avg_speed: 2.5,
  lap_trigger: 7,
})

const clock = message('activity', { timestamp: at(62), local_timestamp: at(62) + 7200, num_sessions: 1 })

/** A run of 50 s of timer in 60 s: stopped from second 20 to 30, recorded every 10 s, on a watch at UTC+2. */
export const exampleRun: readonly FitMessageSpec[] = [
  exampleFileId,
  creator,
  strap,
  timer(0, 0),
  ...exampleRecords.slice(0, 3),
  timer(20, 4),
  timer(30, 0),
  ...exampleRecords.slice(3),
  timer(60, 4),
  lap,
  exampleSession,
  clock,
]

const bytesOf = (messages: readonly FitMessageSpec[] | Buffer): Buffer =>
  Buffer.isBuffer(messages) ? messages : fitFile(messages)

/** The activities of a FIT file, given as its messages or its bytes. */
export const fitActivities = (messages: readonly FitMessageSpec[] | Buffer) =>
  importActivities(fit, 'test.fit', bytesOf(messages))

/** The one activity of a FIT file. */
export const fitActivity = (messages: readonly FitMessageSpec[] | Buffer, options?: ImportOptions) =>
  importActivity(fit, 'test.fit', bytesOf(messages), options)

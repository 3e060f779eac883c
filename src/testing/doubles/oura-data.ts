import { localDate, offsetOfZone, parseInstant, startOfLocalDay } from '../../normalise/time.ts'

/** Where the double's people live: a zone with clock changes. */
const zone = 'Europe/Oslo'

const two = (n: number): string => `${n}`.padStart(2, '0')

/** As Oura writes times: milliseconds and an offset. */
export function ouraTime(epochMs: number): string {
  const offset = offsetOfZone(zone, epochMs)
  const wall = new Date(epochMs + offset * 60_000).toISOString().slice(0, -1)
  return `${wall}+${two(Math.floor(offset / 60))}:${two(offset % 60)}`
}

/** Milliseconds of a time of a local day, counted from its midnight. */
const at = (day: string, hours: number): number => startOfLocalDay(day, zone) + hours * 3_600_000

/** Documents of one collection. */
export type Documents = { day: string; [key: string]: unknown }[]

/** What a ring recorded on a day, collection by collection; the same for the same person and day. */
export function documentsOf(collection: string, person: string, day: string): Documents {
  // Every few days differ, so that a page or a day that is lost shows.
  const seed = [...`${person} ${day}`].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) % 997, 7)
  const id = `${person}-${collection}-${day}`
  switch (collection) {
    case 'sleep':
      return nights(id, day, seed)
    case 'daily_sleep':
      return [{ id, day, score: 60 + (seed % 40), timestamp: `${day}T00:00:00+00:00`, contributors: { latency: 80 } }]
    case 'daily_readiness':
      return [{ id, day, score: 55 + (seed % 45), temperature_deviation: 0.1, timestamp: `${day}T00:00:00+00:00` }]
    case 'daily_activity':
      return [activityOf(id, day, seed)]
    case 'daily_spo2':
      return [{ id, day, spo2_percentage: { average: 96.5 }, breathing_disturbance_index: 4 }]
    case 'daily_stress':
      return [{ id, day, stress_high: 1800 + seed, recovery_high: 3600, day_summary: 'normal' }]
    case 'daily_cardiovascular_age':
      return [{ id, day, vascular_age: 34, pulse_wave_velocity: 6.7 }]
    case 'vO2_max':
      return day.endsWith('1') ? [{ id, day, timestamp: ouraTime(at(day, 9)), vo2_max: 44 }] : []
    case 'enhanced_tag':
      return [{ id, day, start_day: day, start_time: ouraTime(at(day, 8)), tag_type_code: 'tag_generic_coffee' }]
    case 'workout':
      return [workoutOf(id, day, seed)]
    default:
      return []
  }
}

const nights = (id: string, day: string, seed: number): Documents => [
  {
    id,
    day,
    type: 'long_sleep',
    period: 0,
    bedtime_start: ouraTime(at(day, -1)),
    bedtime_end: ouraTime(at(day, 6)),
    time_in_bed: 25_200,
    total_sleep_duration: 23_400,
    deep_sleep_duration: 5400,
    light_sleep_duration: 12_600,
    rem_sleep_duration: 5400,
    awake_time: 1800,
    latency: 600,
    efficiency: 93,
    average_breath: 14.25,
    average_heart_rate: 52.5,
    lowest_heart_rate: 44 + (seed % 8),
    average_hrv: 54,
    heart_rate: { interval: 300, items: [null, 58, 55], timestamp: ouraTime(at(day, -1)) },
    hrv: null,
    sleep_phase_5_min: `44${'2'.repeat(42)}${'1'.repeat(18)}${'3'.repeat(18)}4422`,
    sleep_phase_30_sec: null,
  },
  {
    id: `${id}-deleted`,
    day,
    type: 'deleted',
    bedtime_start: ouraTime(at(day, 14)),
    bedtime_end: ouraTime(at(day, 14.5)),
    time_in_bed: 1800,
  },
]

const activityOf = (id: string, day: string, seed: number) => ({
  id,
  day,
  timestamp: ouraTime(at(day, 4)),
  score: 84,
  active_calories: 400 + (seed % 200),
  total_calories: 2400,
  steps: 4000 + seed * 7,
  equivalent_walking_distance: 9840,
  high_activity_time: 780,
  medium_activity_time: 3120,
  low_activity_time: 17_820,
  sedentary_time: 35_580,
  resting_time: 27_600,
  non_wear_time: 1500,
  average_met_minutes: 1.5625,
  class_5_min: `${'1'.repeat(48)}${'3'.repeat(240)}`,
  met: { interval: 60, items: [0.9, 1.1, 2.5], timestamp: ouraTime(at(day, 4)) },
})

const workoutOf = (id: string, day: string, seed: number) => ({
  id,
  day,
  activity: seed % 2 === 0 ? 'running' : 'houseWork',
  start_datetime: ouraTime(at(day, 18)),
  end_datetime: ouraTime(at(day, 18.5)),
  calories: 418.6,
  distance: 7120.5,
  intensity: 'moderate',
  label: null,
  source: 'confirmed',
})

/** Heart rates every half hour between two instants, in UTC as Oura has them. */
export function heartRatesBetween(startMs: number, endMs: number) {
  const rows: { timestamp: string; timestamp_unix: number; bpm: number; source: string }[] = []
  for (let epochMs = Math.ceil(startMs / 1_800_000) * 1_800_000; epochMs < endMs; epochMs += 1_800_000) {
    const hour = new Date(epochMs + offsetOfZone(zone, epochMs) * 60_000).getUTCHours()
    const source = hour === 18 ? 'workout' : hour < 6 ? 'sleep' : 'awake'
    rows.push({ timestamp: new Date(epochMs).toISOString(), timestamp_unix: epochMs, bpm: 50 + hour, source })
  }
  return rows
}

/** Which day it is for the double's people. */
export const todayAt = (epochMs: number): string => localDate(epochMs, offsetOfZone(zone, epochMs))

/** Midnight in UTC of a date, or the instant of a time. */
export const instantOf = (text: string): number => parseInstant(text).epochMs

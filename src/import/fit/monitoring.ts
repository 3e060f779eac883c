import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, localDate } from '../../normalise/time.ts'
import { type CounterReading, type DayPage, emptyPage, type Reading } from '../recording/day-page.ts'
import { deviceOf } from './devices.ts'
import { type FitMessage, type FitMessages, nameIn, numberIn, numbersIn, timeIn } from './messages.ts'
import { offsetFinder } from './offset.ts'

/**
 * The days in a file: all-day monitoring, stress, saturation, heart rate variability, scales and blood pressure
 * meters, and the beat-to-beat intervals of an activity. Respiration has no place in Terra's daily record.
 */
export function pagesOf(
  messages: FitMessages,
  recordsBeforeHrv: number[],
  fallbackZone: string,
  rejections: Rejections,
): DayPage[] {
  const device = deviceOf(messages)
  const offsetAt = offsetFinder(messages, fallbackZone)
  const pages = new Map<string, DayPage>()
  /** Page of an instant, with the offset it falls in. */
  const pageAt = (ms: number): DayPage => {
    const offset = offsetAt(ms)
    const date = localDate(ms, offset.minutes)
    let page = pages.get(date)
    if (page === undefined) {
      page = emptyPage(date, offset, device)
      pages.set(date, page)
    }
    return page
  }
  addMonitoring(messages, pageAt, rejections)
  for (const [list, name, field, accepts] of plainReadings) {
    for (const message of messages.of(name)) {
      const timeMs = timeIn(message, name === 'stress_level' ? 'stress_level_time' : 'timestamp') ?? timeIn(message)
      const value = accepts(numberIn(message, field), rejections)
      if (timeMs !== null && value !== null) pageAt(timeMs)[list].push([timeMs, value])
    }
  }
  for (const [list, name, field, accepts] of spacedReadings) {
    for (const message of messages.of(name)) {
      const timeMs = timeIn(message)
      const interval = numberIn(message, 'processing_interval') ?? 1
      if (timeMs === null) continue
      numbersIn(message, field).forEach((raw, index) => {
        const value = accepts(raw, rejections)
        const at = timeMs + index * interval * 1000
        if (value !== null) pageAt(at)[list].push([at, value])
      })
    }
  }
  addResting(messages, pageAt, rejections)
  addMeasurements(messages, pageAt, rejections)
  for (const [timeMs, interval] of rrIntervalsOf(messages, recordsBeforeHrv, rejections)) {
    pageAt(timeMs).rrIntervals.push([timeMs, interval])
  }
  return [...pages.values()]
}

type PageAt = (ms: number) => DayPage
type Accept = (value: number | null, rejections: Rejections) => number | null
type ReadingList = 'stress' | 'bodyBattery' | 'saturation' | 'rmssd' | 'heartRates' | 'bodyTemperatures' | 'nightRmssd'

/** Negative levels are codes for "could not measure", not values. */
const level: Accept = (value) => (value !== null && value >= 0 && value <= 100 ? value : null)
const saturation: Accept = (value, rejections) => plausible('saturation_percentage', value, rejections)
const rmssd: Accept = (value, rejections) => plausible('hrv_ms', value, rejections)
const heartRate: Accept = (value, rejections) => plausible('heart_rate_bpm', value === 0 ? null : value, rejections)
const temperature: Accept = (value, rejections) => plausible('body_temperature_celsius', value, rejections)

/** One reading a message. */
const plainReadings: readonly [ReadingList, message: string, field: string, Accept][] = [
  ['stress', 'stress_level', 'stress_level_value', level],
  ['saturation', 'spo2_data', 'reading_spo2', saturation],
  ['rmssd', 'hrv_value', 'value', rmssd],
  ['nightRmssd', 'hrv_status_summary', 'last_night_average', rmssd],
  ['bodyTemperatures', 'record', 'core_temperature', temperature],
]

/** A row of readings a message, `processing_interval` seconds apart. */
const spacedReadings: readonly [ReadingList, message: string, field: string, Accept][] = [
  ['stress', 'hsa_stress_data', 'stress_level', level],
  ['bodyBattery', 'hsa_body_battery_data', 'level', level],
  ['saturation', 'hsa_spo2_data', 'reading_spo2', saturation],
  ['heartRates', 'hsa_heart_rate_data', 'heart_rate', heartRate],
]

function addMonitoring(messages: FitMessages, pageAt: PageAt, rejections: Rejections): void {
  const counters: CounterReading[] = []
  let clockMs = timeIn(messages.of('monitoring_info')[0]) ?? timeIn(messages.of('file_id')[0], 'time_created')
  for (const message of messages.of('monitoring')) {
    clockMs = advanced(clockMs, message)
    if (clockMs === null) continue
    const bpm = heartRate(numberIn(message, 'heart_rate'), rejections)
    if (bpm !== null) pageAt(clockMs).heartRates.push([clockMs, bpm])
    const counter = counterOf(message, clockMs)
    if (counter !== null) counters.push(counter)
  }
  for (const [page, counter] of sinceMidnight(counters, pageAt)) page.counters.push(counter)
}

const fitEpochMs = 631_065_600_000

/**
 * Most messages carry only the low 16 bits of the time in seconds: they count on from the last full time and roll
 * over about every 18 hours.
 */
function advanced(clockMs: number | null, message: FitMessage): number | null {
  const low = numberIn(message, 'timestamp16')
  if (low === null || clockMs === null) return timeIn(message) ?? clockMs
  const seconds = Math.floor((clockMs - fitEpochMs) / 1000)
  return fitEpochMs + (seconds + ((low - (seconds & 0xffff)) & 0xffff)) * 1000
}

const stepping = new Set(['walking', 'running'])

function counterOf(message: FitMessage, timeMs: number): CounterReading | null {
  const activity = nameIn(message, 'activity_type') ?? packedActivity(message)
  const cycles = numberIn(message, 'cycles')
  const short = numberIn(message, 'cycles16')
  // A cycle is two steps; the 16-bit field already counts steps, and its distance is in hundredths of a metre.
  const steps = cycles === null ? short : cycles * 2
  const hundredths = numberIn(message, 'distance16')
  const counter: CounterReading = {
    timeMs,
    activity,
    steps: stepping.has(activity) ? steps : null,
    meters: numberIn(message, 'distance') ?? (hundredths === null ? null : hundredths / 100),
    calories: numberIn(message, 'active_calories'),
    activeSeconds: numberIn(message, 'active_time') ?? numberIn(message, 'active_time16'),
    ascent: numberIn(message, 'ascent'),
    descent: numberIn(message, 'descent'),
    moderateMinutes: numberIn(message, 'moderate_activity_minutes'),
    vigorousMinutes: numberIn(message, 'vigorous_activity_minutes'),
  }
  const { timeMs: _, activity: __, ...amounts } = counter
  return Object.values(amounts).every((amount) => amount === null) ? null : counter
}

/** The low five bits of `current_activity_type_intensity`, by the profile's numbers. */
function packedActivity(message: FitMessage): string {
  const packed = numberIn(message, 'current_activity_type_intensity')
  if (packed === null) return 'generic'
  return packed % 32 === 6 ? 'walking' : packed % 32 === 1 ? 'running' : `activity ${packed % 32}`
}

type Amount = Exclude<keyof CounterReading, 'timeMs' | 'activity'>
const amounts: readonly Amount[] = [
  'steps',
  'meters',
  'calories',
  'activeSeconds',
  'ascent',
  'descent',
  'moderateMinutes',
  'vigorousMinutes',
]

/**
 * Counters with their day. A reading at midnight sums up the day that ends then. Watches begin each day at zero; a
 * counter that nevertheless runs on over midnight within a file has the day before taken off.
 */
function* sinceMidnight(counters: CounterReading[], pageAt: PageAt): Generator<[DayPage, CounterReading]> {
  const reached = new Map<string, { page: DayPage; value: number; before: number }>()
  for (const counter of counters) {
    const page = pageAt(counter.timeMs - 1000)
    const own = { ...counter }
    for (const field of amounts) {
      const value = counter[field]
      if (value === null) continue
      const key = `${counter.activity}/${field}`
      const last = reached.get(key)
      let before = last?.before ?? 0
      if (last !== undefined && (value < last.value || last.page !== page)) before = value < last.value ? 0 : last.value
      reached.set(key, { page, value, before })
      own[field] = tidy(value - before)
    }
    yield [page, own]
  }
}

function addResting(messages: FitMessages, pageAt: PageAt, rejections: Rejections): void {
  for (const info of messages.of('monitoring_info')) {
    const timeMs = timeIn(info)
    const calories = plausible('calories', numberIn(info, 'resting_metabolic_rate'), rejections)
    if (timeMs !== null && calories !== null) pageAt(timeMs).restingCalories.push([timeMs, calories])
  }
  for (const message of messages.of('monitoring_hr_data')) {
    const timeMs = timeIn(message)
    // `resting_heart_rate` is the mean of seven days.
    const own = numberIn(message, 'current_day_resting_heart_rate') ?? numberIn(message, 'resting_heart_rate')
    const bpm = plausible('heart_rate_bpm', own, rejections)
    if (timeMs !== null && bpm !== null) pageAt(timeMs).restingHeartRates.push([timeMs, bpm])
  }
}

function addMeasurements(messages: FitMessages, pageAt: PageAt, rejections: Rejections): void {
  const grams = (kg: number | null): number | null => (kg === null ? null : tidy(kg * 1000))
  for (const message of messages.of('weight_scale')) {
    const timeMs = timeIn(message)
    if (timeMs === null) continue
    const page = pageAt(timeMs)
    const age = numberIn(message, 'metabolic_age')
    page.measurements.push({
      measurement_time: formatTimestamp(timeMs, page.offset.minutes),
      weight_kg: plausible('weight_kg', numberIn(message, 'weight'), rejections),
      bodyfat_percentage: plausible('bodyfat_percentage', numberIn(message, 'percent_fat'), rejections),
      water_percentage: plausible('percentage', numberIn(message, 'percent_hydration'), rejections),
      bone_mass_g: grams(plausible('weight_kg', numberIn(message, 'bone_mass'), rejections)),
      muscle_mass_g: grams(plausible('weight_kg', numberIn(message, 'muscle_mass'), rejections)),
      BMI: plausible('bmi', numberIn(message, 'bmi'), rejections),
      BMR: plausible('calories', numberIn(message, 'basal_met'), rejections),
      estimated_fitness_age: age === null ? null : Math.round(age),
      visceral_fat_level: numberIn(message, 'visceral_fat_rating'),
    })
  }
  for (const message of messages.of('blood_pressure')) {
    const timeMs = timeIn(message)
    const systolic = plausible('systolic_bp', numberIn(message, 'systolic_pressure'), rejections)
    const diastolic = plausible('diastolic_bp', numberIn(message, 'diastolic_pressure'), rejections)
    if (timeMs === null || (systolic === null && diastolic === null)) continue
    const page = pageAt(timeMs)
    const timestamp = formatTimestamp(timeMs, page.offset.minutes)
    page.bloodPressures.push({ timestamp, systolic_bp: systolic, diastolic_bp: diastolic })
    const bpm = heartRate(numberIn(message, 'heart_rate'), rejections)
    if (bpm !== null) page.cuffHeartRates.push([timeMs, bpm])
  }
}

/**
 * Beat-to-beat intervals, which have no time of their own: a row of them belongs to the second of the record message
 * before it, and each interval ends where the sum of those before it in that second has come to.
 */
function rrIntervalsOf(messages: FitMessages, recordsBefore: number[], rejections: Rejections): Reading[] {
  const records = messages.of('record')
  const startMs = timeIn(messages.of('session')[0], 'start_time') ?? timeIn(records[0])
  const readings: Reading[] = []
  let reachedMs = Number.NEGATIVE_INFINITY
  messages.of('hrv').forEach((message, index) => {
    const anchorMs = timeIn(records[(recordsBefore[index] ?? 0) - 1]) ?? startMs
    if (anchorMs === null) return
    let atMs = Math.max(anchorMs, reachedMs)
    for (const seconds of numbersIn(message, 'time')) {
      const interval = plausible('rr_interval_ms', seconds === null ? null : tidy(seconds * 1000), rejections)
      if (interval === null) continue
      atMs += interval
      readings.push([atMs, interval])
    }
    reachedMs = atMs
  })
  return readings
}

import { max } from '../../normalise/samples.ts'
import { parseInstant } from '../../normalise/time.ts'
import type { BloodPressureSample, DeviceData, MeasurementDataSample } from '../../schema/records.ts'

/** Instant in epoch milliseconds and value. */
export type Reading = [timeMs: number, value: number]

/**
 * A counter of a monitoring message: amounts since local midnight within one kind of activity. Each is null where
 * the message does not count it.
 */
export interface CounterReading {
  timeMs: number
  activity: string
  steps: number | null
  meters: number | null
  calories: number | null
  activeSeconds: number | null
  ascent: number | null
  descent: number | null
  moderateMinutes: number | null
  vigorousMinutes: number | null
}

/**
 * What one file knows of one local day. A day is usually spread over several files, and its records (Daily, Body) are
 * one per date, so pages of a date are collected before a record is made of them.
 */
export interface DayPage {
  date: string
  offset: { minutes: number; known: boolean }
  device: DeviceData | null
  counters: CounterReading[]
  restingCalories: Reading[]
  heartRates: Reading[]
  restingHeartRates: Reading[]
  stress: Reading[]
  bodyBattery: Reading[]
  saturation: Reading[]
  /** Mean RMSSD of five minutes, in milliseconds. */
  rmssd: Reading[]
  nightRmssd: Reading[]
  bodyTemperatures: Reading[]
  rrIntervals: Reading[]
  measurements: MeasurementDataSample[]
  bloodPressures: BloodPressureSample[]
  /** Pulse that a blood pressure meter counted. */
  cuffHeartRates: Reading[]
}

export const emptyPage = (date: string, offset: DayPage['offset'], device: DeviceData | null): DayPage => ({
  date,
  offset,
  device,
  counters: [],
  restingCalories: [],
  heartRates: [],
  restingHeartRates: [],
  stress: [],
  bodyBattery: [],
  saturation: [],
  rmssd: [],
  nightRmssd: [],
  bodyTemperatures: [],
  rrIntervals: [],
  measurements: [],
  bloodPressures: [],
  cuffHeartRates: [],
})

/** All pages of one date as one: lists joined, the offset that is known before one that is not. */
export function joinPages(pages: readonly [DayPage, ...DayPage[]]): DayPage {
  const [first] = pages
  const known = pages.find((page) => page.offset.known) ?? first
  const device = pages.find((page) => page.device !== null)?.device ?? null
  return {
    date: first.date,
    offset: known.offset,
    device,
    counters: pages.flatMap((page) => page.counters),
    restingCalories: pages.flatMap((page) => page.restingCalories),
    heartRates: pages.flatMap((page) => page.heartRates),
    restingHeartRates: pages.flatMap((page) => page.restingHeartRates),
    stress: pages.flatMap((page) => page.stress),
    bodyBattery: pages.flatMap((page) => page.bodyBattery),
    saturation: pages.flatMap((page) => page.saturation),
    rmssd: pages.flatMap((page) => page.rmssd),
    nightRmssd: pages.flatMap((page) => page.nightRmssd),
    bodyTemperatures: pages.flatMap((page) => page.bodyTemperatures),
    rrIntervals: pages.flatMap((page) => page.rrIntervals),
    measurements: pages.flatMap((page) => page.measurements),
    bloodPressures: pages.flatMap((page) => page.bloodPressures),
    cuffHeartRates: pages.flatMap((page) => page.cuffHeartRates),
  }
}

/** When the last thing was measured that the Daily of the day is made from; null when there is none. */
export const lastDailyMs = (day: DayPage): number | null =>
  lastOf(
    day.counters.map(({ timeMs }) => timeMs),
    day.restingCalories,
    day.heartRates,
    day.restingHeartRates,
    day.stress,
    day.bodyBattery,
    day.saturation,
    day.rmssd,
    day.nightRmssd,
  )

/** When the last thing was measured that the Body of the day is made from; null when there is none. */
export const lastBodyMs = (day: DayPage): number | null =>
  lastOf(
    [
      ...day.measurements.map(({ measurement_time }) => measurement_time),
      ...day.bloodPressures.map(({ timestamp }) => timestamp),
    ].flatMap((time) => (typeof time === 'string' ? [parseInstant(time).epochMs] : [])),
    day.bodyTemperatures,
    day.rrIntervals,
    day.cuffHeartRates,
  )

const lastOf = (instants: number[], ...lists: Reading[][]): number | null =>
  max([max(instants), ...lists.map((list) => max(list.map(([timeMs]) => timeMs)))])

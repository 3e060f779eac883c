import type { Body } from '../../../src/schema/records.ts'
import { type Clock, clockOf, clockText, dateText, dayName, readInstant } from './clock.ts'
import type { Series } from './lines.ts'
import { mean, type Point, pointsOf } from './points.ts'
import { amountText, withUnit } from './units.ts'

const DAY_MS = 86_400_000

/** Mean of the readings of the seven days up to each reading; at the reading's own instant. */
export function sevenDayMean(points: readonly Point[]): Point[] {
  return points.map(({ x }) => ({
    x,
    y: mean(points.filter((each) => each.x <= x && each.x > x - 7 * DAY_MS).map((each) => each.y)),
  }))
}

export interface Trend {
  id: 'weight' | 'fat'
  name: string
  unit: string
  color: string
  points: Point[]
  means: Point[]
}

/** Weight and body fat over the records: each reading, or the day's mean where a record has no single readings. */
export function bodyTrends(records: readonly Body[]): Trend[] {
  const readings = (
    one: (sample: {
      weight_kg?: number | null | undefined
      bodyfat_percentage?: number | null | undefined
    }) => number | null | undefined,
    day: (record: Body) => number | null | undefined,
  ): Point[] => {
    const samples = records.flatMap((record) => {
      const own = (record.measurements_data?.measurements ?? []).filter((sample) => typeof one(sample) === 'number')
      return own.length > 0
        ? own.map((sample) => ({ at: sample.measurement_time ?? record.metadata.start_time, value: one(sample) }))
        : [{ at: record.metadata.start_time, value: day(record) }]
    })
    return pointsOf(
      samples,
      (sample) => sample.at,
      (sample) => sample.value,
    )
  }
  const trend = (id: Trend['id'], name: string, unit: string, color: string, points: Point[]): Trend[] =>
    points.length === 0 ? [] : [{ id, name, unit, color, points, means: sevenDayMean(points) }]
  return [
    ...trend(
      'weight',
      'Weight',
      'kg',
      'chart-weight',
      readings(
        (s) => s.weight_kg,
        (r) => r.measurements_data?.day_avg_weight_kg,
      ),
    ),
    ...trend(
      'fat',
      'Body fat',
      '%',
      'chart-fat',
      readings(
        (s) => s.bodyfat_percentage,
        (r) => r.measurements_data?.day_avg_bodyfat_percentage,
      ),
    ),
  ]
}

/** The latest weight and how it moved over the records. */
export function trendFinding(trends: readonly Trend[]): string {
  return trends
    .map(({ name, unit, points }) => {
      const [first, last] = [points[0], points.at(-1)]
      if (!first || !last) return ''
      const change = last.y - first.y
      const moved =
        Math.abs(change) < 0.05 ? 'unchanged' : `${change > 0 ? 'up' : 'down'} ${withUnit(Math.abs(change), unit, 1)}`
      return `${name} ${withUnit(last.y, unit, 1)}${points.length > 1 ? `, ${moved}` : ''}`
    })
    .join('; ')
}

/** Consensus target for glucose, mg/dL (Battelino et al. 2019). */
export const GLUCOSE_RANGE = [70, 180] as const

/** Glucose of a record: the denser series where there is one. */
export function glucoseSeries(record: Body): Series {
  const { detailed_blood_glucose_samples: dense, blood_glucose_samples: single } = record.glucose_data ?? {}
  const read = (samples: typeof dense) =>
    pointsOf(
      samples,
      (sample) => sample.timestamp,
      (sample) => sample.blood_glucose_mg_per_dL,
    )
  const points = read(dense).length > 0 ? read(dense) : read(single)
  return {
    id: 'glucose',
    label: 'Glucose',
    unit: 'mg/dL',
    color: 'chart-glucose',
    points,
    format: (value) => amountText(value),
    extent: [...GLUCOSE_RANGE],
  }
}

/** Range and share of readings within target. */
export function glucoseFinding(points: readonly Point[]): string {
  const values = points.map((point) => point.y)
  const inside = values.filter((value) => value >= GLUCOSE_RANGE[0] && value <= GLUCOSE_RANGE[1]).length
  const share = Math.round((inside / values.length) * 100)
  return `${amountText(Math.min(...values))} to ${amountText(Math.max(...values))} mg/dL, ${share} % of readings within ${GLUCOSE_RANGE[0]} to ${GLUCOSE_RANGE[1]}`
}

export interface Pressure {
  ms: number
  at: string
  systolic: number
  diastolic: number
}

/** Blood pressure readings of the records in order; those that lack one of the two numbers are left out. */
export function pressuresOf(records: readonly Body[]): Pressure[] {
  return records
    .flatMap((record) => record.blood_pressure_data?.blood_pressure_samples ?? [])
    .flatMap(({ timestamp, systolic_bp: systolic, diastolic_bp: diastolic }) => {
      const instant = readInstant(timestamp)
      if (!instant || typeof systolic !== 'number' || typeof diastolic !== 'number') return []
      const clock = clockOf([timestamp])
      const at = `${dayName(dateText(instant.ms, clock))}, ${clockText(instant.ms, clock)}`
      return [{ ms: instant.ms, at, systolic, diastolic }]
    })
    .sort((a, b) => a.ms - b.ms)
}

/** Clock of a day's body record. */
export const bodyClock = (record: Body): Clock => clockOf([record.metadata.start_time, record.metadata.end_time])

/** The other figures of a body record, as a list. */
export function bodyFacts(record: Body): { name: string; value: string }[] {
  const measured = record.measurements_data
  const facts: [string, string][] = [
    ['Weight', withUnit(measured?.day_avg_weight_kg, 'kg', 1)],
    ['Body fat', withUnit(measured?.day_avg_bodyfat_percentage, '%', 1)],
    ['BMI', amountText(measured?.day_avg_bmi, 1)],
    ['Muscle', withUnit(kilos(measured?.day_avg_muscle_mass_g), 'kg', 1)],
    ['Bone', withUnit(kilos(measured?.day_avg_bone_mass_g), 'kg', 1)],
    ['Water', withUnit(measured?.day_avg_water_percentage, '%', 1)],
    ['Water drunk', withUnit(record.hydration_data?.day_total_water_consumption_ml, 'ml')],
    ['Body temperature', withUnit(record.temperature_data?.day_avg_body_temperature_celsius, '°C', 1)],
    ['Skin temperature', withUnit(record.temperature_data?.day_avg_skin_temperature_celsius, '°C', 1)],
    ['Oxygen', withUnit(record.oxygen_data?.avg_saturation_percentage, '%', 1)],
    ['VO₂ max', withUnit(record.oxygen_data?.vo2max_ml_per_min_per_kg, 'ml/min/kg', 1)],
    ['Ketones', withUnit(record.ketone_data?.day_avg_ketone_mg_per_dL, 'mg/dL', 1)],
  ]
  return facts.flatMap(([name, value]) => (value === '–' ? [] : [{ name, value }]))
}

const kilos = (grams: number | null | undefined) => (typeof grams === 'number' ? grams / 1000 : null)

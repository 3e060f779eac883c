import type { Daily } from '../../../src/schema/records.ts'
import { dayName, ownDay } from './clock.ts'
import { quantile } from './points.ts'
import { type ChartTable, tableOf } from './table.ts'
import { amountText, distanceText, durationText, withUnit } from './units.ts'

type Quantity = { name: string; of: (day: Daily) => number | null | undefined; text: (value: number) => string }

const quantities: Quantity[] = [
  { name: 'Steps', of: (day) => day.distance_data?.steps, text: (value) => amountText(value) },
  { name: 'Distance', of: (day) => day.distance_data?.distance_meters, text: distanceText },
  { name: 'Floors', of: (day) => day.distance_data?.floors_climbed, text: (value) => amountText(value) },
  { name: 'Active', of: (day) => day.active_durations_data?.activity_seconds, text: durationText },
  { name: 'Energy', of: (day) => day.calories_data?.total_burned_calories, text: (value) => withUnit(value, 'kcal') },
  {
    name: 'Resting heart rate',
    of: (day) => day.heart_rate_data?.summary?.resting_hr_bpm,
    text: (value) => withUnit(value, 'bpm'),
  },
  {
    name: 'HRV (RMSSD)',
    of: (day) => day.heart_rate_data?.summary?.avg_hrv_rmssd,
    text: (value) => withUnit(value, 'ms', 1),
  },
  {
    name: 'HRV (SDNN)',
    of: (day) => day.heart_rate_data?.summary?.avg_hrv_sdnn,
    text: (value) => withUnit(value, 'ms', 1),
  },
  { name: 'Oxygen', of: (day) => day.oxygen_data?.avg_saturation_percentage, text: (value) => withUnit(value, '%', 1) },
  { name: 'Stress', of: (day) => day.stress_data?.avg_stress_level, text: (value) => amountText(value) },
  { name: 'Strain', of: (day) => day.strain_data?.strain_level, text: (value) => amountText(value, 1) },
  { name: 'Activity score', of: (day) => day.scores?.activity, text: (value) => amountText(value) },
  { name: 'Recovery score', of: (day) => day.scores?.recovery, text: (value) => amountText(value) },
  { name: 'Sleep score', of: (day) => day.scores?.sleep, text: (value) => amountText(value) },
]

/** Fewer days than this make no band. */
const LEAST_DAYS = 5

/** One quantity of a day; shares are of the width of the row, 0–1. */
export interface DailyRow {
  name: string
  value: string
  share: number
  /** The middle eight tenths of the person's other days; null with fewer than five of them. */
  band: { from: number; to: number; text: string } | null
  verdict: 'below' | 'within' | 'above' | null
}

/** Quantities of a day against the person's own last 30 days. `history` may hold the day itself: it is left out. */
export function dailyRows(day: Daily, history: readonly Daily[]): DailyRow[] {
  const own = ownDay(day.metadata.start_time)
  const others = history
    .filter((each) => ownDay(each.metadata.start_time) !== own)
    .filter((each) => Math.abs(Date.parse(ownDay(each.metadata.start_time)) - Date.parse(own)) <= 30 * 86_400_000)
  return quantities.flatMap(({ name, of, text }) => {
    const value = of(day)
    if (typeof value !== 'number') return []
    const usual = others.map(of).filter((each) => typeof each === 'number')
    const [low, high] = [quantile(usual, 0.1), quantile(usual, 0.9)]
    const banded = usual.length >= LEAST_DAYS
    const most = Math.max(value, ...(banded ? [high] : []), 0) * 1.08 || 1
    const share = (each: number) => Math.min(1, Math.max(0, each / most))
    return [
      {
        name,
        value: text(value),
        share: share(value),
        band: banded ? { from: share(low), to: share(high), text: `${text(low)} to ${text(high)}` } : null,
        verdict: !banded ? null : value < low ? 'below' : value > high ? 'above' : 'within',
      },
    ]
  })
}

/** The day in one sentence: steps, and what stands out of the person's own band. */
export function dailyFinding(day: Daily, rows: readonly DailyRow[]): string {
  const steps = day.distance_data?.steps
  const out = rows.filter((row) => row.verdict === 'below' || row.verdict === 'above')
  return [
    dayName(ownDay(day.metadata.start_time)),
    ...(typeof steps === 'number' ? [`${amountText(steps)} steps`] : []),
    ...out.slice(0, 3).map((row) => `${row.name.toLowerCase().replace('hrv', 'HRV')} ${row.verdict} usual`),
    ...(out.length === 0 && rows.some((row) => row.verdict === 'within') ? ['all as usual'] : []),
    ...(rows.length === 0 ? ['no totals recorded'] : []),
  ].join(', ')
}

/** Table twin of the rows; what is usual is left out where it is not known of any. */
export const dailyTable = (rows: readonly DailyRow[]): ChartTable =>
  rows.some((row) => row.band)
    ? tableOf(
        ['Quantity', 'Day', 'Usual, 30 days', 'Verdict'],
        rows.map((row) => [row.name, row.value, row.band?.text ?? '–', row.verdict ?? '–']),
        ['Verdict'],
      )
    : tableOf(
        ['Quantity', 'Day'],
        rows.map((row) => [row.name, row.value]),
      )

import type { Menstruation } from '../../../src/schema/records.ts'
import { dayName, ownDay } from './clock.ts'
import { type ChartTable, tableOf } from './table.ts'
import { countText } from './units.ts'

const DAY_MS = 86_400_000

// By number of `MenstruationInterval`.
const phases = [
  { name: 'Unknown', color: 'control' },
  { name: 'Period', color: 'chart-period' },
  { name: 'Follicular', color: 'chart-follicular' },
  { name: 'Fertile window', color: 'chart-fertile' },
  { name: 'Ovulation', color: 'chart-ovulation' },
  { name: 'Luteal', color: 'chart-luteal' },
  { name: 'PMS', color: 'chart-pms' },
  { name: 'First trimester', color: 'chart-follicular' },
  { name: 'Second trimester', color: 'chart-fertile' },
  { name: 'Third trimester', color: 'chart-luteal' },
] as const

/** One phase: `day` is the first day of it, counted from 0 at the start of the strip. */
export interface Phase {
  name: string
  color: string
  day: number
  days: number
  from: string
  to: string
}

export interface CycleModel {
  finding: string
  phases: Phase[]
  /** Length of the strip in days. */
  length: number
  /** The record's own day on the strip, from 0; null when it lies outside. */
  today: number | null
  table: ChartTable
}

const dayNumber = (date: string) => Math.round(Date.parse(`${date}T00:00:00Z`) / DAY_MS)
const dateOf = (day: number) => new Date(day * DAY_MS).toISOString().slice(0, 10)

/** The cycle as of a day: its phases in days of the person's own calendar. */
export function cycleModel(record: Menstruation): CycleModel {
  const data = record.menstruation_data
  const own = dayNumber(ownDay(record.metadata.start_time))
  const spans = (data?.intervals ?? []).flatMap(({ phase, start_timestamp: from, end_timestamp: to }) => {
    if (!from || !to) return []
    const [first, end] = [dayNumber(ownDay(from)), dayNumber(ownDay(to))]
    return [{ phase: phase ?? 0, first, end: Math.max(end, first + 1) }]
  })
  spans.sort((a, b) => a.first - b.first)
  const start = Math.min(
    ...spans.map((span) => span.first),
    data?.period_start_date ? dayNumber(data.period_start_date) : own,
  )
  const length = Math.max(
    ...spans.map((span) => span.end - start),
    data?.cycle_length_days ?? data?.predicted_cycle_length_days ?? 0,
    own - start + 1,
  )
  const drawn = spans.map(({ phase, first, end }) => ({
    name: phases[phase]?.name ?? 'Unknown',
    color: phases[phase]?.color ?? 'control',
    day: first - start,
    days: end - first,
    from: dayName(dateOf(first)),
    to: dayName(dateOf(end - 1)),
  }))
  const today = own - start
  const current = data?.current_phase
    ? phases[data.current_phase]?.name
    : drawn.findLast((each) => today >= each.day && today < each.day + each.days)?.name
  return {
    finding:
      [
        ...(data?.day_in_cycle
          ? [`Day ${data.day_in_cycle}${data.cycle_length_days ? ` of ${data.cycle_length_days}` : ''}`]
          : []),
        ...(current ? [current.toLowerCase().replace('pms', 'PMS')] : []),
        ...(typeof data?.days_until_next_phase === 'number'
          ? [`next phase in ${countText(data.days_until_next_phase, 'day')}`]
          : []),
        ...(data?.is_predicted_cycle ? ['predicted'] : []),
      ].join(', ') || 'Nothing recorded about the cycle',
    phases: drawn,
    length,
    today: today >= 0 && today < length ? today : null,
    table: tableOf(
      ['Phase', 'From', 'To', 'Days'],
      drawn.map((each) => [each.name, each.from, each.to, `${each.days}`]),
      ['From', 'To'],
    ),
  }
}

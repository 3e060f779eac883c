import type { TotalsDocument } from '../days/documents.ts'
import type { TableRow } from './archive.ts'
import { dayOf, figure } from './fields.ts'
import type { ReadInput } from './readings.ts'

interface TotalsRule {
  table: string
  group: TotalsDocument['group']
  /** Order of trust among the tables of a group; a row of one device alone comes after all of all devices together. */
  rank: number
  figures: { readonly [K in 'steps' | 'meters' | 'activeKcal' | 'restKcal' | 'activeMs' | 'floors']?: string }
}

/** The tables with figures of whole days: their own columns, and what they become. */
const rules: readonly TotalsRule[] = [
  {
    table: 'pedometer_day_summary',
    group: 'moved',
    rank: 0,
    figures: { steps: 'step_count', meters: 'distance', activeKcal: 'calorie', activeMs: 'active_time' },
  },
  {
    table: 'step_daily_trend',
    group: 'moved',
    rank: 1,
    figures: { steps: 'count', meters: 'distance', activeKcal: 'calorie' },
  },
  {
    table: 'activity.day_summary',
    group: 'moved',
    rank: 2,
    figures: { steps: 'step_count', meters: 'distance', activeKcal: 'calorie', activeMs: 'active_time' },
  },
  {
    table: 'calories_burned.details',
    group: 'burned',
    rank: 0,
    figures: { activeKcal: 'active_calorie', restKcal: 'rest_calorie' },
  },
  { table: 'floors_day_summary', group: 'climbed', rank: 0, figures: { floors: 'floor_count' } },
  { table: 'activity.day_summary', group: 'climbed', rank: 1, figures: { floors: 'floor_count' } },
]

/** Source of `step_daily_trend` that stands for all of them together. */
const allSources = '-2'
const singleDevice = 10

/** Reads the figures of days. Of several devices one counts, never their sum (R8): `daily.ts` chooses. */
export async function readTotals({ archive, collector, sources }: ReadInput): Promise<void> {
  for (const { table, group, rank, figures } of rules) {
    for await (const row of archive.rows(table)) {
      const day = dayOf(row('day_time'))
      if (day === null) {
        collector.problems.badTimes++
        continue
      }
      const of = (column: string | undefined): number | null => (column === undefined ? null : figure(row(column)))
      const activeMs = of(figures.activeMs)
      collector.keep(day, {
        kind: 'totals',
        group,
        rank: rank + (isOfAll(row, sources.isCombined) ? 0 : singleDevice),
        steps: of(figures.steps),
        meters: of(figures.meters),
        activeKcal: of(figures.activeKcal),
        restKcal: of(figures.restKcal),
        totalKcal: null,
        activeSeconds: activeMs === null ? null : activeMs / 1000,
        floors: of(figures.floors),
      })
    }
  }
}

const isOfAll = (row: TableRow, isCombined: (device: string) => boolean): boolean =>
  row('source_type').replace(/\.0$/, '') === allSources || isCombined(row('deviceuuid'))

import type { Daily } from '../../../src/schema/records.ts'
import { ChartFrame, Figures, type Hideable } from './chart-frame.tsx'
import { dailyFinding, dailyRows, dailyTable } from './daily.ts'
import { HeartDayChart } from './heart-day-chart.tsx'

const signs = { below: 'below usual', within: 'as usual', above: 'above usual' } as const

/**
 * A day: one bar per quantity against the person's own band of the last 30 days, and the heart rate over the day.
 * Without at least five other days in `history` there is nothing to hold them against: they are figures alone.
 */
export function DailyChart({ record, history = [], hidden }: { record: Daily; history?: readonly Daily[] } & Hideable) {
  const rows = dailyRows(record, history)
  const banded = rows.some((row) => row.band)
  return (
    <div className="chart-group">
      <ChartFrame title="Day" finding={dailyFinding(record, rows)} table={dailyTable(rows)} hidden={hidden}>
        {banded ? (
          <ul className="chart-rows">
            {rows.map(({ name, value, share, band, verdict }) => (
              <li key={name}>
                <span>{name}</span>
                <span className="chart-track" aria-hidden>
                  {band && (
                    <i className="chart-usual" style={{ left: pc(band.from), width: pc(band.to - band.from) }} />
                  )}
                  <b className="chart-bar" style={{ width: pc(share) }} />
                </span>
                <span className="chart-value">{value}</span>
                <span className="chart-verdict" data-out={verdict === 'below' || verdict === 'above'}>
                  {verdict ? signs[verdict] : ''}
                </span>
              </li>
            ))}
          </ul>
        ) : (
          <Figures figures={rows} />
        )}
        {banded && (
          <p className="chart-note">The framed stretch is the person’s own usual: eight of ten of the last 30 days.</p>
        )}
      </ChartFrame>
      <HeartDayChart record={record} hidden={hidden} />
    </div>
  )
}

const pc = (share: number) => `${Math.round(share * 1000) / 10}%`

import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import type { Body } from '../../../src/schema/records.ts'
import { bodyTrends, trendFinding } from './body.ts'
import { ChartFrame, type Hideable } from './chart-frame.tsx'
import { clockOf, dateText, dayName } from './clock.ts'
import { verticalScale } from './lines.ts'
import { Plot } from './plot.tsx'
import { nearest, type Point, splitAtGaps } from './points.ts'
import { tableOf } from './table.ts'
import { thin } from './thin.ts'
import { MARGIN, spanOf } from './time-lines.ts'
import { amountText, withUnit } from './units.ts'

const PANEL = 84
/** Means further apart than a week do not join. */
const WEEK_MS = 7 * 86_400_000

/** Weight and body fat over several days: a dot for each reading, a line for the mean of seven days. Needs two readings. */
export function BodyTrend({ records, hidden }: { records: readonly Body[] } & Hideable) {
  const trends = bodyTrends(records).filter((trend) => trend.points.length > 1)
  if (trends.length === 0) return null
  const clock = clockOf(records.map((record) => record.metadata.start_time))
  const [from, to] = spanOf(trends.map((trend) => ({ ...trend, label: trend.name })))
  const days = [...new Set(trends.flatMap((trend) => trend.points.map((point) => point.x)))].sort((a, b) => a - b)
  const x = (width: number) => scaleLinear([from, to], [MARGIN.left + 8, width - MARGIN.right - 8])
  const bottom = MARGIN.top + trends.length * (PANEL + 26) - 26
  const day = (ms: number) => dayName(dateText(ms, clock))
  const read = (ms: number) =>
    trends.map(({ name, unit, points, means }) => {
      const at = nearest(points, ms)
      const value = points[at]
      return value && value.x === ms
        ? `${name} ${withUnit(value.y, unit, 1)}, 7-day mean ${withUnit(means[at]?.y, unit, 1)}`
        : `${name} not measured`
    })
  const table = tableOf(
    ['Day', ...trends.flatMap(({ name, unit }) => [`${name}, ${unit}`, `${name}, 7-day mean`])],
    days.map((ms) => [
      day(ms),
      ...trends.flatMap(({ points, means }) => {
        const at = points.findIndex((point) => point.x === ms)
        return [amountText(points[at]?.y, 1), amountText(means[at]?.y, 1)]
      }),
    ]),
  )
  return (
    <ChartFrame title="Weight and body fat" finding={trendFinding(trends)} table={table} hidden={hidden}>
      <Plot
        label="Weight and body fat"
        height={bottom + MARGIN.bottom}
        span={[MARGIN.top, bottom]}
        stops={(width) => days.map((ms) => ({ x: x(width)(ms), at: day(ms) }))}
        read={(at) => read(days[at] ?? 0)}
      >
        {(width) => (
          <>
            {trends.map(({ id, name, unit, color, points, means }, panel) => {
              const top = MARGIN.top + panel * (PANEL + 26)
              const { y, ticks } = verticalScale(
                points.map((point) => point.y),
                top,
                PANEL,
                false,
                (value) => amountText(value, 1),
              )
              const path = line<Point>(
                (point) => x(width)(point.x),
                (point) => y(point.y),
              )
              return (
                <g key={id}>
                  {ticks.map((tick) => (
                    <g key={tick.y}>
                      <line className="chart-grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={tick.y} y2={tick.y} />
                      <text className="chart-tick" x={MARGIN.left - 6} y={tick.y + 4} textAnchor="end">
                        {tick.text}
                      </text>
                    </g>
                  ))}
                  <text
                    className="chart-name"
                    x={MARGIN.left}
                    y={top - 5}
                  >{`${name}, ${unit} (line: 7-day mean)`}</text>
                  {splitAtGaps(means, WEEK_MS).map((run) => (
                    <path
                      key={run[0]?.x}
                      className="chart-line"
                      d={path(run) ?? ''}
                      style={{ stroke: `var(--${color})` }}
                    />
                  ))}
                  {thin(points, 1000).map((point) => (
                    <circle
                      key={point.x}
                      className="chart-dot"
                      cx={x(width)(point.x)}
                      cy={y(point.y)}
                      r={3}
                      style={{ stroke: `var(--${color})` }}
                    />
                  ))}
                </g>
              )
            })}
            {[from, to].map((ms, at) => (
              <text
                key={ms}
                className="chart-tick"
                x={x(width)(ms)}
                y={bottom + 16}
                textAnchor={at === 0 ? 'start' : 'end'}
              >
                {day(ms)}
              </text>
            ))}
          </>
        )}
      </Plot>
    </ChartFrame>
  )
}

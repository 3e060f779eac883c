import type { Body } from '../../../src/schema/records.ts'
import { bodyClock, bodyFacts, GLUCOSE_RANGE, glucoseFinding, glucoseSeries, pressuresOf } from './body.ts'
import { BodyTrend } from './body-trend.tsx'
import { ChartFrame, Figures, type Hideable } from './chart-frame.tsx'
import { readInstant } from './clock.ts'
import { heartDayModel } from './heart-day.ts'
import { HeartDayChart } from './heart-day-chart.tsx'
import { LinesChart } from './lines-chart.tsx'
import { PressureChart } from './pressure-chart.tsx'
import { tableOf } from './table.ts'
import { MARGIN, rowsOf } from './time-lines.ts'

/**
 * Body readings of a day, and of the days around it when `history` holds them: weight and fat as a trend, glucose with
 * its target range, blood pressure, heart rate, and the rest as figures.
 */
export function BodyChart({ record, history = [], hidden }: { record: Body; history?: readonly Body[] } & Hideable) {
  const days = history.length > 0 ? history : [record]
  const facts = bodyFacts(record)
  const pressures = pressuresOf(days)
  const empty =
    facts.length + pressures.length + glucoseSeries(record).points.length === 0 && heartDayModel(record) === null
  return (
    <div className="chart-group">
      {(facts.length > 0 || empty) && (
        <ChartFrame
          title="Body"
          finding={
            empty
              ? 'no readings that can be drawn'
              : facts
                  .slice(0, 3)
                  .map((fact) => `${fact.name} ${fact.value}`)
                  .join(', ')
          }
          table={tableOf(
            ['Quantity', 'Value'],
            facts.map((fact) => [fact.name, fact.value]),
          )}
          hidden={hidden}
        >
          <Figures figures={facts} />
        </ChartFrame>
      )}
      <BodyTrend records={days} hidden={hidden} />
      <GlucoseChart record={record} hidden={hidden} />
      {pressures.length > 0 && <PressureChart records={days} hidden={hidden} />}
      <HeartDayChart record={record} hidden={hidden} />
    </div>
  )
}

/** Glucose of a day with the consensus target range as a ground. Nothing without readings. */
export function GlucoseChart({ record, hidden }: { record: Body } & Hideable) {
  const series = glucoseSeries(record)
  if (series.points.length === 0) return null
  const clock = bodyClock(record)
  const [start, end] = [
    readInstant(record.metadata.start_time)?.ms ?? 0,
    readInstant(record.metadata.end_time)?.ms ?? 0,
  ]
  return (
    <ChartFrame
      title="Glucose"
      finding={glucoseFinding(series.points)}
      table={tableOf(['Time', 'Glucose'], rowsOf([series], clock))}
      hidden={hidden}
    >
      <LinesChart
        label="Glucose"
        series={[series]}
        clock={clock}
        span={[start, end]}
        panelHeight={110}
        ground={(_, y, right) => (
          <>
            <rect
              className="chart-target"
              x={MARGIN.left}
              y={y(GLUCOSE_RANGE[1])}
              width={right - MARGIN.left}
              height={y(GLUCOSE_RANGE[0]) - y(GLUCOSE_RANGE[1])}
            />
            <text className="chart-tick" x={MARGIN.left + 6} y={y(GLUCOSE_RANGE[1]) + 13}>
              target {GLUCOSE_RANGE[0]}–{GLUCOSE_RANGE[1]}
            </text>
          </>
        )}
      />
    </ChartFrame>
  )
}

import type { Sleep } from '../../../src/schema/records.ts'
import { Panels, TimeAxis } from './axis.tsx'
import { ChartFrame, Figures, type Hideable } from './chart-frame.tsx'
import { clockText } from './clock.ts'
import { readingsAt, round } from './lines.ts'
import { Plot } from './plot.tsx'
import { laneColor, lanes, type Stage, sleepModel } from './sleep.ts'
import { heartRateSeries, instantsOf, MARGIN, timeLines, variabilitySeries } from './time-lines.ts'
import { durationText } from './units.ts'

const LANE = 26
const TOP = 8

/** A night or a nap: hypnogram in four lanes, heart rate and its variability under it, time in each stage as figures. */
export function SleepChart({ record, hidden }: { record: Sleep } & Hideable) {
  const model = sleepModel(record)
  const { clock, span, stages } = model
  const series = [heartRateSeries(record.heart_rate_data), variabilitySeries(record.heart_rate_data)]
  const laneBottom = TOP + (stages.length > 0 ? lanes.length * LANE : 0)
  const draw = (width: number) => timeLines(series, span, clock, width, { top: laneBottom + 26, panelHeight: 44 })
  const { panels } = draw(640)
  const bottom = panels.length > 0 ? draw(640).bottom : laneBottom
  const instants = [...new Set([...stages.map((stage) => stage.from), ...instantsOf(series, 400)])].sort(
    (a, b) => a - b,
  )
  return (
    <ChartFrame title={model.isNap ? 'Nap' : 'Sleep'} finding={model.finding} table={model.table} hidden={hidden}>
      <Figures
        figures={model.totals.map(({ lane, seconds }) => ({
          name: lane,
          value: durationText(seconds),
          color: laneColor(lane),
        }))}
      />
      {instants.length > 0 && (
        <Plot
          label="Sleep"
          height={bottom + MARGIN.bottom}
          span={[TOP, bottom]}
          stops={(width) => instants.map((ms) => ({ x: draw(width).x(ms), at: clockText(ms, clock) }))}
          read={(at) => {
            const ms = instants[at] ?? 0
            const stage = stages.find(({ from, to }) => ms >= from && ms < to)
            return [...(stages.length > 0 ? [stage?.lane ?? 'Stage unknown'] : []), ...readingsAt(panels, ms)]
          }}
        >
          {(width) => {
            const drawn = draw(width)
            return (
              <>
                <TimeAxis ticks={drawn.ticks} top={TOP} bottom={bottom} />
                {stages.length > 0 && <Hypnogram stages={stages} x={drawn.x} right={width - MARGIN.right} />}
                <Panels panels={drawn.panels} left={MARGIN.left} right={width - MARGIN.right} />
              </>
            )
          }}
        </Plot>
      )}
    </ChartFrame>
  )
}

/** Steps through the lanes: a bar for each stretch, a hairline from one to the next where nothing lies between. */
function Hypnogram({ stages, x, right }: { stages: Stage[]; x: (ms: number) => number; right: number }) {
  const middle = (stage: Stage) => TOP + lanes.indexOf(stage.lane) * LANE + LANE / 2
  return (
    <g>
      {lanes.map((lane, at) => (
        <g key={lane}>
          <line
            className="chart-grid"
            x1={MARGIN.left}
            x2={right}
            y1={TOP + (at + 1) * LANE}
            y2={TOP + (at + 1) * LANE}
          />
          <text className="chart-tick" x={MARGIN.left - 6} y={TOP + at * LANE + LANE / 2 + 4} textAnchor="end">
            {lane}
          </text>
        </g>
      ))}
      {stages.map((stage, at) => {
        const before = stages[at - 1]
        const left = round(x(stage.from))
        return (
          <g key={stage.from}>
            {before?.to === stage.from && (
              <line className="chart-step" x1={left} x2={left} y1={middle(before)} y2={middle(stage)} />
            )}
            <rect
              x={left}
              y={middle(stage) - 8}
              width={Math.max(1.5, round(x(stage.to)) - left)}
              height={16}
              rx={2}
              style={{ fill: `var(--${laneColor(stage.lane)})` }}
            />
          </g>
        )
      })}
    </g>
  )
}

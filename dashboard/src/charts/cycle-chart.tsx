import type { Menstruation } from '../../../src/schema/records.ts'
import { ChartFrame, Figures, type Hideable } from './chart-frame.tsx'
import { dayName } from './clock.ts'
import { cycleModel } from './cycle.ts'
import { Plot } from './plot.tsx'
import { countText } from './units.ts'

const [LEFT, RIGHT, TOP, ROW] = [4, 4, 22, 26]

/** The cycle as a strip with its phases named; phases that overlap stand in rows of their own. A mark shows the day itself. */
export function CycleChart({ record, hidden }: { record: Menstruation } & Hideable) {
  const { finding, phases, length, today, table } = cycleModel(record)
  const data = record.menstruation_data
  const rows: number[] = []
  const placed = phases.map((phase) => {
    const free = rows.findIndex((end) => end <= phase.day)
    const row = free < 0 ? rows.length : free
    rows[row] = phase.day + phase.days
    return { ...phase, row }
  })
  const bottom = TOP + Math.max(1, rows.length) * ROW
  const scale = (width: number) => (day: number) => LEFT + ((width - LEFT - RIGHT) * day) / Math.max(1, length)
  const days = Array.from({ length }, (_, day) => day)
  const figures = [
    { name: 'Cycle', value: data?.cycle_length_days ? countText(data.cycle_length_days, 'day') : null },
    { name: 'Period', value: data?.period_length_days ? countText(data.period_length_days, 'day') : null },
    { name: 'Ovulation', value: data?.ovulation_day ? dayName(data.ovulation_day) : null },
  ].flatMap(({ name, value }) => (value === null ? [] : [{ name, value }]))
  return (
    <ChartFrame title="Cycle" finding={finding} table={table} hidden={hidden}>
      <Figures figures={figures} />
      <Figures
        figures={phases.map(({ name, from, to, color, days: count }) => ({
          name,
          color,
          value: count === 1 ? from : `${from} – ${to}`,
        }))}
      />
      {phases.length > 0 && (
        <Plot
          label="Cycle"
          height={bottom + 20}
          span={[TOP, bottom]}
          stops={(width) => days.map((day) => ({ x: scale(width)(day + 0.5), at: `Day ${day + 1}` }))}
          read={(at) =>
            phases.filter((phase) => at >= phase.day && at < phase.day + phase.days).map((phase) => phase.name)
          }
        >
          {(width) => {
            const x = scale(width)
            return (
              <>
                {placed.map((phase) => {
                  const wide = x(phase.day + phase.days) - x(phase.day) - 2
                  const y = TOP + phase.row * ROW
                  return (
                    <g key={`${phase.name} ${phase.day}`}>
                      <rect
                        x={x(phase.day) + 1}
                        y={y + 16}
                        width={Math.max(2, wide)}
                        height={6}
                        rx={2}
                        style={{ fill: `var(--${phase.color})` }}
                      />
                      <text className="chart-tick" x={x(phase.day) + 2} y={y + 12}>
                        {wide > phase.name.length * 6.6 ? phase.name : ''}
                      </text>
                    </g>
                  )
                })}
                {today !== null && (
                  <g>
                    <path className="chart-today" d={`M${x(today + 0.5) - 5},2 h10 l-5,7 z`} />
                    <line className="chart-crosshair" x1={x(today + 0.5)} x2={x(today + 0.5)} y1={9} y2={bottom} />
                  </g>
                )}
                {[0, ...days.filter((day) => day % 7 === 6 && day < length - 2), length - 1].map((day) => (
                  <text
                    key={day}
                    className="chart-tick"
                    x={x(day + 0.5)}
                    y={bottom + 14}
                    textAnchor={day === 0 ? 'start' : day === length - 1 ? 'end' : 'middle'}
                  >
                    {day + 1}
                  </text>
                ))}
              </>
            )
          }}
        </Plot>
      )}
    </ChartFrame>
  )
}

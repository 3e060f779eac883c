import type { Body } from '../../../src/schema/records.ts'
import { pressuresOf } from './body.ts'
import { ChartFrame, type Hideable } from './chart-frame.tsx'
import { verticalScale } from './lines.ts'
import { Plot } from './plot.tsx'
import { tableOf } from './table.ts'
import { MARGIN } from './time-lines.ts'
import { amountText, countText } from './units.ts'

const [TOP, PANEL] = [12, 110]
/** As many as can be told apart; older ones are in the table. */
const MOST = 60

/** Blood pressure: a bar from diastolic to systolic for each reading, latest on the right. */
export function PressureChart({ records, hidden }: { records: readonly Body[] } & Hideable) {
  const all = pressuresOf(records)
  const shown = all.slice(-MOST)
  const last = shown.at(-1)
  if (!last) return null
  const { y, ticks } = verticalScale(
    shown.flatMap((each) => [each.systolic, each.diastolic]),
    TOP,
    PANEL,
    false,
    (value) => amountText(value),
  )
  const place = (width: number, at: number) =>
    MARGIN.left + ((width - MARGIN.left - MARGIN.right) * (at + 0.5)) / shown.length
  return (
    <ChartFrame
      title="Blood pressure"
      finding={`${amountText(last.systolic)} over ${amountText(last.diastolic)} mmHg at the last of ${countText(all.length, 'reading')}`}
      table={tableOf(
        ['When', 'Systolic, mmHg', 'Diastolic, mmHg'],
        all.map((each) => [each.at, amountText(each.systolic), amountText(each.diastolic)]),
      )}
      hidden={hidden}
    >
      <Plot
        label="Blood pressure"
        height={TOP + PANEL + MARGIN.bottom}
        stops={(width) => shown.map((each, at) => ({ x: place(width, at), at: each.at }))}
        read={(at) =>
          shown[at] ? [`${amountText(shown[at].systolic)} over ${amountText(shown[at].diastolic)} mmHg`] : []
        }
      >
        {(width, chosen) => (
          <>
            {ticks.map((tick) => (
              <g key={tick.y}>
                <line className="chart-grid" x1={MARGIN.left} x2={width - MARGIN.right} y1={tick.y} y2={tick.y} />
                <text className="chart-tick" x={MARGIN.left - 6} y={tick.y + 4} textAnchor="end">
                  {tick.text}
                </text>
              </g>
            ))}
            {shown.map((each, at) => (
              <rect
                key={each.ms}
                className="chart-pressure"
                data-chosen={at === chosen}
                x={place(width, at) - 3}
                width={6}
                rx={3}
                y={y(each.systolic)}
                height={Math.max(2, y(each.diastolic) - y(each.systolic))}
              />
            ))}
            <text className="chart-tick" x={MARGIN.left} y={TOP + PANEL + 16}>
              {shown[0]?.at}
            </text>
            {shown.length > 1 && (
              <text className="chart-tick" x={width - MARGIN.right} y={TOP + PANEL + 16} textAnchor="end">
                {last.at}
              </text>
            )}
          </>
        )}
      </Plot>
    </ChartFrame>
  )
}

import { area } from 'd3-shape'
import type { Body, Daily } from '../../../src/schema/records.ts'
import { ChartFrame, type Hideable } from './chart-frame.tsx'
import { clockText } from './clock.ts'
import { type BandPoint, bandRuns, heartDayModel } from './heart-day.ts'
import { LinesChart } from './lines-chart.tsx'
import { nearest } from './points.ts'
import { tableOf } from './table.ts'
import { MARGIN } from './time-lines.ts'
import { amountText } from './units.ts'

const PANEL = 132

/** Heart rate of a day: mean line in the band of lowest and highest, resting dashed, zones named. Nothing without readings. */
export function HeartDayChart({ record, hidden }: { record: Daily | Body } & Hideable) {
  const model = heartDayModel(record)
  if (!model) return null
  const { clock, span, series, band, pieceMs, zones, finding } = model
  const table = tableOf(
    ['Time', 'Lowest, bpm', 'Mean, bpm', 'Highest, bpm'],
    band.map((piece) => [
      clockText(piece.x - pieceMs / 2, clock),
      amountText(piece.low),
      amountText(piece.mean),
      amountText(piece.high),
    ]),
  )
  const bottom = MARGIN.top + PANEL
  // The scale belongs to the mean; what stands out of it is cut at the frame.
  const inside = (y: number) => Math.max(MARGIN.top, Math.min(bottom, y))
  return (
    <ChartFrame title="Heart rate over the day" finding={finding} table={table} hidden={hidden}>
      <LinesChart
        label="Heart rate"
        series={[{ ...series, extent: [Math.min(...band.map((p) => p.low)), Math.max(...band.map((p) => p.high))] }]}
        clock={clock}
        span={span}
        panelHeight={PANEL}
        also={(ms) => {
          const piece = band[nearest(band, ms)]
          return piece ? [`${amountText(piece.low)} to ${amountText(piece.high)} bpm`] : []
        }}
        ground={(x, y, right) => (
          <>
            {zones.map(({ name, low, high }, at) => {
              const [top, end] = [inside(y(high)), inside(y(low))]
              if (end - top < 2) return null
              return (
                <g key={name}>
                  <rect
                    className="chart-zone"
                    data-odd={at % 2 === 1}
                    x={MARGIN.left}
                    y={top}
                    width={right - MARGIN.left}
                    height={end - top}
                  />
                  {end - top >= 14 && (
                    <text className="chart-tick" x={MARGIN.left + 6} y={top + 12}>
                      {name}
                    </text>
                  )}
                </g>
              )
            })}
            {bandRuns(band, pieceMs).map((run) => (
              <path
                key={run[0]?.x}
                className="chart-band"
                d={
                  area<BandPoint>(
                    (piece) => x(piece.x),
                    (piece) => inside(y(piece.low)),
                    (piece) => inside(y(piece.high)),
                  )(run) ?? ''
                }
              />
            ))}
          </>
        )}
      />
    </ChartFrame>
  )
}

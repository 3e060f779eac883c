import type { ReactNode } from 'react'
import { Panels, TimeAxis } from './axis.tsx'
import { type Clock, clockText } from './clock.ts'
import { readingsAt, type Series } from './lines.ts'
import { Plot } from './plot.tsx'
import { instantsOf, MARGIN, spanOf, timeLines } from './time-lines.ts'

export interface LinesChartProps {
  /** Names the crosshair. */
  label: string
  series: readonly Series[]
  clock: Clock
  /** Stretch of time to show; by default that of the readings. */
  span?: [number, number] | undefined
  panelHeight?: number
  /** Drawn under the lines, for example bands. */
  ground?: (x: (ms: number) => number, y: (value: number) => number, right: number) => ReactNode
  /** More to say at an instant, before the readings. */
  also?: (ms: number) => string[]
}

/** Lines of several quantities, one under another on one time axis in the person's own clock. */
export function LinesChart({ label, series, clock, span, panelHeight = 64, ground, also }: LinesChartProps) {
  const stretch = span ?? spanOf(series)
  const instants = instantsOf(series)
  const layout = (width: number) => timeLines(series, stretch, clock, width, { panelHeight })
  const { panels, height, bottom } = layout(640)
  return (
    <Plot
      label={label}
      height={height}
      span={[MARGIN.top, bottom]}
      stops={(width) => {
        const { x } = layout(width)
        return instants.map((ms) => ({ x: x(ms), at: clockText(ms, clock) }))
      }}
      read={(at) => {
        const ms = instants[at]
        return ms === undefined ? [] : [...(also?.(ms) ?? []), ...readingsAt(panels, ms)]
      }}
    >
      {(width) => {
        const drawn = layout(width)
        const first = drawn.panels[0]
        return (
          <>
            {first && ground?.(drawn.x, first.y, width - MARGIN.right)}
            <TimeAxis ticks={drawn.ticks} top={MARGIN.top} bottom={drawn.bottom} />
            <Panels panels={drawn.panels} left={MARGIN.left} right={width - MARGIN.right} />
          </>
        )
      }}
    </Plot>
  )
}

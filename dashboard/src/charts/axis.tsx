import type { Panel } from './lines.ts'

/** Marks of the shared x axis under a drawing, each with a hairline over `top`–`bottom`. */
export function TimeAxis(props: { ticks: readonly { x: number; text: string }[]; top: number; bottom: number }) {
  const { ticks, top, bottom } = props
  return (
    <g>
      {ticks.map(({ x, text }) => (
        <g key={`${x} ${text}`}>
          <line className="chart-grid" x1={x} x2={x} y1={top} y2={bottom} />
          <text className="chart-tick" x={x} y={bottom + 14} textAnchor="middle">
            {text}
          </text>
        </g>
      ))}
    </g>
  )
}

/** Panels of lines with their own scales and names, from `left` to `right`. */
export function Panels({ panels, left, right }: { panels: readonly Panel[]; left: number; right: number }) {
  return panels.map(({ series, top, paths, dots, ticks, y }) => (
    <g key={series.id}>
      {ticks.map((tick) => (
        <g key={tick.y}>
          <line className="chart-grid" x1={left} x2={right} y1={tick.y} y2={tick.y} />
          <text className="chart-tick" x={left - 6} y={tick.y + 4} textAnchor="end">
            {tick.text}
          </text>
        </g>
      ))}
      <text className="chart-name" x={left} y={top - 5}>
        {series.label}
        {series.unit && `, ${series.unit}`}
      </text>
      {paths.map((d) => (
        <path
          key={d}
          className="chart-line"
          data-stroke={series.stroke}
          d={d}
          style={{ stroke: `var(--${series.color})` }}
        />
      ))}
      {dots.map((dot) => (
        <circle key={`${dot.x}`} cx={dot.x} cy={dot.y} r={2} style={{ fill: `var(--${series.color})` }} />
      ))}
      {series.mark !== undefined && (
        <line className="chart-mark" x1={left} x2={right} y1={y(series.mark.value)} y2={y(series.mark.value)} />
      )}
      {series.mark !== undefined && (
        <text className="chart-tick" x={right - 2} y={y(series.mark.value) - 4} textAnchor="end">
          {series.mark.text}
        </text>
      )}
    </g>
  ))
}

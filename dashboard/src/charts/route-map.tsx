import { useState } from 'react'
import type { Activity } from '../../../src/schema/records.ts'
import { Mark } from './mark.tsx'
import { drawRoute, RAMP, type RouteColor } from './route.ts'
import { useWidth } from './use-width.ts'

const choices: { color: RouteColor; name: string; low: string; high: string }[] = [
  { color: 'pace', name: 'Pace', low: 'slower', high: 'faster' },
  { color: 'heart-rate', name: 'Heart rate', low: 'lower', high: 'higher' },
]

/**
 * The route in a frame of its own, without a map under it: nothing leaves the machine. Start ●, end ■, a mark at each
 * kilometre; the line grows darker and thicker with pace or heart rate.
 */
export function RouteMap({ record }: { record: Activity }) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [color, setColor] = useState<RouteColor>('pace')
  const height = Math.round(Math.min(320, width * 0.62))
  const drawing = drawRoute(record, color, width, height)
  const chosen = choices.find((choice) => choice.color === color)
  if (!drawing) return null
  const known = drawing.stretches.some((stretch) => stretch.step !== null)
  return (
    <div ref={ref} className="chart-route">
      <svg
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        role="img"
        aria-label="Route of the activity"
      >
        {drawing.stretches.map(({ points, step }) => (
          <polyline
            key={points}
            className="chart-way"
            points={points}
            style={{ stroke: `var(--${RAMP[step ?? 2]})`, strokeWidth: 2 + (step ?? 1) * 0.7 }}
          />
        ))}
        {drawing.marks.map(({ x, y, text }) => (
          <g key={text}>
            <circle className="chart-km" cx={x} cy={y} r={3} />
            <text className="chart-tick chart-halo" x={x + 6} y={y - 5}>
              {text} km
            </text>
          </g>
        ))}
        <rect className="chart-end" x={drawing.end.x - 5.5} y={drawing.end.y - 5.5} width={11} height={11} />
        <circle className="chart-start" cx={drawing.start.x} cy={drawing.start.y} r={6} />
      </svg>
      <div className="chart-legend">
        <span>
          <Mark shape="circle" /> start
        </span>
        <span>
          <Mark shape="square" /> end
        </span>
        {known && (
          <span className="chart-ramp">
            {chosen?.low}
            {RAMP.map((name, at) => (
              <i key={name} style={{ background: `var(--${name})`, height: 3 + at * 1.4 }} />
            ))}
            {chosen?.high}
          </span>
        )}
        <fieldset className="chart-choice">
          <legend className="sr-only">Colour of the route</legend>
          {choices.map(({ color: each, name }) => (
            <button key={each} type="button" aria-pressed={each === color} onClick={() => setColor(each)}>
              {name}
            </button>
          ))}
        </fieldset>
      </div>
    </div>
  )
}

import { sparkline } from './sparkline.ts'
import './charts.css'

export interface SparklineProps {
  values: readonly (number | null)[]
  /** What it says: "Delivered per hour over 24 hours: from 80 to 120, now 96". */
  label: string
  width?: number
  height?: number
}

/** A small line beside a figure; the last value is marked. */
export function Sparkline({ values, label, width = 96, height = 24 }: SparklineProps) {
  const { paths, dots, last } = sparkline(values, width, height)
  return (
    <svg
      className="chart-spark"
      role="img"
      aria-label={label}
      width={width}
      height={height}
      viewBox={`0 0 ${width} ${height}`}
    >
      {paths.map((d) => (
        <path key={d} d={d} />
      ))}
      {dots.map((dot) => (
        <circle key={dot.x} cx={dot.x} cy={dot.y} r={1} />
      ))}
      {last && <circle cx={last.x} cy={last.y} r={2} />}
    </svg>
  )
}

import { type KeyboardEvent, type PointerEvent, type ReactNode, useState } from 'react'
import { nearest } from './points.ts'
import { stepTo } from './steps.ts'
import { useWidth } from './use-width.ts'

/** A place the crosshair can stand on. `x` is in pixels of the drawing. */
export interface Stop {
  x: number
  /** Where it is: "23:34". */
  at: string
}

export interface PlotProps {
  /** Names the crosshair for assistive technology: "Sleep". */
  label: string
  /** Height of the drawing in pixels, for the width it gets. */
  height: number | ((width: number) => number)
  /** Places of the crosshair, by x, for the width. */
  stops: (width: number) => Stop[]
  /** Values at a place; asked only for the place the crosshair stands on. */
  read: (at: number) => string[]
  /** Vertical extent of the crosshair line. */
  span?: [number, number] | undefined
  /** The drawing for the width. `at` is the place of the crosshair, or null. */
  children: (width: number, at: number | null) => ReactNode
}

/**
 * A drawing as wide as its column with a crosshair: the pointer or the arrow keys move it (Home and End to the ends, Page
 * keys by tenths, Escape takes it away). Values stand under the drawing and are announced when a key moved it.
 */
export function Plot({ label, height, stops: stopsFor, read, span, children }: PlotProps) {
  const [ref, width] = useWidth<HTMLDivElement>()
  const [at, setAt] = useState<number | null>(null)
  const [byKey, setByKey] = useState(false)
  const tall = typeof height === 'number' ? height : height(width)
  const stops = stopsFor(width)
  const stop = at === null ? undefined : stops[at]

  const key = (event: KeyboardEvent) => {
    const next = stepTo(event.key, at, stops.length)
    if (next === undefined) return
    event.preventDefault()
    setByKey(true)
    setAt(next)
  }
  const point = (event: PointerEvent<HTMLDivElement>) => {
    setByKey(false)
    const index = nearest(stops, event.clientX - event.currentTarget.getBoundingClientRect().left)
    setAt(index < 0 ? null : index)
  }
  return (
    <div>
      <div
        ref={ref}
        role="slider"
        tabIndex={0}
        className="chart-plot"
        aria-label={`${label}: arrow keys read the values`}
        aria-orientation="horizontal"
        aria-valuemin={0}
        aria-valuemax={Math.max(0, stops.length - 1)}
        aria-valuenow={at ?? 0}
        aria-valuetext={stop?.at ?? 'nothing chosen'}
        onKeyDown={key}
        onPointerMove={point}
        onPointerDown={point}
        onPointerLeave={() => !byKey && setAt(null)}
        onBlur={() => setAt(null)}
      >
        <svg aria-hidden="true" width={width} height={tall} viewBox={`0 0 ${width} ${tall}`}>
          {children(width, stop ? at : null)}
          {stop && span !== undefined && (
            <line className="chart-crosshair" x1={stop.x} x2={stop.x} y1={span[0]} y2={span[1]} />
          )}
        </svg>
      </div>
      <p className="chart-readout">
        <span aria-hidden>{stop ? stop.at : ''}</span>
        <span aria-live={byKey ? 'polite' : 'off'}>{stop && at !== null ? read(at).join(' · ') : ''}</span>
      </p>
    </div>
  )
}

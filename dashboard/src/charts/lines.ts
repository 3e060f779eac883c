import { scaleLinear } from 'd3-scale'
import { line } from 'd3-shape'
import { nearest, type Point, splitAtGaps, usualGap } from './points.ts'
import { MOST_POINTS, thinRuns } from './thin.ts'
import { amountText } from './units.ts'

/** How a series is told apart besides its colour. */
export type Stroke = 'solid' | 'dashed' | 'dotted'

/** One measured quantity over time. `color` is the name of a custom property, without the dashes: `chart-heart`. */
export type Series = {
  id: string
  label: string
  unit: string
  color: string
  points: Point[]
  /** Longest silence that is still drawn as a line; by default three usual intervals. */
  gap?: number
  stroke?: Stroke
  /** Smaller values stand higher, as for pace. */
  reversed?: boolean
  format?: (value: number) => string
  /** A dashed line across the panel, as for the resting heart rate. */
  mark?: { value: number; text: string }
  /** What the scale has to hold besides the readings. */
  extent?: [number, number]
}

export type Panel = {
  series: Series
  top: number
  height: number
  /** One path for each run without a gap. */
  paths: string[]
  /** Readings that stand alone. */
  dots: Point[]
  ticks: { y: number; text: string }[]
  y: (value: number) => number
  /** Longest distance at which a reading still speaks for an instant. */
  reach: number
}

/** The value of a series in words, with its unit. */
export function valueText(series: Series, value: number): string {
  const text = series.format ? series.format(value) : amountText(value, Math.abs(value) < 10 ? 1 : 0)
  return series.unit === '' ? text : `${text} ${series.unit}`
}

/**
 * Panels one under another on a shared x, each with its own scale, `height` high and `space` apart. At most 2,000 points
 * are drawn in all; silences stay gaps. A series without readings gets no panel.
 */
export function stackPanels(
  all: readonly Series[],
  x: (value: number) => number,
  layout: { top: number; height: number; space: number },
): Panel[] {
  const shown = all.filter((series) => series.points.length > 0)
  return shown.map((series, at) => {
    const top = layout.top + at * (layout.height + layout.space)
    const values = series.points.map((point) => point.y)
    if (series.mark) values.push(series.mark.value)
    if (series.extent) values.push(...series.extent)
    const { y, ticks } = verticalScale(values, top, layout.height, series.reversed === true, (value) =>
      series.format ? series.format(value) : amountText(value, 1),
    )
    const gap = series.gap ?? usualGap(series.points)
    const runs = thinRuns(splitAtGaps(series.points, gap), Math.floor(MOST_POINTS / shown.length))
    const path = line<Point>(
      (point) => round(x(point.x)),
      (point) => round(y(point.y)),
    )
    const place = (point: Point): Point => ({ x: round(x(point.x)), y: round(y(point.y)) })
    return {
      series,
      top,
      height: layout.height,
      paths: runs.filter((run) => run.length > 1).map((run) => path(run) ?? ''),
      dots: runs.flatMap((run) => (run.length === 1 ? run.map(place) : [])),
      ticks,
      y,
      reach: gap / 2,
    }
  })
}

/** A linear scale over the values with two or three round marks. Values that do not vary lie in the middle. */
export function verticalScale(
  values: readonly number[],
  top: number,
  height: number,
  reversed: boolean,
  format: (value: number) => string,
) {
  let [low, high] = [Infinity, -Infinity]
  for (const value of values) {
    low = Math.min(low, value)
    high = Math.max(high, value)
  }
  if (!(low <= high)) [low, high] = [0, 1]
  if (low === high) [low, high] = [low - Math.max(1, Math.abs(low) * 0.1), high + Math.max(1, Math.abs(high) * 0.1)]
  const edge = (high - low) * 0.06
  const scale = scaleLinear()
    .domain([low - edge, high + edge])
    .range(reversed ? [top, top + height] : [top + height, top])
  const marks = scale.ticks(height < 70 ? 2 : 4)
  const ticks = marks.map((value) => ({ y: scale(value), text: format(value) }))
  // Where values hardly differ, neighbouring marks would say the same.
  return { y: (value: number) => scale(value), ticks: ticks.filter(({ text }, at) => text !== ticks[at - 1]?.text) }
}

/** What each panel reads at an instant: `Heart rate 58 bpm`; "no reading" inside a gap. */
export function readingsAt(panels: readonly Panel[], x: number): string[] {
  return panels.map(({ series, reach }) => {
    const point = series.points[nearest(series.points, x)]
    const known = point !== undefined && Math.abs(point.x - x) <= reach
    return `${series.label} ${known ? valueText(series, point.y) : 'no reading'}`
  })
}

export const round = (value: number): number => Math.round(value * 10) / 10

import { scaleLinear } from 'd3-scale'
import { type Clock, clockText, clockTicks } from './clock.ts'
import { type Panel, readingsAt, round, type Series, stackPanels } from './lines.ts'
import { type Point, pointsOf } from './points.ts'
import { MOST_POINTS, thin } from './thin.ts'

/** Free space around the panels, in pixels. */
export const MARGIN = { left: 44, right: 20, top: 20, bottom: 22 } as const

export interface TimeLines {
  panels: Panel[]
  ticks: { x: number; text: string }[]
  x: (ms: number) => number
  bottom: number
  height: number
}

/** Series over one stretch of time as panels for a width. `top` leaves room for what is drawn above them. */
export function timeLines(
  series: readonly Series[],
  span: readonly [number, number],
  clock: Clock,
  width: number,
  { top = MARGIN.top, panelHeight = 64 }: { top?: number; panelHeight?: number } = {},
): TimeLines {
  const [from, to] = span
  const scale = scaleLinear([from, Math.max(to, from + 1)], [MARGIN.left, width - MARGIN.right])
  const panels = stackPanels(series, scale, { top, height: panelHeight, space: 26 })
  const last = panels.at(-1)
  const bottom = last ? last.top + last.height : top
  const ticks = clockTicks(from, to, Math.max(2, Math.floor(width / 84)), clock)
  return {
    panels,
    ticks: ticks.map(({ ms, text }) => ({ x: round(scale(ms)), text })),
    x: (ms) => scale(ms),
    bottom,
    height: bottom + MARGIN.bottom,
  }
}

/** Instants the crosshair can stand on: those of the series with the most readings, thinned. */
export function instantsOf(series: readonly Series[], most = MOST_POINTS): number[] {
  const densest = series.reduce<Point[]>((best, each) => (each.points.length > best.length ? each.points : best), [])
  return thin(densest, most).map((point) => point.x)
}

/** First and last instant of all the readings, widened to hold `span` where it is given. */
export function spanOf(series: readonly Series[], span?: readonly [number, number]): [number, number] {
  let [from, to] = span ?? [Infinity, -Infinity]
  for (const { points } of series) {
    from = Math.min(from, points[0]?.x ?? from)
    to = Math.max(to, points.at(-1)?.x ?? to)
  }
  return from <= to ? [from, to] : [0, 1]
}

/** Rows of a table twin: one per instant, thinned to `most`, with each series' reading there. */
export function rowsOf(series: readonly Series[], clock: Clock, most = 120): string[][] {
  const panels = stackPanels(series, (x) => x, { top: 0, height: 1, space: 0 })
  const shown = series.filter((each) => each.points.length > 0)
  return instantsOf(series, most).map((ms) => [
    clockText(ms, clock),
    ...readingsAt(panels, ms).map((text, at) => {
      const value = text.slice((shown[at]?.label.length ?? 0) + 1)
      return value === 'no reading' ? '–' : value
    }),
  ])
}

type HeartRate = {
  detailed?:
    | {
        hr_samples?: { timestamp?: string | null | undefined; bpm?: number | null | undefined }[] | null | undefined
        hrv_samples_rmssd?:
          | { timestamp?: string | null | undefined; hrv_rmssd?: number | null | undefined }[]
          | null
          | undefined
        hrv_samples_sdnn?:
          | { timestamp?: string | null | undefined; hrv_sdnn?: number | null | undefined }[]
          | null
          | undefined
      }
    | null
    | undefined
}

/** Heart rate of a record, beats per minute. */
export const heartRateSeries = (data: HeartRate | null | undefined): Series => ({
  id: 'heart-rate',
  label: 'Heart rate',
  unit: 'bpm',
  color: 'chart-heart',
  points: pointsOf(
    data?.detailed?.hr_samples,
    (sample) => sample.timestamp,
    (sample) => sample.bpm,
  ),
})

/** Variability of a record in milliseconds: RMSSD where there is any, else SDNN. */
export function variabilitySeries(data: HeartRate | null | undefined): Series {
  const rmssd = pointsOf(
    data?.detailed?.hrv_samples_rmssd,
    (sample) => sample.timestamp,
    (sample) => sample.hrv_rmssd,
  )
  const sdnn = pointsOf(
    data?.detailed?.hrv_samples_sdnn,
    (sample) => sample.timestamp,
    (sample) => sample.hrv_sdnn,
  )
  const kind = rmssd.length > 0 ? 'RMSSD' : 'SDNN'
  return {
    id: 'variability',
    label: `HRV (${kind})`,
    unit: 'ms',
    color: 'chart-variability',
    stroke: 'dashed',
    points: rmssd.length > 0 ? rmssd : sdnn,
  }
}

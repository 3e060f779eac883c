import { activityTypeNames } from '../../../src/schema/enums.ts'
import type { Activity } from '../../../src/schema/records.ts'
import { type Clock, clockOf, clockText, readInstant } from './clock.ts'
import type { Series } from './lines.ts'
import { median, type Point, pointsOf, usualGap } from './points.ts'
import { type ChartTable, tableOf } from './table.ts'
import { heartRateSeries } from './time-lines.ts'
import { amountText, distanceText, durationText, paceText, withUnit } from './units.ts'

/** Slower than this counts as standing: a pace would be without bound. */
const STANDING_METRES_PER_SECOND = 0.3

/** Minutes per kilometre of a speed in metres per second; null when standing. */
export const paceOf = (speed: number | null | undefined): number | null =>
  typeof speed === 'number' && speed >= STANDING_METRES_PER_SECOND ? 1000 / 60 / speed : null

/** Speed over time, metres per second: as recorded, else from the distance covered between readings. */
export function speedPoints(activity: Activity): Point[] {
  const recorded = pointsOf(
    activity.movement_data?.speed_samples,
    (sample) => sample.timestamp,
    (sample) => sample.speed_meters_per_second,
  )
  if (recorded.length > 0) return recorded
  const distance = pointsOf(
    activity.distance_data?.detailed?.distance_samples,
    (sample) => sample.timestamp,
    (sample) => sample.distance_meters,
  )
  const gap = usualGap(distance)
  return distance.flatMap((point, at) => {
    const before = distance[at - 1]
    if (!before || point.x - before.x > gap || point.y < before.y) return []
    return [{ x: point.x, y: ((point.y - before.y) * 1000) / (point.x - before.x) }]
  })
}

/** Heart rate, pace, elevation, cadence and power of an activity; those without readings have no points. */
export function activitySeries(activity: Activity): Series[] {
  const speed = speedPoints(activity)
  const pace = speed.flatMap(({ x, y }) => {
    const minutes = paceOf(y)
    return minutes === null ? [] : [{ x, y: minutes }]
  })
  const slowest = pace.length > 0 ? median(pace.map((point) => point.y)) * 2.5 : 0
  const elevation = pointsOf(
    activity.distance_data?.detailed?.elevation_samples,
    (sample) => sample.timestamp,
    (sample) => sample.elev_meters,
  )
  const cadence = pointsOf(
    activity.movement_data?.cadence_samples,
    (sample) => sample.timestamp,
    (sample) => sample.cadence_rpm,
  )
  const power = pointsOf(
    activity.power_data?.power_samples,
    (sample) => sample.timestamp,
    (sample) => sample.watts,
  )
  return [
    heartRateSeries(activity.heart_rate_data),
    // A moment of almost standing would flatten all the rest of the line: it is left out like standing.
    {
      id: 'pace',
      label: 'Pace',
      unit: 'min/km',
      color: 'chart-pace',
      points: pace.filter((point) => point.y <= slowest),
      gap: usualGap(speed),
      reversed: true,
      format: paceText,
    },
    { id: 'elevation', label: 'Elevation', unit: 'm', color: 'chart-elevation', points: elevation },
    { id: 'cadence', label: 'Cadence', unit: 'per min', color: 'chart-cadence', points: cadence },
    { id: 'power', label: 'Power', unit: 'W', color: 'chart-power', points: power },
  ]
}

export interface ActivityModel {
  clock: Clock
  span: [number, number]
  name: string
  finding: string
  series: Series[]
  figures: { name: string; value: string }[]
  laps: ChartTable
}

/** All that the activity chart shows but the route. */
export function activityModel(activity: Activity): ActivityModel {
  const { start_time: start, end_time: end, type, name } = activity.metadata
  const clock = clockOf([start, end])
  const span: [number, number] = [readInstant(start)?.ms ?? 0, readInstant(end)?.ms ?? 0]
  const metres = activity.distance_data?.summary?.distance_meters ?? null
  const sport = activityTypeNames.get(type) ?? 'Activity'
  const heart = activity.heart_rate_data?.summary
  const movement = activity.movement_data
  const pace = movement?.avg_pace_minutes_per_kilometer ?? paceOf(movement?.avg_speed_meters_per_second)
  const seconds = (span[1] - span[0]) / 1000
  const figures = [
    { name: 'Distance', value: metres === null ? null : distanceText(metres) },
    { name: 'Time', value: durationText(seconds) },
    { name: 'Pace', value: pace ? `${paceText(pace)} min/km` : null },
    { name: 'Heart rate', value: heart?.avg_hr_bpm ? withUnit(heart.avg_hr_bpm, 'bpm') : null },
    { name: 'Climb', value: withUnit(activity.distance_data?.summary?.elevation?.gain_actual_meters, 'm') },
    { name: 'Energy', value: withUnit(activity.calories_data?.total_burned_calories, 'kcal') },
  ]
  return {
    clock,
    span,
    name: name ?? sport,
    finding: [
      // Unless it has a name of its own it is called by its sport already.
      ...(name ? [sport] : []),
      metres ? `${distanceText(metres)} in ${durationText(seconds)}` : durationText(seconds),
      ...(heart?.avg_hr_bpm ? [`heart rate ${amountText(heart.avg_hr_bpm)} bpm on average`] : []),
    ].join(', '),
    series: activitySeries(activity),
    figures: figures.flatMap(({ name: label, value }) =>
      value === null || value === '–' ? [] : [{ name: label, value }],
    ),
    laps: lapsTable(activity, clock),
  }
}

function lapsTable(activity: Activity, clock: Clock): ChartTable {
  const laps = activity.lap_data?.laps ?? []
  const rows = laps.map((lap, at) => {
    const start = readInstant(lap.start_time)?.ms
    const end = readInstant(lap.end_time)?.ms
    const seconds = lap.active_duration_seconds ?? (start && end ? (end - start) / 1000 : null)
    return [
      `${at + 1}`,
      start ? clockText(start, clock) : '–',
      distanceText(lap.distance_meters),
      durationText(seconds),
      paceText(paceOf(lap.avg_speed_meters_per_second)),
      amountText(lap.avg_hr_bpm),
      amountText(lap.avg_watts),
      amountText(lap.calories),
    ]
  })
  const columns = ['Lap', 'Start', 'Distance', 'Time', 'min/km', 'bpm', 'W', 'kcal']
  // A column that no lap fills would only be dashes.
  const filled = columns.map((_, column) => rows.some((row) => row[column] !== '–'))
  return tableOf(
    columns.filter((_, at) => filled[at]),
    rows.map((row) => row.filter((_, at) => filled[at])),
  )
}

import type { FitMessageSpec } from '../../../generate/fit/encode.ts'
import type { Activity, LapSample } from '../../../schema/records.ts'
import { byte, filled, isDated, long, msOf, secondsOf, word } from './fields.ts'
import type { Span } from './span.ts'

const triggers = [
  'MANUAL',
  'TIME',
  'DISTANCE',
  'POSITION_START',
  'POSITION_LAP',
  'POSITION_WAYPOINT',
  'POSITION_MARKED',
  'SESSION_END',
  'FITNESS_EQUIPMENT',
]
const strokes = ['freestyle', 'backstroke', 'breaststroke', 'butterfly', 'drill', 'mixed', 'im']

/** The laps; a file without any is none to strict readers, so the whole then counts as one. */
export function lapMessages(activity: Activity, span: Span): FitMessageSpec[] {
  const laps = (activity.lap_data?.laps ?? []).flatMap((lap) => lapMessage(lap) ?? [])
  if (laps.length > 0) return laps
  const { startMs, endMs, timerSeconds } = span
  const fields = {
    timestamp: secondsOf(endMs),
    start_time: secondsOf(startMs),
    lap_trigger: triggers.indexOf('SESSION_END'),
    ...filled({
      total_elapsed_time: long((endMs - startMs) / 1000, 1000),
      total_timer_time: long(timerSeconds, 1000),
      total_distance: long(activity.distance_data?.summary?.distance_meters, 100),
    }),
  }
  return [{ name: 'lap', fields }]
}

function lapMessage(lap: LapSample): FitMessageSpec | null {
  const [startMs, endMs] = [msOf(lap.start_time), msOf(lap.end_time)]
  if (startMs === null || !isDated(startMs) || !isDated(endMs ?? startMs)) return null
  const trigger = triggers.indexOf(lap.trigger_method ?? '')
  const stroke = strokes.indexOf(lap.stroke_type ?? '')
  return {
    name: 'lap',
    fields: {
      timestamp: secondsOf(endMs ?? startMs),
      start_time: secondsOf(startMs),
      ...filled({
        total_elapsed_time: long(endMs === null ? null : (endMs - startMs) / 1000, 1000),
        total_timer_time: long(lap.active_duration_seconds, 1000),
        total_distance: long(lap.distance_meters, 100),
        total_calories: word(lap.calories),
        avg_heart_rate: byte(lap.avg_hr_bpm),
        enhanced_avg_speed: long(lap.avg_speed_meters_per_second, 1000),
        avg_power: word(lap.avg_watts),
        total_cycles: long(lap.total_strokes),
        lap_trigger: byte(trigger < 0 ? null : trigger),
        swim_stroke: byte(stroke < 0 ? null : stroke),
      }),
    },
  }
}

import { type Clock, sessionTimes } from '../../normalise/clock.ts'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { possible } from '../../normalise/possible.ts'
import { isNap, type NapCandidate } from '../../normalise/sleep.ts'
import { orElse, sleepDurations, staged } from '../../normalise/sleep-figures.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { recordsInOrder } from '../shapes.ts'
import {
  amountOf,
  type Day,
  epochMsOf,
  figureOf,
  heartRateData,
  type Item,
  listOf,
  ofDays,
  ofType,
  partOf,
} from './metrics.ts'

interface Sleeper extends NapCandidate {
  night: Item
}

/** Nights, each under the date of waking. */
export const sleep = {
  ...ofDays((days) => recordsInOrder(days.flatMap(recordsOf))),
  // Ultrahuman tells of nothing: a night that has gone from its date was deleted, or is another date's now.
  isWhole: true,
}

/** What lies between two times; nothing where one of them is missing, or they are the wrong way round. */
function spanOf(start: unknown, end: unknown): { startMs: number; endMs: number }[] {
  const [startMs, endMs] = [epochMsOf(start), epochMsOf(end)]
  return startMs === null || endMs === null || endMs <= startMs ? [] : [{ startMs, endMs }]
}

function recordsOf(day: Day): Sleep[] {
  const sleepers = day.all('sleep').flatMap((night): Sleeper[] =>
    spanOf(night['bedtime_start'], night['bedtime_end']).map((span) => ({
      ...span,
      night,
      offsetMinutes: day.clock.of(span.startMs).offsetMinutes,
    })),
  )
  return sleepers.map((one) => recordOf(day, one, isNap(one, sleepers)))
}

function recordOf({ clock, date, one, readings }: Day, sleeper: Sleeper, is_nap: boolean | null): Sleep {
  const { night, startMs, endMs } = sleeper
  // What stands beside the nights of a day is of its main one.
  const ofDay = (type: string): Item => (is_nap === false ? one(type) : {})
  return {
    metadata: {
      // Nights have no id. There is one of a date, whose times may be corrected; another is known by its start.
      summary_id: summaryId('ULTRAHUMAN', 'sleep', date, ...(is_nap === false ? [] : [startMinute(startMs)])),
      ...sessionTimes(clock.of(startMs), clock.of(endMs)),
      is_nap,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(sleeper, clock),
    heart_rate_data: heartRateData(readings(partOf(night, 'hr_graph')), readings(partOf(night, 'hrv_graph')), {
      resting: [ofDay('sleep_rhr'), ofDay('night_rhr')],
      variability: [ofDay('avg_sleep_hrv'), ofType(night['quick_metrics'], 'avg_hrv')],
    }),
    respiration_data: {
      oxygen_saturation_data: { avg_saturation_percentage: amountOf('saturation_percentage', partOf(night, 'spo2')) },
    },
    temperature_data: {
      delta: deviationOf(partOf(night, 'temperature_deviation')) ?? deviationOf(ofDay('temperature_deviation')),
    },
    scores: { sleep: amountOf('percentage', ofDay('sleep_score'), partOf(night, 'sleep_score')) },
  }
}

/** From what is usual for the person, degrees Celsius. */
const deviationOf = (item: Item): number | null => figureOf(item, 'celsius', 'value')

/** Seconds of an item that is in seconds or minutes. */
function secondsOf(item: Item): number | null {
  const minutes = figureOf(item, 'minutes')
  return figureOf(item, 'seconds', 'stage_time', 'value') ?? (minutes === null ? null : minutes * 60)
}

/** Durations are Ultrahuman's own, to the second where it has them so; the graph tells what it does not. */
function durationsOf({ night, startMs, endMs }: Sleeper, { stamp }: Clock): Sleep['sleep_durations_data'] {
  const graph = listOf(partOf(night, 'sleep_graph')['data']).flatMap(({ start, end, type }) =>
    spanOf(start, end).map((span) => ({ ...span, level: sleepLevelOf(`${type}`.replace(/_sleep$/i, '')) })),
  )
  const { figures, hypnogram } = staged(graph, [{ startMs, endMs }])
  const seconds = (list: 'quick_metrics' | 'sleep_stages', type: string): number | null =>
    secondsOf(ofType(night[list], type)) ?? secondsOf(partOf(night, type))
  const told = possible({
    duration_asleep_state_seconds: seconds('quick_metrics', 'total_sleep'),
    duration_light_sleep_state_seconds: seconds('sleep_stages', 'light_sleep'),
    duration_deep_sleep_state_seconds: seconds('sleep_stages', 'deep_sleep'),
    duration_REM_sleep_state_seconds: seconds('sleep_stages', 'rem_sleep'),
    duration_awake_state_seconds: seconds('sleep_stages', 'awake'),
    duration_in_bed_seconds: seconds('quick_metrics', 'time_in_bed'),
    sleep_efficiency:
      figureOf(partOf(night, 'sleep_efficiency'), 'percentage') ??
      figureOf(ofType(night['quick_metrics'], 'sleep_efic'), 'value'),
  })
  const seen = { ...figures, duration_in_bed_seconds: (endMs - startMs) / 1000 }
  return sleepDurations(orElse(told, seen), hypnogram, stamp)
}

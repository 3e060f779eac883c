import { startMinute, summaryId } from '../../normalise/identity.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { isNap, type NapCandidate, sleepSummary } from '../../normalise/sleep.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { metricsOf } from './client.ts'
import { heartRateData } from './heart.ts'
import {
  amountOf,
  answers,
  daysOf,
  epochMsOf,
  figureOf,
  type Item,
  listOf,
  ofType,
  partOf,
  secondsOf,
  type Told,
} from './metrics.ts'

interface Sleeper extends NapCandidate {
  night: Item
}

/** Nights, each under the date of waking: the `sleep` of `/user_data/metrics`. */
export const sleep = resource({
  raw: answers,
  windowDays: 7,
  historyDays: null,
  // Ultrahuman tells of nothing: a night that has gone from its date was deleted, or is another date's now.
  isWhole: true,
  fetch: metricsOf,
  normalise: (told, { zone }) =>
    daysOf(told, zone).flatMap((day) => {
      const sleepers = day
        .all('sleep')
        .flatMap((night): Sleeper[] =>
          spanOf(night['bedtime_start'], night['bedtime_end']).map((span) => ({
            ...span,
            night,
            offsetMinutes: day.clock.offsetAt(span.startMs),
          })),
        )
        .sort((a, b) => a.startMs - b.startMs)
      return sleepers.map((one) => ({ record: knownOnly(recordOf(day, one, isNap(one, sleepers))) }))
    }),
})

/** What lies between two times; nothing where one of them is missing, or they are the wrong way round. */
function spanOf(start: unknown, end: unknown): { startMs: number; endMs: number }[] {
  const [startMs, endMs] = [epochMsOf(start), epochMsOf(end)]
  return startMs === null || endMs === null || endMs <= startMs ? [] : [{ startMs, endMs }]
}

function recordOf({ clock, date, one, readings }: Told, sleeper: Sleeper, nap: boolean | null): Sleep {
  const { night, startMs, endMs } = sleeper
  // What stands beside the nights of a day is of its main one.
  const ofDay = (type: string): Item => (nap === false ? one(type) : {})
  return {
    metadata: {
      // Nights have no id. There is one of a date, whose times may be corrected; another is known by its start.
      summary_id: summaryId('ULTRAHUMAN', 'sleep', date, ...(nap === false ? [] : [startMinute(startMs)])),
      start_time: clock.stamp(startMs),
      end_time: clock.stamp(endMs),
      timestamp_localization: clock.metadata.timestamp_localization,
      is_nap: nap,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(sleeper, clock.stamp),
    heart_rate_data: heartRateData(
      readings(partOf(night['hr_graph'])['data'], 'heart_rate_bpm'),
      readings(partOf(night['hrv_graph'])['data'], 'hrv_ms'),
      {
        resting: amountOf(ofDay('sleep_rhr'), 'heart_rate_bpm') ?? amountOf(ofDay('night_rhr'), 'heart_rate_bpm'),
        variability:
          amountOf(ofDay('avg_sleep_hrv'), 'hrv_ms') ?? amountOf(ofType(night['quick_metrics'], 'avg_hrv'), 'hrv_ms'),
      },
    ),
    respiration_data: {
      oxygen_saturation_data: { avg_saturation_percentage: amountOf(partOf(night['spo2']), 'saturation_percentage') },
    },
    temperature_data: {
      delta: deviationOf(partOf(night['temperature_deviation'])) ?? deviationOf(ofDay('temperature_deviation')),
    },
    scores: {
      sleep: amountOf(ofDay('sleep_score'), 'percentage') ?? amountOf(partOf(night['sleep_score']), 'percentage'),
    },
  }
}

/** From what is usual for the person, degrees Celsius. */
const deviationOf = (item: Item): number | null => figureOf(item, 'celsius', 'value')

/** Durations are Ultrahuman's own, to the second where it has them so; the graph tells what it does not. */
function durationsOf(
  { night, startMs, endMs }: Sleeper,
  stamp: (epochMs: number) => string,
): Sleep['sleep_durations_data'] {
  const graph = listOf(partOf(night['sleep_graph'])['data']).flatMap(({ start, end, type }) =>
    spanOf(start, end).map((span) => ({ ...span, level: sleepLevelOf(`${type}`.replace(/_sleep$/i, '')) })),
  )
  const summary = graph.length === 0 ? null : sleepSummary(graph, [{ startMs, endMs }])
  const { asleep, awake, other, sleep_efficiency: efficiency } = summary?.durations ?? {}
  const seconds = (list: 'quick_metrics' | 'sleep_stages', type: string): number | null =>
    plausible('duration_seconds', secondsOf(ofType(night[list], type)) ?? secondsOf(partOf(night[type])))
  const share =
    figureOf(partOf(night['sleep_efficiency']), 'percentage') ??
    figureOf(ofType(night['quick_metrics'], 'sleep_efic'), 'value')
  const told = {
    asleep: seconds('quick_metrics', 'total_sleep'),
    light: seconds('sleep_stages', 'light_sleep'),
    deep: seconds('sleep_stages', 'deep_sleep'),
    rem: seconds('sleep_stages', 'rem_sleep'),
    awake: seconds('sleep_stages', 'awake'),
    inBed: seconds('quick_metrics', 'time_in_bed'),
  }
  return {
    asleep: {
      duration_asleep_state_seconds: told.asleep ?? asleep?.duration_asleep_state_seconds,
      duration_light_sleep_state_seconds: told.light ?? asleep?.duration_light_sleep_state_seconds,
      duration_deep_sleep_state_seconds: told.deep ?? asleep?.duration_deep_sleep_state_seconds,
      duration_REM_sleep_state_seconds: told.rem ?? asleep?.duration_REM_sleep_state_seconds,
      num_REM_events: asleep?.num_REM_events,
    },
    awake: { ...awake, duration_awake_state_seconds: told.awake ?? awake?.duration_awake_state_seconds },
    other: {
      duration_in_bed_seconds: told.inBed ?? (endMs - startMs) / 1000,
      duration_unmeasurable_sleep_seconds: other?.duration_unmeasurable_sleep_seconds,
    },
    sleep_efficiency: plausible('percentage', share) ?? efficiency,
    hypnogram_samples: summary?.hypnogram.map(({ startMs: at, level }) => ({ timestamp: stamp(at), level })),
  }
}

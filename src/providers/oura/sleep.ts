import { z } from 'zod'
import { sessionTimes, stampOf } from '../../normalise/clock.ts'
import { figures, possible, samples } from '../../normalise/possible.ts'
import type { SleepSegment } from '../../normalise/sleep.ts'
import { sleepDurations, staged } from '../../normalise/sleep-figures.ts'
import type { Instant } from '../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { figure, isWithin, listed, range, recordsInOrder } from '../shapes.ts'
import { bundleOf } from './client.ts'
import { instantOf, nightly, ofDay, onDay, readingsOf, series } from './shapes.ts'

const night = ofDay({
  id: z.string().min(1),
  type: z.string(),
  bedtime_start: z.string(),
  bedtime_end: z.string(),
  heart_rate: series,
  hrv: series,
  sleep_phase_30_sec: z.string().nullish(),
  sleep_phase_5_min: z.string().nullish(),
  readiness: z.object({ score: figure, temperature_deviation: figure }).nullish(),
}).and(
  figures({
    durations: {
      duration_asleep_state_seconds: 'total_sleep_duration',
      duration_deep_sleep_state_seconds: 'deep_sleep_duration',
      duration_light_sleep_state_seconds: 'light_sleep_duration',
      duration_REM_sleep_state_seconds: 'rem_sleep_duration',
      duration_awake_state_seconds: 'awake_time',
      sleep_latency_seconds: 'latency',
      duration_in_bed_seconds: 'time_in_bed',
      sleep_efficiency: 'efficiency',
    },
    pulse: {
      avg_hr_bpm: 'average_heart_rate',
      min_hr_bpm: 'lowest_heart_rate',
      // What Oura shows as the resting heart rate is the lowest of the night.
      resting_hr_bpm: 'lowest_heart_rate',
      avg_hrv_rmssd: 'average_hrv',
    },
    breaths: { avg_breaths_per_min: 'average_breath' },
  }),
)
type Night = z.output<typeof night>

/** What nights are made of, by the names of the collections. */
const documents = { sleep: listed(night), ...nightly }
const raw = z.object({ range, ...documents })
type Raw = z.output<typeof raw>

/** Whether a sleep of a type is a nap; what is not named is no sleep: `rest` (lying still) and `deleted`. */
const naps: ReadonlyMap<string, boolean> = new Map([
  ['long_sleep', false],
  ['sleep', true],
  ['late_nap', true],
])

const phases: ReadonlyMap<string, SleepLevel> = new Map([
  ['1', SleepLevel.DEEP_SLEEP],
  ['2', SleepLevel.LIGHT_SLEEP],
  ['3', SleepLevel.REM_SLEEP],
  ['4', SleepLevel.AWAKE],
])

/** Nights and naps; the scores of a day go with its main sleep. */
export const sleep = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: (access, days) => bundleOf(access, days, Object.keys(documents)),
  normalise: (bundle, { zone }) =>
    recordsInOrder(
      bundle.sleep
        .filter(({ type, day }) => naps.has(type) && isWithin(bundle.range, day))
        .map((one) => ({ one, start: instantOf(one.bedtime_start, zone), end: instantOf(one.bedtime_end, zone) }))
        .filter(({ start, end }) => end.epochMs > start.epochMs)
        .map(({ one, start, end }) => recordOf(bundle, one, start, end, zone)),
    ),
})

function recordOf(bundle: Raw, one: Night, start: Instant, end: Instant, zone: string | null): Sleep {
  const { figures: seen, hypnogram } = staged(segmentsOf(one, start, end))
  const { num_REM_events, num_wakeup_events } = seen
  const stamp = (epochMs: number) => stampOf({ ...start, epochMs })
  const told = isMain(bundle, one) ? scoresOf(bundle, one) : null
  return {
    metadata: {
      ...sessionTimes(start, end),
      summary_id: one.id,
      is_nap: naps.get(one.type) ?? null,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    // Durations are Oura's own.
    sleep_durations_data: sleepDurations({ ...one.durations, num_REM_events, num_wakeup_events }, hypnogram, stamp),
    heart_rate_data: {
      summary: one.pulse,
      detailed: {
        hr_samples: samples('bpm', readingsOf(one.heart_rate, zone)),
        hrv_samples_rmssd: samples('hrv_rmssd', readingsOf(one.hrv, zone)),
      },
    },
    respiration_data: { breaths_data: one.breaths, oxygen_saturation_data: told?.oxygen },
    readiness_data: told?.readiness,
    scores: told?.scores,
    temperature_data: told?.temperature,
  }
}

/** The long sleep of a day; of several the longest, of equals the first by id. */
function isMain({ sleep: nights }: Raw, one: Night): boolean {
  const length = ({ durations }: Night) => durations.duration_in_bed_seconds ?? 0
  const [main] = nights
    .filter(({ type, day }) => naps.get(type) === false && day === one.day)
    .sort((a, b) => length(b) - length(a) || (a.id < b.id ? -1 : 1))
  return main?.id === one.id
}

/** What is told of a day, and goes with its main sleep. */
function scoresOf({ daily_sleep, daily_readiness, daily_spo2 }: Raw, { day, readiness }: Night) {
  const ready = onDay(daily_readiness, day)
  return {
    scores: possible({ sleep: onDay(daily_sleep, day)?.score }),
    readiness: possible({ readiness: ready?.score ?? readiness?.score }),
    temperature: { delta: ready?.temperature_deviation ?? readiness?.temperature_deviation },
    oxygen: possible({ avg_saturation_percentage: onDay(daily_spo2, day)?.spo2_percentage?.average }),
  }
}

/** Stages over time, the finer ones where there are both. */
function segmentsOf(one: Night, start: Instant, end: Instant): SleepSegment[] {
  const fine = one.sleep_phase_30_sec ?? ''
  const [digits, stepMs] = fine === '' ? [one.sleep_phase_5_min ?? '', 300_000] : [fine, 30_000]
  return [...digits]
    .map((digit, index) => {
      const startMs = start.epochMs + index * stepMs
      const endMs = Math.min(startMs + stepMs, end.epochMs)
      return { startMs, endMs, level: phases.get(digit) ?? SleepLevel.UNKNOWN }
    })
    .filter(({ startMs, endMs }) => startMs < endMs)
}

import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { type SleepSegment, sleepSummary } from '../../normalise/sleep.ts'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'
import { SleepLevel, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { bundleOf } from './client.ts'
import { figure, isWithin, ofDay, range, readingsOf, series } from './shapes.ts'

const night = ofDay({
  id: z.string().min(1),
  type: z.string(),
  bedtime_start: z.string(),
  bedtime_end: z.string(),
  time_in_bed: figure,
  total_sleep_duration: figure,
  deep_sleep_duration: figure,
  light_sleep_duration: figure,
  rem_sleep_duration: figure,
  awake_time: figure,
  latency: figure,
  efficiency: figure,
  average_breath: figure,
  average_heart_rate: figure,
  lowest_heart_rate: figure,
  average_hrv: figure,
  heart_rate: series.nullish(),
  hrv: series.nullish(),
  sleep_phase_30_sec: z.string().nullish(),
  sleep_phase_5_min: z.string().nullish(),
  readiness: z.object({ score: figure, temperature_deviation: figure }).nullish(),
})
type Night = z.output<typeof night>

const raw = z.object({
  range,
  sleep: z.array(night).optional(),
  daily_sleep: z.array(ofDay({ score: figure })).optional(),
  daily_readiness: z.array(ofDay({ score: figure, temperature_deviation: figure })).optional(),
  daily_spo2: z.array(ofDay({ spo2_percentage: z.object({ average: figure }).nullish() })).optional(),
})
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
  fetch: (access, days) => bundleOf(access, days, ['sleep', 'daily_sleep', 'daily_readiness', 'daily_spo2']),
  normalise(bundle, { zone }) {
    const at = (text: string) => parseInstant(text, zone ?? undefined)
    return (bundle.sleep ?? [])
      .filter((one) => naps.has(one.type) && isWithin(bundle.range, one.day))
      .map((one) => ({ one, start: at(one.bedtime_start), end: at(one.bedtime_end) }))
      .filter(({ start, end }) => end.epochMs > start.epochMs)
      .sort((a, b) => a.start.epochMs - b.start.epochMs)
      .map(({ one, start, end }) => ({ record: knownOnly(recordOf(bundle, one, start, end, zone)) }))
  },
})

function recordOf(bundle: Raw, one: Night, start: Instant, end: Instant, zone: string | null): Sleep {
  const scored = isMain(bundle, one) ? scoresOf(bundle, one) : null
  const summary = summaryOf(one, start, end)
  const bpm = (value: number | null | undefined) => plausible('heart_rate_bpm', value)
  return {
    metadata: {
      start_time: stampOf(start),
      end_time: stampOf(end),
      timestamp_localization: start.offsetKnown ? 1 : 0,
      summary_id: one.id,
      is_nap: naps.get(one.type) ?? null,
      upload_type: SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: {
      asleep: {
        duration_asleep_state_seconds: one.total_sleep_duration,
        duration_deep_sleep_state_seconds: one.deep_sleep_duration,
        duration_light_sleep_state_seconds: one.light_sleep_duration,
        duration_REM_sleep_state_seconds: one.rem_sleep_duration,
        num_REM_events: summary?.durations.asleep?.num_REM_events,
      },
      awake: {
        duration_awake_state_seconds: one.awake_time,
        sleep_latency_seconds: one.latency,
        num_wakeup_events: summary?.durations.awake?.num_wakeup_events,
      },
      other: { duration_in_bed_seconds: one.time_in_bed },
      sleep_efficiency: plausible('percentage', one.efficiency),
      hypnogram_samples: summary?.hypnogram.map(({ startMs, level }) => ({
        timestamp: formatTimestamp(startMs, start.offsetMinutes),
        level,
      })),
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: bpm(one.average_heart_rate),
        min_hr_bpm: bpm(one.lowest_heart_rate),
        // What Oura shows as the resting heart rate is the lowest of the night.
        resting_hr_bpm: bpm(one.lowest_heart_rate),
        avg_hrv_rmssd: plausible('hrv_ms', one.average_hrv),
      },
      detailed: {
        hr_samples: readingsOf(one.heart_rate, zone)
          .filter(({ value }) => bpm(value) !== null)
          .map(({ timestamp, value }) => ({ timestamp, bpm: value })),
        hrv_samples_rmssd: readingsOf(one.hrv, zone)
          .filter(({ value }) => plausible('hrv_ms', value) !== null)
          .map(({ timestamp, value }) => ({ timestamp, hrv_rmssd: value })),
      },
    },
    respiration_data: {
      breaths_data: { avg_breaths_per_min: plausible('breaths_per_min', one.average_breath) },
      oxygen_saturation_data: { avg_saturation_percentage: scored?.saturation },
    },
    readiness_data: { readiness: scored?.readiness },
    scores: { sleep: scored?.sleep },
    temperature_data: { delta: scored?.temperatureDelta },
  }
}

const stampOf = ({ epochMs, offsetMinutes }: Instant): string => formatTimestamp(epochMs, offsetMinutes)

/** The long sleep of a day; of several the longest, of equals the first by id. */
function isMain({ sleep: nights = [] }: Raw, one: Night): boolean {
  if (naps.get(one.type) !== false) return false
  const rivals = nights.filter(({ type, day }) => naps.get(type) === false && day === one.day)
  return rivals.every(
    (other) =>
      (other.time_in_bed ?? 0) < (one.time_in_bed ?? 0) ||
      ((other.time_in_bed ?? 0) === (one.time_in_bed ?? 0) && other.id >= one.id),
  )
}

function scoresOf({ daily_sleep, daily_readiness, daily_spo2 }: Raw, { day, readiness }: Night) {
  const ready = daily_readiness?.find((one) => one.day === day)
  return {
    sleep: plausible('percentage', daily_sleep?.find((one) => one.day === day)?.score),
    readiness: plausible('percentage', ready?.score ?? readiness?.score),
    temperatureDelta: ready?.temperature_deviation ?? readiness?.temperature_deviation,
    saturation: plausible(
      'saturation_percentage',
      daily_spo2?.find((one) => one.day === day)?.spo2_percentage?.average,
    ),
  }
}

/** Stages over time, the finer ones where there are both; null without any. Durations are taken from Oura's own figures. */
function summaryOf(one: Night, start: Instant, end: Instant) {
  const fine = one.sleep_phase_30_sec ?? ''
  const [digits, stepMs] = fine === '' ? [one.sleep_phase_5_min ?? '', 300_000] : [fine, 30_000]
  const segments = [...digits].flatMap((digit, index): SleepSegment[] => {
    const startMs = start.epochMs + index * stepMs
    const endMs = Math.min(startMs + stepMs, end.epochMs)
    return startMs < endMs ? [{ startMs, endMs, level: phases.get(digit) ?? SleepLevel.UNKNOWN }] : []
  })
  return segments.length === 0 ? null : sleepSummary(segments)
}

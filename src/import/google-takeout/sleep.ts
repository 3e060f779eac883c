import { plausible, type Rejections } from '../../normalise/plausible.ts'
import { isNap, type SleepSegment, sleepSummary } from '../../normalise/sleep.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { tidy } from '../../normalise/tidy.ts'
import { tryParseInstant } from '../../normalise/time.ts'
import { OxygenSaturationType, SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/records.ts'
import { type ArchiveClock, offsetAt } from './clock.ts'
import { rateSamples, ratesOf, stampOn } from './daily.ts'
import { type Day, type Figures, heartBetween, type Reading } from './day.ts'
import type { SleepLog } from './logs.ts'
import { notBefore } from './read-days.ts'

/** No sleep of a person is longer. */
const longestMs = 48 * 3_600_000

export interface Told {
  clock: ArchiveClock
  /** Scores by the number of the log. */
  scores: ReadonlyMap<string, number>
  rejections: Rejections
}

/** When a log was, its times being local; null when they cannot be. */
export function spanOf(log: SleepLog, clock: ArchiveClock): { startMs: number; endMs: number } | null {
  const start = tryParseInstant(log.startTime, clock.zone)
  const end = tryParseInstant(log.endTime, clock.zone)
  if (start === null || end === null) return null
  // Local times alone would make a night longer or shorter by the hour that the clocks jumped.
  const { duration } = log
  const endMs = duration !== null && duration > 0 ? start.epochMs + duration : end.epochMs
  return endMs > start.epochMs && endMs - start.epochMs <= longestMs ? { startMs: start.epochMs, endMs } : null
}

interface Spanned {
  log: SleepLog
  startMs: number
  endMs: number
  offsetMinutes: number
}

/** The sleeps that ended on a date; `before` is the date before it, for what was measured until midnight. */
export function sleepsOf(before: Day | null, day: Day, told: Told): { record: Sleep; endMs: number }[] {
  const spanned = day.sleeps.flatMap((log): Spanned[] => {
    const span = spanOf(log, told.clock)
    return span === null ? [] : [{ log, ...span, offsetMinutes: offsetAt(told.clock, span.startMs) }]
  })
  const days = before === null ? [day] : [before, day]
  const mains = spanned.filter(({ log }) => log.mainSleep !== false)
  return spanned.map((one) => {
    const isMain = mains.includes(one) && isNap(one, mains) === false
    const nap = isNap(
      one,
      spanned,
      one.log.mainSleep === null || one.log.mainSleep === undefined ? null : !one.log.mainSleep,
    )
    return { record: recordOf(days, one, nap, isMain ? day.figures : {}, told), endMs: one.endMs }
  })
}

function recordOf(
  days: readonly Day[],
  one: Spanned,
  is_nap: boolean | null,
  figures: Partial<Figures>,
  { clock, scores, rejections }: Told,
): Sleep {
  const { log, startMs, endMs } = one
  const stamp = stampOn(clock)
  const heart = heartBetween(days, startMs, endMs)
  const during = (readings: readonly Reading[]): Reading[] =>
    readings.filter(([timeMs]) => timeMs >= startMs && timeMs < endMs)
  const [start_time, end_time] = [stamp(startMs), stamp(endMs)]
  return {
    metadata: {
      summary_id: log.id,
      start_time,
      end_time,
      is_nap,
      timestamp_localization: clock.isKnown ? 1 : 0,
      upload_type: log.logType === 'manual' ? SleepUploadType.MANUAL : SleepUploadType.AUTOMATIC,
    },
    sleep_durations_data: durationsOf(one, clock, rejections),
    heart_rate_data: {
      summary: {
        ...ratesOf(heart),
        resting_hr_bpm: figures.restingRate ?? null,
        avg_hrv_rmssd: figures.nightRmssd ?? null,
      },
      detailed: {
        hr_samples: rateSamples(heart, stamp),
        hrv_samples_rmssd: days
          .flatMap((day) => during(day.rmssd))
          .map(([timeMs, hrv_rmssd]) => ({ timestamp: stamp(timeMs), hrv_rmssd })),
      },
    },
    respiration_data: {
      breaths_data: figures.breathsPerMinute === undefined ? null : { avg_breaths_per_min: figures.breathsPerMinute },
      oxygen_saturation_data: {
        avg_saturation_percentage: figures.saturation ?? null,
        samples: days
          .flatMap((day) => during(day.saturation))
          .map(([timeMs, percentage]) => ({ timestamp: stamp(timeMs), percentage, type: OxygenSaturationType.BLOOD })),
      },
    },
    scores: { sleep: plausible('percentage', scores.get(log.id), rejections) },
    temperature_data: figures.temperatureDelta === undefined ? null : { delta: tidy(figures.temperatureDelta) },
  }
}

/** Fitbit's own figures, in whole minutes; what it has not summed up follows from the stages. */
function durationsOf(
  { log, startMs, endMs }: Spanned,
  clock: ArchiveClock,
  rejections: Rejections,
): Sleep['sleep_durations_data'] {
  const segments = segmentsOf(log, clock, startMs)
  const staged = segments.length === 0 ? null : sleepSummary(segments)
  const stamp = stampOn(clock)
  const seconds = (minutes: number | null | undefined): number | null =>
    plausible('duration_seconds', minutes === null || minutes === undefined ? null : minutes * 60, rejections)
  const { deep, light, rem, restless } = log.levels?.summary ?? {}
  const asleep = seconds(log.minutesAsleep) ?? staged?.durations.asleep?.duration_asleep_state_seconds ?? null
  const awake = seconds(log.minutesAwake)
  // A restless sleeper of the classic kind is not asleep. Fitbit counts them so in `minutesAwake`, where it has that.
  const stirring = awake ?? seconds(restless?.minutes) ?? staged?.durations.awake?.duration_awake_state_seconds ?? null
  const inBed = seconds(log.timeInBed) ?? (endMs - startMs) / 1000
  return {
    asleep: {
      duration_asleep_state_seconds: asleep,
      duration_deep_sleep_state_seconds:
        seconds(deep?.minutes) ?? staged?.durations.asleep?.duration_deep_sleep_state_seconds,
      duration_light_sleep_state_seconds:
        seconds(light?.minutes) ?? staged?.durations.asleep?.duration_light_sleep_state_seconds,
      duration_REM_sleep_state_seconds:
        seconds(rem?.minutes) ?? staged?.durations.asleep?.duration_REM_sleep_state_seconds,
      num_REM_events: countOf(rem?.count) ?? staged?.durations.asleep?.num_REM_events,
    },
    awake: {
      duration_awake_state_seconds: stirring,
      num_wakeup_events: staged?.durations.awake?.num_wakeup_events,
      sleep_latency_seconds: seconds(log.minutesToFallAsleep),
      wake_up_latency_seconds: seconds(log.minutesAfterWakeup),
    },
    other: { duration_in_bed_seconds: inBed },
    sleep_efficiency:
      asleep === null || inBed <= 0 ? null : plausible('percentage', tidy((asleep / inBed) * 100), rejections),
    hypnogram_samples: (staged?.hypnogram ?? []).map(({ startMs: at, level }) => ({ timestamp: stamp(at), level })),
  }
}

const countOf = (count: number | null | undefined): number | null =>
  typeof count === 'number' && Number.isInteger(count) && count >= 0 ? count : null

/** The stages of a night, with the short awakenings laid over them: Fitbit tells these apart, under three minutes each. */
function segmentsOf({ levels }: SleepLog, clock: ArchiveClock, startMs: number): SleepSegment[] {
  const long = timed(levels?.data ?? [], clock, startMs)
  const short = timed(levels?.shortData ?? [], clock, startMs)
  return short.reduce((under, over) => [...under.flatMap((segment) => without(segment, over)), over], long)
}

function timed(
  stages: readonly { dateTime: string; level: string; seconds: number }[],
  clock: ArchiveClock,
  startMs: number,
): SleepSegment[] {
  const segments: SleepSegment[] = []
  let reachedMs = startMs
  for (const { dateTime, level, seconds } of stages) {
    const at = notBefore(dateTime, clock, reachedMs)
    if (at === null || at < startMs || at - startMs > longestMs) continue
    segments.push({ startMs: at, endMs: at + seconds * 1000, level: sleepLevelOf(level) })
    reachedMs = at + seconds * 1000
  }
  return segments
}

/** What is left of a segment where another does not lie over it. */
const without = (segment: SleepSegment, over: SleepSegment): SleepSegment[] =>
  [
    { ...segment, endMs: Math.min(segment.endMs, over.startMs) },
    { ...segment, startMs: Math.max(segment.startMs, over.endMs) },
  ].filter(({ startMs, endMs }) => endMs > startMs)

import { z } from 'zod'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { max, mean, min, sum } from '../../normalise/samples.ts'
import { type SleepSegment, sleepSummary } from '../../normalise/sleep.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { tidy } from '../../normalise/tidy.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/sleep.ts'
import { resource } from '../resource.ts'
import { type Clock, clockOf } from './clock.ts'
import { broughtInPieces } from './history.ts'
import { dated, dayOf } from './kinds.ts'
import { figure, listed, readings, readingsOf, samplesOf } from './samples.ts'

const stretch = z.object({ startTimeInSeconds: z.number(), endTimeInSeconds: z.number() })

const nap = z.object({
  napStartTimeInSeconds: z.number(),
  napDurationInSeconds: z.number(),
  napOffsetInSeconds: figure,
  napValidation: z.string().nullish(),
})
type Nap = z.output<typeof nap>

const night = dated.extend({
  startTimeInSeconds: z.number(),
  startTimeOffsetInSeconds: figure,
  durationInSeconds: figure,
  unmeasurableSleepInSeconds: figure,
  // As one implementation reads it.
  unmeasurableSleepDurationInSeconds: figure,
  deepSleepDurationInSeconds: figure,
  lightSleepDurationInSeconds: figure,
  remSleepInSeconds: figure,
  awakeDurationInSeconds: figure,
  sleepLevelsMap: z.record(z.string(), z.array(stretch).nullable()).nullish(),
  validation: z.string().nullish(),
  timeOffsetSleepSpo2: readings,
  timeOffsetSleepRespiration: readings,
  overallSleepScore: z.object({ value: figure }).nullish(),
  naps: z.array(nap).nullish(),
})
type Night = z.output<typeof night>

const variability = dated.extend({
  startTimeInSeconds: z.number(),
  startTimeOffsetInSeconds: figure,
  lastNightAvg: figure,
  hrvValues: readings,
})

const raw = z.object({
  sleeps: listed(night),
  hrv: listed(variability),
  skinTemp: listed(dated.extend({ avgDeviationCelsius: figure })),
})
type Raw = z.output<typeof raw>

const uploads: ReadonlyMap<string, SleepUploadType> = new Map([
  ['MANUAL', SleepUploadType.MANUAL],
  ['DEVICE', SleepUploadType.AUTOMATIC],
  ['AUTO_FINAL', SleepUploadType.AUTOMATIC],
  ['ENHANCED_FINAL', SleepUploadType.AUTOMATIC],
  ['AUTO_TENTATIVE', SleepUploadType.TENTATIVE],
  ['ENHANCED_TENTATIVE', SleepUploadType.TENTATIVE],
])
const uploadOf = (validation: string | null | undefined): SleepUploadType =>
  uploads.get(validation ?? '') ?? SleepUploadType.INDETERMINATE

/** Nights by the date of waking, with the variability and the skin temperature of that date; and naps. */
export const sleep = resource({
  raw,
  ...broughtInPieces('sleep', 'HEALTH_EXPORT'),
  normalise(brought, { zone }) {
    const records = new Map<string, Sleep>()
    for (const one of brought.sleeps) {
      const main = nightOf(one, brought, zone)
      for (const sleep of [...(main === null ? [] : [main]), ...napsOf(one, zone)])
        records.set(sleep.metadata.summary_id ?? '', sleep)
    }
    return [...records.values()]
      .sort((a, b) => Date.parse(a.metadata.start_time) - Date.parse(b.metadata.start_time))
      .map((record) => ({ record: knownOnly(record) }))
  },
})

/** Stages in order; what is no stretch of time is left out. */
function segmentsOf({ sleepLevelsMap }: Night): SleepSegment[] {
  return Object.entries(sleepLevelsMap ?? {}).flatMap(([word, stretches]) =>
    (stretches ?? [])
      .filter(({ startTimeInSeconds: start, endTimeInSeconds: end }) => end > start)
      .map(({ startTimeInSeconds, endTimeInSeconds }) => ({
        startMs: startTimeInSeconds * 1000,
        endMs: endTimeInSeconds * 1000,
        level: sleepLevelOf(word),
      })),
  )
}

/** Null for a night without any length. */
function nightOf(one: Night, { hrv, skinTemp }: Raw, zone: string | null): Sleep | null {
  const date = dayOf(one)
  const segments = segmentsOf(one)
  const start = one.startTimeInSeconds
  // Garmin's duration leaves out the time awake: the night ends with its last stage.
  const counted = (one.durationInSeconds ?? 0) + (one.awakeDurationInSeconds ?? 0)
  const end = max(segments.map(({ endMs }) => endMs / 1000)) ?? start + counted
  if (end <= start) return null
  const clock = clockOf([{ seconds: start, offsetSeconds: one.startTimeOffsetInSeconds }], zone)
  const variability = hrv.filter((other) => dayOf(other) === date)
  return {
    metadata: {
      // The id changes when the night does. There is one of a date.
      summary_id: summaryId('GARMIN', one.userId, 'sleep', date ?? startMinute(start * 1000)),
      start_time: clock.stamp(start),
      end_time: clock.stamp(end),
      timestamp_localization: clock.isKnown ? 1 : 0,
      is_nap: false,
      upload_type: uploadOf(one.validation),
    },
    sleep_durations_data: durationsOf(one, segments, end - start, clock),
    heart_rate_data: {
      summary: { avg_hrv_rmssd: plausible('hrv_ms', variability.at(-1)?.lastNightAvg) },
      detailed: {
        hrv_samples_rmssd: samplesOf(
          variability,
          (other) => readingsOf(other, other.hrvValues, 'hrv_ms'),
          clock,
          (timestamp, hrv_rmssd) => ({ timestamp, hrv_rmssd }),
        ),
      },
    },
    respiration_data: breathingOf(one, clock),
    temperature_data: { delta: skinTemp.findLast((other) => dayOf(other) === date)?.avgDeviationCelsius },
    scores: { sleep: plausible('percentage', one.overallSleepScore?.value) },
  }
}

/** Durations are Garmin's own; the stages count what it does not, and say them where it does not. */
function durationsOf(one: Night, segments: readonly SleepSegment[], inBed: number, clock: Clock) {
  const seconds = (value: number | null | undefined) => plausible('duration_seconds', value)
  const { deepSleepDurationInSeconds: deep, lightSleepDurationInSeconds: light, remSleepInSeconds: rem } = one
  const unmeasured = one.unmeasurableSleepInSeconds ?? one.unmeasurableSleepDurationInSeconds
  const summary = segments.length === 0 ? null : sleepSummary(segments)
  // Garmin's duration is the time asleep and what could not be measured of it.
  const slept = one.durationInSeconds == null ? null : one.durationInSeconds - (unmeasured ?? 0)
  const asleep = plausible('duration_seconds', sum([deep, light, rem]) ?? slept)
  return {
    asleep: {
      duration_asleep_state_seconds: asleep,
      duration_deep_sleep_state_seconds: seconds(deep),
      duration_light_sleep_state_seconds: seconds(light),
      duration_REM_sleep_state_seconds: seconds(rem),
      num_REM_events: summary?.durations.asleep?.num_REM_events,
    },
    awake: {
      duration_awake_state_seconds: seconds(one.awakeDurationInSeconds),
      num_wakeup_events: summary?.durations.awake?.num_wakeup_events,
    },
    other: {
      duration_in_bed_seconds: seconds(inBed),
      duration_unmeasurable_sleep_seconds: seconds(unmeasured),
    },
    hypnogram_samples: summary?.hypnogram.map(({ startMs, level }) => ({
      timestamp: clock.stamp(startMs / 1000),
      level,
    })),
    sleep_efficiency: asleep === null ? null : plausible('percentage', tidy((asleep / inBed) * 100)),
  }
}

function breathingOf(one: Night, clock: Clock): Sleep['respiration_data'] {
  const breaths = readingsOf(one, one.timeOffsetSleepRespiration, 'breaths_per_min')
  const saturations = readingsOf(one, one.timeOffsetSleepSpo2, 'saturation_percentage')
  const rates = breaths.map(({ value }) => value)
  const average = (values: readonly { value: number }[]) => {
    const found = mean(values.map(({ value }) => value))
    return found === null ? null : tidy(found)
  }
  return {
    breaths_data: {
      avg_breaths_per_min: average(breaths),
      max_breaths_per_min: max(rates),
      min_breaths_per_min: min(rates),
      samples: breaths.map(({ seconds, value }) => ({ timestamp: clock.stamp(seconds), breaths_per_min: value })),
    },
    oxygen_saturation_data: {
      avg_saturation_percentage: average(saturations),
      samples: saturations.map(({ seconds, value }) => ({ timestamp: clock.stamp(seconds), percentage: value })),
    },
  }
}

/** Naps come with the night of their date, and have no id. */
const napsOf = ({ userId, naps }: Night, zone: string | null): Sleep[] =>
  (naps ?? []).filter(({ napDurationInSeconds }) => napDurationInSeconds > 0).map((one) => napOf(userId, one, zone))

function napOf(userId: string, one: Nap, zone: string | null): Sleep {
  const { napStartTimeInSeconds: start, napDurationInSeconds: length } = one
  const clock = clockOf([{ seconds: start, offsetSeconds: one.napOffsetInSeconds }], zone)
  return {
    metadata: {
      summary_id: summaryId('GARMIN', userId, 'nap', startMinute(start * 1000)),
      start_time: clock.stamp(start),
      end_time: clock.stamp(start + length),
      timestamp_localization: clock.isKnown ? 1 : 0,
      is_nap: true,
      upload_type: uploadOf(one.napValidation),
    },
    sleep_durations_data: {
      asleep: { duration_asleep_state_seconds: plausible('duration_seconds', length) },
      other: { duration_in_bed_seconds: plausible('duration_seconds', length) },
    },
  }
}

import { z } from 'zod'
import { type Clock, clockOf, sessionTimes } from '../../normalise/clock.ts'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { breathSummary, figures } from '../../normalise/possible.ts'
import { max, mean, sum } from '../../normalise/samples.ts'
import type { SleepSegment } from '../../normalise/sleep.ts'
import { sleepDurations, staged } from '../../normalise/sleep-figures.ts'
import { sleepLevelOf } from '../../normalise/sleep-level.ts'
import { tidied, tidy } from '../../normalise/tidy.ts'
import { SleepUploadType } from '../../schema/enums.ts'
import type { Sleep } from '../../schema/sleep.ts'
import { resource } from '../resource.ts'
import { figure, listed, onceEach, recordsInOrder } from '../shapes.ts'
import { broughtInPieces } from './client.ts'
import { instantOf, ofDay, onDay, readings, samplesOf, summary } from './shapes.ts'

const uploads: ReadonlyMap<string, SleepUploadType> = new Map([
  ['MANUAL', SleepUploadType.MANUAL],
  ['DEVICE', SleepUploadType.AUTOMATIC],
  ['AUTO_FINAL', SleepUploadType.AUTOMATIC],
  ['ENHANCED_FINAL', SleepUploadType.AUTOMATIC],
  ['AUTO_TENTATIVE', SleepUploadType.TENTATIVE],
  ['ENHANCED_TENTATIVE', SleepUploadType.TENTATIVE],
])
const validation = z
  .string()
  .nullish()
  .transform((word) => uploads.get(word ?? '') ?? SleepUploadType.INDETERMINATE)

const nap = z.object({
  napStartTimeInSeconds: z.number(),
  napDurationInSeconds: z.number(),
  napOffsetInSeconds: figure,
  napValidation: validation,
})

const stretch = z
  .object({ startTimeInSeconds: z.number(), endTimeInSeconds: z.number() })
  .transform((one) => ({ startMs: one.startTimeInSeconds * 1000, endMs: one.endTimeInSeconds * 1000 }))

const night = summary
  .and(
    z.object({
      durationInSeconds: figure,
      sleepLevelsMap: z.record(z.string(), listed(stretch)).nullish(),
      validation,
      timeOffsetSleepSpo2: readings,
      timeOffsetSleepRespiration: readings,
      overallSleepScore: figures({ scores: { sleep: 'value' } }).nullish(),
      naps: listed(nap),
    }),
  )
  .and(
    figures({
      asleep: {
        duration_deep_sleep_state_seconds: 'deepSleepDurationInSeconds',
        duration_light_sleep_state_seconds: 'lightSleepDurationInSeconds',
        duration_REM_sleep_state_seconds: 'remSleepInSeconds',
      },
      told: {
        duration_awake_state_seconds: 'awakeDurationInSeconds',
        duration_unmeasurable_sleep_seconds: {
          // The second as one implementation reads it.
          anyOf: ['unmeasurableSleepInSeconds', 'unmeasurableSleepDurationInSeconds'],
        },
      },
    }),
  )
type Night = z.output<typeof night>

const raw = z.object({
  sleeps: listed(night),
  hrv: listed(
    summary.and(z.object({ hrvValues: readings })).and(figures({ pulse: { avg_hrv_rmssd: 'lastNightAvg' } })),
  ),
  skinTemp: listed(ofDay.and(z.object({ avgDeviationCelsius: figure }))),
})
type Raw = z.output<typeof raw>

/** Nights by the date of waking, with the variability and the skin temperature of that date; and naps. */
export const sleep = resource({
  raw,
  ...broughtInPieces('sleep', 'HEALTH_EXPORT'),
  normalise(brought, { zone }) {
    const sleeps = brought.sleeps.flatMap((one) => [nightOf(one, brought, zone) ?? [], napsOf(one, zone)].flat())
    return recordsInOrder(onceEach(sleeps, ({ metadata }) => metadata.summary_id))
  },
})

/** Stages in order; what is no stretch of time is left out. */
const segmentsOf = ({ sleepLevelsMap }: Night): SleepSegment[] =>
  Object.entries(sleepLevelsMap ?? {}).flatMap(([word, stretches]) =>
    stretches.filter(({ startMs, endMs }) => endMs > startMs).map((one) => ({ ...one, level: sleepLevelOf(word) })),
  )

/** Null for a night without any length. */
function nightOf(one: Night, { hrv, skinTemp }: Raw, zone: string | null): Sleep | null {
  const segments = segmentsOf(one)
  const startMs = one.at.epochMs
  // Garmin's duration leaves out the time awake: the night ends with its last stage.
  const counted = (one.durationInSeconds ?? 0) + (one.told.duration_awake_state_seconds ?? 0)
  const endMs = max(segments.map((stage) => stage.endMs)) ?? startMs + counted * 1000
  if (endMs <= startMs) return null
  const clock = clockOf([one.at], zone)
  const variability = onDay(hrv, one.date)
  const breaths = samplesOf('breaths_per_min', [one], 'timeOffsetSleepRespiration', clock)
  const saturations = samplesOf('percentage', [one], 'timeOffsetSleepSpo2', clock)
  return {
    metadata: {
      // The id changes when the night does. There is one of a date.
      summary_id: summaryId('GARMIN', one.userId, 'sleep', one.date ?? startMinute(startMs)),
      ...sessionTimes(clock.of(startMs), clock.of(endMs)),
      is_nap: false,
      upload_type: one.validation,
    },
    sleep_durations_data: durationsOf(one, segments, (endMs - startMs) / 1000, clock),
    heart_rate_data: {
      summary: variability.at(-1)?.pulse,
      detailed: { hrv_samples_rmssd: samplesOf('hrv_rmssd', variability, 'hrvValues', clock) },
    },
    respiration_data: {
      breaths_data: { ...breathSummary(breaths), samples: breaths },
      oxygen_saturation_data: {
        avg_saturation_percentage: tidied(mean(saturations.map(({ percentage }) => percentage))),
        samples: saturations,
      },
    },
    temperature_data: { delta: onDay(skinTemp, one.date).at(-1)?.avgDeviationCelsius },
    scores: one.overallSleepScore?.scores,
  }
}

/** Durations are Garmin's own; the stages count what it does not. */
function durationsOf(one: Night, segments: readonly SleepSegment[], inBed: number, clock: Clock) {
  const { duration_unmeasurable_sleep_seconds: unmeasured } = one.told
  // Garmin's duration is the time asleep and what could not be measured of it.
  const slept = one.durationInSeconds == null ? null : one.durationInSeconds - (unmeasured ?? 0)
  const asleep = sum(Object.values(one.asleep)) ?? slept
  const { figures: counted, hypnogram } = staged(segments)
  const told = {
    ...one.asleep,
    ...one.told,
    duration_asleep_state_seconds: asleep,
    duration_in_bed_seconds: inBed,
    sleep_efficiency: asleep === null ? null : tidy((asleep / inBed) * 100),
    num_REM_events: counted.num_REM_events,
    num_wakeup_events: counted.num_wakeup_events,
  }
  return sleepDurations(told, hypnogram, clock.stamp)
}

/** Naps come with the night of their date, and have no id. */
const napsOf = ({ userId, naps }: Night, zone: string | null): Sleep[] =>
  naps
    .filter(({ napDurationInSeconds }) => napDurationInSeconds > 0)
    .map(({ napStartTimeInSeconds, napOffsetInSeconds, napDurationInSeconds: length, napValidation }) => {
      const start = instantOf(napStartTimeInSeconds, napOffsetInSeconds)
      const clock = clockOf([start], zone)
      const durations = { duration_asleep_state_seconds: length, duration_in_bed_seconds: length }
      return {
        metadata: {
          summary_id: summaryId('GARMIN', userId, 'nap', startMinute(start.epochMs)),
          ...sessionTimes(clock.of(start.epochMs), clock.of(start.epochMs + length * 1000)),
          is_nap: true,
          upload_type: napValidation,
        },
        sleep_durations_data: sleepDurations(durations, [], clock.stamp),
      }
    })

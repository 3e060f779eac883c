import type { AsleepDurations, AwakeDurations, OtherSleepDurations, SleepDurationsData } from '../schema/sleep.ts'
import { possible } from './possible.ts'
import { sum } from './samples.ts'
import { type SleepSegment, sleepSummary } from './sleep.ts'
import { tidied } from './tidy.ts'
import { formatTimestamp } from './time.ts'

/** All figures of `sleep_durations_data`, side by side. */
export type SleepFigures = Partial<AsleepDurations & AwakeDurations & OtherSleepDurations> & {
  sleep_efficiency?: number | null | undefined
}

/**
 * What the stages of a sleep say of it, and the stages themselves; nothing without any. `inBed` widens it to when the person lay
 * down and got up, where that is told.
 */
export function staged(
  segments: readonly SleepSegment[],
  inBed: Parameters<typeof sleepSummary>[1] = [],
): {
  figures: SleepFigures
  hypnogram: ReturnType<typeof sleepSummary>['hypnogram']
} {
  if (segments.length === 0) return { figures: {}, hypnogram: [] }
  const { durations, hypnogram } = sleepSummary(segments, inBed)
  const { asleep, awake, other, sleep_efficiency } = durations
  return { figures: { ...asleep, ...awake, ...other, sleep_efficiency }, hypnogram }
}

/** Figures, each of which is the other's where the one has none. */
export const orElse = (one: SleepFigures, other: SleepFigures): SleepFigures => ({
  ...other,
  ...Object.fromEntries(Object.entries(one).filter(([, value]) => value !== null && value !== undefined)),
})

/** Time asleep as the sum of its stages, for a provider that tells only those; a sum without one of its parts is none. */
export function asleepOf(figures: SleepFigures): number | null {
  const stages = [
    figures.duration_light_sleep_state_seconds,
    figures.duration_deep_sleep_state_seconds,
    figures.duration_REM_sleep_state_seconds,
  ]
  return stages.every((seconds) => typeof seconds === 'number') ? tidied(sum(stages)) : null
}

/**
 * Figures of a sleep in their places; impossible ones are null. The hypnogram, where there is one, is stamped by the clock of the
 * sleep.
 */
export function sleepDurations(
  figures: SleepFigures,
  hypnogram: ReturnType<typeof staged>['hypnogram'] = [],
  stamp: (epochMs: number) => string = (epochMs) => formatTimestamp(epochMs, 0),
): SleepDurationsData {
  return {
    asleep: possible({
      duration_asleep_state_seconds: figures.duration_asleep_state_seconds,
      duration_light_sleep_state_seconds: figures.duration_light_sleep_state_seconds,
      duration_deep_sleep_state_seconds: figures.duration_deep_sleep_state_seconds,
      duration_REM_sleep_state_seconds: figures.duration_REM_sleep_state_seconds,
      num_REM_events: figures.num_REM_events,
    }),
    awake: possible({
      duration_awake_state_seconds: figures.duration_awake_state_seconds,
      duration_long_interruption_seconds: figures.duration_long_interruption_seconds,
      duration_short_interruption_seconds: figures.duration_short_interruption_seconds,
      sleep_latency_seconds: figures.sleep_latency_seconds,
      wake_up_latency_seconds: figures.wake_up_latency_seconds,
      num_wakeup_events: figures.num_wakeup_events,
      num_out_of_bed_events: figures.num_out_of_bed_events,
    }),
    other: possible({
      duration_in_bed_seconds: figures.duration_in_bed_seconds,
      duration_unmeasurable_sleep_seconds: figures.duration_unmeasurable_sleep_seconds,
    }),
    ...possible({ sleep_efficiency: figures.sleep_efficiency }),
    hypnogram_samples: hypnogram.map(({ startMs, level }) => ({ timestamp: stamp(startMs), level })),
  }
}

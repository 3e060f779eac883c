import { z } from 'zod'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { type Instant, localDate, parseInstant } from '../../normalise/time.ts'
import { convert } from '../../normalise/unit-text.ts'
import type { Body } from '../../schema/body.ts'
import { OxygenSaturationType } from '../../schema/enums.ts'
import { type Clock, stamp } from './clock.ts'
import { figure, localTime } from './shapes.ts'

// What watches with a skin sensor measure. Times are UTC, without saying so.

export const bodyTemperature = z.object({
  measurement_type: z.string().nullish(),
  start_time: z.string(),
  samples: z.array(z.object({ temperature_celsius: figure, recording_time_delta_milliseconds: z.number() })).nullish(),
})

/** Seconds since 1970; minutes east of UTC. */
const tested = { test_time: z.int().min(0).max(10_000_000_000), time_zone_offset: z.int().min(-840).max(840).nullish() }

export const ecgTest = z.object({
  ...tested,
  average_heart_rate_bpm: figure,
  samples: z.array(z.object({ recording_time_delta_ms: z.number(), amplitude_mv: figure })).nullish(),
})

export const oxygenTest = z.object({ ...tested, test_status: z.string().nullish(), blood_oxygen_percent: figure })

const instantOf = (one: z.output<typeof oxygenTest> | z.output<typeof ecgTest>, clock: Clock): Instant =>
  typeof one.time_zone_offset === 'number'
    ? { epochMs: one.test_time * 1000, offsetMinutes: one.time_zone_offset, offsetKnown: true }
    : clock.of(one.test_time * 1000)

/** Something that was measured on a day. */
export interface Measured {
  date: string
  bodyTemperature?: { timestamp: string; temperature_celsius: number }
  skinTemperature?: { timestamp?: string; temperature_celsius: number }
  ecg?: NonNullable<NonNullable<Body['heart_data']>['ecg_signal']>[number]
  oxygen?: NonNullable<NonNullable<Body['oxygen_data']>['saturation_samples']>[number]
}

/** The local date of an instant. */
export const dateAt = ({ epochMs, offsetMinutes }: Instant): string => localDate(epochMs, offsetMinutes)

/** Temperatures over time, each on its day: of the core, or of the skin. */
export const temperaturesOf = (periods: readonly z.output<typeof bodyTemperature>[], clock: Clock): Measured[] =>
  periods.flatMap(({ measurement_type: type, start_time, samples }) => {
    const startMs = parseInstant(localTime(start_time)).epochMs
    return (samples ?? []).flatMap((one): Measured[] => {
      const celsius = plausible('body_temperature_celsius', one.temperature_celsius)
      if (celsius === null) return []
      const at = clock.of(startMs + one.recording_time_delta_milliseconds)
      const sample = { timestamp: stamp(at), temperature_celsius: tidy(celsius) }
      if (type === 'TM_CORE_TEMPERATURE') return [{ date: dateAt(at), bodyTemperature: sample }]
      return type === 'TM_SKIN_TEMPERATURE' ? [{ date: dateAt(at), skinTemperature: sample }] : []
    })
  })

export const ecgsOf = (tests: readonly z.output<typeof ecgTest>[], clock: Clock): Measured[] =>
  tests.map((one) => {
    const start = instantOf(one, clock)
    return {
      date: dateAt(start),
      ecg: {
        start_timestamp: stamp(start),
        avg_hr_bpm: plausible('heart_rate_bpm', one.average_heart_rate_bpm),
        raw_signal: (one.samples ?? [])
          .toSorted((a, b) => a.recording_time_delta_ms - b.recording_time_delta_ms)
          .flatMap(({ recording_time_delta_ms: sinceMs, amplitude_mv }) => {
            const potential = typeof amplitude_mv === 'number' ? convert(amplitude_mv, 'mV', 'uV') : null
            if (potential === null) return []
            return [{ timestamp: stamp({ ...start, epochMs: start.epochMs + sinceMs }), potential_uV: tidy(potential) }]
          }),
      },
    }
  })

/** Tests that came to a result. */
export const oxygenOf = (tests: readonly z.output<typeof oxygenTest>[], clock: Clock): Measured[] =>
  tests.flatMap((one): Measured[] => {
    const percentage = plausible('saturation_percentage', one.blood_oxygen_percent)
    if (percentage === null || one.test_status?.startsWith('SPO2_TEST_INCONCLUSIVE')) return []
    const at = instantOf(one, clock)
    return [{ date: dateAt(at), oxygen: { timestamp: stamp(at), percentage, type: OxygenSaturationType.BLOOD } }]
  })

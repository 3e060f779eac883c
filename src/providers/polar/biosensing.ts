import { z } from 'zod'
import { type Clock, dateOf, stampOf } from '../../normalise/clock.ts'
import { plausible } from '../../normalise/plausible.ts'
import { figures } from '../../normalise/possible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'
import { convert } from '../../normalise/unit-text.ts'
import { OxygenSaturationType } from '../../schema/enums.ts'
import { figure, listed } from '../shapes.ts'
import { night, offset, skinTemperature, wall } from './shapes.ts'

// What watches with a skin sensor measure. Times are UTC, without saying so.

const temperature = z.object({ temperature_celsius: figure, recording_time_delta_milliseconds: z.number() })

/** Seconds since 1970. */
const tested = z.object({ test_time: z.int().min(0).max(10_000_000_000), time_zone_offset: offset })

export const biosensed = z.object({
  body_temperatures: listed(
    z.object({ measurement_type: z.string().nullish(), start_time: wall, samples: listed(temperature) }),
  ),
  skin_temperatures: listed(skinTemperature),
  ecgs: listed(
    tested
      .extend({ samples: listed(z.object({ recording_time_delta_ms: z.number(), amplitude_mv: figure })) })
      .and(figures({ pulse: { avg_hr_bpm: 'average_heart_rate_bpm' } })),
  ),
  oxygen_tests: listed(
    figures({ saturation: { percentage: 'blood_oxygen_percent' } }).and(
      tested.extend({ test_status: z.string().nullish() }),
    ),
  ),
  /** For the clock, and for when a skin temperature was there. */
  nights: listed(night),
})
type Biosensed = z.output<typeof biosensed>

/** Something that was measured, as the schema has it, with its day and its instant. */
export interface Measured<V> {
  date: string
  epochMs: number
  value: V
}

export const measured = <V>(at: Instant, value: V): Measured<V> => ({ date: dateOf(at), epochMs: at.epochMs, value })

const instantOf = ({ test_time: seconds, time_zone_offset }: z.output<typeof tested>, clock: Clock): Instant =>
  typeof time_zone_offset === 'number'
    ? { epochMs: seconds * 1000, offsetMinutes: time_zone_offset, offsetKnown: true }
    : clock.of(seconds * 1000)

/** All that was measured, by what it is of. */
export const measuredIn = (told: Biosensed, clock: Clock) => ({
  core: temperaturesOf(told, 'TM_CORE_TEMPERATURE', clock),
  skin: [...temperaturesOf(told, 'TM_SKIN_TEMPERATURE', clock), ...nightsOf(told)],
  ecgs: told.ecgs.map((one) => ecgOf(one, clock)),
  oxygen: told.oxygen_tests.flatMap((one) => oxygenOf(one, clock)),
})

/** Temperatures over time: of the core, or of the skin. */
const temperaturesOf = ({ body_temperatures }: Biosensed, type: string, clock: Clock) =>
  body_temperatures
    .filter(({ measurement_type }) => measurement_type === type)
    .flatMap(({ start_time, samples }) =>
      samples.flatMap(({ temperature_celsius, recording_time_delta_milliseconds: sinceMs }) => {
        const at = clock.of(parseInstant(start_time).epochMs + sinceMs)
        const celsius = plausible('body_temperature_celsius', temperature_celsius)
        return celsius === null ? [] : [measured(at, { timestamp: stampOf(at), temperature_celsius: tidy(celsius) })]
      }),
    )

/** Mean temperatures of the skin in nights, each told when the person woke, where that is known. */
const nightsOf = ({ skin_temperatures, nights }: Biosensed) =>
  skin_temperatures.flatMap(({ sleep_date: date, skin: { temperature_celsius } }) => {
    const woken = nights.findLast((one) => one.date === date)?.end
    const value = { ...(woken && { timestamp: stampOf(woken) }), temperature_celsius }
    return temperature_celsius === null ? [] : [{ date, epochMs: woken?.epochMs ?? 0, value }]
  })

function ecgOf(one: Biosensed['ecgs'][number], clock: Clock) {
  const start = instantOf(one, clock)
  const raw_signal = one.samples
    .toSorted((a, b) => a.recording_time_delta_ms - b.recording_time_delta_ms)
    .flatMap(({ recording_time_delta_ms: sinceMs, amplitude_mv }) => {
      const potential = typeof amplitude_mv === 'number' ? convert(amplitude_mv, 'mV', 'uV') : null
      const timestamp = formatTimestamp(start.epochMs + sinceMs, start.offsetMinutes)
      return potential === null ? [] : [{ timestamp, potential_uV: tidy(potential) }]
    })
  return measured(start, { start_timestamp: stampOf(start), ...one.pulse, raw_signal })
}

/** A test, where it came to a result. */
function oxygenOf({ saturation, test_status, ...one }: Biosensed['oxygen_tests'][number], clock: Clock) {
  if (saturation.percentage === null || test_status?.startsWith('SPO2_TEST_INCONCLUSIVE')) return []
  const at = instantOf(one, clock)
  return [measured(at, { timestamp: stampOf(at), ...saturation, type: OxygenSaturationType.BLOOD })]
}

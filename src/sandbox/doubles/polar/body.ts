import { addDays } from '../../../generate/local-day.ts'
import { round } from '../../../generate/numbers.ts'
import { offsetOfZone } from '../../../normalise/time.ts'
import type { Life, LivedDay } from '../../life/life.ts'
import { asleepSpan, mainNight } from './nights.ts'

const device = 'D3A1B2C4'

/** The person's settings: the weight is the one of the scales, in hectograms. */
export function physicalInfoOf(life: Life) {
  const { person, today } = life
  const weighing = life
    .days(addDays(today, -7), today)
    .map((lived) => lived.weighing)
    .findLast((one) => one !== null)
  const body = life.day(today)?.body ?? life.day(addDays(today, -1))?.body
  return {
    weight: round(weighing?.weightKg ?? person.weightKg, 1),
    height: person.heightCm,
    created: '2024-02-01T09:12:44Z',
    modified: weighing ? `${new Date(weighing.atMs).toISOString().slice(0, 19)}Z` : '2024-02-01T09:12:44Z',
    birthday: person.birthDate,
    gender: person.sex.toUpperCase(),
    maximum_heart_rate: person.maxHr,
    resting_heart_rate: Math.round(person.restingHr),
    aerobic_threshold: Math.round(0.75 * person.maxHr),
    anaerobic_threshold: Math.round(0.9 * person.maxHr),
    vo2_max: Math.round(body?.vo2max ?? 40),
    weight_source: weighing ? 'SOURCE_MEASURED' : 'SOURCE_USER',
    training_background: 'REGULAR',
    typical_day: 'MOSTLY_SITTING',
    sleep_goal: 'PT8H',
  }
}

/** The kinds of measurements of the skin sensor. */
export const sensors: ReadonlyMap<string, (life: Life, lived: LivedDay) => object[]> = new Map([
  ['bodytemperature', (_: Life, lived: LivedDay) => temperaturesOf(lived)],
  ['skintemperature', (_: Life, lived: LivedDay) => sleepTemperaturesOf(lived)],
  // Taken by hand, now and then.
  ['spo2', (life: Life, lived: LivedDay) => (lived.day.weekday === 0 ? oxygenOf(life, lived) : [])],
  ['ecg', (life: Life, lived: LivedDay) => (lived.day.weekday === 3 ? ecgOf(life, lived) : [])],
])

const deviationOf = ({ body }: LivedDay): number => round(0.6 * (body.load - 0.45), 2)

/** A period of a night, its times in UTC without saying so. */
function temperaturesOf(lived: LivedDay): object[] {
  const night = mainNight(lived)
  if (night === null) return []
  const { startMs, endMs } = asleepSpan(night)
  const bare = (epochMs: number) => new Date(epochMs).toISOString().slice(0, 19)
  const samples = Array.from({ length: Math.floor((endMs - startMs) / 1_800_000) }, (_, at) => ({
    temperature_celsius: round(34.2 + deviationOf(lived) + 0.1 * (at % 5), 2),
    recording_time_delta_milliseconds: at * 1_800_000,
  }))
  return [
    {
      source_device_id: device,
      measurement_type: 'TM_SKIN_TEMPERATURE',
      sensor_location: 'SL_DISTAL',
      start_time: bare(startMs),
      end_time: bare(endMs),
      modified_time: bare(endMs),
      samples,
    },
  ]
}

const sleepTemperaturesOf = (lived: LivedDay): object[] =>
  mainNight(lived) === null
    ? []
    : [
        {
          sleep_time_skin_temperature_celsius: round(34.4 + deviationOf(lived), 2),
          deviation_from_baseline_celsius: deviationOf(lived),
          sleep_date: lived.day.date,
        },
      ]

/** Ten minutes after waking up. */
function testOf(life: Life, lived: LivedDay) {
  const night = mainNight(lived)
  if (night === null) return null
  const atMs = asleepSpan(night).endMs + 600_000
  if (atMs > life.nowMs) return null
  const bpm = lived.course.minutes.find(({ startMs }) => startMs >= atMs - 60_000)?.bpm ?? 60
  return {
    night,
    bpm,
    known: { source_device_id: device, test_time: atMs / 1000, time_zone_offset: offsetOfZone(life.zone, atMs) },
  }
}

function oxygenOf(life: Life, lived: LivedDay): object[] {
  const test = testOf(life, lived)
  if (test === null) return []
  return [
    {
      ...test.known,
      test_status: 'SPO2_TEST_PASSED',
      blood_oxygen_percent: Math.round(test.night.saturationAt(test.night.endMs)),
      spo2_class: 'SPO2_CLASS_NORMAL',
      spo2_value_deviation_from_baseline: 'DEVIATION_USUAL',
      spo2_quality_average_percent: 94,
      average_heart_rate_bpm: test.bpm,
      heart_rate_variability_ms: round(lived.body.rmssd, 1),
      spo2_hrv_deviation_from_baseline: 'DEVIATION_USUAL',
      altitude_meters: life.person.home.altitudeMeters,
    },
  ]
}

function ecgOf(life: Life, lived: LivedDay): object[] {
  const test = testOf(life, lived)
  if (test === null) return []
  const beatMs = 60_000 / test.bpm
  return [
    {
      ...test.known,
      average_heart_rate_bpm: test.bpm,
      heart_rate_variability_ms: round(lived.body.rmssd, 1),
      heart_rate_variability_level: 'ECG_HRV_LEVEL_USUAL',
      rri_ms: round(beatMs, 1),
      samples: Array.from({ length: 750 }, (_, at) => ({
        recording_time_delta_ms: at * 8,
        amplitude_mv: (at * 8) % beatMs < 8 ? 0.9 : 0.05,
      })),
      quality_measurements: [{ recording_time_delta_ms: 0, quality_level: 'ECG_QUALITY_HIGH' }],
    },
  ]
}

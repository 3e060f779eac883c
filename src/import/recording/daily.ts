import { fillCalories } from '../../normalise/calories.ts'
import { plausible } from '../../normalise/plausible.ts'
import { dedupeInstants, increments, max, mean, min } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { dayMetadata, formatTimestamp } from '../../normalise/time.ts'
import { OxygenSaturationType, UploadType } from '../../schema/enums.ts'
import type { Daily } from '../../schema/records.ts'
import type { CounterReading, DayPage, Reading } from './day-page.ts'

type Counted = Exclude<keyof CounterReading, 'timeMs' | 'activity'>

/** The day as a watch monitored it; null when it holds nothing for a daily record. */
export function dailyOf(day: DayPage): Daily | null {
  const { offset } = day
  const time = (ms: number): string => formatTimestamp(ms, offset.minutes)
  const heartRates = tidied(day.heartRates)
  const stress = tidied(day.stress)
  const saturation = tidied(day.saturation)
  const battery = tidied(day.bodyBattery)
  const rmssd = tidied(day.rmssd)
  const steps = totalsOf(day.counters, 'steps')
  const resting = last(day.restingHeartRates)
  const restingCalories = last(day.restingCalories)
  const nightRmssd = last(day.nightRmssd)
  const filled = [heartRates, stress, saturation, battery, rmssd, day.counters, day.restingHeartRates, day.nightRmssd]
  if (filled.every((list) => list.length === 0)) return null
  const meters = totalsOf(day.counters, 'meters')
  const values = (readings: Value[]): number[] => readings.map(({ value }) => value)
  return {
    metadata: {
      ...dayMetadata(day.date, offset.minutes, offset.minutes, offset.known),
      upload_type: UploadType.AUTOMATIC,
    },
    active_durations_data: {
      activity_seconds: end(totalsOf(day.counters, 'activeSeconds')),
      moderate_intensity_seconds: seconds(end(totalsOf(day.counters, 'moderateMinutes'))),
      vigorous_intensity_seconds: seconds(end(totalsOf(day.counters, 'vigorousMinutes'))),
    },
    calories_data: fillCalories({
      BMR_calories: plausible('calories', restingCalories),
      net_activity_calories: plausible('calories', end(totalsOf(day.counters, 'calories'))),
      total_burned_calories: null,
      net_intake_calories: null,
      calorie_samples: [],
    }),
    distance_data: {
      steps: whole(plausible('steps', end(steps))),
      distance_meters: plausible('distance_meters', end(meters)),
      elevation: {
        gain_actual_meters: end(totalsOf(day.counters, 'ascent')),
        loss_actual_meters: end(totalsOf(day.counters, 'descent')),
      },
      detailed: {
        step_samples: steps.map(({ epochMs, value }) => ({ timestamp: time(epochMs), steps: Math.round(value) })),
        distance_samples: meters.map(({ epochMs, value }) => ({ timestamp: time(epochMs), distance_meters: value })),
        elevation_samples: [],
        floors_climbed_samples: [],
      },
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: tidyOrNull(mean(values(heartRates))),
        max_hr_bpm: max(values(heartRates)),
        min_hr_bpm: min(values(heartRates)),
        resting_hr_bpm: plausible('heart_rate_bpm', resting),
        // Garmin's nightly figure and its five-minute values are RMSSD (R12).
        avg_hrv_rmssd: nightRmssd,
      },
      detailed: {
        hr_samples: heartRates.map(({ epochMs, value }) => ({ timestamp: time(epochMs), bpm: value })),
        hrv_samples_rmssd: rmssd.map(({ epochMs, value }) => ({ timestamp: time(epochMs), hrv_rmssd: value })),
        hrv_samples_sdnn: [],
      },
    },
    oxygen_data: {
      avg_saturation_percentage: tidyOrNull(mean(values(saturation))),
      saturation_samples: saturation.map(({ epochMs, value }) => ({
        timestamp: time(epochMs),
        percentage: value,
        type: OxygenSaturationType.BLOOD,
      })),
      vo2_samples: [],
    },
    stress_data: {
      avg_stress_level: tidyOrNull(mean(values(stress))),
      max_stress_level: max(values(stress)),
      samples: stress.map(({ epochMs, value }) => ({ timestamp: time(epochMs), level: value })),
      body_battery_samples: battery.map(({ epochMs, value }) => ({ timestamp: time(epochMs), level: value })),
    },
    device_data: day.device,
  }
}

interface Value {
  epochMs: number
  value: number
}

/**
 * Running total of the day at each reading. Counters run within their kind of activity and several files of a day
 * count on from one another, so kinds are counted apart, in order of time, and then added up.
 */
function totalsOf(counters: CounterReading[], field: Counted): Value[] {
  const added: Value[] = []
  for (const own of Map.groupBy(counters, (counter) => counter.activity).values()) {
    const readings = own
      .flatMap(({ timeMs, [field]: value }): Value[] => (value === null ? [] : [{ epochMs: timeMs, value }]))
      .toSorted((a, b) => a.epochMs - b.epochMs || a.value - b.value)
    const steps = increments(readings.map(({ value }) => value))
    readings.forEach(({ epochMs }, index) => {
      added.push({ epochMs, value: steps[index] ?? 0 })
    })
  }
  const totals: Value[] = []
  let total = 0
  for (const { epochMs, value } of added.toSorted((a, b) => a.epochMs - b.epochMs)) {
    total += value
    const before = totals.at(-1)
    if (before?.epochMs === epochMs) before.value = tidy(total)
    else totals.push({ epochMs, value: tidy(total) })
  }
  return totals
}

const tidied = (readings: Reading[]): Value[] =>
  dedupeInstants(readings.map(([epochMs, value]) => ({ epochMs, value: tidy(value) })))

const end = (totals: Value[]): number | null => totals.at(-1)?.value ?? null
const whole = (value: number | null): number | null => (value === null ? null : Math.round(value))
const tidyOrNull = (value: number | null): number | null => (value === null ? null : tidy(value))
const seconds = (minutes: number | null): number | null => (minutes === null ? null : minutes * 60)

/** The latest reading; devices revise such values through the day. */
const last = (readings: Reading[]): number | null => readings.toSorted((a, b) => a[0] - b[0]).at(-1)?.[1] ?? null

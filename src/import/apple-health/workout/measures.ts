import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { paceMinutesPerKm } from '../../../normalise/units.ts'
import type { Activity, HeartRateData } from '../../../schema/records.ts'
import { centerOf } from '../../route.ts'
import { heartRateSample } from '../build/daily.ts'
import type { Sample } from '../build/days.ts'
import { clean, spreadOf, startText } from '../build/emit.ts'
import { quantityOf, statisticOf, type WorkoutDocument } from '../collect/workout-document.ts'
import { healthTypes, typeId } from '../types.ts'
import type { RoutePoint } from './route.ts'
import type { TimerAt } from './timer.ts'

export const speedTypes = (
  ['RunningSpeed', 'CyclingSpeed', 'RowingSpeed', 'PaddleSportsSpeed', 'CrossCountrySkiingSpeed'] as const
).map(typeId)
export const powerTypes = (['RunningPower', 'CyclingPower'] as const).map(typeId)

/** The workout's own mean, least and most where it has them: they know beats that the export left out. */
export function heartRateOf(
  workout: WorkoutDocument,
  beats: readonly Sample[],
  timerAt: TimerAt,
): HeartRateData | null {
  const of = (part: 'average' | 'minimum' | 'maximum'): number | null => statisticOf(workout, 'HeartRate', part, 'bpm')
  const [average, minimum, maximum] = [of('average'), of('minimum'), of('maximum')]
  if (beats.length === 0 && average === null && minimum === null && maximum === null) return null
  const { mean, least, most } = spreadOf(beats)
  return {
    summary: { avg_hr_bpm: average ?? mean, min_hr_bpm: minimum ?? least, max_hr_bpm: maximum ?? most },
    detailed: {
      hr_samples: beats.map((sample) => ({
        ...heartRateSample(sample),
        timer_duration_seconds: timerAt(sample.start),
      })),
      hrv_samples_sdnn: [],
      hrv_samples_rmssd: [],
    },
  }
}

/** Speed and cadence: the workout's own figures, and samples from the watch or, without those, from the route. */
export function movementOf(
  workout: WorkoutDocument,
  seconds: number,
  meters: number | null,
  speeds: readonly Sample[],
  cadences: readonly Sample[],
  route: readonly RoutePoint[],
  timerAt: TimerAt,
): Activity['movement_data'] {
  const told = (part: 'average' | 'maximum'): number | null =>
    speedTypes
      .map((id) => statisticOf(workout, healthTypes[id]?.name ?? '', part, 'm/s'))
      .find((value) => value !== null) ?? null
  const average =
    told('average') ??
    quantityOf(workout, 'HKAverageSpeed', 'm/s') ??
    (meters !== null && meters > 0 && seconds > 0 ? meters / seconds : null)
  const maximum = told('maximum') ?? quantityOf(workout, 'HKMaximumSpeed', 'm/s')
  const cadence = statisticOf(workout, 'CyclingCadence', 'average', 'bpm')
  const maxCadence = statisticOf(workout, 'CyclingCadence', 'maximum', 'bpm')
  const samples =
    speeds.length > 0
      ? speeds.map((sample) => ({
          timestamp: startText(sample),
          speed_meters_per_second: clean(sample.value),
          timer_duration_seconds: timerAt(sample.start),
        }))
      : route.flatMap(({ atMs, speed }) =>
          speed === null
            ? []
            : [
                {
                  timestamp: formatTimestamp(atMs, workout.offsetMinutes),
                  speed_meters_per_second: clean(speed),
                  timer_duration_seconds: timerAt(atMs / 1000),
                },
              ],
        )
  if (
    [average, maximum, cadence, maxCadence].every((value) => value === null) &&
    samples.length + cadences.length === 0
  )
    return null
  return {
    avg_speed_meters_per_second: average === null ? null : tidy(average),
    max_speed_meters_per_second: maximum === null ? null : tidy(maximum),
    avg_pace_minutes_per_kilometer: paceOf(average),
    avg_cadence_rpm: cadence,
    max_cadence_rpm: maxCadence,
    speed_samples: samples,
    cadence_samples: cadences.map((sample) => ({
      timestamp: startText(sample),
      cadence_rpm: clean(sample.value),
      timer_duration_seconds: timerAt(sample.start),
    })),
    torque_samples: [],
  }
}

function paceOf(speed: number | null): number | null {
  const pace = speed === null ? null : paceMinutesPerKm(speed)
  return pace === null ? null : tidy(pace)
}

/** Power in watts; null when the workout has none. */
export function powerOf(workout: WorkoutDocument, power: readonly Sample[], timerAt: TimerAt): Activity['power_data'] {
  const told = (part: 'average' | 'maximum'): number | null =>
    powerTypes
      .map((id) => statisticOf(workout, healthTypes[id]?.name ?? '', part, 'W'))
      .find((value) => value !== null) ?? null
  const [average, maximum] = [told('average'), told('maximum')]
  if (average === null && maximum === null && power.length === 0) return null
  return {
    avg_watts: average,
    max_watts: maximum,
    power_samples: power.map((sample) => ({
      timestamp: startText(sample),
      watts: clean(sample.value),
      timer_duration_seconds: timerAt(sample.start),
    })),
  }
}

/** Where the workout went; null without a route. */
export function positionOf(
  route: readonly RoutePoint[],
  offsetMinutes: number,
  timerAt: TimerAt,
): Activity['position_data'] {
  const first = route[0]
  const last = route.at(-1)
  if (first === undefined || last === undefined) return null
  return {
    start_pos_lat_lng_deg: first.at,
    end_pos_lat_lng_deg: last.at,
    center_pos_lat_lng_deg: centerOf(route.map(({ at }) => at)),
    position_samples: route.map(({ atMs, at }) => ({
      timestamp: formatTimestamp(atMs, offsetMinutes),
      coords_lat_lng_deg: at,
      timer_duration_seconds: timerAt(atMs / 1000),
    })),
  }
}

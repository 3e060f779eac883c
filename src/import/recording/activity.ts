import { fillCalories } from '../../normalise/calories.ts'
import { startMinute, summaryId } from '../../normalise/identity.ts'
import { type PlausibleKind, plausible, type Rejections } from '../../normalise/plausible.ts'
import { max, mean, min } from '../../normalise/samples.ts'
import { sportFamily } from '../../normalise/sports.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { paceMinutesPerKm } from '../../normalise/units.ts'
import type { Activity } from '../../schema/records.ts'
import { centerOf, climbOf, polylineOf } from '../route.ts'
import type { Lap, Recording } from './recording.ts'
import { type Check, type RecordingSeries, seriesOf } from './series.ts'

/** Provider slug of everything read from activity files: one person's FIT, TCX and GPX files are one user. */
export const fileProvider = 'FILE'

/**
 * A recording as a Terra activity. What the file does not say is derived from its points where that is sound
 * (distance, elevation, extremes, means) and else null; impossible values become null and are counted.
 */
export function activityOf(recording: Recording, rejections: Rejections = new Map()): Activity {
  const { offset, totals, startMs } = recording
  const check = (kind: PlausibleKind, value: number | null): number | null => {
    const possible = plausible(kind, value, rejections)
    return possible === null ? null : tidy(possible)
  }
  const time = (ms: number): string => formatTimestamp(ms, offset.minutes)
  const series = seriesOf(recording, check)
  const distance = check('distance_meters', totals.distance ?? series.distance.values.at(-1) ?? null)
  const activeSeconds = check('duration_seconds', recording.activeSeconds)
  const avgSpeed =
    check('speed_meters_per_second', totals.avgSpeed) ??
    (distance !== null && activeSeconds ? tidy(distance / activeSeconds) : null)
  const maxSpeed = check('speed_meters_per_second', totals.maxSpeed) ?? max(series.speed.values)
  return {
    metadata: {
      summary_id: identityOf(recording),
      start_time: time(startMs),
      end_time: time(recording.endMs),
      timestamp_localization: offset.known ? 1 : 0,
      type: recording.type,
      upload_type: recording.uploadType,
      name: recording.name,
      city: null,
      state: null,
      country: null,
    },
    active_durations_data: {
      activity_seconds: activeSeconds,
      rest_seconds: check('duration_seconds', recording.restSeconds),
    },
    calories_data: caloriesOf(check('calories', totals.calories), check('calories', totals.restingCalories)),
    distance_data: {
      summary: {
        distance_meters: distance,
        steps: check('steps', totals.steps),
        elevation: elevationOf(recording, series.elevation.values, check),
        swimming: swimmingOf(totals),
      },
      detailed: {
        distance_samples: series.distance.samples,
        elevation_samples: series.elevation.samples,
        step_samples: [],
        floors_climbed_samples: [],
      },
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: check('heart_rate_bpm', totals.avgHeartRate) ?? tidied(mean(series.heartRate.values)),
        max_hr_bpm: check('heart_rate_bpm', totals.maxHeartRate) ?? max(series.heartRate.values),
        min_hr_bpm: check('heart_rate_bpm', totals.minHeartRate) ?? min(series.heartRate.values),
        user_max_hr_bpm: check('heart_rate_bpm', totals.userMaxHeartRate),
        hr_zone_data: recording.zones.map((zone) => ({
          ...zone,
          start_percentage: tidied(zone.start_percentage ?? null),
          end_percentage: tidied(zone.end_percentage ?? null),
        })),
      },
      detailed: {
        hr_samples: series.heartRate.samples,
        hrv_samples_rmssd: [],
        hrv_samples_sdnn: [],
      },
    },
    movement_data: {
      avg_speed_meters_per_second: avgSpeed,
      max_speed_meters_per_second: maxSpeed,
      avg_pace_minutes_per_kilometer: paceOf(avgSpeed),
      max_pace_minutes_per_kilometer: paceOf(maxSpeed),
      avg_cadence_rpm: check('cadence_rpm', totals.avgCadence) ?? tidied(mean(nonZero(series.cadence.values))),
      max_cadence_rpm: check('cadence_rpm', totals.maxCadence) ?? max(series.cadence.values),
      speed_samples: series.speed.samples,
      cadence_samples: series.cadence.samples,
      torque_samples: [],
    },
    power_data: {
      avg_watts: check('power_watts', totals.avgPower) ?? tidied(mean(series.power.values)),
      max_watts: check('power_watts', totals.maxPower) ?? max(series.power.values),
      power_samples: series.power.samples,
    },
    work_data: totals.workJoules === null ? null : { work_kilojoules: tidy(totals.workJoules / 1000) },
    TSS_data: stressScoreOf(totals),
    oxygen_data:
      totals.vo2max === null ? null : { vo2max_ml_per_min_per_kg: check('vo2max', totals.vo2max), vo2_samples: [] },
    position_data: positionOf(series.position),
    polyline_map_data: { summary_polyline: polylineOf(series.position.values) },
    lap_data: { laps: recording.laps.map((lap) => lapSampleOf(lap, time, check)) },
    device_data: recording.device,
  }
}

/**
 * The same ride exported as FIT, TCX and GPX is one activity: the three agree on when it began and on what kind of
 * sport it was, while distance, duration and bytes differ with what each format can hold, and the end grows when a
 * file that broke off is brought again whole. So the identity is the start rounded to the minute and the family of
 * the sport; sessions of one multisport file also have their number, for two may begin in one minute.
 */
function identityOf({ startMs, type, sessionIndex }: Recording): string {
  const parts = [startMinute(startMs), sportFamily(type)]
  return summaryId(fileProvider, 'activity', ...parts, ...(sessionIndex === null ? [] : [sessionIndex]))
}

/**
 * The calories of a session are its total, and not those of the activity too (R11), although the two are at times
 * taken for one: what the body burns at rest is in them. Only a file that tells the resting (metabolic) calories apart
 * lets one know the activity's own.
 */
const caloriesOf = (total: number | null, resting: number | null) =>
  fillCalories({
    total_burned_calories: total,
    BMR_calories: resting,
    net_activity_calories: null,
    net_intake_calories: null,
    calorie_samples: [],
  })

function elevationOf({ totals }: Recording, meters: number[], check: Check) {
  const climb = meters.length > 1 ? climbOf(meters) : null
  return {
    gain_actual_meters: tidied(totals.ascent ?? climb?.gain ?? null),
    loss_actual_meters: tidied(totals.descent ?? climb?.loss ?? null),
    min_meters: check('altitude_meters', totals.minElevation) ?? min(meters),
    max_meters: check('altitude_meters', totals.maxElevation) ?? max(meters),
    avg_meters: check('altitude_meters', totals.avgElevation) ?? tidied(mean(meters)),
  }
}

const swimmingOf = ({ poolLengths, strokes, poolLength }: Recording['totals']) =>
  poolLengths === null && strokes === null && poolLength === null
    ? null
    : { num_laps: rounded(poolLengths), num_strokes: rounded(strokes), pool_length_meters: rounded(poolLength) }

function stressScoreOf({ trainingStressScore: actual, intensityFactor, normalizedPower }: Recording['totals']) {
  if (actual === null && intensityFactor === null && normalizedPower === null) return null
  const sample = { actual, intensity_factor_actual: intensityFactor, normalized_power_watts: normalizedPower }
  return { TSS_samples: [sample] }
}

const positionOf = ({ samples, values }: RecordingSeries['position']) => ({
  start_pos_lat_lng_deg: values[0] ?? null,
  end_pos_lat_lng_deg: values.at(-1) ?? null,
  center_pos_lat_lng_deg: centerOf(values),
  position_samples: samples,
})

const lapSampleOf = (lap: Lap, time: (ms: number) => string, check: Check) => ({
  start_time: time(lap.startMs),
  end_time: lap.endMs === null ? null : time(lap.endMs),
  active_duration_seconds: rounded(check('duration_seconds', lap.activeSeconds)),
  distance_meters: check('distance_meters', lap.distance),
  calories: check('calories', lap.calories),
  avg_hr_bpm: check('heart_rate_bpm', lap.avgHeartRate),
  avg_speed_meters_per_second: check('speed_meters_per_second', lap.avgSpeed),
  avg_watts: check('power_watts', lap.avgPower),
  total_strokes: rounded(lap.strokes),
  stroke_type: lap.strokeType,
  trigger_method: lap.trigger,
})

/** Standing at a light is not part of the mean cadence, as on the devices themselves. */
const nonZero = (values: number[]): number[] => values.filter((value) => value > 0)

const paceOf = (speed: number | null): number | null => (speed === null ? null : tidied(paceMinutesPerKm(speed)))
const tidied = (value: number | null): number | null => (value === null ? null : tidy(value))
const rounded = (value: number | null): number | null => (value === null ? null : Math.round(value))

import { fillCalories } from '../../normalise/calories.ts'
import { summaryId } from '../../normalise/identity.ts'
import { max, mean } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import type { Day, Sample } from './day.ts'
import { startText } from './day.ts'
import type { WorkoutDocument } from './documents.ts'
import { type Counted, countOnce, heartRateOf, runningTotals, tidied, whole, within } from './figures.ts'
import type { Measure } from './measures.ts'
import { elevationOf, polylineData, positionOf, type RoutePoint, routeOf } from './route.ts'
import { anonymousSource, type Source } from './sources.ts'

/** A workout with what was measured during it. `days` are its own and those that it may reach into. */
export function buildActivity(
  provider: string,
  workout: WorkoutDocument,
  day: Day,
  days: readonly Day[],
  sources: readonly Source[],
): Activity {
  const source = sources[workout.source] ?? anonymousSource
  const parts = (measure: Measure): readonly Sample[] => day.of(measure).filter(({ owner }) => owner === workout.number)
  /** What was recorded for the workout itself; else what the day knows of its time. */
  const during = (ownMeasure: Measure, measure: Measure): readonly Sample[] => {
    const recorded = parts(ownMeasure)
    if (recorded.length > 0) return recorded
    return days.flatMap((each) => within(each.of(measure), workout.startMs, workout.endMs))
  }
  const gathered = (measure: Measure): Counted => countDuring(workout, measure, days, source)
  const [steps, meters, active, total] = [
    gathered('steps'),
    gathered('meters'),
    gathered('activeKcal'),
    gathered('totalKcal'),
  ]
  const route = routeOf(parts('latitude'), parts('longitude'), parts('altitude'))
  const rates = during('ownHeartRate', 'heartRate')
  return {
    metadata: {
      summary_id: summaryId(provider, 'activity', workout.id),
      start_time: formatTimestamp(workout.startMs, workout.startOffset),
      end_time: formatTimestamp(workout.endMs, workout.endOffset),
      timestamp_localization: 1,
      type: workout.type,
      name: workout.name,
      upload_type: workout.isManual ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    device_data: source.device,
    active_durations_data: {
      activity_seconds: workout.activeSeconds ?? tidy((workout.endMs - workout.startMs) / 1000),
    },
    calories_data: caloriesOf(workout, active, total),
    distance_data: distanceOf(workout, steps, meters, gathered('floors'), gathered('climbMeters'), route),
    heart_rate_data: heartRateData(workout, rates),
    movement_data: movementOf(workout, during('ownSpeed', 'speed'), during('ownCadence', 'cadence')),
    power_data: powerOf(during('ownPower', 'power')),
    oxygen_data: workout.vo2max === null ? null : { vo2max_ml_per_min_per_kg: workout.vo2max },
    position_data: positionOf(route, workout.startOffset),
    polyline_map_data: polylineData(route),
    lap_data: lapsOf(parts('lap'), workout),
  }
}

/**
 * An amount during a workout: that of the workout's own source if it told any, else of all by trust. What only partly
 * falls into the time counts for that part.
 */
function countDuring(workout: WorkoutDocument, measure: Measure, days: readonly Day[], source: Source): Counted {
  const { startMs, endMs } = workout
  const reaching = days
    .flatMap((day) => day.of(measure))
    .filter((sample) => sample.startMs < endMs && sample.endMs > startMs)
  const own = reaching.filter((sample) => sample.source.name === source.name)
  return countOnce((own.length > 0 ? own : reaching).map((sample) => cut(sample, startMs, endMs)))
}

function cut(sample: Sample, fromMs: number, untilMs: number): Sample {
  const startMs = Math.max(sample.startMs, fromMs)
  const endMs = Math.min(sample.endMs, untilMs)
  if (startMs === sample.startMs && endMs === sample.endMs) return sample
  return { ...sample, startMs, endMs, value: (sample.value * (endMs - startMs)) / (sample.endMs - sample.startMs) }
}

const caloriesOf = (workout: WorkoutDocument, active: Counted, total: Counted): Activity['calories_data'] => {
  const figures = {
    net_activity_calories: tidied(workout.activeKcal ?? active.total),
    total_burned_calories: tidied(workout.totalKcal ?? total.total),
  }
  if (figures.net_activity_calories === null && figures.total_burned_calories === null) return null
  // Both of one record of one source: the rest is what the body burned at rest meanwhile (R11).
  const isOne = workout.activeKcal !== null && workout.totalKcal !== null
  return isOne ? fillCalories(figures) : figures
}

function distanceOf(
  workout: WorkoutDocument,
  steps: Counted,
  meters: Counted,
  floors: Counted,
  climb: Counted,
  route: readonly RoutePoint[],
): Activity['distance_data'] {
  const elevation = elevationOf(route, workout.climbMeters ?? climb.total, workout.descentMeters)
  const figures = {
    distance_meters: tidied(workout.meters ?? meters.total),
    steps: whole(workout.steps ?? steps.total),
    floors_climbed: whole(floors.total),
  }
  const isTold = Object.values(figures).some((figure) => figure !== null)
  if (!isTold && elevation === null && workout.strokes === null) return null
  return {
    summary: {
      ...figures,
      elevation,
      ...(workout.strokes !== null && { swimming: { num_strokes: Math.round(workout.strokes) } }),
    },
    detailed: {
      step_samples: runningTotals(steps, (timestamp, total) => ({ timestamp, steps: Math.round(total) })),
      distance_samples: runningTotals(meters, (timestamp, distance_meters) => ({ timestamp, distance_meters })),
      elevation_samples: route.flatMap(({ atMs, altitude }) =>
        altitude === null
          ? []
          : [{ timestamp: formatTimestamp(atMs, workout.startOffset), elev_meters: tidy(altitude) }],
      ),
      floors_climbed_samples: [],
    },
  }
}

function heartRateData(workout: WorkoutDocument, rates: readonly Sample[]): Activity['heart_rate_data'] {
  const measured = heartRateOf({ rates })
  const told = {
    ...(workout.avgHeartRate !== null && { avg_hr_bpm: workout.avgHeartRate }),
    ...(workout.maxHeartRate !== null && { max_hr_bpm: workout.maxHeartRate }),
    ...(workout.minHeartRate !== null && { min_hr_bpm: workout.minHeartRate }),
  }
  if (measured === null) return Object.keys(told).length === 0 ? null : { summary: told }
  return { ...measured, summary: { ...measured.summary, ...told } }
}

const average = (samples: readonly Sample[]): number | null => tidied(mean(samples.map(({ value }) => value)))
const most = (samples: readonly Sample[]): number | null => tidied(max(samples.map(({ value }) => value)))

function movementOf(
  workout: WorkoutDocument,
  speed: readonly Sample[],
  cadence: readonly Sample[],
): Activity['movement_data'] {
  const figures = {
    avg_speed_meters_per_second: workout.avgSpeed ?? average(speed),
    max_speed_meters_per_second: workout.maxSpeed ?? most(speed),
    avg_cadence_rpm: workout.avgCadence ?? average(cadence.filter(({ value }) => value > 0)),
    max_cadence_rpm: workout.maxCadence ?? most(cadence),
  }
  if (Object.values(figures).every((figure) => figure === null)) return null
  return {
    ...figures,
    speed_samples: speed.map((sample) => ({
      timestamp: startText(sample),
      speed_meters_per_second: tidy(sample.value),
    })),
    cadence_samples: cadence.map((sample) => ({ timestamp: startText(sample), cadence_rpm: tidy(sample.value) })),
  }
}

const powerOf = (power: readonly Sample[]): Activity['power_data'] =>
  power.length === 0
    ? null
    : {
        avg_watts: average(power),
        max_watts: most(power),
        power_samples: power.map((sample) => ({ timestamp: startText(sample), watts: tidy(sample.value) })),
      }

const lapsOf = (laps: readonly Sample[], { startOffset }: WorkoutDocument): Activity['lap_data'] =>
  laps.length === 0
    ? null
    : {
        laps: laps.map(({ startMs, endMs, value }) => ({
          start_time: formatTimestamp(startMs, startOffset),
          end_time: formatTimestamp(endMs, startOffset),
          active_duration_seconds: Math.round((endMs - startMs) / 1000),
          distance_meters: value === 0 ? null : tidy(value),
        })),
      }

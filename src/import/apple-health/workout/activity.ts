import { fillCalories } from '../../../normalise/calories.ts'
import { startMinute, summaryId } from '../../../normalise/identity.ts'
import { max, mean, min } from '../../../normalise/samples.ts'
import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { ActivityType, UploadType } from '../../../schema/enums.ts'
import type { Activity, DistanceData } from '../../../schema/records.ts'
import { polylineOf } from '../../route.ts'
import { countOnce, type Portion } from '../build/cumulative.ts'
import { runningTotals } from '../build/daily.ts'
import { type Day, isUserEntered, type Sample } from '../build/days.ts'
import { clean, deviceOfCounts, endText, startText, within } from '../build/emit.ts'
import { anonymousSource, type Source, SourceClass } from '../collect/sources.ts'
import { quantityOf, statisticOf, type WorkoutDocument } from '../collect/workout-document.ts'
import { distanceTypes, healthTypes, typeId } from '../types.ts'
import { lapSamples } from './laps.ts'
import { heartRateOf, movementOf, positionOf, powerOf, powerTypes, speedTypes } from './measures.ts'
import type { RoutePoint } from './route.ts'
import { activeTimer, type TimerAt } from './timer.ts'
import { workoutType } from './workout-types.ts'

const type = {
  heartRate: typeId('HeartRate'),
  steps: typeId('StepCount'),
  active: typeId('ActiveEnergyBurned'),
  mindful: typeId('MindfulSession'),
} as const

const cadenceTypes = [typeId('CyclingCadence')]

/** A workout with what was measured during it. `days` are those it may touch. */
export function buildActivity(
  workout: WorkoutDocument,
  days: readonly Day[],
  sources: readonly Source[],
  route: readonly RoutePoint[],
): Activity {
  const source = sources[workout.source] ?? anonymousSource
  const timer = activeTimer(workout)
  const during = (ids: readonly number[]): Sample[] =>
    ids
      .flatMap((id) => days.flatMap((day) => [...within(day.samples[id] ?? [], workout.start, workout.end)]))
      .sort((a, b) => a.start - b.start)
  const beats = during([type.heartRate])
  const distance = countOnce(during([distanceTypeOf(workout)]))
  const steps = countOnce(during([type.steps]))
  const { type: activityType } = workoutType(workout.type, workout.metadata)
  const seconds = workout.durationSeconds ?? timer.activeSeconds
  const meters = distanceOf(workout)
  const start_time = formatTimestamp(workout.start * 1000, workout.offsetMinutes)
  return {
    metadata: {
      summary_id: summaryId('APPLE', 'activity', startMinute(workout.start * 1000), workout.type),
      start_time,
      end_time: formatTimestamp(workout.end * 1000, workout.endOffsetMinutes),
      timestamp_localization: 1,
      type: activityType,
      name: nameOf(workout, activityType),
      upload_type: uploadTypeOf(workout.metadata.HKWasUserEntered === '1', source),
    },
    device_data: deviceOfCounts(new Map([[source, 1]])),
    active_durations_data: { activity_seconds: seconds },
    calories_data: caloriesOf(workout, during([type.active]), timer.at),
    distance_data: distanceData(workout, meters, distance, steps, route, timer.at),
    heart_rate_data: heartRateOf(workout, beats, timer.at),
    movement_data: movementOf(workout, seconds, meters, during(speedTypes), during(cadenceTypes), route, timer.at),
    power_data: powerOf(workout, during(powerTypes), timer.at),
    MET_data: metOf(workout),
    position_data: positionOf(route, workout.offsetMinutes, timer.at),
    polyline_map_data: route.length === 0 ? null : { summary_polyline: polylineOf(route.map(({ at }) => at)) },
    lap_data: lapsData(workout, beats, distance),
  }
}

/** The class or brand the workout calls itself; else HealthKit's own name where the schema has none for the sport (R14). */
function nameOf({ metadata, type: healthKitName }: WorkoutDocument, activityType: ActivityType): string | null {
  if (metadata.HKWorkoutBrandName) return metadata.HKWorkoutBrandName
  return activityType === ActivityType.OTHER && healthKitName !== 'Other' ? healthKitName || null : null
}

/** Typed in by hand, written by an app, or recorded. */
function uploadTypeOf(isManual: boolean, source: Source): UploadType {
  if (isManual) return UploadType.MANUAL
  return source.class === SourceClass.APP ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}

/** The distance a sport is measured in; walking and running are one. */
function distanceTypeOf({ type: name, statistics }: WorkoutDocument): number {
  const found = distanceTypes.find((id) => statistics[healthTypes[id]?.name ?? ''] !== undefined)
  return (
    found ??
    (/Cycling/.test(name)
      ? typeId('DistanceCycling')
      : /Swim/.test(name)
        ? typeId('DistanceSwimming')
        : typeId('DistanceWalkingRunning'))
  )
}

/** Metres of the whole workout, in the statistics of iOS 16 or the total of before; null when it says none. */
function distanceOf(workout: WorkoutDocument): number | null {
  const parts = distanceTypes
    .map((id) => statisticOf(workout, healthTypes[id]?.name ?? '', 'sum', 'm'))
    .filter((meters) => meters !== null)
  // A triathlon has several.
  if (parts.length > 0) return tidy(parts.reduce((sum, meters) => sum + meters, 0))
  const total = statisticOf(workout, 'Distance', 'sum', 'm')
  return total === null ? null : tidy(total)
}

function caloriesOf(workout: WorkoutDocument, active: readonly Sample[], timerAt: TimerAt): Activity['calories_data'] {
  const net = statisticOf(workout, 'ActiveEnergyBurned', 'sum', 'kcal')
  const basal = statisticOf(workout, 'BasalEnergyBurned', 'sum', 'kcal')
  if (net === null && basal === null && active.length === 0) return null
  return fillCalories({
    net_activity_calories: net === null ? null : tidy(net),
    BMR_calories: basal === null ? null : tidy(basal),
    total_burned_calories: null,
    net_intake_calories: null,
    calorie_samples: countOnce(active).map(({ sample, value }) => ({
      timestamp: startText(sample),
      calories: clean(value),
      timer_duration_seconds: timerAt(sample.start),
    })),
  })
}

function distanceData(
  workout: WorkoutDocument,
  meters: number | null,
  distance: readonly Portion[],
  steps: readonly Portion[],
  route: readonly RoutePoint[],
  timerAt: TimerAt,
): DistanceData | null {
  const stepCount = statisticOf(workout, 'StepCount', 'sum', 'count')
  const floors = statisticOf(workout, 'FlightsClimbed', 'sum', 'count')
  const strokes = statisticOf(workout, 'SwimmingStrokeCount', 'sum', 'count')
  const pool = quantityOf(workout, 'HKLapLength', 'm')
  const elevation = elevationOf(workout, route)
  if (
    [meters, stepCount, floors, strokes, pool, elevation].every((part) => part === null) &&
    distance.length + steps.length === 0
  )
    return null
  const isSwim = strokes !== null || pool !== null
  const lapCount = workout.events.filter((event) => event.type === 'Lap').length
  return {
    summary: {
      distance_meters: meters,
      steps: stepCount === null ? null : Math.round(stepCount),
      floors_climbed: floors === null ? null : Math.round(floors),
      elevation,
      ...(isSwim && {
        swimming: {
          num_strokes: strokes === null ? null : Math.round(strokes),
          num_laps: lapCount === 0 ? null : lapCount,
          pool_length_meters: pool === null ? null : Math.round(pool),
        },
      }),
    },
    detailed: {
      distance_samples: runningTotals(distance, (timestamp, sum) => ({ timestamp, distance_meters: clean(sum) })),
      step_samples: runningTotals(steps, (timestamp, sum) => ({ timestamp, steps: Math.round(sum) })),
      elevation_samples: route.flatMap(({ atMs, altitude }) =>
        altitude === null
          ? []
          : [
              {
                timestamp: formatTimestamp(atMs, workout.offsetMinutes),
                elev_meters: clean(altitude),
                timer_duration_seconds: timerAt(atMs / 1000),
              },
            ],
      ),
      floors_climbed_samples: [],
    },
  }
}

function elevationOf(workout: WorkoutDocument, route: readonly RoutePoint[]) {
  const gain = quantityOf(workout, 'HKElevationAscended', 'm')
  const loss = quantityOf(workout, 'HKElevationDescended', 'm')
  const heights = route.flatMap(({ altitude }) => (altitude === null ? [] : [altitude]))
  if (gain === null && loss === null && heights.length === 0) return null
  const cleaned = (meters: number | null): number | null => (meters === null ? null : clean(meters))
  return {
    gain_actual_meters: gain === null ? null : tidy(gain),
    loss_actual_meters: loss === null ? null : tidy(loss),
    min_meters: cleaned(min(heights)),
    max_meters: cleaned(max(heights)),
    avg_meters: cleaned(mean(heights)),
  }
}

function metOf(workout: WorkoutDocument): Activity['MET_data'] {
  const level = quantityOf(workout, 'HKAverageMETs', 'MET')
  return level === null ? null : { avg_level: level, MET_samples: [] }
}

function lapsData(
  workout: WorkoutDocument,
  beats: readonly Sample[],
  distance: readonly Portion[],
): Activity['lap_data'] {
  const laps = lapSamples(workout, beats, distance)
  return laps.length === 0 ? null : { laps }
}

/** The mindful minutes of a day, each session an activity of its own. */
export function buildMindfulness(day: Day): Activity[] {
  return (day.samples[type.mindful] ?? []).map((sample) => ({
    metadata: {
      summary_id: summaryId('APPLE', 'activity', startMinute(sample.start * 1000), 'MindfulSession'),
      start_time: startText(sample),
      end_time: endText(sample),
      timestamp_localization: 1,
      type: ActivityType.MEDITATION,
      name: null,
      upload_type: uploadTypeOf(isUserEntered(sample), sample.source),
    },
    device_data: deviceOfCounts(new Map([[sample.source, 1]])),
    active_durations_data: { activity_seconds: sample.length },
  }))
}

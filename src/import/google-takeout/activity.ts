import { plausible, type Rejections } from '../../normalise/plausible.ts'
import type { UnknownSports } from '../../normalise/sport-map.ts'
import { tidy } from '../../normalise/tidy.ts'
import { milesToMeters, paceMinutesPerKm } from '../../normalise/units.ts'
import { UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { type ArchiveClock, instantOf } from './clock.ts'
import { rateSamples, ratesOf, stampOn } from './daily.ts'
import { type Day, heartBetween } from './day.ts'
import type { ExerciseLog } from './logs.ts'
import { sportOf } from './sports.ts'

/** A workout over midnight reaches into the next date, and none is longer than this. */
const longestMs = 48 * 3_600_000

const metersPerUnit: ReadonlyMap<string, (distance: number) => number> = new Map([
  ['MILE', milesToMeters],
  ['KILOMETER', (kilometers: number) => kilometers * 1000],
  ['METER', (meters: number) => meters],
])

export interface ActivityTold {
  clock: ArchiveClock
  rejections: Rejections
  unknownSports: UnknownSports
}

/** The workouts that began on a date; `after` is the date after it. */
export function activitiesOf(day: Day, after: Day | null, told: ActivityTold): { record: Activity; knownMs: number }[] {
  const { clock } = told
  const days = after === null ? [day] : [day, after]
  return day.exercises.flatMap((log) => {
    const startMs = instantOf(clock, log.startTime)
    const lengthMs = log.duration ?? log.activeDuration
    if (startMs === null || lengthMs === null || lengthMs <= 0 || lengthMs > longestMs) return []
    const endMs = startMs + lengthMs
    const record = recordOf(days, log, { startMs, endMs }, told)
    return [{ record, knownMs: Math.max(endMs, instantOf(clock, log.lastModified) ?? 0) }]
  })
}

function recordOf(
  days: readonly Day[],
  log: ExerciseLog,
  { startMs, endMs }: { startMs: number; endMs: number },
  { clock, rejections, unknownSports }: ActivityTold,
): Activity {
  const stamp = stampOn(clock)
  const heart = heartBetween(days, startMs, endMs)
  const name = log.activityName || null
  const seconds = plausible('duration_seconds', (log.activeDuration ?? endMs - startMs) / 1000, rejections)
  const meters = plausible('distance_meters', metersOf(log), rejections)
  const speed = meters === null || seconds === null || seconds <= 0 || meters <= 0 ? null : tidy(meters / seconds)
  return {
    metadata: {
      summary_id: log.id,
      start_time: stamp(startMs),
      end_time: stamp(endMs),
      timestamp_localization: clock.isKnown ? 1 : 0,
      type: sportOf(name ?? 'WORKOUT', unknownSports).type,
      name,
      upload_type: log.logType === 'manual' ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    device_data: log.source?.name ? { name: log.source.name, manufacturer: 'Fitbit' } : null,
    active_durations_data: { activity_seconds: seconds },
    // What the body burns at rest is in it (R11).
    calories_data: { total_burned_calories: plausible('calories', log.calories, rejections) },
    distance_data: {
      summary: {
        distance_meters: meters,
        steps: wholeOf(plausible('steps', log.steps, rejections)),
        swimming: log.swimLengths === null ? null : { num_laps: wholeOf(log.swimLengths) },
      },
    },
    movement_data: {
      avg_speed_meters_per_second: speed,
      avg_pace_minutes_per_kilometer: speed === null ? null : tidyOrNull(paceMinutesPerKm(speed)),
    },
    heart_rate_data: {
      summary: {
        ...ratesOf(heart),
        avg_hr_bpm: plausible('heart_rate_bpm', log.averageHeartRate, rejections) ?? ratesOf(heart).avg_hr_bpm,
        hr_zone_data: log.heartRateZones.flatMap(({ name: zoneName, minutes }, zone) => {
          const spent = plausible('duration_seconds', minutes === null ? null : minutes * 60, rejections)
          return spent === null ? [] : [{ zone, name: zoneName, duration_seconds: spent }]
        }),
      },
      detailed: { hr_samples: rateSamples(heart, stamp) },
    },
  }
}

/** The distance with the unit that stands beside it; without one it cannot be read. */
function metersOf({ distance, distanceUnit }: ExerciseLog): number | null {
  const convert = metersPerUnit.get(distanceUnit?.toUpperCase() ?? '')
  return distance === null || convert === undefined ? null : tidy(convert(distance))
}

const tidyOrNull = (value: number | null): number | null => (value === null ? null : tidy(value))
const wholeOf = (value: number | null): number | null => (value !== null && value >= 0 ? Math.round(value) : null)

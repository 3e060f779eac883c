import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { mergeSuperset } from '../../normalise/merge.ts'
import { plausible } from '../../normalise/plausible.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { paceMinutesPerKm } from '../../normalise/units.ts'
import { ActivityType, UploadType } from '../../schema/enums.ts'
import type { Activity, PositionData } from '../../schema/records.ts'
import { type FitSession, fitText, sessionsOfFit } from '../fit.ts'
import { resource } from '../resource.ts'
import { fetchWorkouts, listedWorkout } from './client.ts'
import { figure } from './entries.ts'
import { filedIn } from './filed.ts'
import { sportOf } from './sports.ts'

const place = z.object({ x: z.number(), y: z.number() }).nullish()
const text = z.string().nullish()

/** Energy is in kilocalories here, times in milliseconds since 1970. */
const workout = listedWorkout.extend({
  activityId: z.int(),
  stopTime: z.int().nullish(),
  totalTime: z.number(),
  workoutName: text,
  name: text,
  totalDistance: figure,
  stepCount: figure,
  energyConsumption: figure,
  avgSpeed: figure,
  maxSpeed: figure,
  totalAscent: figure,
  totalDescent: figure,
  minAltitude: figure,
  maxAltitude: figure,
  avgPower: figure,
  maxPower: figure,
  startPosition: place,
  stopPosition: place,
  centerPosition: place,
  hrdata: z
    .object({ workoutAvgHR: figure, avg: figure, workoutMaxHR: figure, hrmax: figure, min: figure })
    .extend({ userMaxHR: figure, max: figure })
    .nullish(),
  tss: z
    .object({ trainingStressScore: figure, calculationMethod: text, intensityFactor: figure, normalizedPower: figure })
    .nullish(),
  gear: z
    .object({ manufacturer: text, name: text, displayName: text, serialNumber: text, swVersion: text, hwVersion: text })
    .nullish(),
})
type Workout = z.output<typeof workout>

/** Workouts: `/v3/workouts`, and the file of each, `/v3/workouts/{workoutKey}/fit`, which has its laps and samples. */
export const activity = resource({
  raw: z.object({ workouts: z.array(z.object({ workout, fit: fitText.nullable() })) }),
  // Each has a file of some hundred kilobytes.
  windowDays: 7,
  historyDays: null,
  isWhole: true,
  fetch: fetchWorkouts,
  normalise: ({ workouts }, { zone }) =>
    [...new Map(workouts.map((one) => [one.workout.workoutKey, one])).values()]
      .sort(
        (a, b) => a.workout.startTime - b.workout.startTime || (a.workout.workoutKey < b.workout.workoutKey ? -1 : 1),
      )
      .map(({ workout: one, fit }) => ({
        record: knownOnly(recordOf(one, fit === null ? [] : sessionsOfFit(fit), zone)),
      })),
})

/** What the list says of a workout counts more than what follows from its file. */
function recordOf(one: Workout, sessions: readonly FitSession[], zone: string | null): Activity {
  const { offsetMinutes, timestampLocalization } = chooseOffset(one.startTime, {
    recordOffsetMinutes: one.timeOffsetInMinutes ?? sessions[0]?.offsetMinutes ?? null,
    userZone: zone,
  })
  const filed = filedIn(sessions, { minutes: offsetMinutes, known: timestampLocalization === 1 })
  const { type, name } = sportOf(one.activityId)
  const told: Activity = {
    metadata: {
      summary_id: one.workoutKey,
      start_time: formatTimestamp(one.startTime, offsetMinutes),
      end_time: formatTimestamp(one.stopTime ?? one.startTime + one.totalTime * 1000, offsetMinutes),
      timestamp_localization: timestampLocalization,
      type: type === ActivityType.SWIMMING ? swumIn(filed?.metadata.type) : type,
      name: one.workoutName || one.name || name,
      upload_type: one.isManuallyAdded ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    ...figuresOf(one),
  }
  if (filed === null) return told
  // Two scores of one workout are not two parts of it.
  return mergeSuperset(told.TSS_data ? { ...filed, TSS_data: null } : filed, told)
}

/** Suunto has one number for swimming in a pool and elsewhere: the file tells them apart. */
const swumIn = (filed: ActivityType | undefined): ActivityType =>
  filed === ActivityType.SWIMMING_IN_POOL || filed === ActivityType.OPEN_WATER_SWIMMING ? filed : ActivityType.SWIMMING

/** More than nothing: Suunto writes 0 for what it has no figure of. */
const some = (value: number | null | undefined): number | null => value || null

/** A place on earth, of which x is the longitude; null for the zeros that Suunto writes where there is none. */
function placeOf(told: Workout['startPosition']): PositionData['start_pos_lat_lng_deg'] {
  const [latitude, longitude] = [plausible('latitude_deg', told?.y), plausible('longitude_deg', told?.x)]
  return latitude === null || longitude === null || (latitude === 0 && longitude === 0) ? null : [latitude, longitude]
}

function figuresOf(one: Workout): Omit<Activity, 'metadata'> {
  const { hrdata, gear, tss } = one
  const speed = plausible('speed_meters_per_second', some(one.avgSpeed))
  const fastest = plausible('speed_meters_per_second', some(one.maxSpeed))
  // Who has altitudes has climbed what they say, be it nothing.
  const climbed = (meters: number | null | undefined) =>
    plausible('distance_meters', typeof one.maxAltitude === 'number' ? meters : some(meters))
  const score = some(tss?.trainingStressScore)
  return {
    active_durations_data: { activity_seconds: plausible('duration_seconds', one.totalTime) },
    calories_data: { total_burned_calories: plausible('calories', some(one.energyConsumption)) },
    device_data: gear
      ? {
          name: gear.displayName || gear.name || null,
          manufacturer: gear.manufacturer || null,
          serial_number: gear.serialNumber || null,
          software_version: gear.swVersion || null,
          hardware_version: gear.hwVersion || null,
        }
      : null,
    distance_data: {
      summary: {
        distance_meters: plausible('distance_meters', some(one.totalDistance)),
        steps: plausible('steps', some(one.stepCount)),
        elevation: {
          gain_actual_meters: climbed(one.totalAscent),
          loss_actual_meters: climbed(one.totalDescent),
          max_meters: plausible('altitude_meters', one.maxAltitude),
          min_meters: plausible('altitude_meters', one.minAltitude),
        },
      },
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: plausible('heart_rate_bpm', hrdata?.workoutAvgHR ?? hrdata?.avg),
        // `max` is not the workout's: it is what the person's settings say, like `userMaxHR`.
        max_hr_bpm: plausible('heart_rate_bpm', hrdata?.hrmax ?? hrdata?.workoutMaxHR),
        min_hr_bpm: plausible('heart_rate_bpm', hrdata?.min),
        user_max_hr_bpm: plausible('heart_rate_bpm', hrdata?.userMaxHR ?? hrdata?.max),
      },
    },
    movement_data: {
      avg_speed_meters_per_second: speed,
      max_speed_meters_per_second: fastest,
      avg_pace_minutes_per_kilometer: speed === null ? null : paceMinutesPerKm(speed),
      max_pace_minutes_per_kilometer: fastest === null ? null : paceMinutesPerKm(fastest),
    },
    power_data: {
      avg_watts: plausible('power_watts', some(one.avgPower)),
      max_watts: plausible('power_watts', some(one.maxPower)),
    },
    position_data: {
      start_pos_lat_lng_deg: placeOf(one.startPosition),
      end_pos_lat_lng_deg: placeOf(one.stopPosition),
      center_pos_lat_lng_deg: placeOf(one.centerPosition),
    },
    TSS_data:
      score === null
        ? null
        : {
            TSS_samples: [
              {
                actual: score,
                method: tss?.calculationMethod || null,
                intensity_factor_actual: some(tss?.intensityFactor),
                normalized_power_watts: some(tss?.normalizedPower),
              },
            ],
          },
  }
}

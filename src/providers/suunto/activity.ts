import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { mergeSuperset } from '../../normalise/merge.ts'
import { figures, placeOf, possible } from '../../normalise/possible.ts'
import { chooseOffset } from '../../normalise/record-offset.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { paceMinutesPerKm } from '../../normalise/units.ts'
import { ActivityType, UploadType } from '../../schema/enums.ts'
import type { Activity, PositionData } from '../../schema/records.ts'
import { type FitSession, fitText, sessionsOfFit } from '../fit.ts'
import { resource } from '../resource.ts'
import { figure, onceEach, word } from '../shapes.ts'
import { fetchWorkouts, listedWorkout } from './client.ts'
import { some } from './entries.ts'
import { filedIn } from './filed.ts'
import { sportOf } from './sports.ts'

const place = z.object({ x: z.number(), y: z.number() }).nullish()

/** Energy is in kilocalories here, times in milliseconds since 1970. */
const workout = listedWorkout
  .extend({
    activityId: z.int(),
    stopTime: z.int().nullish(),
    totalTime: z.number(),
    workoutName: word,
    name: word,
    totalAscent: figure,
    totalDescent: figure,
    startPosition: place,
    stopPosition: place,
    centerPosition: place,
    hrdata: figures({
      summary: {
        avg_hr_bpm: { anyOf: ['workoutAvgHR', 'avg'] },
        // `max` is not the workout's: it is what the person's settings say, like `userMaxHR`.
        max_hr_bpm: { anyOf: ['hrmax', 'workoutMaxHR'] },
        min_hr_bpm: 'min',
        user_max_hr_bpm: { anyOf: ['userMaxHR', 'max'] },
      },
    }).nullish(),
    tss: z
      .object({
        trainingStressScore: figure,
        calculationMethod: word,
        intensityFactor: figure,
        normalizedPower: figure,
      })
      .nullish(),
    gear: z
      .object({
        manufacturer: word,
        name: word,
        displayName: word,
        serialNumber: word,
        swVersion: word,
        hwVersion: word,
      })
      .nullish(),
  })
  .and(
    figures({
      active_durations_data: { activity_seconds: 'totalTime' },
      calories_data: { total_burned_calories: ['energyConsumption', some] },
      distance: { distance_meters: ['totalDistance', some], steps: ['stepCount', some] },
      altitude: { max_meters: 'maxAltitude', min_meters: 'minAltitude' },
      speed: { avg_speed_meters_per_second: ['avgSpeed', some], max_speed_meters_per_second: ['maxSpeed', some] },
      power_data: { avg_watts: ['avgPower', some], max_watts: ['maxPower', some] },
    }),
  )
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
    onceEach(workouts, (one) => one.workout.workoutKey)
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
      name: one.workoutName ?? one.name ?? name,
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

/** The place where something was, of which x is the longitude; null for the zeros that Suunto writes where there is none. */
const pointOf = (told: Workout['startPosition']): PositionData['start_pos_lat_lng_deg'] =>
  told?.x === 0 && told.y === 0 ? null : placeOf(told?.y, told?.x)

function figuresOf(one: Workout): Omit<Activity, 'metadata'> {
  const { active_durations_data, calories_data, power_data, gear } = one
  const { avg_speed_meters_per_second: speed, max_speed_meters_per_second: fastest } = one.speed
  // Who has altitudes has climbed what they say, be it nothing.
  const climbed = (meters: number | null | undefined) => (one.altitude.max_meters === null ? some(meters) : meters)
  return {
    active_durations_data,
    calories_data,
    power_data,
    device_data: gear
      ? {
          name: gear.displayName ?? gear.name,
          manufacturer: gear.manufacturer,
          serial_number: gear.serialNumber,
          software_version: gear.swVersion,
          hardware_version: gear.hwVersion,
        }
      : null,
    distance_data: {
      summary: {
        ...one.distance,
        elevation: {
          ...possible({
            gain_actual_meters: climbed(one.totalAscent),
            loss_actual_meters: climbed(one.totalDescent),
          }),
          ...one.altitude,
        },
      },
    },
    heart_rate_data: { summary: one.hrdata?.summary },
    movement_data: {
      ...one.speed,
      avg_pace_minutes_per_kilometer: paceMinutesPerKm(speed ?? 0),
      max_pace_minutes_per_kilometer: paceMinutesPerKm(fastest ?? 0),
    },
    position_data: {
      start_pos_lat_lng_deg: pointOf(one.startPosition),
      end_pos_lat_lng_deg: pointOf(one.stopPosition),
      center_pos_lat_lng_deg: pointOf(one.centerPosition),
    },
    TSS_data: scoreOf(one.tss),
  }
}

function scoreOf(tss: Workout['tss']): Activity['TSS_data'] {
  const actual = some(tss?.trainingStressScore)
  if (actual === null) return null
  const [intensity_factor_actual, normalized_power_watts] = [some(tss?.intensityFactor), some(tss?.normalizedPower)]
  return {
    TSS_samples: [{ actual, method: tss?.calculationMethod, intensity_factor_actual, normalized_power_watts }],
  }
}

import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { max } from '../../normalise/samples.ts'
import type { Activity } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { type Clock, clockOf } from './clock.ts'
import { broughtInPieces } from './history.ts'
import { figure, listed } from './samples.ts'
import { point, seriesOf } from './series.ts'
import { sportOf } from './sports.ts'

const workout = z.object({
  activityId: z.union([z.int(), z.string().min(1)]).nullish(),
  summaryId: z.string().nullish(),
  activityName: z.string().nullish(),
  activityType: z.string().nullish(),
  startTimeInSeconds: z.number(),
  startTimeOffsetInSeconds: figure,
  durationInSeconds: figure,
  averageHeartRateInBeatsPerMinute: figure,
  maxHeartRateInBeatsPerMinute: figure,
  averageRunCadenceInStepsPerMinute: figure,
  averageBikeCadenceInRoundsPerMinute: figure,
  averageBikingCadenceInRevPerMinute: figure,
  averageSwimCadenceInStrokesPerMinute: figure,
  averageSpeedInMetersPerSecond: figure,
  maxSpeedInMetersPerSecond: figure,
  averagePaceInMinutesPerKilometer: figure,
  maxPaceInMinutesPerKilometer: figure,
  activeKilocalories: figure,
  distanceInMeters: figure,
  steps: figure,
  totalElevationGainInMeters: figure,
  totalElevationLossInMeters: figure,
  startingLatitudeInDegree: figure,
  startingLongitudeInDegree: figure,
  numberOfActiveLengths: figure,
  deviceName: z.string().nullish(),
  manual: z.boolean().nullish(),
  isWebUpload: z.boolean().nullish(),
  isParent: z.boolean().nullish(),
})
type Workout = z.output<typeof workout>

const detail = z.object({
  activityId: z.union([z.int(), z.string().min(1)]).nullish(),
  summaryId: z.string().nullish(),
  summary: workout,
  samples: z.array(point).nullish(),
  laps: z.array(z.object({ startTimeInSeconds: z.number() })).nullish(),
})
type Detail = z.output<typeof detail>

const raw = z.object({
  activities: listed(workout),
  activityDetails: listed(detail),
})

/** Workouts, from their summaries and from their details, which come apart. */
export const activity = resource({
  raw,
  ...broughtInPieces('activity', 'ACTIVITY_EXPORT'),
  normalise({ activities, activityDetails }, { zone }) {
    const summaries = new Map(activities.map((one) => [idOf(one), one]))
    const details = new Map(activityDetails.map((one) => [idOf(one), one]))
    return [...new Set([...summaries.keys(), ...details.keys()])]
      .flatMap((id) => {
        const more = details.get(id) ?? null
        const one = summaries.get(id) ?? more?.summary
        // A multisport session comes in its parts, and as a whole that would count them twice.
        return one === undefined || one.isParent === true || id === '' ? [] : [recordOf(id, one, more, zone)]
      })
      .sort((a, b) => Date.parse(a.metadata.start_time) - Date.parse(b.metadata.start_time))
      .map((record) => ({ record: knownOnly(record) }))
  },
})

/** Both kinds name the activity; only older ones do not, and have it in their own id. */
const idOf = (one: { activityId?: number | string | null | undefined; summaryId?: string | null | undefined }) =>
  `${one.activityId ?? one.summaryId?.replace(/-detail$/, '') ?? ''}`

function recordOf(id: string, one: Workout, more: Detail | null, zone: string | null): Activity {
  const start = one.startTimeInSeconds
  const clock = clockOf([{ seconds: start, offsetSeconds: one.startTimeOffsetInSeconds }], zone)
  const { type, rawName } = sportOf(one.activityType ?? 'OTHER')
  const points = (more?.samples ?? []).toSorted((a, b) => a.startTimeInSeconds - b.startTimeInSeconds)
  // The clock runs on in a pause, which the duration leaves out.
  const end = max([start + (one.durationInSeconds ?? 0), points.at(-1)?.startTimeInSeconds]) ?? start
  const series = seriesOf(points, clock)
  const bpm = (value: number | null | undefined) => plausible('heart_rate_bpm', value)
  const speed = (value: number | null | undefined) => plausible('speed_meters_per_second', value)
  return {
    metadata: {
      summary_id: id,
      start_time: clock.stamp(start),
      end_time: clock.stamp(end),
      timestamp_localization: clock.isKnown ? 1 : 0,
      type,
      name: one.activityName || rawName,
      upload_type: uploadOf(one),
    },
    device_data: { name: one.deviceName || null },
    active_durations_data: { activity_seconds: plausible('duration_seconds', one.durationInSeconds) },
    calories_data: { net_activity_calories: plausible('calories', one.activeKilocalories) },
    distance_data: {
      summary: {
        distance_meters: plausible('distance_meters', one.distanceInMeters),
        steps: plausible('steps', one.steps),
        elevation: {
          gain_actual_meters: positive(one.totalElevationGainInMeters),
          loss_actual_meters: positive(one.totalElevationLossInMeters),
        },
        swimming: { num_laps: positive(one.numberOfActiveLengths) },
      },
      detailed: { distance_samples: series.distance, elevation_samples: series.elevation },
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: bpm(one.averageHeartRateInBeatsPerMinute),
        max_hr_bpm: bpm(one.maxHeartRateInBeatsPerMinute),
      },
      detailed: { hr_samples: series.heartRate },
    },
    movement_data: {
      avg_speed_meters_per_second: speed(one.averageSpeedInMetersPerSecond),
      max_speed_meters_per_second: speed(one.maxSpeedInMetersPerSecond),
      avg_pace_minutes_per_kilometer: one.averagePaceInMinutesPerKilometer,
      max_pace_minutes_per_kilometer: one.maxPaceInMinutesPerKilometer,
      avg_cadence_rpm: plausible(
        'cadence_rpm',
        one.averageRunCadenceInStepsPerMinute ??
          one.averageBikeCadenceInRoundsPerMinute ??
          one.averageBikingCadenceInRevPerMinute ??
          one.averageSwimCadenceInStrokesPerMinute,
      ),
      speed_samples: series.speed,
      cadence_samples: series.cadence,
    },
    power_data: { power_samples: series.power },
    position_data: {
      start_pos_lat_lng_deg: positionOf(one),
      position_samples: series.position,
      end_pos_lat_lng_deg: series.position.at(-1)?.coords_lat_lng_deg,
    },
    lap_data: { laps: lapsOf(more, end, clock) },
  }
}

function uploadOf({ manual, isWebUpload }: Workout): UploadType {
  if (manual === true) return UploadType.MANUAL
  return isWebUpload === true ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}

const positive = (value: number | null | undefined): number | null => (value != null && value > 0 ? value : null)

function positionOf({ startingLatitudeInDegree, startingLongitudeInDegree }: Workout): number[] | null {
  const lat = plausible('latitude_deg', startingLatitudeInDegree)
  const lng = plausible('longitude_deg', startingLongitudeInDegree)
  return lat === null || lng === null ? null : [lat, lng]
}

/** Each lap lasts until the next one begins, the last until the end. */
function lapsOf(more: Detail | null, end: number, clock: Clock) {
  const starts = (more?.laps ?? []).map((lap) => lap.startTimeInSeconds).sort((a, b) => a - b)
  return starts.map((start, index) => ({
    start_time: clock.stamp(start),
    end_time: clock.stamp(Math.max(start, starts[index + 1] ?? end)),
  }))
}

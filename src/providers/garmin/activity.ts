import { z } from 'zod'
import { type Clock, clockOf, sessionTimes } from '../../normalise/clock.ts'
import { figures, placeOf, samplesBy } from '../../normalise/possible.ts'
import type { Activity } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { resource } from '../resource.ts'
import { figure, listed, recordsInOrder, word } from '../shapes.ts'
import { broughtInPieces } from './client.ts'
import { begun } from './shapes.ts'
import { sportOf } from './sports.ts'

/** Both kinds name the activity; only older ones do not, and have it in their own id. */
const named = z
  .object({ activityId: z.union([z.int(), z.string().min(1)]).nullish(), summaryId: z.string().nullish() })
  .transform(({ activityId, summaryId }) => ({ id: `${activityId ?? summaryId?.replace(/-detail$/, '') ?? ''}` }))

const moreThanNone = (value: number) => (value > 0 ? value : null)

const workout = begun
  .and(
    z.object({
      activityName: word,
      activityType: z.string().nullish(),
      durationInSeconds: figure,
      startingLatitudeInDegree: figure,
      startingLongitudeInDegree: figure,
      deviceName: word,
      manual: z.boolean().nullish(),
      isWebUpload: z.boolean().nullish(),
      isParent: z.boolean().nullish(),
    }),
  )
  .and(
    figures({
      active: { activity_seconds: 'durationInSeconds' },
      burned: { net_activity_calories: 'activeKilocalories' },
      moved: { distance_meters: 'distanceInMeters', steps: 'steps' },
      climbed: {
        gain_actual_meters: ['totalElevationGainInMeters', moreThanNone],
        loss_actual_meters: ['totalElevationLossInMeters', moreThanNone],
      },
      swum: { num_laps: ['numberOfActiveLengths', moreThanNone] },
      pulse: { avg_hr_bpm: 'averageHeartRateInBeatsPerMinute', max_hr_bpm: 'maxHeartRateInBeatsPerMinute' },
      movement: {
        avg_speed_meters_per_second: 'averageSpeedInMetersPerSecond',
        max_speed_meters_per_second: 'maxSpeedInMetersPerSecond',
        avg_pace_minutes_per_kilometer: 'averagePaceInMinutesPerKilometer',
        max_pace_minutes_per_kilometer: 'maxPaceInMinutesPerKilometer',
        avg_cadence_rpm: {
          anyOf: [
            'averageRunCadenceInStepsPerMinute',
            'averageBikeCadenceInRoundsPerMinute',
            'averageBikingCadenceInRevPerMinute',
            'averageSwimCadenceInStrokesPerMinute',
          ],
        },
      },
    }),
  )
type Workout = z.output<typeof workout>

/** What a watch recorded at an instant. */
const point = z.object({
  startTimeInSeconds: z.number(),
  latitudeInDegree: figure,
  longitudeInDegree: figure,
  elevationInMeters: figure,
  heartRate: figure,
  speedMetersPerSecond: figure,
  stepsPerMinute: figure,
  bikeCadenceInRPM: figure,
  swimCadenceInStrokesPerMinute: figure,
  powerInWatts: figure,
  totalDistanceInMeters: figure,
})

const lap = z.object({ startTimeInSeconds: z.number() })
const detail = named.and(z.object({ summary: workout, samples: listed(point), laps: listed(lap) }))
type Detail = z.output<typeof detail>

/** Workouts, from their summaries and from their details, which come apart. */
export const activity = resource({
  raw: z.object({ activities: listed(named.and(workout)), activityDetails: listed(detail) }),
  ...broughtInPieces('activity', 'ACTIVITY_EXPORT'),
  normalise({ activities, activityDetails }, { zone }) {
    const details = new Map(activityDetails.map((one) => [one.id, one]))
    const summaries = new Map<string, Workout>(activityDetails.map(({ id, summary }) => [id, summary]))
    for (const one of activities) summaries.set(one.id, one)
    return recordsInOrder(
      [...summaries].flatMap(([id, one]) =>
        // A multisport session comes in its parts, and as a whole that would count them twice.
        one.isParent === true || id === '' ? [] : [recordOf(id, one, details.get(id), zone)],
      ),
    )
  },
})

function recordOf(id: string, one: Workout, more: Detail | undefined, zone: string | null): Activity {
  const clock = clockOf([one.at], zone)
  const { type, rawName } = sportOf(one.activityType ?? 'OTHER')
  const points = (more?.samples ?? [])
    .toSorted((a, b) => a.startTimeInSeconds - b.startTimeInSeconds)
    .map((point) => ({ ...point, epochMs: point.startTimeInSeconds * 1000 }))
  const samples = samplesBy(clock.stamp)
  const places = points.flatMap(({ epochMs, latitudeInDegree, longitudeInDegree }) => {
    const coords_lat_lng_deg = placeOf(latitudeInDegree, longitudeInDegree)
    return coords_lat_lng_deg === null ? [] : [{ timestamp: clock.stamp(epochMs), coords_lat_lng_deg }]
  })
  const startMs = one.at.epochMs
  // The clock runs on in a pause, which the duration leaves out.
  const endMs = Math.max(startMs + (one.durationInSeconds ?? 0) * 1000, points.at(-1)?.epochMs ?? 0)
  return {
    metadata: {
      summary_id: id,
      ...sessionTimes(clock.of(startMs), clock.of(endMs)),
      type,
      name: one.activityName ?? rawName,
      upload_type: uploadOf(one),
    },
    device_data: { name: one.deviceName },
    active_durations_data: one.active,
    calories_data: one.burned,
    distance_data: {
      summary: { ...one.moved, elevation: one.climbed, swimming: one.swum },
      detailed: {
        distance_samples: samples('distance_meters', points, (point) => point.totalDistanceInMeters),
        elevation_samples: samples('elev_meters', points, (point) => point.elevationInMeters),
      },
    },
    heart_rate_data: {
      summary: one.pulse,
      detailed: { hr_samples: samples('bpm', points, (point) => point.heartRate) },
    },
    movement_data: {
      ...one.movement,
      speed_samples: samples('speed_meters_per_second', points, (point) => point.speedMetersPerSecond),
      cadence_samples: samples(
        'cadence_rpm',
        points,
        (point) => point.stepsPerMinute ?? point.bikeCadenceInRPM ?? point.swimCadenceInStrokesPerMinute,
      ),
    },
    power_data: { power_samples: samples('watts', points, (point) => point.powerInWatts) },
    position_data: {
      start_pos_lat_lng_deg: placeOf(one.startingLatitudeInDegree, one.startingLongitudeInDegree),
      position_samples: places,
      end_pos_lat_lng_deg: places.at(-1)?.coords_lat_lng_deg,
    },
    lap_data: { laps: lapsOf(more?.laps ?? [], endMs, clock) },
  }
}

function uploadOf({ manual, isWebUpload }: Workout): UploadType {
  if (manual === true) return UploadType.MANUAL
  return isWebUpload === true ? UploadType.THIRD_PARTY_UPLOAD : UploadType.AUTOMATIC
}

/** Each lap lasts until the next one begins, the last until the end. */
function lapsOf(laps: Detail['laps'], endMs: number, clock: Clock) {
  const starts = laps.map(({ startTimeInSeconds }) => startTimeInSeconds * 1000).sort((a, b) => a - b)
  return starts.map((startMs, index) => ({
    start_time: clock.stamp(startMs),
    end_time: clock.stamp(Math.max(startMs, starts[index + 1] ?? endMs)),
  }))
}

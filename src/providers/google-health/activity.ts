import { z } from 'zod'
import { heartSummary, possible } from '../../normalise/possible.ts'
import { tidied } from '../../normalise/tidy.ts'
import { offsetText } from '../../normalise/time.ts'
import { HeartRateContext, UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { figure, listed, word } from '../shapes.ts'
import { listIn, ofEach, reconciledBetween } from './client.ts'
import { fetchRoutes, routeOf, routes } from './route.ts'
import { during, madeOf, metadataOf, point, type Session, sessionsOf, spanned, stretchesOf } from './sessions.ts'
import { duration, endsOf, interval, sampled, thousandth, told, zoneData } from './shapes.ts'
import { sportOf } from './sports.ts'

const metrics = told({
  calories: { total_burned_calories: 'caloriesKcal' },
  distance: { distance_meters: ['distanceMillimeters', thousandth], steps: 'steps' },
  elevation: { gain_actual_meters: ['elevationGainMillimeters', thousandth] },
  laps: { num_laps: 'totalSwimLengths' },
  pulse: { avg_hr_bpm: 'averageHeartRateBeatsPerMinute' },
  speed: { avg_speed_meters_per_second: ['averageSpeedMillimetersPerSecond', thousandth] },
  oxygen: { vo2max_ml_per_min_per_kg: 'runVo2Max' },
}).and(
  z.object({
    averagePaceSecondsPerMeter: figure,
    mobilityMetrics: told({ cadence: { avg_cadence_rpm: 'avgCadenceStepsPerMinute' } }).nullish(),
    heartRateZoneDurations: z
      .object({ lightTime: duration, moderateTime: duration, vigorousTime: duration, peakTime: duration })
      .transform((of) =>
        zoneData({ LIGHT: of.lightTime, MODERATE: of.moderateTime, VIGOROUS: of.vigorousTime, PEAK: of.peakTime }),
      )
      .nullish(),
  }),
)

const splits = listed(interval.extend({ activeDuration: duration, splitType: word, metricsSummary: metrics.nullish() }))

const exercise = spanned.extend({
  exerciseType: z.string().min(1),
  displayName: word,
  activeDuration: duration,
  metricsSummary: metrics.nullish(),
  /** Kilometres or miles, by themselves. */
  splits,
  /** Laps that the person or the workout made. */
  splitSummaries: splits,
  exerciseMetadata: told({ pool: { pool_length_meters: ['poolLengthMillimeters', thousandth] } }).nullish(),
})

const motion = z.object({ metadata: z.object({ motionContext: word }).nullish() })

const raw = z.object({
  exercise: z.array(point.extend({ exercise }).transform(({ exercise, ...rest }) => ({ ...rest, ...exercise }))),
  /** Of all sources as one, meanwhile. */
  heart_rate: z.array(z.object({ heartRate: sampled({ bpm: 'beatsPerMinute' }).and(motion) })),
  /** Answers of before they were asked for have none. */
  routes: routes.default([]),
})
type Raw = z.output<typeof raw>
type Exercise = Session<Raw['exercise'][number]>

/** Workouts, with every heart rate that was taken meanwhile, and where they went. */
export const activity = resource({
  raw,
  windowDays: 14,
  historyDays: null,
  isWhole: true,
  fetch: async (access, days) => {
    const exercise = await listIn(access, 'exercise', days)
    const heart_rate = await ofEach(stretchesOf(exercise, 'exercise'), (from, to) =>
      // The end itself still belongs to it.
      reconciledBetween(access, ['heart-rate'], from, to + 1),
    )
    return { exercise, heart_rate, routes: await fetchRoutes(access, exercise) }
  },
  normalise: (answer, { zone }) => sessionsOf(answer.exercise, zone).map((one) => madeOf(one, recordOf(answer, one))),
})

function recordOf({ heart_rate, routes }: Raw, one: Exercise): Activity {
  const { type, rawName } = sportOf(one.exerciseType)
  const of = one.metricsSummary
  const pace = of?.averagePaceSecondsPerMeter ?? 0
  const tcx = routes.find(({ id }) => id === one.id)?.tcx
  const { distance_data: along, movement_data: moved, ...places } = routeOf(tcx, one.start)
  return {
    metadata: {
      ...metadataOf(one),
      type,
      name: one.displayName ?? rawName,
      upload_type: one.dataSource.isManual ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    device_data: one.dataSource.device_data,
    active_durations_data: possible({ activity_seconds: one.activeDuration }),
    calories_data: of?.calories,
    distance_data: {
      summary: {
        ...of?.distance,
        // The climb is Google's own.
        elevation: { ...along?.summary?.elevation, gain_actual_meters: of?.elevation.gain_actual_meters },
        swimming: { ...of?.laps, ...one.exerciseMetadata?.pool },
      },
      detailed: along?.detailed,
    },
    movement_data: {
      max_speed_meters_per_second: moved?.max_speed_meters_per_second,
      speed_samples: moved?.speed_samples,
      cadence_samples: moved?.cadence_samples,
      ...of?.speed,
      ...of?.mobilityMetrics?.cadence,
      avg_pace_minutes_per_kilometer: pace > 0 ? tidied(pace, (seconds) => (seconds * 1000) / 60) : null,
    },
    oxygen_data: of?.oxygen,
    heart_rate_data: heartOf(heart_rate, one),
    lap_data: { laps: lapsOf(one) },
    position_data: places.position_data,
    polyline_map_data: places.polyline_map_data,
  }
}

function heartOf(readings: Raw['heart_rate'], one: Exercise): Activity['heart_rate_data'] {
  const taken = readings.map(({ heartRate }) => heartRate)
  const hr_samples = during(taken, one).flatMap(({ timestamp, told: { bpm }, metadata }) =>
    bpm == null ? [] : [{ timestamp, bpm, context: contexts.get(metadata?.motionContext ?? '') }],
  )
  const { max_hr_bpm, min_hr_bpm } = heartSummary(hr_samples)
  const { pulse, heartRateZoneDurations: hr_zone_data } = one.metricsSummary ?? {}
  return { summary: { ...pulse, max_hr_bpm, min_hr_bpm, hr_zone_data }, detailed: { hr_samples } }
}

const contexts = new Map<string, HeartRateContext>([
  ['ACTIVE', HeartRateContext.ACTIVE],
  ['SEDENTARY', HeartRateContext.NOT_ACTIVE],
])

const triggers = new Map(Object.entries({ MANUAL: 'MANUAL', DURATION: 'TIME', DISTANCE: 'DISTANCE' }))

/** The laps that somebody made; else the kilometres or miles. */
const lapsOf = ({ splits, splitSummaries, start }: Exercise) =>
  (splitSummaries.length > 0 ? splitSummaries : splits)
    .map((lap) => ({ ...lap, ...endsOf(lap, offsetText(start.offsetMinutes)) }))
    .sort((a, b) => a.start.epochMs - b.start.epochMs || a.end.epochMs - b.end.epochMs)
    .map(({ start, end, activeDuration, splitType, metricsSummary: of }) => ({
      start_time: start.timestamp,
      end_time: end.timestamp,
      active_duration_seconds: tidied(possible({ duration_seconds: activeDuration }).duration_seconds, Math.round),
      distance_meters: of?.distance.distance_meters,
      calories: of?.calories.total_burned_calories,
      ...of?.pulse,
      ...of?.speed,
      trigger_method: triggers.get(splitType ?? '') ?? 'UNSPECIFIED',
    }))

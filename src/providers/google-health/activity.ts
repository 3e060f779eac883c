import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { max, min } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp, type Instant, parseInstant } from '../../normalise/time.ts'
import { HeartRateContext, UploadType } from '../../schema/enums.ts'
import type { Activity } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { listed, ofDays, ofEach, ofTime, reconciled } from './client.ts'
import { fetchRoutes, type Routed, routeOf, routes } from './route.ts'
import {
  changedAtMs,
  dataSource,
  deviceOf,
  duration,
  figure,
  idOf,
  instantOf,
  int64,
  interval,
  isManual,
  metersOf,
  newest,
  sampleTime,
  stampOf,
  stretchOf,
  updateTime,
} from './shapes.ts'
import { sportOf } from './sports.ts'

const metrics = z.object({
  caloriesKcal: figure,
  distanceMillimeters: figure,
  steps: int64,
  averageHeartRateBeatsPerMinute: int64,
  averageSpeedMillimetersPerSecond: figure,
  averagePaceSecondsPerMeter: figure,
  elevationGainMillimeters: figure,
  heartRateZoneDurations: z
    .object({ lightTime: duration, moderateTime: duration, vigorousTime: duration, peakTime: duration })
    .nullish(),
  runVo2Max: figure,
  totalSwimLengths: figure,
  mobilityMetrics: z.object({ avgCadenceStepsPerMinute: figure }).nullish(),
})
type Metrics = z.output<typeof metrics>

const splits = z
  .array(
    interval.extend({ activeDuration: duration, splitType: z.string().nullish(), metricsSummary: metrics.nullish() }),
  )
  .nullish()

const raw = z.object({
  exercise: z.array(
    z.object({
      name: z.string().min(1),
      dataSource,
      exercise: z.object({
        interval,
        exerciseType: z.string().min(1),
        displayName: z.string().nullish(),
        activeDuration: duration,
        metricsSummary: metrics.nullish(),
        /** Kilometres or miles, by themselves. */
        splits,
        /** Laps that the person or the workout made. */
        splitSummaries: splits,
        exerciseMetadata: z.object({ poolLengthMillimeters: int64 }).nullish(),
        updateTime,
      }),
    }),
  ),
  /** Of all sources as one, meanwhile. */
  heart_rate: z.array(
    z.object({
      heartRate: z.object({
        sampleTime,
        beatsPerMinute: int64,
        metadata: z.object({ motionContext: z.string().nullish() }).nullish(),
      }),
    }),
  ),
  /** Answers of before they were asked for have none. */
  routes: routes.default([]),
})
type Raw = z.output<typeof raw>
type Exercise = Raw['exercise'][number]['exercise']

/** Workouts, with every heart rate that was taken meanwhile, and where they went. */
export const activity = resource({
  raw,
  windowDays: 14,
  historyDays: null,
  isWhole: true,
  fetch: async (access, days) => {
    const exercise = await listed(access, 'exercise', ofDays('exercise', 'exercise', days))
    const stretches = exercise.map(stretchOf).filter((one) => one !== null)
    const heart_rate = await ofEach(stretches, ([from, to]) =>
      // The end itself still belongs to it.
      reconciled(access, 'heart-rate', ofTime('heart-rate', from, to + 1)),
    )
    return { exercise, heart_rate, routes: await fetchRoutes(access, exercise) }
  },
  normalise(told, { zone }) {
    const all = newest(
      told.exercise.map(({ name, exercise, dataSource }) => ({
        name,
        exercise,
        dataSource,
        changedAtMs: changedAtMs(exercise),
        start: instantOf(exercise.interval.startTime, exercise.interval.startUtcOffset, zone),
        end: instantOf(exercise.interval.endTime, exercise.interval.endUtcOffset, zone),
      })),
    )
    return all.map((one) => ({
      record: knownOnly(recordOf(told, one)),
      ...(one.changedAtMs === 0 ? {} : { observedAtMs: one.changedAtMs }),
    }))
  },
})

interface One {
  name: string
  exercise: Exercise
  dataSource: Raw['exercise'][number]['dataSource']
  start: Instant
  end: Instant
}

function recordOf(told: Raw, one: One): Activity {
  const { name, exercise, dataSource, start, end } = one
  const { type, rawName } = sportOf(exercise.exerciseType)
  const { metricsSummary: of } = exercise
  const pace = of?.averagePaceSecondsPerMeter
  const route = routedOf(told, one)
  return {
    metadata: {
      summary_id: idOf(name),
      start_time: stampOf(start),
      end_time: stampOf(end),
      timestamp_localization: start.offsetKnown ? 1 : 0,
      type,
      name: exercise.displayName || rawName,
      upload_type: isManual(dataSource) ? UploadType.MANUAL : UploadType.AUTOMATIC,
    },
    device_data: deviceOf(dataSource),
    active_durations_data: { activity_seconds: plausible('duration_seconds', exercise.activeDuration) },
    calories_data: { total_burned_calories: plausible('calories', of?.caloriesKcal) },
    distance_data: {
      summary: {
        distance_meters: metersOf(of?.distanceMillimeters),
        steps: plausible('steps', of?.steps),
        // The climb is Google's own.
        elevation: {
          ...route?.distance_data?.summary?.elevation,
          gain_actual_meters: metersOf(of?.elevationGainMillimeters),
        },
        swimming: {
          num_laps: of?.totalSwimLengths == null ? null : wholeOf(of.totalSwimLengths),
          pool_length_meters: wholeOf(metersOf(exercise.exerciseMetadata?.poolLengthMillimeters)),
        },
      },
      detailed: route?.distance_data?.detailed,
    },
    movement_data: {
      ...route?.movement_data,
      avg_speed_meters_per_second: speedOf(of),
      avg_pace_minutes_per_kilometer: pace == null || pace <= 0 ? null : tidy((pace * 1000) / 60),
      avg_cadence_rpm: plausible('cadence_rpm', of?.mobilityMetrics?.avgCadenceStepsPerMinute),
    },
    oxygen_data: { vo2max_ml_per_min_per_kg: plausible('vo2max', of?.runVo2Max) },
    heart_rate_data: heartOf(told, one),
    lap_data: { laps: lapsOf(exercise, start) },
    position_data: route?.position_data,
    polyline_map_data: route?.polyline_map_data,
  }
}

function routedOf({ routes }: Raw, { name, start }: One): Routed | null {
  const route = routes.find(({ id }) => id === idOf(name))
  return route === undefined ? null : routeOf(route.tcx, start.offsetMinutes)
}

const speedOf = (of: Metrics | null | undefined): number | null => {
  const speed = of?.averageSpeedMillimetersPerSecond
  return plausible('speed_meters_per_second', speed == null ? null : tidy(speed / 1000))
}

/** Lengths are counted, and the pool is measured in whole metres, on the wire. */
const wholeOf = (value: number | null): number | null =>
  value !== null && Number.isInteger(value) && value >= 0 ? value : null

function heartOf(told: Raw, { exercise, start, end }: One): Activity['heart_rate_data'] {
  const rates = told.heart_rate
    .map(({ heartRate }) => ({
      epochMs: parseInstant(heartRate.sampleTime.physicalTime).epochMs,
      bpm: plausible('heart_rate_bpm', heartRate.beatsPerMinute),
      context: contexts.get(heartRate.metadata?.motionContext ?? ''),
    }))
    .filter(({ epochMs, bpm }) => bpm !== null && epochMs >= start.epochMs && epochMs <= end.epochMs)
    .sort((a, b) => a.epochMs - b.epochMs)
  const zones = exercise.metricsSummary?.heartRateZoneDurations
  return {
    summary: {
      avg_hr_bpm: plausible('heart_rate_bpm', exercise.metricsSummary?.averageHeartRateBeatsPerMinute),
      max_hr_bpm: max(rates.map(({ bpm }) => bpm)),
      min_hr_bpm: min(rates.map(({ bpm }) => bpm)),
      hr_zone_data: [
        ['LIGHT', zones?.lightTime] as const,
        ['MODERATE', zones?.moderateTime] as const,
        ['VIGOROUS', zones?.vigorousTime] as const,
        ['PEAK', zones?.peakTime] as const,
      ].flatMap(([name, seconds], zone) => {
        const duration_seconds = plausible('duration_seconds', seconds)
        return duration_seconds === null ? [] : [{ zone, name, duration_seconds }]
      }),
    },
    detailed: {
      hr_samples: rates.map(({ epochMs, bpm, context }) => ({
        timestamp: formatTimestamp(epochMs, start.offsetMinutes),
        bpm,
        context,
      })),
    },
  }
}

const contexts: ReadonlyMap<string, HeartRateContext> = new Map([
  ['ACTIVE', HeartRateContext.ACTIVE],
  ['SEDENTARY', HeartRateContext.NOT_ACTIVE],
])

const triggers: ReadonlyMap<string, string> = new Map([
  ['MANUAL', 'MANUAL'],
  ['DURATION', 'TIME'],
  ['DISTANCE', 'DISTANCE'],
])

/** The laps that somebody made; else the kilometres or miles. */
function lapsOf({ splits, splitSummaries }: Exercise, start: Instant) {
  const chosen = splitSummaries?.length ? splitSummaries : (splits ?? [])
  return chosen
    .map((lap) => ({
      lap,
      from: instantOf(lap.startTime, lap.startUtcOffset ?? start.offsetMinutes, null),
      to: instantOf(lap.endTime, lap.endUtcOffset ?? start.offsetMinutes, null),
    }))
    .sort((a, b) => a.from.epochMs - b.from.epochMs || a.to.epochMs - b.to.epochMs)
    .map(({ lap, from, to }) => {
      const seconds = plausible('duration_seconds', lap.activeDuration)
      return {
        start_time: stampOf(from),
        end_time: stampOf(to),
        active_duration_seconds: seconds === null ? null : Math.round(seconds),
        distance_meters: metersOf(lap.metricsSummary?.distanceMillimeters),
        calories: plausible('calories', lap.metricsSummary?.caloriesKcal),
        avg_hr_bpm: plausible('heart_rate_bpm', lap.metricsSummary?.averageHeartRateBeatsPerMinute),
        avg_speed_meters_per_second: speedOf(lap.metricsSummary),
        trigger_method: triggers.get(lap.splitType ?? '') ?? 'UNSPECIFIED',
      }
    })
}

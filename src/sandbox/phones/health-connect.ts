import type { Stage } from '../../generate/life/night.ts'
import { stamp } from '../../generate/local-day.ts'
import { summaryId } from '../../normalise/identity.ts'
import { offsetOfZone, offsetText } from '../../normalise/time.ts'
import { ActivityType as t } from '../../schema/enums.ts'
import type { Life, LivedDay } from '../life/life.ts'
import { beatsOf, hourlySteps, placesOf, stretchesOf, sumOf } from './stretches.ts'

const watch = { dataOrigin: 'com.example.watch', device: { type: 1, manufacturer: 'Acme', model: 'Acme Watch 3' } }
const phone = {
  dataOrigin: 'com.google.android.apps.fitness',
  device: { type: 2, manufacturer: 'Google', model: 'Pixel 9' },
}
const scale = { dataOrigin: 'com.example.scale', device: { type: 3, manufacturer: 'Acme', model: 'Acme Scale' } }

/** Health Connect's stages of sleep. */
const stages: Readonly<Record<Stage, number>> = { awake: 1, light: 4, deep: 5, rem: 6, unmeasured: 0 }

/** Jetpack's exercise types. */
const sports: ReadonlyMap<number, number> = new Map<number, number>([
  [t.RUNNING, 56],
  [t.TRAIL_RUNNING, 56],
  [t.TREADMILL_RUNNING, 57],
  [t.WALKING, 79],
  [t.HIKING, 37],
  [t.BIKING, 8],
  [t.ROAD_BIKING, 8],
  [t.GRAVEL_CYCLING, 8],
  [t.STATIONARY_BIKING, 9],
  [t.ROWING_MACHINE, 54],
  [t.SWIMMING_IN_POOL, 74],
  [t.STRENGTH_TRAINING, 70],
  [t.HIIT, 36],
  [t.ELLIPTICAL, 25],
  [t.YOGA, 83],
  [t.STRETCHING, 71],
])

/** The phone has most of the steps too: the platform's own sums count them once. */
const phoneShare = 0.9

/** What Health Connect holds of a day of a life, as the lists of a batch. */
export function healthConnectDay({ zone, person }: Life, lived: LivedDay): object {
  const { date } = lived.day
  const text = (atMs: number): string => stamp(zone, atMs)
  const offset = (atMs: number): string => offsetText(offsetOfZone(zone, atMs))
  const metadata = (origin: object, changedAtMs: number, ...parts: (string | number)[]) => ({
    id: summaryId('health_connect', person.seed, date, ...parts),
    recordingMethod: 2,
    lastModifiedTime: text(changedAtMs),
    ...origin,
  })
  const span = (
    type: string,
    startMs: number,
    endMs: number,
    origin: typeof watch,
    fields: object,
    changedAtMs = endMs,
  ) => ({
    type,
    startTime: text(startMs),
    endTime: text(endMs),
    startZoneOffset: offset(startMs),
    endZoneOffset: offset(endMs),
    ...fields,
    metadata: metadata(origin, changedAtMs, type, origin.dataOrigin, startMs),
  })
  const counted = stretchesOf(lived).flatMap(({ startMs, endMs, steps, meters, floors, activeKcal }) => [
    ...(steps > 0
      ? [
          span('Steps', startMs, endMs, watch, { count: steps }),
          span('Steps', startMs, endMs, phone, { count: Math.round(steps * phoneShare) }),
        ]
      : []),
    ...(meters > 0 ? [span('Distance', startMs, endMs, watch, { distance: { inMeters: meters } })] : []),
    ...(floors > 0 ? [span('FloorsClimbed', startMs, endMs, phone, { floors })] : []),
    ...(activeKcal > 0
      ? [span('ActiveCaloriesBurned', startMs, endMs, watch, { energy: { inKilocalories: activeKcal } })]
      : []),
  ])
  const beats = beatsOf(lived)
  const [first, last] = [beats[0], beats.at(-1)]
  const { weighing } = lived
  return {
    samples: [
      ...counted,
      ...lived.nights.map((night) =>
        span(
          'SleepSession',
          night.startMs,
          night.endMs,
          watch,
          {
            title: null,
            stages: night.stages.map(({ stage, startMs, endMs }) => ({
              startTime: text(startMs),
              endTime: text(endMs),
              stage: stages[stage],
            })),
          },
          night.changedAtMs,
        ),
      ),
      ...(first === undefined || last === undefined
        ? []
        : [
            span('HeartRate', first.atMs, last.atMs, watch, {
              samples: beats.map(({ atMs, bpm }) => ({ time: text(atMs), beatsPerMinute: bpm })),
            }),
          ]),
      ...(weighing === null
        ? []
        : [
            {
              type: 'Weight',
              time: text(weighing.atMs),
              zoneOffset: offset(weighing.atMs),
              weight: { inKilograms: weighing.weightKg },
              metadata: metadata(scale, weighing.changedAtMs, 'Weight'),
            },
          ]),
    ],
    workouts: lived.sessions.map((session) =>
      span(
        'ExerciseSession',
        session.startMs,
        session.endMs,
        watch,
        {
          exerciseType: sports.get(session.sport.type) ?? 0,
          title: session.sport.name,
          laps: [],
          segments: [],
          route: placesOf(session).map(({ atMs, lat, lng, elevation }) => ({
            time: text(atMs),
            latitude: lat,
            longitude: lng,
            altitude: { inMeters: elevation },
          })),
        },
        session.changedAtMs,
      ),
    ),
    aggregates: [
      { type: 'Steps', unit: 'count', date, tz: zone, sum: sumOf(lived, 'steps'), hourly: hourlySteps(lived) },
      { type: 'Distance', unit: 'm', date, tz: zone, sum: sumOf(lived, 'meters') },
      { type: 'ActiveCaloriesBurned', unit: 'kcal', date, tz: zone, sum: sumOf(lived, 'activeKcal') },
    ],
  }
}

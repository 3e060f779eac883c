import type { Stage } from '../../generate/life/night.ts'
import { stamp } from '../../generate/local-day.ts'
import { round } from '../../generate/numbers.ts'
import { summaryId } from '../../normalise/identity.ts'
import { offsetOfZone, offsetText } from '../../normalise/time.ts'
import { ActivityType as t } from '../../schema/enums.ts'
import type { Life, LivedDay } from '../life/life.ts'
import { beatsOf, hourlySteps, placesOf, stretchesOf, sumOf } from './stretches.ts'

const stages: Readonly<Record<Stage, string>> = {
  awake: 'AWAKE',
  light: 'LIGHT',
  deep: 'DEEP',
  rem: 'REM',
  unmeasured: 'UNDEFINED',
}

/** Samsung's `PredefinedExerciseType`. */
const sports: ReadonlyMap<number, string> = new Map<number, string>([
  [t.RUNNING, 'RUNNING'],
  [t.TRAIL_RUNNING, 'RUNNING'],
  [t.TREADMILL_RUNNING, 'TREADMILL'],
  [t.WALKING, 'WALKING'],
  [t.HIKING, 'HIKING'],
  [t.BIKING, 'BIKING'],
  [t.ROAD_BIKING, 'BIKING'],
  [t.GRAVEL_CYCLING, 'BIKING'],
  [t.STATIONARY_BIKING, 'STATIONARY_BIKING'],
  [t.ROWING_MACHINE, 'ROWING_MACHINE'],
  [t.SWIMMING_IN_POOL, 'POOL_SWIMMING'],
  [t.STRENGTH_TRAINING, 'WEIGHT_MACHINE'],
  [t.HIIT, 'CIRCUIT_TRAINING'],
  [t.ELLIPTICAL, 'ELLIPTICAL'],
  [t.YOGA, 'YOGA'],
  [t.STRETCHING, 'STRETCHING'],
])

const watch = {
  dataSource: { appId: 'com.sec.android.app.shealth', deviceId: 'watch-7' },
  device: { name: 'Galaxy Watch7', manufacturer: 'Samsung', model: 'SM-L310', kind: 'watch' },
}
const phone = {
  dataSource: { appId: 'com.sec.android.app.shealth', deviceId: 'phone-24' },
  device: { name: 'Galaxy S24', manufacturer: 'Samsung', model: 'SM-S921B', kind: 'phone' },
}

const hourMs = 3_600_000

/** What Samsung Health holds of a day of a life, as the lists of a batch; it gives steps by its sums only. */
export function samsungDay({ zone, person }: Life, lived: LivedDay): object {
  const { date } = lived.day
  const text = (atMs: number): string => stamp(zone, atMs)
  const point = (
    type: string,
    startMs: number,
    endMs: number,
    origin: object,
    fields: object,
    changedAtMs = startMs,
  ) => ({
    type,
    uid: summaryId('samsung', person.seed, date, type, startMs),
    startTime: text(startMs),
    endTime: text(endMs),
    zoneOffset: offsetText(offsetOfZone(zone, startMs)),
    updateTime: text(changedAtMs),
    ...origin,
    ...fields,
  })
  const hours = Map.groupBy(beatsOf(lived), ({ atMs }) => Math.floor(atMs / hourMs))
  const { weighing } = lived
  return {
    samples: [
      ...[...hours].map(([hour, beats]) =>
        point('HEART_RATE', hour * hourMs, (hour + 1) * hourMs, watch, {
          heartRate: Math.round(beats.reduce((sum, { bpm }) => sum + bpm, 0) / beats.length),
          seriesData: beats.map(({ atMs, bpm }) => ({
            startTime: text(atMs),
            endTime: text(atMs + 59_000),
            heartRate: bpm,
            min: bpm - 2,
            max: bpm + 3,
          })),
        }),
      ),
      ...lived.nights.map((night) =>
        point(
          'SLEEP',
          night.startMs,
          night.endMs,
          watch,
          {
            sessions: [
              {
                startTime: text(night.startMs),
                endTime: text(night.endMs),
                stages: night.stages.map(({ stage, startMs, endMs }) => ({
                  startTime: text(startMs),
                  endTime: text(endMs),
                  stage: stages[stage],
                })),
              },
            ],
          },
          night.changedAtMs,
        ),
      ),
      ...stretchesOf(lived)
        .filter(({ floors }) => floors > 0)
        .map(({ startMs, endMs, floors }) => point('FLOORS_CLIMBED', startMs, endMs, phone, { floor: floors })),
      ...(weighing === null
        ? []
        : [
            point(
              'BODY_COMPOSITION',
              weighing.atMs,
              weighing.atMs,
              watch,
              { weight: weighing.weightKg, bodyFat: weighing.bodyfatPercentage },
              weighing.changedAtMs,
            ),
          ]),
    ],
    workouts: lived.sessions.map((session) => {
      const exerciseType = sports.get(session.sport.type) ?? 'OTHER'
      const [meters, kcal] = [session.points.at(-1)?.meters ?? 0, session.points.at(-1)?.grossKcal ?? 0]
      const played = {
        startTime: text(session.startMs),
        endTime: text(session.endMs),
        exerciseType,
        duration: session.durationSeconds * 1000,
        calories: round(kcal, 1),
        ...(meters > 0 && { distance: meters }),
        log: session.points
          .filter((_, i) => i % 5 === 0)
          .map(({ seconds, bpm, speed }) => ({
            timestamp: text(session.startMs + seconds * 1000),
            heartRate: Math.round(bpm),
            ...(speed > 0 && { speed: round(speed, 2) }),
          })),
        route: placesOf(session).map(({ atMs, lat, lng, elevation }) => ({
          timestamp: text(atMs),
          latitude: lat,
          longitude: lng,
          altitude: elevation,
        })),
      }
      return point(
        'EXERCISE',
        session.startMs,
        session.endMs,
        watch,
        { exerciseType, sessions: [played] },
        session.changedAtMs,
      )
    }),
    aggregates: [
      { type: 'STEPS', date, tz: zone, sum: sumOf(lived, 'steps'), hourly: hourlySteps(lived) },
      { type: 'ACTIVITY_SUMMARY.TOTAL_DISTANCE', date, tz: zone, sum: sumOf(lived, 'meters') },
      { type: 'ACTIVITY_SUMMARY.TOTAL_ACTIVE_CALORIES_BURNED', date, tz: zone, sum: sumOf(lived, 'activeKcal') },
    ],
  }
}

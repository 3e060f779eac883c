import type { Stage } from '../../generate/life/night.ts'
import { stamp } from '../../generate/local-day.ts'
import { round } from '../../generate/numbers.ts'
import { summaryId } from '../../normalise/identity.ts'
import { ActivityType as t } from '../../schema/enums.ts'
import type { Life, LivedDay } from '../life/life.ts'
import { beatsOf, hourlySteps, placesOf, stretchesOf, sumOf } from './stretches.ts'

const quantity = (name: string): string => `HKQuantityTypeIdentifier${name}`

const watch = {
  source: { name: 'Apple Watch', bundle: 'com.apple.health.watch', version: '11.1', product: 'Watch7,3' },
  device: {
    name: 'Apple Watch',
    manufacturer: 'Apple Inc.',
    model: 'Watch',
    hw: 'Watch7,3',
    sw: '11.1',
    kind: 'watch',
  },
}
const phone = {
  source: { name: 'iPhone', bundle: 'com.apple.health', version: '18.1', product: 'iPhone16,1' },
  device: { name: 'iPhone', manufacturer: 'Apple Inc.', model: 'iPhone', hw: 'iPhone16,1', sw: '18.1', kind: 'phone' },
}

const stages: Readonly<Record<Stage, string>> = {
  awake: 'Awake',
  light: 'AsleepCore',
  deep: 'AsleepDeep',
  rem: 'AsleepREM',
  unmeasured: 'InBed',
}

const activities: ReadonlyMap<number, { activity: string; indoor?: true }> = new Map<
  number,
  { activity: string; indoor?: true }
>([
  [t.RUNNING, { activity: 'Running' }],
  [t.TRAIL_RUNNING, { activity: 'Running' }],
  [t.TREADMILL_RUNNING, { activity: 'Running', indoor: true }],
  [t.WALKING, { activity: 'Walking' }],
  [t.HIKING, { activity: 'Hiking' }],
  [t.BIKING, { activity: 'Cycling' }],
  [t.ROAD_BIKING, { activity: 'Cycling' }],
  [t.GRAVEL_CYCLING, { activity: 'Cycling' }],
  [t.STATIONARY_BIKING, { activity: 'Cycling', indoor: true }],
  [t.ROWING_MACHINE, { activity: 'Rowing', indoor: true }],
  [t.SWIMMING_IN_POOL, { activity: 'Swimming' }],
  [t.STRENGTH_TRAINING, { activity: 'TraditionalStrengthTraining' }],
  [t.HIIT, { activity: 'HighIntensityIntervalTraining' }],
  [t.ELLIPTICAL, { activity: 'Elliptical' }],
  [t.YOGA, { activity: 'Yoga' }],
  [t.STRETCHING, { activity: 'Flexibility' }],
])

/** What is measured in metres of its own kind. */
const distances: Readonly<Record<string, string>> = { Cycling: 'DistanceCycling', Swimming: 'DistanceSwimming' }

/** The phone has most of the steps too, some of them later: HealthKit counts them once. */
const phoneShare = 0.9

/** What HealthKit holds of a day of a life, as the lists of a batch. */
export function healthKitDay({ zone, person }: Life, lived: LivedDay): object {
  const { date } = lived.day
  const text = (atMs: number): string => stamp(zone, atMs)
  const idOf = (...parts: (string | number)[]): string => summaryId('healthkit', person.seed, date, ...parts)
  const sample = (
    type: string,
    [startMs, endMs]: readonly [number, number],
    value: number | string,
    origin: typeof watch,
    unit?: string,
  ) => ({
    id: idOf(type, startMs, origin.source.name),
    type,
    start: text(startMs),
    end: text(endMs),
    value,
    ...(unit !== undefined && { unit }),
    tz: zone,
    ...origin,
  })
  const counted = stretchesOf(lived).flatMap(({ startMs, endMs, steps, meters, floors, activeKcal }) => {
    const span = [startMs, endMs] as const
    return [
      ...(steps > 0
        ? [
            sample(quantity('StepCount'), span, steps, watch, 'count'),
            sample(quantity('StepCount'), span, Math.round(steps * phoneShare), phone, 'count'),
          ]
        : []),
      ...(meters > 0 ? [sample(quantity('DistanceWalkingRunning'), span, meters, watch, 'm')] : []),
      ...(floors > 0 ? [sample(quantity('FlightsClimbed'), span, floors, phone, 'count')] : []),
      ...(activeKcal > 0 ? [sample(quantity('ActiveEnergyBurned'), span, activeKcal, watch, 'kcal')] : []),
    ]
  })
  const beats = beatsOf(lived)
  const slept = lived.nights.flatMap((night) =>
    night.stages.map(({ stage, startMs, endMs }) =>
      sample('HKCategoryTypeIdentifierSleepAnalysis', [startMs, endMs], stages[stage], watch),
    ),
  )
  const { weighing } = lived
  return {
    samples: [
      ...counted,
      ...slept,
      ...(beats.length > 0
        ? [
            {
              id: idOf('beats'),
              type: quantity('HeartRate'),
              unit: 'count/min',
              tz: zone,
              series: beats.map(({ atMs, bpm }) => [atMs, bpm]),
              ...watch,
            },
          ]
        : []),
      ...(weighing === null
        ? []
        : [sample(quantity('BodyMass'), [weighing.atMs, weighing.atMs], weighing.weightKg, phone, 'kg')]),
    ],
    workouts: lived.sessions.map((session) => {
      const { activity, indoor } = activities.get(session.sport.type) ?? { activity: 'Other' }
      const meters = session.points.at(-1)?.meters ?? 0
      const kcal = session.points.at(-1)?.activeKcal ?? 0
      const distance = quantity(distances[activity] ?? 'DistanceWalkingRunning')
      return {
        id: idOf('workout', session.startMs),
        activity,
        start: text(session.startMs),
        end: text(session.endMs),
        tz: zone,
        duration_s: session.durationSeconds,
        ...(indoor && { indoor }),
        ...watch,
        stats: {
          ...(meters > 0 && { [distance]: { sum: meters, unit: 'm' } }),
          ...(kcal > 0 && { [quantity('ActiveEnergyBurned')]: { sum: round(kcal, 1), unit: 'kcal' } }),
        },
        route: placesOf(session).map(({ atMs, lat, lng, elevation, speed }) => [atMs, lat, lng, elevation, 4, speed]),
        samples: {
          [quantity('HeartRate')]: {
            unit: 'count/min',
            points: session.points
              .filter((_, i) => i % 5 === 0)
              .map(({ seconds, bpm }) => [session.startMs + seconds * 1000, Math.round(bpm)]),
          },
        },
      }
    }),
    aggregates: [
      {
        type: quantity('StepCount'),
        unit: 'count',
        date,
        tz: zone,
        sum: sumOf(lived, 'steps'),
        hourly: hourlySteps(lived),
      },
      { type: quantity('DistanceWalkingRunning'), unit: 'm', date, tz: zone, sum: sumOf(lived, 'meters') },
      { type: quantity('ActiveEnergyBurned'), unit: 'kcal', date, tz: zone, sum: sumOf(lived, 'activeKcal') },
    ],
  }
}

/** Who the person is, for the first batch. */
export const healthKitPerson = ({ person }: Life): object => ({
  characteristics: { date_of_birth: person.birthDate, biological_sex: person.sex },
})

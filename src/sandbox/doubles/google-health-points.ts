import { addDays, minuteMs } from '../../generate/local-day.ts'
import { meanOf, round } from '../../generate/numbers.ts'
import type { Found } from '../../providers/google-health/client.ts'
import { numberOf } from '../life/keys.ts'
import type { Life, LivedDay, LivedNight } from '../life/life.ts'
import { dateOf, sampleTimeOf } from './google-health-answers.ts'
import type { Timed } from './google-health-filter.ts'
import { device, drinksOf, exerciseOf, foodsOf, type Logged, sleepOf } from './google-health-sessions.ts'

/** A data point: its time, its value, and its number where it has an identity. */
export interface GooglePoint extends Timed {
  /** Made when it is shown: of thousands a page shows some. */
  value(): object
  number?: number
  source: object
}

/** A type of data: how it is found, what opens it, and its points of a day. */
export interface GoogleType {
  found: Found
  scope: string
  pointsOf(life: Life, lived: LivedDay, person: string): GooglePoint[]
}

const activity = 'activity_and_fitness'
const metrics = 'health_metrics_and_measurements'
const measured = { recordingMethod: 'PASSIVELY_MEASURED', device, platform: 'FITBIT' }
const derived = { recordingMethod: 'DERIVED', device, platform: 'FITBIT' }
const scales = {
  recordingMethod: 'ACTIVELY_MEASURED',
  device: { displayName: 'Aria Air', formFactor: 'SCALE' },
  platform: 'FITBIT',
}
const typed = { recordingMethod: 'MANUAL', platform: 'FITBIT' }
const fiveMinutesMs = 5 * minuteMs

const sampleAt = (zone: string, atMs: number, date: string, source: object, value: () => object): GooglePoint => ({
  startMs: atMs,
  endMs: atMs,
  date,
  value: () => ({ sampleTime: sampleTimeOf(zone, atMs), ...value() }),
  source,
})

const mainOf = ({ nights }: LivedDay): LivedNight | undefined => nights.find(({ isNap }) => !isNap)

/** One point of a day, worked out from its night; none without one. */
const ofNight =
  (value: (lived: LivedDay, main: LivedNight) => object): GoogleType['pointsOf'] =>
  (_, lived) => {
    const main = mainOf(lived)
    const { date, startMs, endMs } = lived.day
    return main === undefined
      ? []
      : [{ startMs, endMs, date, value: () => ({ date: dateOf(date), ...value(lived, main) }), source: derived }]
  }

const fiveMinutesOf = ({ startMs, endMs }: LivedNight): number[] =>
  Array.from({ length: Math.floor((endMs - startMs) / fiveMinutesMs) }, (_, at) => startMs + at * fiveMinutesMs)

/** A heart rate as it was measured. */
interface Beat {
  atMs: number
  bpm: number
  motionContext: 'ACTIVE' | 'SEDENTARY'
}

/** Heart rates: one a minute, and every few seconds of a session; Fitbit's own lie five seconds apart all day. */
export function beatsOf({ course, sessions }: LivedDay): Beat[] {
  const within = (atMs: number) => sessions.some(({ startMs, endMs }) => atMs >= startMs && atMs <= endMs)
  const beats = course.minutes
    .filter(({ startMs }) => !within(startMs))
    .map(({ startMs, bpm, level }): Beat => {
      const isStill = level === 'rest' || level === 'inactive'
      return { atMs: startMs, bpm: Math.round(bpm), motionContext: isStill ? 'SEDENTARY' : 'ACTIVE' }
    })
  const worked = sessions.flatMap(({ startMs, points }) =>
    points.map(
      ({ seconds, bpm }): Beat => ({
        atMs: startMs + seconds * 1000,
        bpm: Math.round(bpm),
        motionContext: 'ACTIVE',
      }),
    ),
  )
  return [...beats, ...worked]
}

const logged =
  (of: (life: Life, lived: LivedDay) => Logged[], offset: number): GoogleType['pointsOf'] =>
  (life, lived, person) =>
    of(life, lived).map(({ index, atMs, log }) => ({
      startMs: atMs,
      endMs: atMs,
      date: lived.day.date,
      value: () => log,
      number: numberOf(person, { kind: 'day', dayNumber: lived.day.number, index: offset + index }),
      source: typed,
    }))

/** The types of which there is something, by their names in paths. */
export const googleTypes: Readonly<Record<string, GoogleType>> = {
  sleep: {
    found: 'sleep',
    scope: 'sleep',
    pointsOf: (life, { nights }) =>
      nights.map((night) => ({ ...night, value: () => sleepOf(life, night), source: derived })),
  },
  exercise: {
    found: 'exercise',
    scope: activity,
    pointsOf: (life, { sessions }) =>
      sessions.map((session) => ({
        ...session,
        value: () => exerciseOf(life, session),
        source: { recordingMethod: 'ACTIVELY_MEASURED', device, platform: 'FITBIT' },
      })),
  },
  'heart-rate': {
    found: 'sample',
    scope: metrics,
    pointsOf: ({ zone }, lived) =>
      beatsOf(lived).map(({ atMs, bpm, motionContext }) =>
        sampleAt(zone, atMs, lived.day.date, measured, () => ({
          beatsPerMinute: `${bpm}`,
          metadata: { motionContext },
        })),
      ),
  },
  'heart-rate-variability': {
    found: 'sample',
    scope: metrics,
    pointsOf: ({ zone }, { day, nights, body }) =>
      nights.flatMap((night) =>
        fiveMinutesOf(night).map((at) =>
          sampleAt(zone, at, day.date, measured, () => ({
            rootMeanSquareOfSuccessiveDifferencesMilliseconds: round(body.rmssd * night.hrvFactorAt(at), 1),
            standardDeviationMilliseconds: round(body.sdnn * night.hrvFactorAt(at), 1),
          })),
        ),
      ),
  },
  'oxygen-saturation': {
    found: 'sample',
    scope: metrics,
    pointsOf: ({ zone }, { day, nights }) =>
      nights.flatMap((night) =>
        fiveMinutesOf(night).map((at) =>
          sampleAt(zone, at, day.date, measured, () => ({
            percentage: round(Math.min(100, night.saturationAt(at)), 1),
          })),
        ),
      ),
  },
  weight: {
    found: 'sample',
    scope: metrics,
    pointsOf: ({ zone }, { day, weighing }) =>
      weighing === null
        ? []
        : [
            {
              ...sampleAt(zone, weighing.atMs, day.date, scales, () => ({
                weightGrams: Math.round(weighing.weightKg * 1000),
              })),
              number: weighing.number,
            },
          ],
  },
  'body-fat': {
    found: 'sample',
    scope: metrics,
    pointsOf: ({ zone }, { day, weighing }) =>
      weighing === null
        ? []
        : [sampleAt(zone, weighing.atMs, day.date, scales, () => ({ percentage: weighing.bodyfatPercentage }))],
  },
  // Typed in anew on the first of each month.
  height: {
    found: 'sample',
    scope: metrics,
    pointsOf: ({ zone, person }, { day, weighing }) =>
      weighing === null || !day.date.endsWith('-01')
        ? []
        : [
            sampleAt(zone, weighing.atMs, day.date, typed, () => ({
              heightMillimeters: `${Math.round(person.heightCm * 10)}`,
            })),
          ],
  },
  'blood-glucose': { found: 'sample', scope: metrics, pointsOf: () => [] },
  'core-body-temperature': { found: 'sample', scope: metrics, pointsOf: () => [] },
  'daily-resting-heart-rate': {
    found: 'daily',
    scope: metrics,
    pointsOf: ofNight(({ body }) => ({
      beatsPerMinute: `${Math.round(body.restingHr)}`,
      dailyRestingHeartRateMetadata: { calculationMethod: 'WITH_SLEEP' },
    })),
  },
  'daily-heart-rate-variability': {
    found: 'daily',
    scope: metrics,
    pointsOf: ofNight(({ body }, night) => ({
      averageHeartRateVariabilityMilliseconds: round(
        meanOf(fiveMinutesOf(night), (at) => body.rmssd * night.hrvFactorAt(at)),
        1,
      ),
      nonRemHeartRateBeatsPerMinute: `${Math.round(body.restingHr)}`,
    })),
  },
  'daily-oxygen-saturation': {
    found: 'daily',
    scope: metrics,
    pointsOf: ofNight((_, night) => {
      const average = round(
        meanOf(fiveMinutesOf(night), (at) => Math.min(100, night.saturationAt(at))),
        1,
      )
      return {
        averagePercentage: average,
        lowerBoundPercentage: round(average - 2, 1),
        upperBoundPercentage: Math.min(100, round(average + 2, 1)),
      }
    }),
  },
  'daily-respiratory-rate': {
    found: 'daily',
    scope: metrics,
    pointsOf: ofNight((_, night) => ({
      breathsPerMinute: round(
        meanOf(fiveMinutesOf(night), (at) => night.breathsAt(at)),
        1,
      ),
    })),
  },
  'daily-sleep-temperature-derivations': {
    found: 'daily',
    scope: metrics,
    pointsOf: ofNight(({ body }) => ({
      nightlyTemperatureCelsius: round(34 + 0.6 * (body.load - 0.45), 2),
      baselineTemperatureCelsius: 34,
    })),
  },
  'daily-vo2-max': {
    found: 'daily',
    scope: activity,
    pointsOf: ofNight(({ body }) => ({ vo2Max: round(body.vo2max, 1), cardioFitnessLevel: 'GOOD' })),
  },
  'nutrition-log': { found: 'interval', scope: 'nutrition', pointsOf: logged(foodsOf, 0) },
  'hydration-log': { found: 'interval', scope: 'nutrition', pointsOf: logged(drinksOf, 50) },
}

/** The points of a type on some days, newest first, as Google lists them. */
export function pointsBetween(
  { pointsOf }: GoogleType,
  life: Life,
  person: string,
  { first, last }: { first: string; last: string },
): GooglePoint[] {
  // The lists of a life grow for years: no more days than any window has are looked at.
  const from = [first, addDays(life.today, -3 * 366)].sort().at(-1) ?? first
  return life
    .days(from, last)
    .flatMap((lived) => pointsOf(life, lived, person))
    .sort((a, b) => b.startMs - a.startMs)
}

/** `heart-rate` as the key of a value, `heartRate`. */
export const keyOfType = (type: string): string => type.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase())

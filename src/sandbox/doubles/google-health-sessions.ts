import type { MealKind } from '../../generate/life/foods.ts'
import { mealsOn } from '../../generate/life/meals.ts'
import type { Stage } from '../../generate/life/night.ts'
import { minuteMs } from '../../generate/local-day.ts'
import { meanOf, round } from '../../generate/numbers.ts'
import { randomStream } from '../../generate/random.ts'
import { ActivityType, NutritionUnits } from '../../schema/enums.ts'
import type { Life, LivedDay, LivedNight, LivedSession } from '../life/life.ts'
import { durationOf, intervalOf, spanOf, timeOf } from './google-health-answers.ts'

/** A session is there a while after it ended, when the phone has told of it. */
const toldAfterMs = 5 * minuteMs

export const device = { displayName: 'Charge 6', formFactor: 'FITNESS_BAND', manufacturer: 'Fitbit' }

const stageTypes: Readonly<Record<Stage, string>> = {
  awake: 'AWAKE',
  light: 'LIGHT',
  deep: 'DEEP',
  rem: 'REM',
  // Stages have no gaps.
  unmeasured: 'AWAKE',
}

const counted = (value: number): string => `${value}`

/**
 * A night with its stages, or a nap of the classic kind, which has none. Sums are those of the stages: Google gives whole
 * minutes, and so does a life, so nothing is lost.
 */
export function sleepOf({ zone }: Life, night: LivedNight): object {
  const { startMs, endMs, isNap, changedAtMs } = night
  const typeOf = (stage: Stage) => {
    const type = stageTypes[stage]
    return isNap && type !== 'AWAKE' ? 'ASLEEP' : type
  }
  const stages: { type: string; startMs: number; endMs: number }[] = []
  for (const one of night.stages) {
    const before = stages.at(-1)
    const type = typeOf(one.stage)
    if (before?.type === type) before.endMs = one.endMs
    else if (one.endMs > one.startMs) stages.push({ type, startMs: one.startMs, endMs: one.endMs })
  }
  const minutesOf = (type: string) =>
    stages.reduce((sum, one) => (one.type === type ? sum + one.endMs - one.startMs : sum), 0) / minuteMs
  const types = [...new Set(stages.map(({ type }) => type))]
  const awake = minutesOf('AWAKE')
  const firstAsleep = stages.find(({ type }) => type !== 'AWAKE')
  const lastAsleep = stages.findLast(({ type }) => type !== 'AWAKE')
  const inBed = (endMs - startMs) / minuteMs
  return {
    interval: intervalOf(zone, startMs, endMs),
    type: isNap ? 'CLASSIC' : 'STAGES',
    stages: stages.map((one) => ({ type: one.type, ...spanOf(zone, one.startMs, one.endMs) })),
    // What is false is left out.
    metadata: {
      processed: true,
      ...(isNap ? { nap: true, stagesStatus: 'REJECTED_NAP' } : { stagesStatus: 'SUCCEEDED' }),
    },
    summary: {
      minutesInSleepPeriod: counted(inBed),
      minutesAsleep: counted(inBed - awake),
      minutesAwake: counted(awake),
      minutesToFallAsleep: counted(((firstAsleep?.startMs ?? endMs) - startMs) / minuteMs),
      minutesAfterWakeUp: counted((endMs - (lastAsleep?.endMs ?? startMs)) / minuteMs),
      stagesSummary: types.map((type) => ({
        type,
        minutes: counted(minutesOf(type)),
        count: counted(stages.filter((one) => one.type === type).length),
      })),
    },
    createTime: timeOf(endMs + toldAfterMs),
    updateTime: timeOf(Math.max(endMs + toldAfterMs, changedAtMs)),
  }
}

/** Google's word for each kind of session that its people do. */
const exerciseTypes: ReadonlyMap<ActivityType, string> = new Map<ActivityType, string>([
  [ActivityType.RUNNING, 'RUNNING'],
  [ActivityType.TRAIL_RUNNING, 'TRAIL_RUN'],
  [ActivityType.TREADMILL_RUNNING, 'TREADMILL'],
  [ActivityType.WALKING, 'WALKING'],
  [ActivityType.HIKING, 'HIKING'],
  [ActivityType.BIKING, 'BIKING'],
  [ActivityType.ROAD_BIKING, 'OUTDOOR_BIKE'],
  [ActivityType.GRAVEL_CYCLING, 'OUTDOOR_BIKE'],
  [ActivityType.STATIONARY_BIKING, 'STATIONARY_BIKE'],
  [ActivityType.ROWING_MACHINE, 'ROWING_MACHINE'],
  [ActivityType.SWIMMING_IN_POOL, 'SWIMMING_POOL'],
  [ActivityType.STRENGTH_TRAINING, 'STRENGTH_TRAINING'],
  [ActivityType.HIIT, 'HIIT'],
  [ActivityType.ELLIPTICAL, 'ELLIPTICAL'],
  [ActivityType.YOGA, 'YOGA'],
  [ActivityType.STRETCHING, 'STRETCHING'],
])

type Point = LivedSession['points'][number]

/** A session; distances are millimetres with a fraction, so that they are exact, and heart rates whole. */
export function exerciseOf(life: Life, session: LivedSession): object {
  const { zone, person } = life
  const { sport, startMs, endMs, points, durationSeconds, changedAtMs } = session
  const isMoving = sport.motion !== 'still'
  const onFoot = sport.motion === 'run' || sport.motion === 'walk'
  const last = points.at(-1)
  const climbed = points.reduce(
    (sum, { elevation }, at) => sum + Math.max(0, elevation - (points[at - 1]?.elevation ?? elevation)),
    0,
  )
  return {
    interval: intervalOf(zone, startMs, endMs),
    exerciseType: exerciseTypes.get(sport.type) ?? 'OTHER',
    displayName: sport.name,
    activeDuration: durationOf(durationSeconds),
    metricsSummary: {
      caloriesKcal: round(last?.grossKcal ?? 0, 1),
      averageHeartRateBeatsPerMinute: counted(Math.round(meanOf(points, ({ bpm }) => bpm))),
      heartRateZoneDurations: zonesOf(person.maxHr, session),
      ...(isMoving ? movedOf(points, durationSeconds) : {}),
      ...(onFoot ? { steps: counted(Math.round(last?.steps ?? 0)) } : {}),
      ...(sport.outdoors && isMoving ? { elevationGainMillimeters: round(climbed * 1000) } : {}),
      ...(sport.motion === 'run'
        ? { mobilityMetrics: { avgCadenceStepsPerMinute: round(meanOf(points, ({ cadence }) => cadence)) } }
        : {}),
    },
    splits: splitsOf(zone, session),
    exerciseMetadata: { hasGps: session.position !== null },
    createTime: timeOf(endMs + toldAfterMs),
    updateTime: timeOf(Math.max(endMs + toldAfterMs, changedAtMs)),
  }
}

function movedOf(points: readonly Point[], seconds: number) {
  const meters = points.at(-1)?.meters ?? 0
  return {
    // A life rounds to decimetres: no dust of binary arithmetic.
    distanceMillimeters: Math.round(meters * 1000),
    averageSpeedMillimetersPerSecond: round((meters * 1000) / seconds, 1),
    ...(meters === 0 ? {} : { averagePaceSecondsPerMeter: round(seconds / meters, 4) }),
  }
}

/** Shares of the highest heart rate: below half of it is no zone. */
function zonesOf(maxHr: number, { points, stepSeconds }: LivedSession) {
  const seconds = (from: number, to: number) =>
    durationOf(points.filter(({ bpm }) => bpm >= from * maxHr && bpm < to * maxHr).length * stepSeconds)
  return {
    lightTime: seconds(0.5, 0.6),
    moderateTime: seconds(0.6, 0.7),
    vigorousTime: seconds(0.7, 0.85),
    peakTime: seconds(0.85, 2),
  }
}

/** Kilometres; a session shorter than one has none. */
function splitsOf(zone: string, { sport, startMs, points }: LivedSession): object[] {
  if (!sport.outdoors || sport.motion === 'still') return []
  const splits: object[] = []
  let from = points[0]
  for (const point of points) {
    if (from === undefined || point.meters < (splits.length + 1) * 1000) continue
    const seconds = point.seconds - from.seconds
    splits.push({
      ...spanOf(zone, startMs + from.seconds * 1000, startMs + point.seconds * 1000),
      activeDuration: durationOf(seconds),
      splitType: 'DISTANCE',
      metricsSummary: {
        distanceMillimeters: Math.round((point.meters - from.meters) * 1000),
        averageSpeedMillimetersPerSecond: round(((point.meters - from.meters) * 1000) / seconds, 1),
      },
    })
    from = point
  }
  return splits
}

const mealTypes: Readonly<Record<MealKind, string>> = {
  breakfast: 'BREAKFAST',
  lunch: 'LUNCH',
  snack: 'BEFORE_DINNER',
  dinner: 'DINNER',
}

const unitNames: ReadonlyMap<NutritionUnits, string> = new Map<NutritionUnits, string>([
  [NutritionUnits.GRAM, 'gram'],
  [NutritionUnits.MILLILITER, 'ml'],
  [NutritionUnits.CUP, 'cup'],
  [NutritionUnits.COUNT, 'piece'],
])

/** A log with its index of the day; the interval of a meal has no length. */
export interface Logged {
  index: number
  atMs: number
  log: object
}

/** What they noted that they ate. */
export const foodsOf = ({ zone, person, nowMs }: Life, { day }: LivedDay): Logged[] =>
  mealsOn(person, day)
    .flatMap(({ kind, epochMs, helpings }) => helpings.map(({ food, portions }) => ({ kind, epochMs, food, portions })))
    .flatMap(({ kind, epochMs, food, portions }, index) => {
      if (epochMs > nowMs) return []
      const { carbs, protein, fat, fiber } = food.nutrients
      const grams = (perPortion: number) => ({ grams: round(perPortion * portions, 1) })
      const log = {
        interval: intervalOf(zone, epochMs, epochMs),
        foodDisplayName: food.name,
        mealType: mealTypes[kind],
        energy: { kcal: round((4 * carbs + 4 * protein + 9 * fat) * portions) },
        totalCarbohydrate: grams(carbs),
        totalFat: grams(fat),
        nutrients: [
          { nutrient: 'PROTEIN', quantity: grams(protein) },
          { nutrient: 'DIETARY_FIBER', quantity: grams(fiber) },
        ],
        serving: {
          amount: round(food.amount * portions, 2),
          foodMeasurementUnitDisplayName: unitNames.get(food.unit) ?? 'serving',
        },
      }
      return [{ index, atMs: epochMs, log }]
    })

/** Glasses of water through the day, none of them at night. */
export function drinksOf({ zone, person, nowMs }: Life, { day }: LivedDay): Logged[] {
  const random = randomStream(person.seed, 'google water', day.date)
  const count = random.integer(3, 7)
  return Array.from({ length: count }, (_, index) => {
    const atMs = day.startMs + Math.round((8 + (13 * index) / count) * 60 + random.integer(0, 40)) * minuteMs
    const log = {
      interval: intervalOf(zone, atMs, atMs),
      amountConsumed: { milliliters: random.integer(3, 8) * 50, userProvidedUnit: 'MILLILITER' },
    }
    return { index, atMs, log }
  }).filter(({ atMs }) => atMs <= nowMs)
}

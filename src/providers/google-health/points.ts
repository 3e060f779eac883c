import { macroTable, microTable, nutrientNames } from '../../normalise/nutrients.ts'
import { tidy } from '../../normalise/tidy.ts'
import { parseInstant } from '../../normalise/time.ts'
import { NutritionUnits } from '../../schema/enums.ts'
import type { Activity, Body, Nutrition } from '../../schema/records.ts'
import { partsBeside } from '../beside.ts'
import type { Lose } from '../writing.ts'
import { mealTypes } from './food.ts'
import { sports } from './sports.ts'

/** A data point that can be made, and of which type. */
export interface Point {
  type: 'exercise' | 'weight' | 'height' | 'nutrition-log' | 'hydration-log'
  point: object
}

const minuteMs = 60_000

/** A time with the offset of the person's clock: without that Google takes it for one of UTC. */
function momentOf(text: string) {
  const { epochMs, offsetMinutes } = parseInstant(text)
  return { epochMs, time: new Date(epochMs).toISOString(), offset: `${offsetMinutes * 60}s` }
}

/** A stretch of time; Google takes none that is empty, so that a moment lasts a minute. */
function intervalOf(start: string, end: string | null) {
  const from = momentOf(start)
  const to = end === null ? from : momentOf(end)
  const until = to.epochMs > from.epochMs ? to.time : new Date(from.epochMs + minuteMs).toISOString()
  return { startTime: from.time, startUtcOffset: from.offset, endTime: until, endUtcOffset: to.offset }
}

/** Without what is not known. */
const known = (fields: Readonly<Record<string, unknown>>): object =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null && value !== undefined))

const words: ReadonlyMap<number, string> = new Map([...sports].reverse().map(([word, type]) => [type, word]))
const whole = (value: number | null | undefined): string | null => (value == null ? null : `${Math.round(value)}`)
const millimeters = (meters: number | null | undefined): number | null => (meters == null ? null : tidy(meters * 1000))

/** An activity: its kind, time and totals. Google gives it a name of its own, and keeps no samples of others. */
export function activityPoints(record: Activity, lose: Lose): Point[] {
  const { metadata, active_durations_data: durations, calories_data: calories, distance_data: distances } = record
  const kept = ['metadata', 'active_durations_data', 'calories_data', 'distance_data', 'heart_rate_data', 'device_data']
  for (const part of partsBeside(record, kept)) lose(part)
  if (metadata.name) lose('a name')
  const word = words.get(metadata.type)
  if (word === undefined) lose('the kind of activity')
  const { summary } = distances ?? {}
  const metricsSummary = known({
    caloriesKcal: calories?.total_burned_calories,
    distanceMillimeters: millimeters(summary?.distance_meters),
    steps: whole(summary?.steps),
    averageHeartRateBeatsPerMinute: whole(record.heart_rate_data?.summary?.avg_hr_bpm),
  })
  const seconds = durations?.activity_seconds
  const exercise = {
    interval: intervalOf(metadata.start_time, metadata.end_time),
    exerciseType: word ?? 'OTHER',
    ...(seconds == null ? {} : { activeDuration: `${Math.round(seconds)}s` }),
    ...(Object.keys(metricsSummary).length === 0 ? {} : { metricsSummary }),
  }
  return [{ type: 'exercise', point: { exercise } }]
}

/** What was measured: weight and height, each by itself. */
export function bodyPoints(record: Body, lose: Lose): Point[] {
  for (const part of partsBeside(record, ['metadata', 'measurements_data', 'device_data'])) lose(part)
  return (record.measurements_data?.measurements ?? []).flatMap((measured): Point[] => {
    const { measurement_time: at, weight_kg: kilograms, height_cm: centimeters, user_notes: notes } = measured
    for (const part of partsBeside(measured, ['measurement_time', 'weight_kg', 'height_cm', 'user_notes'])) lose(part)
    const { time, offset } = momentOf(at ?? record.metadata.start_time)
    const sampleTime = { physicalTime: time, utcOffset: offset }
    const weight = { sampleTime, weightGrams: tidy((kilograms ?? 0) * 1000), ...(notes ? { notes } : {}) }
    const height = { sampleTime, heightMillimeters: `${Math.round((centimeters ?? 0) * 10)}` }
    return [
      ...(kilograms == null ? [] : [{ type: 'weight' as const, point: { weight } }]),
      ...(centimeters == null ? [] : [{ type: 'height' as const, point: { height } }]),
    ]
  })
}

const mealWords: ReadonlyMap<number, string> = new Map([...mealTypes].map(([word, type]) => [type, word]))

/** What was eaten and drunk, each by itself; the sums of the day are Google's own. */
export function nutritionPoints(record: Nutrition, lose: Lose): Point[] {
  for (const part of partsBeside(record, ['metadata', 'meals', 'drink_samples', 'summary'])) lose(part)
  const meals = (record.meals ?? []).map(({ macros, micros, ...meal }): Point => {
    const grams = new Map(
      [
        // Sodium stands in both.
        ...microTable.map(([nutrient, key, size]) => ({ nutrient, amount: micros[key], size })),
        ...macroTable.map(([nutrient, key, size]) => ({ nutrient, amount: macros[key], size })),
      ].flatMap(({ nutrient, amount, size }) => (amount == null ? [] : [[nutrient, tidy(amount / size)] as const])),
    )
    const nutrients = nutrientNames.flatMap((nutrient) => {
      const held = grams.get(nutrient)
      // Carbohydrates and fat have places of their own.
      return held === undefined || nutrient.startsWith('total_')
        ? []
        : [{ nutrient: nutrient.toUpperCase(), quantity: { grams: held } }]
    })
    if (meal.quantity.amount != null) lose('the size of a helping')
    const gramsOf = (amount: number | null | undefined) => (amount == null ? null : { grams: amount })
    const nutritionLog = {
      interval: intervalOf(meal.timestamp, null),
      foodDisplayName: meal.name,
      mealType: mealWords.get(meal.type) ?? 'ANYTIME',
      ...known({
        energy: macros.calories == null ? null : { kcal: macros.calories },
        totalCarbohydrate: gramsOf(macros.carbohydrates_g),
        totalFat: gramsOf(macros.fat_g),
      }),
      nutrients,
    }
    return { type: 'nutrition-log', point: { nutritionLog } }
  })
  const drinks = (record.drink_samples ?? []).flatMap((drink): Point[] => {
    const { drink_volume: volume, drink_unit: unit, timestamp } = drink
    if (volume == null || unit !== NutritionUnits.MILLILITER) {
      lose('drinks in other units than millilitres')
      return []
    }
    if (drink.drink_name) lose('what was drunk')
    const interval = intervalOf(timestamp ?? record.metadata.start_time, null)
    return [{ type: 'hydration-log', point: { hydrationLog: { interval, amountConsumed: { milliliters: volume } } } }]
  })
  return [...meals, ...drinks]
}

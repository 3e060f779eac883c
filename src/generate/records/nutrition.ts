import { MealType, NutritionUnits } from '../../schema/enums.ts'
import type { DrinkSample, Meal, Nutrition, NutritionMacros, NutritionMicros } from '../../schema/records.ts'
import { known } from '../filled.ts'
import type { MealKind } from '../life/foods.ts'
import { energyOf, type Helping, mealsOn } from '../life/meals.ts'
import { clockTime, dayMetadataOf, type LocalDay, stamp } from '../local-day.ts'
import { round, sumOf } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { idOf, type Scene } from '../scene.ts'

const mealTypes: Record<MealKind, MealType> = {
  breakfast: MealType.BREAKFAST,
  lunch: MealType.LUNCH,
  snack: MealType.AFTERNOON_SNACK,
  dinner: MealType.DINNER,
}

/** Food and drink of a day, or of it until a moment; the summary is the exact sum of the entries. */
export function nutrition(scene: Scene, day: LocalDay, untilMs = Number.POSITIVE_INFINITY): Nutrition {
  const { can, person } = scene
  const meals = mealsOn(person, day).flatMap(({ kind, epochMs, helpings }) =>
    helpings.map((helping) => ({ kind, epochMs, helping })),
  )
  const logged = meals.flatMap(({ kind, epochMs, helping }, index) => {
    if (epochMs > untilMs) return []
    const meal = {
      id: idOf(scene, 'meal', day.date, index),
      type: mealTypes[kind],
      timestamp: stamp(person.zone, epochMs),
      name: helping.food.name,
      quantity: { unit: helping.food.unit, amount: round(helping.food.amount * helping.portions, 2) },
      macros: macrosOf(helping),
      micros: can.micronutrients ? microsOf(helping) : {},
    } satisfies Meal
    return [meal]
  })
  const drinks = can.water ? drinksOf(scene, day, untilMs) : undefined
  return known<Nutrition>({
    metadata: dayMetadataOf(day),
    meals: can.food ? logged : undefined,
    drink_samples: drinks,
    summary: known({
      macros: can.food ? total(logged.map((meal) => meal.macros)) : undefined,
      micros: can.food && can.micronutrients ? total(logged.map((meal) => meal.micros)) : undefined,
      water_ml: drinks ? sumOf(drinks, (drink) => drink.drink_volume ?? 0) : undefined,
    }),
  })
}

function macrosOf({ food, portions }: Helping): NutritionMacros {
  const n = food.nutrients
  const of = (perPortion: number): number => round(perPortion * portions, 1)
  const parts = { carbs: of(n.carbs), protein: of(n.protein), fat: of(n.fat) }
  return {
    calories: round(energyOf(parts)),
    carbohydrates_g: parts.carbs,
    net_carbohydrates_g: round(parts.carbs - of(n.fiber), 1),
    fiber_g: of(n.fiber),
    sugar_g: of(n.sugar),
    protein_g: parts.protein,
    fat_g: parts.fat,
    saturated_fat_g: of(n.saturated),
    cholesterol_mg: of(n.cholesterolMg),
    sodium_mg: of(n.sodiumMg),
  }
}

function microsOf({ food, portions }: Helping): NutritionMicros {
  const n = food.nutrients
  const of = (perPortion: number): number => round(perPortion * portions, 1)
  return {
    calcium_mg: of(n.calciumMg),
    iron_mg: of(n.ironMg),
    magnesium_mg: of(n.magnesiumMg),
    potassium_mg: of(n.potassiumMg),
    sodium_mg: of(n.sodiumMg),
    vitamin_C_mg: of(n.vitaminCMg),
  }
}

/** Key by key; keys nobody has stay out. */
function total<T extends NutritionMacros | NutritionMicros>(parts: readonly T[]): T {
  const sums = new Map<string, number>()
  for (const part of parts) {
    for (const [key, value] of Object.entries(part)) {
      if (typeof value === 'number') sums.set(key, (sums.get(key) ?? 0) + value)
    }
  }
  // The keys come from parts of the same type, and all its values are numbers.
  return Object.fromEntries([...sums].map(([key, sum]) => [key, round(sum, 1)])) as T
}

function drinksOf(scene: Scene, day: LocalDay, untilMs: number): DrinkSample[] {
  const random = randomStream(scene.person.seed, 'drinks', day.date)
  const glasses = random.integer(4, 9)
  const all = Array.from({ length: glasses }, (_, index) => ({
    atMs: clockTime(day, 8 * 60 + (index * 780) / glasses + random.integer(0, 60)),
    drink_volume: 50 * random.integer(3, 10),
  }))
  return all
    .filter(({ atMs }) => atMs <= untilMs)
    .map(({ atMs, drink_volume }) => ({
      timestamp: stamp(scene.person.zone, atMs),
      drink_name: 'Water',
      drink_unit: NutritionUnits.MILLILITER,
      drink_volume,
    }))
}

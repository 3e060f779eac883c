import { z } from 'zod'
import { nutrientsOf } from '../../normalise/nutrients.ts'
import { MealType, NutritionUnits } from '../../schema/enums.ts'
import { figure, listed, word } from '../shapes.ts'
import { interval } from './shapes.ts'

const quantity = z.object({ grams: figure }).nullish()

/** A food that was noted. */
export const eaten = z.object({
  interval,
  food: word,
  foodDisplayName: word,
  mealType: word,
  energy: z.object({ kcal: figure }).nullish(),
  totalCarbohydrate: quantity,
  totalFat: quantity,
  nutrients: listed(z.object({ nutrient: z.string(), quantity })),
  serving: z.object({ amount: figure, foodMeasurementUnitDisplayName: word }).nullish(),
})
export type Eaten = z.output<typeof eaten>

/** Google's `BEFORE_LUNCH` is a morning snack, by its own description; `ANYTIME` is none of the day's meals. */
export const mealTypes: ReadonlyMap<string, MealType> = new Map([
  ['BEFORE_BREAKFAST', MealType.SNACK],
  ['BREAKFAST', MealType.BREAKFAST],
  ['BEFORE_LUNCH', MealType.MORNING_SNACK],
  ['LUNCH', MealType.LUNCH],
  ['BEFORE_DINNER', MealType.AFTERNOON_SNACK],
  ['DINNER', MealType.DINNER],
  ['AFTER_DINNER', MealType.SNACK],
  ['SNACK', MealType.SNACK],
])

/** Units by what the wire calls them, and by what else they are called. */
const units: ReadonlyMap<string, NutritionUnits> = new Map<string, NutritionUnits>([
  ...Object.entries(NutritionUnits).map(([name, unit]) => [name.toLowerCase().replace('_', ' '), unit] as const),
  ['g', NutritionUnits.GRAM],
  ['millilitre', NutritionUnits.MILLILITER],
  ['ml', NutritionUnits.MILLILITER],
  ['tsp', NutritionUnits.TEASPOON],
  ['tbsp', NutritionUnits.TABLESPOON],
  ['oz', NutritionUnits.OUNCE],
  ['fl oz', NutritionUnits.FLUID_OUNCE],
  ['piece', NutritionUnits.COUNT],
])

/** The unit of a serving; what the wire has no word for (a bowl, a serving) is unknown. */
export const unitOf = ({ serving }: Eaten): NutritionUnits =>
  units.get(serving?.foodMeasurementUnitDisplayName?.toLowerCase() ?? '') ?? NutritionUnits.UNKNOWN

/** What a food holds, by the keys of the wire. */
export function heldIn({ nutrients, totalCarbohydrate, totalFat, energy }: Eaten) {
  const grams = Object.fromEntries(
    nutrients
      .map(({ nutrient, quantity }) => [nutrient.toLowerCase(), quantity?.grams ?? -1] as const)
      .filter(([, amount]) => amount >= 0),
  )
  const total_carbohydrate = totalCarbohydrate?.grams ?? grams['carbohydrates']
  return nutrientsOf({ ...grams, total_carbohydrate, total_fat: totalFat?.grams }, energy?.kcal ?? null)
}

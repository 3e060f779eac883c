import { nutrientSums } from '../../normalise/nutrients.ts'
import { tidy } from '../../normalise/tidy.ts'
import { formatTimestamp } from '../../normalise/time.ts'
import { NutritionUnits } from '../../schema/enums.ts'
import type { Meal, Nutrition } from '../../schema/records.ts'
import type { Neighbourhood } from './daily.ts'
import { startText } from './day.ts'
import type { MealDocument } from './documents.ts'
import { countOfDay, tidied } from './figures.ts'

/** Food and water of a day; null when none was logged. */
export function buildNutrition({ before, day, after }: Neighbourhood): Nutrition | null {
  const water = countOfDay('waterMl', before, day, after)
  const { meals } = day
  if (meals.length === 0 && water.total === null) return null
  return {
    metadata: day.metadata,
    summary: {
      macros: meals.length === 0 ? null : nutrientSums(meals.map(({ macros }) => macros)),
      micros: meals.length === 0 ? null : nutrientSums(meals.map(({ micros }) => micros)),
      water_ml: tidied(water.total),
      drink_ml: null,
    },
    meals: meals.map(mealOf),
    drink_samples: water.portions.map(({ sample, value }) => ({
      timestamp: startText(sample.sample),
      drink_volume: tidy(value),
      drink_unit: NutritionUnits.MILLILITER,
      drink_name: 'Water',
    })),
  }
}

const mealOf = (meal: MealDocument): Meal => ({
  id: meal.id,
  timestamp: formatTimestamp(meal.atMs, meal.offsetMinutes),
  name: meal.name,
  type: meal.type,
  // Archives tell what was in a food, not how much of it there was.
  quantity: { unit: NutritionUnits.COUNT, amount: 1 },
  macros: meal.macros,
  micros: meal.micros,
})

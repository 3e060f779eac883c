import { summaryId } from '../../../normalise/identity.ts'
import { tidy } from '../../../normalise/tidy.ts'
import { formatTimestamp } from '../../../normalise/time.ts'
import { MealType, NutritionUnits } from '../../../schema/enums.ts'
import type { Meal, Nutrition, NutritionMacros, NutritionMicros } from '../../../schema/records.ts'
import type { MealDocument } from '../collect/meal-document.ts'
import { anonymousSource, type Source } from '../collect/sources.ts'
import { nutrients, typeId } from '../types.ts'
import { countOnce, type Portion } from './cumulative.ts'
import type { Neighbourhood } from './daily.ts'
import { clean, startText } from './emit.ts'

const water = typeId('DietaryWater')

/** Food and water of a day; null when none was logged. */
export function buildNutrition({ before, day, after }: Neighbourhood, sources: readonly Source[]): Nutrition | null {
  const counted = (id: number): Portion[] => countOnce(day.samples[id] ?? [], before?.samples[id], after?.samples[id])
  const drinks = counted(water)
  const eaten = [...nutrients.keys()]
    .map((id) => ({ id, portions: counted(id) }))
    .filter(({ portions }) => portions.length > 0)
  const isEaten = eaten.length + day.meals.length > 0
  if (!isEaten && drinks.length === 0) return null
  const macros: NutritionMacros = {}
  const micros: NutritionMicros = {}
  for (const { id, portions } of eaten)
    add(
      macros,
      micros,
      id,
      portions.reduce((sum, { value }) => sum + value, 0),
    )
  return {
    metadata: day.metadata,
    summary: {
      macros: isEaten ? withSodium(macros, micros) : null,
      micros: isEaten ? micros : null,
      water_ml: drinks.length === 0 ? null : tidy(drinks.reduce((sum, { value }) => sum + value, 0)),
      drink_ml: null,
    },
    meals: day.meals
      .map((meal) => mealOf(meal, sources[meal.source] ?? anonymousSource))
      .sort((a, b) => (a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : a.id < b.id ? -1 : 1)),
    drink_samples: drinks.map(({ sample, value }) => ({
      timestamp: startText(sample),
      drink_volume: clean(value),
      drink_unit: NutritionUnits.MILLILITER,
      drink_name: 'Water',
    })),
  }
}

function add(macros: NutritionMacros, micros: NutritionMicros, type: number, value: number): void {
  const nutrient = nutrients.get(type)
  if (nutrient?.group === 'macros') macros[nutrient.key] = tidy((macros[nutrient.key] ?? 0) + value)
  else if (nutrient) micros[nutrient.key] = tidy((micros[nutrient.key] ?? 0) + value)
}

/** Sodium has a key in both groups. */
const withSodium = (macros: NutritionMacros, micros: NutritionMicros): NutritionMacros =>
  micros.sodium_mg === undefined ? macros : { ...macros, sodium_mg: micros.sodium_mg }

const mealTypes: ReadonlyMap<string, MealType> = new Map([
  ['breakfast', MealType.BREAKFAST],
  ['morning snack', MealType.MORNING_SNACK],
  ['lunch', MealType.LUNCH],
  ['afternoon snack', MealType.AFTERNOON_SNACK],
  ['dinner', MealType.DINNER],
  ['supper', MealType.DINNER],
  ['snack', MealType.SNACK],
  ['snacks', MealType.SNACK],
])

function mealOf(meal: MealDocument, source: Source): Meal {
  const macros: NutritionMacros = {}
  const micros: NutritionMicros = {}
  for (const [type, value] of meal.nutrients) add(macros, micros, type, value)
  return {
    id: summaryId(
      'APPLE',
      'meal',
      source.name,
      meal.start,
      meal.name ?? '',
      meal.meal ?? '',
      JSON.stringify(meal.nutrients),
    ),
    timestamp: formatTimestamp(meal.start * 1000, meal.offsetMinutes),
    name: meal.name || meal.meal || 'Food',
    type: mealTypes.get((meal.meal ?? '').toLowerCase()) ?? MealType.UNKNOWN,
    // HealthKit knows what was in a food, not how much of it there was.
    quantity: { unit: NutritionUnits.COUNT, amount: 1 },
    macros: withSodium(macros, micros),
    micros,
  }
}

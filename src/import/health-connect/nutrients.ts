import { tidy } from '../../normalise/tidy.ts'
import { MealType } from '../../schema/enums.ts'
import type { NutritionMacros, NutritionMicros } from '../../schema/records.ts'

type Table<K extends string> = readonly (readonly [column: string, key: K, size: number])[]

// The database holds every nutrient in grams (AOSP `NutritionRecord`). Column, key of the schema, grams to its unit.

const macros: Table<keyof NutritionMacros> = [
  ['total_carbohydrate', 'carbohydrates_g', 1],
  ['protein', 'protein_g', 1],
  ['total_fat', 'fat_g', 1],
  ['saturated_fat', 'saturated_fat_g', 1],
  ['trans_fat', 'trans_fat_g', 1],
  ['dietary_fiber', 'fiber_g', 1],
  ['sugar', 'sugar_g', 1],
  ['cholesterol', 'cholesterol_mg', 1000],
  ['sodium', 'sodium_mg', 1000],
]

const micros: Table<keyof NutritionMicros> = [
  ['biotin', 'biotin_mg', 1000],
  ['caffeine', 'caffeine_mg', 1000],
  ['calcium', 'calcium_mg', 1000],
  ['chloride', 'chloride_mg', 1000],
  ['chromium', 'chromium_mg', 1000],
  ['copper', 'copper_mg', 1000],
  ['folate', 'folate_mg', 1000],
  ['folic_acid', 'folic_acid_mg', 1000],
  ['iodine', 'iodine_mg', 1000],
  ['iron', 'iron_mg', 1000],
  ['magnesium', 'magnesium_mg', 1000],
  ['manganese', 'manganese_mg', 1000],
  ['molybdenum', 'molybdenum_mg', 1000],
  ['niacin', 'niacin_mg', 1000],
  ['pantothenic_acid', 'pantothenic_acid_mg', 1000],
  ['phosphorus', 'phosphorus_mg', 1000],
  ['potassium', 'potassium_mg', 1000],
  ['riboflavin', 'riboflavin_mg', 1000],
  ['selenium', 'selenium_mg', 1000],
  ['sodium', 'sodium_mg', 1000],
  ['thiamin', 'thiamin_mg', 1000],
  ['vitamin_a', 'vitamin_A_mg', 1000],
  ['vitamin_b6', 'vitamin_B6_mg', 1000],
  ['vitamin_b12', 'vitamin_B12_mg', 1000],
  ['vitamin_c', 'vitamin_C_mg', 1000],
  ['vitamin_d', 'vitamin_D_mg', 1000],
  ['vitamin_e', 'vitamin_E_mg', 1000],
  ['vitamin_k', 'vitamin_K_mg', 1000],
  ['zinc', 'zinc_mg', 1000],
  ['monounsaturated_fat', 'monounsaturated_fat_g', 1],
  ['polyunsaturated_fat', 'polyunsaturated_fat_g', 1],
]

/** The columns that hold nutrients. */
export const nutrientColumns: readonly string[] = [...new Set([...macros, ...micros].map(([column]) => column))]

function filled<K extends string>(
  table: Table<K>,
  food: Readonly<Record<string, unknown>>,
  into: { [key in K]?: number | null | undefined },
): void {
  for (const [column, key, size] of table) {
    const grams = food[column]
    if (typeof grams === 'number' && grams >= 0) into[key] = tidy(grams * size)
  }
}

/** What was in a food, by its row; what the row does not tell is left out. */
export function nutrientsOf(
  food: Readonly<Record<string, unknown>>,
  kcal: number | null,
): { macros: NutritionMacros; micros: NutritionMicros } {
  const made: { macros: NutritionMacros; micros: NutritionMicros } = { macros: {}, micros: {} }
  if (kcal !== null && kcal >= 0) made.macros.calories = tidy(kcal)
  filled(macros, food, made.macros)
  filled(micros, food, made.micros)
  return made
}

/** AOSP `MealType`: unknown, breakfast, lunch, dinner, snack. */
export const mealTypes: readonly MealType[] = [
  MealType.UNKNOWN,
  MealType.BREAKFAST,
  MealType.LUNCH,
  MealType.DINNER,
  MealType.SNACK,
]

import type { NutritionMacros, NutritionMicros } from '../schema/records.ts'
import { sum } from './samples.ts'
import { tidied, tidy } from './tidy.ts'

type Table<K extends string> = readonly (readonly [nutrient: string, key: K, size: number])[]

// As Health Connect names them in its database (AOSP `NutritionRecord`), and in other spellings in its library, and Google Health
// after it: all in grams. Nutrient, key of the schema, grams to its unit.

export const macroTable: Table<keyof NutritionMacros> = [
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

export const microTable: Table<keyof NutritionMicros> = [
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

/** The names of all nutrients. */
export const nutrientNames: readonly string[] = [...new Set([...macroTable, ...microTable].map(([name]) => name))]

function filled<K extends string>(
  table: Table<K>,
  food: Readonly<Record<string, unknown>>,
  into: { [key in K]?: number | null | undefined },
): void {
  for (const [name, key, size] of table) {
    const grams = food[name]
    if (typeof grams === 'number' && grams >= 0) into[key] = tidy(grams * size)
  }
}

/** What was in a food, by grams of each nutrient; what is not told, or is less than nothing, is left out. */
export function nutrientsOf(
  food: Readonly<Record<string, unknown>>,
  kcal: number | null,
): { macros: NutritionMacros; micros: NutritionMicros } {
  const made: { macros: NutritionMacros; micros: NutritionMicros } = { macros: {}, micros: {} }
  if (kcal !== null && kcal >= 0) made.macros.calories = tidy(kcal)
  filled(macroTable, food, made.macros)
  filled(microTable, food, made.micros)
  return made
}

/** What several foods hold together, nutrient by nutrient; one that no food tells of stays absent. */
export function nutrientSums(foods: readonly Readonly<Record<string, number | null | undefined>>[]) {
  const keys = [...new Set(foods.flatMap((food) => Object.keys(food)))]
  const sums = keys.map((key) => [key, tidied(sum(foods.map((food) => food[key])))] as const)
  return Object.fromEntries(sums.filter((one): one is readonly [string, number] => one[1] !== null))
}

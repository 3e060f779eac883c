import { tidy } from '../../normalise/tidy.ts'
import { MealType } from '../../schema/enums.ts'
import type { NutritionMacros, NutritionMicros } from '../../schema/records.ts'
import { localDay } from '../days/collector.ts'
import { nameOf } from '../days/sources.ts'
import type { TableRow } from './archive.ts'
import { figure } from './fields.ts'
import { placeOf, type ReadInput } from './readings.ts'

type Table<K> = readonly (readonly [column: string, key: K])[]

/** Column of a food and key of the schema; the units are the same (Samsung's `NutritionType`). */
const macros: Table<keyof NutritionMacros> = [
  ['calorie', 'calories'],
  ['carbohydrate', 'carbohydrates_g'],
  ['protein', 'protein_g'],
  ['total_fat', 'fat_g'],
  ['saturated_fat', 'saturated_fat_g'],
  ['trans_fat', 'trans_fat_g'],
  ['dietary_fiber', 'fiber_g'],
  ['sugar', 'sugar_g'],
  ['cholesterol', 'cholesterol_mg'],
  ['sodium', 'sodium_mg'],
]

const micros: Table<keyof NutritionMicros> = [
  ['calcium', 'calcium_mg'],
  ['iron', 'iron_mg'],
  ['potassium', 'potassium_mg'],
  ['sodium', 'sodium_mg'],
  ['monosaturated_fat', 'monounsaturated_fat_g'],
  ['polysaturated_fat', 'polyunsaturated_fat_g'],
]

const mealTypes: ReadonlyMap<string, MealType> = new Map([
  ['100001', MealType.BREAKFAST],
  ['100002', MealType.LUNCH],
  ['100003', MealType.DINNER],
  ['100004', MealType.MORNING_SNACK],
  ['100005', MealType.AFTERNOON_SNACK],
  ['100006', MealType.SNACK],
])

/**
 * Reads what was eaten. Two tables tell of the same foods, `nutrition` with what was in them; the other counts on days of
 * which that one has nothing.
 */
export async function readMeals(input: ReadInput): Promise<void> {
  const { archive } = input
  const told = new Set<number>()
  for await (const row of archive.rows('nutrition')) {
    const day = keepMeal(input, row, 'title', null)
    if (day !== null) told.add(day)
  }
  for await (const row of archive.rows('food_intake')) keepMeal(input, row, 'name', told)
}

function keepMeal(
  input: ReadInput,
  row: TableRow,
  nameColumn: string,
  told: ReadonlySet<number> | null,
): number | null {
  const place = placeOf(row, input)
  if (place === null) return null
  const { startMs: atMs, offsetMinutes } = place
  const day = localDay(atMs, offsetMinutes)
  if (told?.has(day)) return null
  input.collector.keep(day, {
    kind: 'meal',
    id: row('datauuid') || `${atMs}`,
    atMs,
    offsetMinutes,
    name: nameOf(row(nameColumn)) ?? 'Food',
    type: mealTypes.get(row('meal_type').replace(/\.0$/, '')) ?? MealType.UNKNOWN,
    ...foodOf(row),
  })
  return day
}

/** What was in a food, by the columns of `nutrition`; what they do not tell is left out. */
export const foodOf = (of: (column: string) => unknown): { macros: NutritionMacros; micros: NutritionMicros } => ({
  macros: filled(macros, of),
  micros: filled(micros, of),
})

function filled<K extends string>(table: Table<K>, of: (column: string) => unknown): { [key in K]?: number } {
  const made: { [key in K]?: number } = {}
  for (const [column, key] of table) {
    const value = figure(of(column))
    if (value !== null) made[key] = tidy(value)
  }
  return made
}

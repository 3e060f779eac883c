import { z } from 'zod'
import { tidy } from '../../normalise/tidy.ts'
import { MealType, NutritionUnits } from '../../schema/enums.ts'
import { figure, interval } from './shapes.ts'

const quantity = z.object({ grams: figure }).nullish()

/** A food that was noted. */
export const eaten = z.object({
  interval,
  food: z.string().nullish(),
  foodDisplayName: z.string().nullish(),
  mealType: z.string().nullish(),
  energy: z.object({ kcal: figure }).nullish(),
  totalCarbohydrate: quantity,
  totalFat: quantity,
  nutrients: z.array(z.object({ nutrient: z.string(), quantity })).nullish(),
  serving: z.object({ amount: figure, foodMeasurementUnitDisplayName: z.string().nullish() }).nullish(),
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

const units: ReadonlyMap<string, NutritionUnits> = new Map([
  ['gram', NutritionUnits.GRAM],
  ['g', NutritionUnits.GRAM],
  ['milliliter', NutritionUnits.MILLILITER],
  ['millilitre', NutritionUnits.MILLILITER],
  ['ml', NutritionUnits.MILLILITER],
  ['teaspoon', NutritionUnits.TEASPOON],
  ['tsp', NutritionUnits.TEASPOON],
  ['tablespoon', NutritionUnits.TABLESPOON],
  ['tbsp', NutritionUnits.TABLESPOON],
  ['cup', NutritionUnits.CUP],
  ['ounce', NutritionUnits.OUNCE],
  ['oz', NutritionUnits.OUNCE],
  ['fl oz', NutritionUnits.FLUID_OUNCE],
  ['scoop', NutritionUnits.SCOOP],
  ['piece', NutritionUnits.COUNT],
  ['small egg', NutritionUnits.SMALL_EGG],
  ['medium egg', NutritionUnits.MEDIUM_EGG],
  ['large egg', NutritionUnits.LARGE_EGG],
])

/** The unit of a serving; what the wire has no word for (a bowl, a serving) is unknown. */
export const unitOf = ({ serving }: Eaten): NutritionUnits =>
  units.get(serving?.foodMeasurementUnitDisplayName?.toLowerCase() ?? '') ?? NutritionUnits.UNKNOWN

type Place = readonly [part: 'macros' | 'micros', key: string]

/** Where each nutrient goes; all come in grams, and a key that ends in `_mg` wants milligrams. */
export const places: ReadonlyMap<string, readonly Place[]> = new Map<string, readonly Place[]>([
  ['CHOLESTEROL', [['macros', 'cholesterol_mg']]],
  ['DIETARY_FIBER', [['macros', 'fiber_g']]],
  ['PROTEIN', [['macros', 'protein_g']]],
  ['SATURATED_FAT', [['macros', 'saturated_fat_g']]],
  ['SUGAR', [['macros', 'sugar_g']]],
  ['TRANS_FAT', [['macros', 'trans_fat_g']]],
  [
    'SODIUM',
    [
      ['macros', 'sodium_mg'],
      ['micros', 'sodium_mg'],
    ],
  ],
  ['MONOUNSATURATED_FAT', [['micros', 'monounsaturated_fat_g']]],
  ['POLYUNSATURATED_FAT', [['micros', 'polyunsaturated_fat_g']]],
  ...['BIOTIN', 'CAFFEINE', 'CALCIUM', 'CHLORIDE', 'CHROMIUM', 'COPPER', 'FOLATE', 'FOLIC_ACID', 'IODINE', 'IRON']
    .concat(['MAGNESIUM', 'MANGANESE', 'MOLYBDENUM', 'NIACIN', 'PANTOTHENIC_ACID', 'PHOSPHORUS', 'POTASSIUM'])
    .concat(['RIBOFLAVIN', 'SELENIUM', 'THIAMIN', 'ZINC'])
    .map((name): [string, readonly Place[]] => [name, [['micros', `${name.toLowerCase()}_mg`]]]),
  ...['A', 'B12', 'B6', 'C', 'D', 'E', 'K'].map((letter): [string, readonly Place[]] => [
    `VITAMIN_${letter}`,
    [['micros', `vitamin_${letter}_mg`]],
  ]),
])

/** What a food holds, by the keys of the wire; amounts below zero are none. */
export function nutrientsOf(log: Eaten) {
  const amount = (value: number | null | undefined): number | null => (value == null || value < 0 ? null : value)
  const found = {
    macros: new Map<string, number | null>([
      ['calories', amount(log.energy?.kcal)],
      ['carbohydrates_g', amount(log.totalCarbohydrate?.grams)],
      ['fat_g', amount(log.totalFat?.grams)],
    ]),
    micros: new Map<string, number | null>(),
  }
  for (const { nutrient, quantity: held } of log.nutrients ?? []) {
    const grams = amount(held?.grams)
    if (grams === null) continue
    if (nutrient === 'CARBOHYDRATES') found.macros.set('carbohydrates_g', found.macros.get('carbohydrates_g') ?? grams)
    for (const [part, key] of places.get(nutrient) ?? [])
      found[part].set(key, key.endsWith('_mg') ? tidy(grams * 1000) : grams)
  }
  return { macros: Object.fromEntries(found.macros), micros: Object.fromEntries(found.micros) }
}

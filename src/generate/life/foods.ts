import { NutritionUnits } from '../../schema/enums.ts'

/** Energy-bearing and other parts of a food; grams unless the name says milligrams. */
export interface Nutrients {
  carbs: number
  fiber: number
  sugar: number
  protein: number
  fat: number
  saturated: number
  cholesterolMg: number
  sodiumMg: number
  calciumMg: number
  ironMg: number
  magnesiumMg: number
  potassiumMg: number
  vitaminCMg: number
}

const kinds = ['breakfast', 'lunch', 'snack', 'dinner'] as const
export type MealKind = (typeof kinds)[number]

export interface Food {
  name: string
  meals: readonly MealKind[]
  unit: NutritionUnits
  /** A usual portion, in `unit`; the nutrients are those of this much. */
  amount: number
  nutrients: Nutrients
}

type Row = readonly [
  name: string,
  meals: string,
  unit: NutritionUnits,
  amount: number,
  nutrients: readonly [
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
    number,
  ],
]

const { GRAM, COUNT, LARGE_EGG, CUP, TABLESPOON } = NutritionUnits

// Portions after common food composition tables, rounded. In the order of `Nutrients`.
const rows: readonly Row[] = [
  ['Porridge with milk', 'breakfast', GRAM, 280, [42, 5, 9, 12, 7, 3, 14, 120, 260, 2.4, 85, 390, 1]],
  ['Wholegrain toast', 'breakfast', COUNT, 2, [32, 5, 4, 8, 3, 0.6, 0, 300, 60, 2, 52, 160, 0]],
  ['Boiled eggs', 'breakfast lunch', LARGE_EGG, 2, [1, 0, 1, 13, 10, 3.2, 370, 140, 56, 1.8, 12, 138, 0]],
  ['Greek yoghurt', 'breakfast snack', GRAM, 170, [7, 0, 7, 16, 8, 5, 22, 65, 190, 0.1, 19, 240, 1]],
  ['Blueberries', 'breakfast snack', CUP, 1, [21, 4, 15, 1, 0.5, 0, 0, 1, 9, 0.4, 9, 114, 14]],
  ['Banana', 'breakfast snack', COUNT, 1, [27, 3, 14, 1.3, 0.4, 0.1, 0, 1, 6, 0.3, 32, 422, 10]],
  ['Chicken salad', 'lunch', GRAM, 350, [12, 5, 6, 38, 16, 3, 95, 480, 85, 2.6, 62, 820, 28]],
  ['Lentil soup', 'lunch', GRAM, 400, [44, 14, 7, 20, 6, 1, 0, 620, 70, 6, 95, 900, 12]],
  ['Tuna sandwich', 'lunch', COUNT, 1, [40, 4, 5, 27, 12, 2, 38, 640, 70, 3, 55, 340, 3]],
  ['Rice bowl with tofu', 'lunch dinner', GRAM, 420, [68, 6, 6, 22, 13, 2, 0, 700, 240, 4, 110, 520, 20]],
  ['Apple', 'snack', COUNT, 1, [25, 4, 19, 0.5, 0.3, 0, 0, 2, 11, 0.2, 9, 195, 8]],
  ['Almonds', 'snack', GRAM, 30, [6, 4, 1.3, 6, 15, 1.1, 0, 0, 80, 1.1, 80, 220, 0]],
  ['Dark chocolate', 'snack', GRAM, 25, [11, 3, 6, 2, 11, 6, 1, 5, 18, 3, 57, 178, 0]],
  ['Grilled salmon', 'dinner', GRAM, 170, [0, 0, 0, 38, 20, 4, 100, 95, 20, 0.6, 50, 830, 0]],
  ['Roast potatoes', 'dinner', GRAM, 220, [46, 5, 3, 5, 8, 1.2, 0, 230, 25, 2, 58, 1150, 26]],
  ['Steamed broccoli', 'dinner lunch', GRAM, 150, [11, 5, 2, 4, 0.6, 0.1, 0, 60, 60, 1, 31, 440, 97]],
  ['Spaghetti bolognese', 'dinner', GRAM, 420, [66, 7, 11, 32, 18, 7, 75, 640, 90, 5.2, 80, 860, 15]],
  ['Beef stir-fry', 'dinner', GRAM, 360, [18, 4, 9, 36, 20, 6, 88, 820, 60, 4.4, 66, 780, 45]],
  ['Mixed salad with olive oil', 'dinner lunch', GRAM, 180, [8, 3, 4, 2, 12, 1.7, 0, 120, 45, 1.2, 28, 400, 24]],
  ['Avocado', 'lunch snack', COUNT, 1, [13, 10, 1, 3, 22, 3, 0, 11, 18, 0.8, 44, 730, 15]],
  ['Peanut butter', 'snack breakfast', TABLESPOON, 2, [7, 2, 3, 8, 16, 3, 0, 140, 17, 0.6, 54, 180, 0]],
]

export const foods: readonly Food[] = rows.map(([name, meals, unit, amount, n]) => {
  const [carbs, fiber, sugar, protein, fat, saturated, cholesterolMg, sodiumMg] = n
  const [calciumMg, ironMg, magnesiumMg, potassiumMg, vitaminCMg] = [n[8], n[9], n[10], n[11], n[12]]
  return {
    name,
    meals: kinds.filter((kind) => meals.includes(kind)),
    unit,
    amount,
    nutrients: {
      carbs,
      fiber,
      sugar,
      protein,
      fat,
      saturated,
      cholesterolMg,
      sodiumMg,
      calciumMg,
      ironMg,
      magnesiumMg,
      potassiumMg,
      vitaminCMg,
    },
  }
})

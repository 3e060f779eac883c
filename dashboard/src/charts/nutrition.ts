import type { Nutrition } from '../../../src/schema/records.ts'
import { clockOf, clockText, readInstant } from './clock.ts'
import { type ChartTable, tableOf } from './table.ts'
import { amountText, NONE, withUnit } from './units.ts'

/** One macronutrient: grams and its share of the energy, 0–1. */
export interface Macro {
  name: string
  color: string
  grams: number
  share: number
}

// Atwater factors, kilocalories per gram (Merrill and Watt 1973).
const macros = [
  { name: 'Carbohydrates', key: 'carbohydrates_g', kcal: 4, color: 'chart-carbohydrates' },
  { name: 'Protein', key: 'protein_g', kcal: 4, color: 'chart-protein' },
  { name: 'Fat', key: 'fat_g', kcal: 9, color: 'chart-lipid' },
  { name: 'Alcohol', key: 'alcohol_g', kcal: 7, color: 'chart-alcohol' },
] as const

/** Macronutrients of a day with their shares of the energy they carry together; those of none are left out. */
export function macrosOf(record: Nutrition): Macro[] {
  const day = record.summary?.macros
  const parts = macros.map(({ name, key, kcal, color }) => ({
    name,
    color,
    grams: day?.[key] ?? 0,
    energy: (day?.[key] ?? 0) * kcal,
  }))
  const total = parts.reduce((sum, part) => sum + part.energy, 0)
  return parts
    .filter((part) => part.grams > 0)
    .map(({ name, color, grams, energy }) => ({ name, color, grams, share: energy / total }))
}

/** The day in one sentence. */
export function nutritionFinding(record: Nutrition): string {
  const { macros: day, water_ml: water } = record.summary ?? {}
  const parts = macrosOf(record).map((macro) => `${amountText(macro.grams)} g ${macro.name.toLowerCase()}`)
  const all = [
    ...(typeof day?.calories === 'number' ? [`${amountText(day.calories)} kcal`] : []),
    ...parts,
    ...(typeof water === 'number' ? [`${amountText(water)} ml water`] : []),
  ]
  return all.length > 0 ? all.join(', ') : 'Nothing recorded'
}

const mealNames = ['Meal', 'Breakfast', 'Morning snack', 'Lunch', 'Afternoon snack', 'Dinner', 'Snack']

/** What was eaten, in order of time. */
export function mealsTable(record: Nutrition): ChartTable {
  const rows = (record.meals ?? [])
    .map((meal) => ({ meal, ms: readInstant(meal.timestamp)?.ms }))
    .sort((a, b) => (a.ms ?? 0) - (b.ms ?? 0))
    .map(({ meal, ms }) => [
      ms === undefined ? NONE : clockText(ms, clockOf([meal.timestamp])),
      mealNames[meal.type] ?? 'Meal',
      meal.name,
      amountText(meal.macros.calories),
      amountText(meal.macros.carbohydrates_g, 1),
      amountText(meal.macros.protein_g, 1),
      amountText(meal.macros.fat_g, 1),
    ])
  return tableOf(['Time', 'Meal', 'Food', 'kcal', 'Carbs, g', 'Protein, g', 'Fat, g'], rows, ['Meal', 'Food'])
}

/** Table twin of the bar. */
export const macrosTable = (record: Nutrition): ChartTable =>
  tableOf(
    ['Macronutrient', 'Amount', 'Share of energy'],
    macrosOf(record).map((macro) => [macro.name, withUnit(macro.grams, 'g', 1), withUnit(macro.share * 100, '%')]),
  )

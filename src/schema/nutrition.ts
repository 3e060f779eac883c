import type { z } from 'zod'
import { mealTypeSchema, nutritionUnitsSchema, timestampLocalizationSchema } from './enum-schemas.ts'
import { listOf, nullish, number, object, required, text, timestamp } from './fields.ts'

export const drinkSampleSchema = object('DrinkSample', 'One drink.', {
  timestamp: nullish(timestamp, 'When it was recorded.'),
  drink_volume: nullish(number, 'Amount drunk, in drink_unit.'),
  drink_unit: nullish(nutritionUnitsSchema, 'Unit of drink_volume.'),
  drink_name: nullish(text, 'What was drunk.'),
})
export type DrinkSample = z.infer<typeof drinkSampleSchema>

export const nutritionMicrosSchema = object('NutritionMicros', 'Vitamins, minerals, amino acids and single fats.', {
  biotin_mg: nullish(number, 'Biotin, milligrams.'),
  caffeine_mg: nullish(number, 'Caffeine, milligrams.'),
  calcium_mg: nullish(number, 'Calcium, milligrams.'),
  sodium_mg: nullish(number, 'Sodium, milligrams.'),
  chloride_mg: nullish(number, 'Chloride, milligrams.'),
  chromium_mg: nullish(number, 'Chromium, milligrams.'),
  copper_mg: nullish(number, 'Copper, milligrams.'),
  folate_mg: nullish(number, 'Folate, milligrams.'),
  folic_acid_mg: nullish(number, 'Folic acid, milligrams.'),
  iodine_mg: nullish(number, 'Iodine, milligrams.'),
  iron_mg: nullish(number, 'Iron, milligrams.'),
  magnesium_mg: nullish(number, 'Magnesium, milligrams.'),
  manganese_mg: nullish(number, 'Manganese, milligrams.'),
  molybdenum_mg: nullish(number, 'Molybdenum, milligrams.'),
  niacin_mg: nullish(number, 'Niacin, milligrams.'),
  pantothenic_acid_mg: nullish(number, 'Pantothenic acid, milligrams.'),
  phosphorus_mg: nullish(number, 'Phosphorus, milligrams.'),
  potassium_mg: nullish(number, 'Potassium, milligrams.'),
  riboflavin_mg: nullish(number, 'Riboflavin, milligrams.'),
  selenium_mg: nullish(number, 'Selenium, milligrams.'),
  thiamin_mg: nullish(number, 'Thiamin, milligrams.'),
  vitamin_A_mg: nullish(number, 'Vitamin A, milligrams.'),
  vitamin_B12_mg: nullish(number, 'Vitamin B12, milligrams.'),
  vitamin_B6_mg: nullish(number, 'Vitamin B6, milligrams.'),
  vitamin_C_mg: nullish(number, 'Vitamin C, milligrams.'),
  vitamin_D_mg: nullish(number, 'Vitamin D, milligrams.'),
  vitamin_D2_mg: nullish(number, 'Vitamin D2, milligrams.'),
  vitamin_D3_mg: nullish(number, 'Vitamin D3, milligrams.'),
  vitamin_E_mg: nullish(number, 'Vitamin E, milligrams.'),
  vitamin_K_mg: nullish(number, 'Vitamin K, milligrams.'),
  zinc_mg: nullish(number, 'Zinc, milligrams.'),
  cystine_g: nullish(number, 'Cystine, grams.'),
  histidine_g: nullish(number, 'Histidine, grams.'),
  isoleucine_g: nullish(number, 'Isoleucine, grams.'),
  leucine_g: nullish(number, 'Leucine, grams.'),
  lysine_g: nullish(number, 'Lysine, grams.'),
  methionine_g: nullish(number, 'Methionine, grams.'),
  phenylalanine_g: nullish(number, 'Phenylalanine, grams.'),
  threonine_g: nullish(number, 'Threonine, grams.'),
  tryptophan_g: nullish(number, 'Tryptophan, grams.'),
  tyrosine_g: nullish(number, 'Tyrosine, grams.'),
  valine_g: nullish(number, 'Valine, grams.'),
  monounsaturated_fat_g: nullish(number, 'Monounsaturated fat, grams.'),
  polyunsaturated_fat_g: nullish(number, 'Polyunsaturated fat, grams.'),
  omega3_g: nullish(number, 'Omega3, grams.'),
  omega6_g: nullish(number, 'Omega6, grams.'),
  starch_g: nullish(number, 'Starch, grams.'),
})
export type NutritionMicros = z.infer<typeof nutritionMicrosSchema>

export const nutritionMacrosSchema = object('NutritionMacros', 'Energy, carbohydrates, fat, protein and the like.', {
  alcohol_g: nullish(number, 'Alcohol, grams.'),
  calories: nullish(number, 'Energy, kilocalories.'),
  carbohydrates_g: nullish(number, 'Carbohydrates, grams.'),
  cholesterol_mg: nullish(number, 'Cholesterol, milligrams.'),
  fat_g: nullish(number, 'Fat, grams.'),
  fiber_g: nullish(number, 'Fiber, grams.'),
  net_carbohydrates_g: nullish(number, 'Net carbohydrates, grams.'),
  protein_g: nullish(number, 'Protein, grams.'),
  saturated_fat_g: nullish(number, 'Saturated fat, grams.'),
  sodium_mg: nullish(number, 'Sodium, milligrams.'),
  sugar_g: nullish(number, 'Sugar, grams.'),
  trans_fat_g: nullish(number, 'Trans fat, grams.'),
})
export type NutritionMacros = z.infer<typeof nutritionMacrosSchema>

export const nutritionQuantitySchema = object('NutritionQuantity', 'An amount and its unit.', {
  unit: required(nutritionUnitsSchema, 'Unit of the amount.'),
  amount: required(number, 'Amount, in unit.'),
})
export type NutritionQuantity = z.infer<typeof nutritionQuantitySchema>

export const mealSchema = object('Meal', 'One food eaten.', {
  micros: required(nutritionMicrosSchema, 'Micronutrients of the food.'),
  type: required(mealTypeSchema, 'Which meal of the day.'),
  id: required(text, 'Id of the entry.'),
  timestamp: required(timestamp, 'When it was eaten.'),
  quantity: required(nutritionQuantitySchema, 'How much was eaten.'),
  name: required(text, 'What was eaten.'),
  macros: required(nutritionMacrosSchema, 'Energy and macronutrients of the food.'),
})
export type Meal = z.infer<typeof mealSchema>

export const nutritionMetadataSchema = object('NutritionMetadata', 'Which day it is.', {
  end_time: required(timestamp, 'Local midnight at which the day ends.'),
  start_time: required(timestamp, 'Local midnight at which the day begins.'),
  timestamp_localization: nullish(timestampLocalizationSchema, 'Whether the times are UTC or local.'),
})
export type NutritionMetadata = z.infer<typeof nutritionMetadataSchema>

export const nutritionSummarySchema = object('NutritionSummary', 'What was eaten and drunk in a day.', {
  macros: nullish(nutritionMacrosSchema, 'Energy and macronutrients of the day.'),
  micros: nullish(nutritionMicrosSchema, 'Micronutrients of the day.'),
  water_ml: nullish(number, 'Water drunk, millilitres.'),
  drink_ml: nullish(number, 'Other drinks, millilitres.'),
})
export type NutritionSummary = z.infer<typeof nutritionSummarySchema>

export const nutritionSchema = object('Nutrition', 'Food and drink of one day.', {
  drink_samples: nullish(listOf(drinkSampleSchema), 'Single drinks.'),
  meals: nullish(listOf(mealSchema), 'Single foods eaten.'),
  metadata: required(nutritionMetadataSchema, 'What the record is about and when.'),
  summary: nullish(nutritionSummarySchema, 'All of the day together.'),
})
export type Nutrition = z.infer<typeof nutritionSchema>

import type { CaloriesData } from '../schema/records.ts'
import { tidy } from './tidy.ts'

/**
 * Fills the missing one of `total_burned_calories` = `BMR_calories` + `net_activity_calories` when the two others are
 * known (R11). Give it the numbers of one record of one source only. Nothing else is changed or repaired: three numbers that
 * disagree stay, intake stays, and a difference below zero, which no body burns, stays null.
 */
export function fillCalories(calories: CaloriesData): CaloriesData {
  const { BMR_calories: bmr, net_activity_calories: active, total_burned_calories: total } = calories
  if (isNumber(bmr) && isNumber(active)) {
    return isNumber(total) ? calories : { ...calories, total_burned_calories: tidy(bmr + active) }
  }
  if (isNumber(total) && isNumber(bmr) && total >= bmr) return { ...calories, net_activity_calories: tidy(total - bmr) }
  if (isNumber(total) && isNumber(active) && total >= active) return { ...calories, BMR_calories: tidy(total - active) }
  return calories
}

const isNumber = (value: number | null | undefined): value is number => typeof value === 'number'

import { knownOnly } from '../../normalise/known.ts'
import { sum } from '../../normalise/samples.ts'
import { tidied } from '../../normalise/tidy.ts'
import { MealType, NutritionUnits } from '../../schema/enums.ts'
import type { Meal, Nutrition } from '../../schema/nutrition.ts'
import type { Placed } from './clock.ts'
import { ofEvents, recordsOfDays } from './days.ts'
import { amountOf, type Event } from './shapes.ts'

/** Carbohydrates that a person entered. */
export const nutrition = (base: string) =>
  ofEvents(base, ['carbs'], (told) =>
    recordsOfDays(told, (on): Partial<Nutrition> => {
      const meals = on(told.kept).flatMap(mealOf)
      const carbohydrates_g = tidied(sum(meals.map(({ macros }) => macros.carbohydrates_g)))
      return meals.length === 0 ? {} : { meals, summary: knownOnly({ macros: { carbohydrates_g } }) }
    }),
  )

function mealOf(event: Placed<Event>): Meal[] {
  const amount = amountOf(event)
  if (amount === null) return []
  return [
    {
      id: event.recordId,
      timestamp: event.timestamp,
      name: 'Carbs',
      type: MealType.UNKNOWN,
      quantity: { unit: NutritionUnits.GRAM, amount },
      macros: { carbohydrates_g: amount },
      micros: {},
    },
  ]
}

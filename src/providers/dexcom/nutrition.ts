import { knownOnly } from '../../normalise/known.ts'
import { sum } from '../../normalise/samples.ts'
import { tidy } from '../../normalise/tidy.ts'
import { MealType, NutritionUnits } from '../../schema/enums.ts'
import type { Meal, Nutrition } from '../../schema/nutrition.ts'
import { resource } from '../resource.ts'
import { eventsAt } from './client.ts'
import { clockOf, type Placed } from './clock.ts'
import { recordsOfDays } from './days.ts'
import { amountOf, type Event, sorted } from './shapes.ts'

/** Carbohydrates that a person entered: `/events`. */
export const nutrition = (base: string) =>
  resource({
    ...eventsAt(base),
    normalise: ({ asked, events }, { zone }) => {
      const clock = clockOf(events, zone)
      const { kept, deleted } = sorted(clock.place(events), ['carbs'])
      return recordsOfDays({ clock, asked, recorded: kept, deleted }, (on) => {
        const meals = on(kept).flatMap(mealOf)
        const carbohydrates_g = sum(meals.map(({ macros }) => macros.carbohydrates_g))
        if (carbohydrates_g === null) return {}
        const known: Omit<Nutrition, 'metadata'> = {
          meals,
          summary: knownOnly({ macros: { carbohydrates_g: tidy(carbohydrates_g) } }),
        }
        return known
      })
    },
  })

function mealOf(event: Placed<Event>): Meal[] {
  const grams = amountOf(event)
  if (grams === null) return []
  return [
    {
      id: event.recordId,
      timestamp: event.timestamp,
      name: 'Carbs',
      type: MealType.UNKNOWN,
      quantity: { unit: NutritionUnits.GRAM, amount: grams },
      macros: { carbohydrates_g: grams },
      micros: {},
    },
  ]
}

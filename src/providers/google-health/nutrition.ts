import { z } from 'zod'
import { clockOf } from '../../normalise/clock.ts'
import { knownOnly } from '../../normalise/known.ts'
import { nutrientSums } from '../../normalise/nutrients.ts'
import { sum } from '../../normalise/samples.ts'
import { tidied } from '../../normalise/tidy.ts'
import { NutritionUnits } from '../../schema/enums.ts'
import type { Meal } from '../../schema/records.ts'
import { resource } from '../resource.ts'
import { figure, isWithin, range } from '../shapes.ts'
import { listIn } from './client.ts'
import { type Eaten, eaten, heldIn, mealTypes, unitOf } from './food.ts'
import { type Session, sessionsOf } from './sessions.ts'
import { interval } from './shapes.ts'

const drunk = z.object({ interval, amountConsumed: z.object({ milliliters: figure }).nullish() })
const named = z.object({ name: z.string().min(1) })

const raw = z.object({
  range,
  nutrition: z.array(named.extend({ nutritionLog: eaten }).transform((one) => ({ ...one, ...one.nutritionLog }))),
  hydration: z.array(named.extend({ hydrationLog: drunk }).transform((one) => ({ ...one, ...one.hydrationLog }))),
})

/** What a person noted that they ate and drank. */
export const nutrition = resource({
  raw,
  windowDays: 28,
  historyDays: null,
  fetch: async (access, days) => ({
    range: days,
    nutrition: await listIn(access, 'nutrition-log', days),
    hydration: await listIn(access, 'hydration-log', days),
  }),
  normalise(noted, { zone }) {
    const meals = sessionsOf(noted.nutrition, zone)
    const glasses = sessionsOf(noted.hydration, zone)
    const times = [...meals, ...glasses].map(({ start }) => start)
    const clock = clockOf(times, zone)
    const drinks = glasses.filter((one) => (one.amountConsumed?.milliliters ?? -1) >= 0)
    const dates = new Set(
      [...meals, ...drinks].map(({ start }) => start.date).filter((one) => isWithin(noted.range, one)),
    )
    return [...dates].sort().map((date) => {
      const eatenThen = meals.filter(({ start }) => start.date === date).map(mealOf)
      const drunkThen = drinks
        .filter(({ start }) => start.date === date)
        .map(({ start, amountConsumed }) => ({
          timestamp: start.timestamp,
          drink_volume: amountConsumed?.milliliters,
          drink_unit: NutritionUnits.MILLILITER,
        }))
      const known = knownOnly({
        summary: {
          macros: nutrientSums(eatenThen.map(({ macros }) => macros)),
          micros: nutrientSums(eatenThen.map(({ micros }) => micros)),
          water_ml: tidied(sum(drunkThen.map((one) => one.drink_volume))),
        },
        drink_samples: drunkThen,
      })
      // A food has its parts, whether anything is known of them or not.
      const record = { metadata: clock.metadataOf(date), ...known, ...(eatenThen.length > 0 && { meals: eatenThen }) }
      return { record }
    })
  },
})

const mealOf = ({ id, start, ...food }: Session<Eaten & { name: string }>): Meal => ({
  id,
  timestamp: start.timestamp,
  name: food.foodDisplayName ?? food.food ?? 'Food',
  type: mealTypes.get(food.mealType ?? '') ?? 0,
  // Without a serving it is one of an unknown size.
  quantity: { unit: unitOf(food), amount: food.serving?.amount ?? 1 },
  ...heldIn(food),
})

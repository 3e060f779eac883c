import { clockTime, type LocalDay, minuteMs } from '../local-day.ts'
import { clamp, sumOf } from '../numbers.ts'
import { randomStream } from '../random.ts'
import { conditionOn } from './condition.ts'
import { nightBefore } from './day-plan.ts'
import { type Food, foods, type MealKind, type Nutrients } from './foods.ts'
import type { Person } from './person.ts'

export interface Helping {
  food: Food
  /** Portions of the food. */
  portions: number
}

export interface Eaten {
  kind: MealKind
  epochMs: number
  helpings: Helping[]
  carbsGrams: number
}

/** Kilocalories by Atwater's factors: 4 for carbohydrates and protein, 9 for fat. */
export const energyOf = (n: Pick<Nutrients, 'carbs' | 'protein' | 'fat'>): number =>
  4 * n.carbs + 4 * n.protein + 9 * n.fat

const dishes: Record<MealKind, number> = { breakfast: 2, lunch: 2, snack: 1, dinner: 2 }

/** What a person eats on a day, in order; about as much as the day asks for. */
export function mealsOn(person: Person, day: LocalDay): Eaten[] {
  const random = randomStream(person.seed, 'meals', day.date)
  const body = conditionOn(person, day)
  const wakeMs = nightBefore(person, day).endMs
  const times: [MealKind, number][] = [
    ['breakfast', wakeMs + random.integer(25, 70) * minuteMs],
    ['lunch', Math.max(wakeMs + 180 * minuteMs, clockTime(day, random.normal(12 * 60 + 40, 22)))],
    ['snack', clockTime(day, random.normal(16 * 60 + 15, 25))],
    ['dinner', clockTime(day, random.normal(19 * 60 + 20, 28))],
  ]
  const chosen = times.map(([kind, epochMs]) => {
    const fitting = foods.filter(
      (food) => food.meals.includes(kind) && (!person.ketogenic || food.nutrients.carbs <= 13),
    )
    const picked: Food[] = []
    while (picked.length < Math.min(dishes[kind], fitting.length)) {
      picked.push(random.pick(fitting.filter((food) => !picked.includes(food))))
    }
    return { kind, epochMs, picked }
  })
  const plain = sumOf(chosen, ({ picked }) => sumOf(picked, (food) => energyOf(food.nutrients)))
  const wanted = body.bmr * clamp(random.normal(1.5, 0.12), 1.15, 1.9)
  return chosen.map(({ kind, epochMs, picked }) => {
    const helpings = picked.map((food) => ({
      food,
      // To the quarter of a portion, as people log it.
      portions: Math.max(0.5, Math.round(4 * clamp(wanted / plain, 0.6, 2.5) * random.between(0.85, 1.15)) / 4),
    }))
    return { kind, epochMs, helpings, carbsGrams: sumOf(helpings, (h) => h.portions * h.food.nutrients.carbs) }
  })
}

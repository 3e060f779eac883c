import { addDays, type LocalDay, localDay, minuteMs, minutesOnClock } from '../local-day.ts'
import { clamp } from '../numbers.ts'
import { smoothNoise } from '../random.ts'
import { mealsOn } from './meals.ts'
import type { Person } from './person.ts'

/** Rise after a meal as share of its peak, so many minutes later: up in three quarters of an hour, gone in four. */
const response = (minutes: number): number => (minutes <= 0 ? 0 : (minutes / 46) * Math.exp(1 - minutes / 46))

/** Glucose in mg/dL at any instant of a day: fasting level, the hours before waking, and what was eaten. */
export function glucoseOn(person: Person, day: LocalDay): (epochMs: number) => number {
  const yesterday = localDay(addDays(day.date, -1), day.zone)
  const meals = [...mealsOn(person, yesterday), ...mealsOn(person, day)]
  const slow = smoothNoise(person.seed, 'glucose-slow')
  const quick = smoothNoise(person.seed, 'glucose-quick')
  const { fastingMgPerDl, mealRiseMgPerDl, swingMgPerDl } = person.glucose
  return (epochMs) => {
    const hour = minutesOnClock(day.zone, epochMs) / 60
    const dawn = 6 * Math.exp(-(((hour - 6.5) / 2) ** 2))
    let rise = 0
    for (const meal of meals) {
      rise += response((epochMs - meal.epochMs) / minuteMs) * mealRiseMgPerDl * Math.sqrt(meal.carbsGrams / 50)
    }
    const wander = swingMgPerDl * slow(epochMs / 5_400_000) + 1.6 * quick(epochMs / 900_000)
    return clamp(fastingMgPerDl + dawn + rise + wander, 40, 400)
  }
}

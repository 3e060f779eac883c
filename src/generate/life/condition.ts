import type { LocalDay } from '../local-day.ts'
import { clamp } from '../numbers.ts'
import { randomStream, smoothNoise } from '../random.ts'
import { ageOn, type Person } from './person.ts'

/** The state of a person on one day. Weight, form and resting heart rate drift over weeks, with a little daily noise. */
export interface Condition {
  age: number
  weightKg: number
  bodyfatPercentage: number
  fitness: number
  vo2max: number
  restingHr: number
  /** Milliseconds, of the night. */
  rmssd: number
  sdnn: number
  /** Kilocalories a day. */
  bmr: number
  /** Watts one hour can be ridden at. */
  ftpWatts: number
  /** 0 to 1: how much the day weighs on them. */
  load: number
}

/** Basal metabolic rate, kilocalories a day. Source: Mifflin and St Jeor (1990). */
export function basalMetabolicRate(person: Person, weightKg: number, age: number): number {
  return 10 * weightKg + 6.25 * person.heightCm - 5 * age + (person.sex === 'male' ? 5 : -161)
}

/** Body fat in percent. Source: Deurenberg (1991), for adults; less for the trained. */
function bodyfatOf(person: Person, weightKg: number, age: number, fitness: number): number {
  const bmi = weightKg / (person.heightCm / 100) ** 2
  const percent = 1.2 * bmi + 0.23 * age - (person.sex === 'male' ? 10.8 : 0) - 5.4 - 8 * (fitness - 0.4)
  return clamp(percent, person.sex === 'male' ? 7 : 14, 42)
}

export function conditionOn(person: Person, day: LocalDay): Condition {
  const drift = (name: string, periodDays: number): number =>
    smoothNoise(person.seed, name, periodDays)(day.number / periodDays)
  const random = randomStream(person.seed, 'condition', day.date)
  const age = ageOn(person.birthDate, day.date)
  const load = clamp(0.45 + 0.3 * drift('load', 4) + random.normal(0, 0.1), 0, 1)
  const fitness = clamp(person.fitness + 0.06 * drift('fitness', 50), 0.05, 1)
  const weightKg = person.weightKg + 1.6 * drift('weight', 45) + 0.6 * drift('weight', 11) + random.normal(0, 0.2)
  const recovery = 0.5 - load
  const rmssd = Math.exp(3.75 - 0.016 * (age - 38) + 0.9 * (fitness - 0.5) + 0.5 * recovery + random.normal(0, 0.08))
  return {
    age,
    weightKg,
    bodyfatPercentage: bodyfatOf(person, weightKg, age, fitness) + random.normal(0, 0.2),
    fitness,
    vo2max: clamp((person.sex === 'male' ? 47 : 41) - 0.3 * (age - 35) + 26 * (fitness - 0.5), 20, 75),
    restingHr: person.restingHr - 25 * (fitness - person.fitness) - 3.5 * recovery + random.normal(0, 0.7),
    rmssd,
    sdnn: 1.15 * rmssd + 12 + random.normal(0, 2),
    bmr: basalMetabolicRate(person, weightKg, age),
    ftpWatts: weightKg * (1.5 + 2.3 * fitness) * (person.sex === 'male' ? 1 : 0.92),
    load,
  }
}

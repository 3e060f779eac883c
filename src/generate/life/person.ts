import { dayNumber } from '../local-day.ts'
import { clamp } from '../numbers.ts'
import { type Random, randomStream } from '../random.ts'
import { type City, cities, citiesFor } from './cities.ts'

export type Sex = 'female' | 'male'

/** One made-up person; everything else of a seed follows from it. */
export interface Person {
  seed: string
  firstName: string
  lastName: string
  sex: Sex
  birthDate: string
  heightCm: number
  /** Around which their weight drifts. */
  weightKg: number
  /** 0 untrained to 1 competitive, around which form drifts. */
  fitness: number
  restingHr: number
  maxHr: number
  /** Walking step. */
  strideMeters: number
  /** Minutes after midnight at which they go to bed on a working day; above 1440 is past midnight. */
  bedtimeMinutes: number
  sleepNeedMinutes: number
  stepsPerDay: number
  home: City
  /** IANA name or `±HH:MM`; the clock of all their records. */
  zone: string
  cycle: { meanLengthDays: number; periodDays: number; lutealDays: number; anchorDay: number }
  /** `swing` is how far it wanders by itself; wide in diabetes. */
  glucose: { fastingMgPerDl: number; mealRiseMgPerDl: number; swingMgPerDl: number }
  bloodPressure: { systolic: number; diastolic: number }
  /** They eat few carbohydrates and are in ketosis. */
  ketogenic: boolean
}

const femaleNames = ['Mira', 'Ingrid', 'Amara', 'Lucía', 'Hana', 'Noor', 'Clara', 'Priya', 'Freya', 'Beatriz']
const maleNames = ['Jonas', 'Mateo', 'Kenji', 'Tomás', 'Emeka', 'Lars', 'Arjun', 'Felix', 'Oscar', 'Rafael']
const lastNames = ['Lindqvist', 'Okafor', 'Keller', 'Moreno', 'Sato', 'Iyer', 'Hughes', 'Dubois', 'Costa', 'Berg']

/** Share of a year that has passed at a date in years since 1970; good enough for ages. */
const yearsOf = (date: string): number => dayNumber(date) / 365.2425

/** Completed years at a date. */
export function ageOn(birthDate: string, date: string): number {
  const years = Number(date.slice(0, 4)) - Number(birthDate.slice(0, 4))
  return date.slice(5) < birthDate.slice(5) ? years - 1 : years
}

const two = (n: number): string => `${n}`.padStart(2, '0')

function bornOn(random: Random): string {
  return `${random.integer(1964, 2004)}-${two(random.integer(1, 12))}-${two(random.integer(1, 28))}`
}

/** About a third of those who wear a glucose sensor here have diabetes. */
function glucoseOf(random: Random): Person['glucose'] {
  const diabetic = random.chance(0.35)
  return {
    fastingMgPerDl: diabetic ? random.between(108, 140) : random.between(82, 102),
    mealRiseMgPerDl: diabetic ? random.between(70, 115) : random.between(28, 58),
    swingMgPerDl: diabetic ? random.between(14, 30) : 4.5,
  }
}

export interface PersonOptions {
  /** Where they live; by default the seed chooses a city. */
  zone?: string | undefined
  /** For data only one sex has; by default the seed chooses. */
  sex?: Sex | undefined
}

/**
 * The person of a seed: the same seed and options always give the same one. Maximum heart rate after Tanaka (2001,
 * 208 − 0.7 × age); the others are spread about common adult values.
 */
export function personOf(seed: string, { zone, sex: wanted }: PersonOptions = {}): Person {
  const random = randomStream(seed, 'person')
  const drawn: Sex = random.chance(0.5) ? 'female' : 'male'
  const sex = wanted ?? drawn
  const female = sex === 'female'
  const birthDate = bornOn(random)
  const age = yearsOf('2026-01-01') - yearsOf(birthDate)
  const fitness = clamp(random.normal(0.52, 0.18), 0.1, 0.95)
  const heightCm = Math.round(female ? random.normal(166, 6) : random.normal(179, 6.5))
  const bmi = clamp(random.normal(24.5, 2.2) - 3 * (fitness - 0.5), 19, 31)
  const home = random.pick(zone === undefined ? cities : citiesFor(zone))
  return {
    seed,
    firstName: random.pick(female ? femaleNames : maleNames),
    lastName: random.pick(lastNames),
    sex,
    birthDate,
    heightCm,
    weightKg: bmi * (heightCm / 100) ** 2,
    fitness,
    restingHr: clamp(random.normal(female ? 63 : 60, 3) - 22 * (fitness - 0.5), 44, 78),
    maxHr: Math.round(208 - 0.7 * age + random.normal(0, 5)),
    // Source of the factors: pedometer practice, step = height × 0.413 (women) or 0.415 (men).
    strideMeters: (heightCm / 100) * (female ? 0.413 : 0.415),
    bedtimeMinutes: Math.round(random.between(22 * 60, 24 * 60 + 20)),
    sleepNeedMinutes: Math.round(clamp(random.normal(468, 22), 420, 530)),
    stepsPerDay: Math.round(clamp(random.normal(8200, 1700) + 2500 * (fitness - 0.5), 4000, 14_000)),
    home,
    zone: zone ?? home.zone,
    cycle: {
      meanLengthDays: random.integer(28, 29),
      periodDays: random.integer(3, 5),
      lutealDays: random.integer(13, 14),
      anchorDay: 18_000 + random.integer(0, 28),
    },
    glucose: glucoseOf(random),
    bloodPressure: {
      systolic: random.normal(112, 7) + 0.25 * (age - 30),
      diastolic: random.normal(72, 4) + 0.12 * (age - 30),
    },
    ketogenic: random.chance(0.25),
  }
}

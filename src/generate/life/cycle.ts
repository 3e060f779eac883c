import { randomStream } from '../random.ts'
import type { Person } from './person.ts'

export type CyclePhase = 'period' | 'follicular' | 'fertile' | 'ovulation' | 'luteal'

/** A stretch of a cycle; both days are included. Days are numbers since 1970-01-01. */
export interface PhaseSpan {
  phase: CyclePhase
  firstDay: number
  lastDay: number
}

/** One menstrual cycle, from the first day of a period to the day before the next. */
export interface Cycle {
  firstDay: number
  lengthDays: number
  periodDays: number
  ovulationDay: number
  /** Five days before ovulation up to its day. */
  fertileFirstDay: number
  /** In order, without gaps; together they are the cycle. */
  phases: PhaseSpan[]
}

/** First day of the person's nth cycle. Starts wander by at most a day, so lengths stay within 26 to 31 days. */
function firstDayOf(person: Person, index: number): number {
  const wander = randomStream(person.seed, 'cycle', index).integer(-1, 1)
  return person.cycle.anchorDay + index * person.cycle.meanLengthDays + wander
}

/** The cycle a day (days since 1970-01-01) lies in. */
export function cycleAround(person: Person, day: number): Cycle {
  const guess = Math.floor((day - person.cycle.anchorDay) / person.cycle.meanLengthDays)
  // A start may wander by a day to either side of its mean.
  const index = firstDayOf(person, guess) > day ? guess - 1 : firstDayOf(person, guess + 1) <= day ? guess + 1 : guess
  const firstDay = firstDayOf(person, index)
  const lengthDays = firstDayOf(person, index + 1) - firstDay
  const { periodDays, lutealDays } = person.cycle
  const ovulationDay = firstDay + lengthDays - lutealDays - 1
  const fertileFirstDay = ovulationDay - 5
  const spans: PhaseSpan[] = [
    { phase: 'period', firstDay, lastDay: firstDay + periodDays - 1 },
    { phase: 'follicular', firstDay: firstDay + periodDays, lastDay: fertileFirstDay - 1 },
    { phase: 'fertile', firstDay: fertileFirstDay, lastDay: ovulationDay - 1 },
    { phase: 'ovulation', firstDay: ovulationDay, lastDay: ovulationDay },
    { phase: 'luteal', firstDay: ovulationDay + 1, lastDay: firstDay + lengthDays - 1 },
  ]
  const phases = spans.filter((span) => span.lastDay >= span.firstDay)
  return { firstDay, lengthDays, periodDays, ovulationDay, fertileFirstDay, phases }
}

/** The phase a day of this cycle lies in. */
export function phaseOn(cycle: Cycle, day: number): PhaseSpan {
  const found = cycle.phases.find((span) => day <= span.lastDay) ?? cycle.phases.at(-1)
  if (found === undefined) throw new RangeError('a cycle has phases')
  return found
}

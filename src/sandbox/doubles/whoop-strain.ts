import type { Person } from '../../generate/life/person.ts'
import type { Session } from '../../generate/life/session.ts'
import { clamp, round, sumOf } from '../../generate/numbers.ts'

/** Whose heart it is, and how it beats at rest that day. */
export interface Heart {
  person: Pick<Person, 'maxHr' | 'sex'>
  restingHr: number
}

/** Below this share of the reserve a heart is not trained. */
const lowestShare = 0.25
/** The impulse after which strain has gone two thirds of its way. */
const usualImpulse = 120
const mostStrain = 21

/** Training impulse of so many minutes at a heart rate. Source: Banister (1991); the weight differs between men and women. */
export function impulseOf({ person, restingHr }: Heart, bpm: number, minutes: number): number {
  const share = clamp((bpm - restingHr) / (person.maxHr - restingHr), 0, 1)
  if (share < lowestShare) return 0
  return minutes * share * (person.sex === 'male' ? 0.64 * Math.exp(1.92 * share) : 0.86 * Math.exp(1.67 * share))
}

/** The training impulse of a session as a whole. */
export const impulseOfSession = (
  heart: Heart,
  { points, stepSeconds }: Pick<Session, 'points' | 'stepSeconds'>,
): number => sumOf(points.slice(1), ({ bpm }) => impulseOf(heart, bpm, stepSeconds / 60))

/** WHOOP's strain of an impulse: from 0 to 21, and slower the higher it is. */
export const strainOf = (impulse: number): number => round(mostStrain * (1 - Math.exp(-impulse / usualImpulse)), 6)

/** The upper bounds of zones 0 to 4, as shares of the highest heart rate; above them is zone 5. */
const zoneEnds = [0.5, 0.6, 0.7, 0.8, 0.9] as const
const zoneNames = ['zero', 'one', 'two', 'three', 'four', 'five'] as const

/** Milliseconds of a session in each zone; together they are its length. */
export function zonesOf(
  maxHr: number,
  { points, stepSeconds }: Pick<Session, 'points' | 'stepSeconds'>,
): Record<string, number> {
  const zones = points.slice(1).map(({ bpm }) => zoneEnds.filter((end) => bpm / maxHr >= end).length)
  return Object.fromEntries(
    zoneNames.map((name, zone) => [
      `zone_${name}_milli`,
      zones.filter((one) => one === zone).length * stepSeconds * 1000,
    ]),
  )
}

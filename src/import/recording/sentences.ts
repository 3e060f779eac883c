import { TellusError } from '../../lib/errors.ts'

/** What the readers of FIT, TCX and GPX have to say in common; WarningBook knows sentences of one kind as one. */

/** `share` is the part of the file that could be read, 0 to 1. */
export const breaksOff = (name: string, share: number): string =>
  `${name} breaks off or is damaged: it was read up to ${Math.floor(share * 100)} % of its length.`

export const unknownSport = (name: string, sport: string): string =>
  `${name} names the sport "${sport}", which Tellus does not know: kept as Other.`

/** What the times and the order of points gave to say; nothing for zeros. */
export function oddTimes(name: string, counts: { naive?: number; misplaced: number }): string[] {
  const { naive = 0, misplaced } = counts
  return [
    ...(naive > 0 ? [`${name} has times without a zone (${naive}): they were taken as UTC.`] : []),
    ...(misplaced > 0 ? [`${name} has points out of order of time (${misplaced}): they were sorted.`] : []),
  ]
}

/** More points than a recording has: nearly six days at one a second. */
const maxPoints = 500_000

/** Refuses a file that would fill the memory. */
export function guardPoints(name: string, points: number): void {
  if (points > maxPoints) {
    throw new TellusError('unprocessable', `${name} holds more than ${maxPoints} points and was not read.`)
  }
}

import { describeRejections, type Rejections } from '../../normalise/plausible.ts'
import type { UnknownSports } from '../../normalise/sport-map.ts'

/** What was left out, counted while reading and told once at the end. */
export interface Problems {
  badTimes: number
  badValues: number
  strays: number
  rowsBeyondLimit: number
  documentsBeyondLimit: number
  rejections: Rejections
  sports: UnknownSports
}

export const noProblems = (): Problems => ({
  badTimes: 0,
  badValues: 0,
  strays: 0,
  rowsBeyondLimit: 0,
  documentsBeyondLimit: 0,
  rejections: new Map(),
  sports: new Map(),
})

/** Sports that are named in the sentence about those that nobody knows. */
const namedSports = 10

/** One sentence for each kind of problem there was. */
export function describeProblems(problems: Problems): string[] {
  const { badTimes, badValues, strays, rowsBeyondLimit, documentsBeyondLimit, rejections, sports } = problems
  const said: string[] = []
  if (badTimes > 0) said.push(`Left out entries without a readable time (${badTimes}).`)
  if (badValues > 0) said.push(`Left out entries without a readable value (${badValues}).`)
  if (strays > 0) said.push(`Left out parts of nights and workouts that are not in the file (${strays}).`)
  if (rowsBeyondLimit > 0)
    said.push(`Left out entries of days that have more than a day can hold (${rowsBeyondLimit}).`)
  if (documentsBeyondLimit > 0) {
    said.push(`Left out nights, workouts or meals: there are more than a life can hold (${documentsBeyondLimit}).`)
  }
  const rejected = describeRejections(rejections)
  if (rejected !== null) said.push(rejected)
  if (sports.size > 0) {
    const names = [...sports.keys()].sort().slice(0, namedSports).join(', ')
    said.push(`Kept workouts of a kind that has no number of its own as "other": ${names}.`)
  }
  return said
}

import { describeRejections, type Rejections } from '../../../normalise/plausible.ts'

/** What was skipped, counted while reading and told once at the end. */
export interface Problems {
  badDates: number
  badValues: number
  unknownUnits: number
  badEntities: number
  longSleep: number
  rowsBeyondLimit: number
  documentsBeyondLimit: number
  unreadableRoutes: number
  rejections: Rejections
  unknownWorkouts: Set<string>
}

export const noProblems = (): Problems => ({
  badDates: 0,
  badValues: 0,
  unknownUnits: 0,
  badEntities: 0,
  longSleep: 0,
  rowsBeyondLimit: 0,
  documentsBeyondLimit: 0,
  unreadableRoutes: 0,
  rejections: new Map(),
  unknownWorkouts: new Set(),
})

const records = (count: number): string => (count === 1 ? '1 record' : `${count} records`)

/** One sentence for each kind of problem there was. */
export function describeProblems(problems: Problems): string[] {
  const said: string[] = []
  if (problems.badDates > 0) said.push(`Left out ${records(problems.badDates)} without a readable date.`)
  if (problems.badValues > 0) said.push(`Left out ${records(problems.badValues)} without a readable value.`)
  if (problems.unknownUnits > 0) said.push(`Left out ${records(problems.unknownUnits)} in a unit that is not known.`)
  if (problems.badEntities > 0) said.push(`Kept ${problems.badEntities} unknown XML entities as they were written.`)
  if (problems.longSleep > 0) said.push(`Left out ${records(problems.longSleep)} of sleep longer than a day.`)
  if (problems.rowsBeyondLimit > 0) {
    said.push(`Left out ${records(problems.rowsBeyondLimit)} of days that have more samples than a day can hold.`)
  }
  if (problems.documentsBeyondLimit > 0) {
    said.push(`Left out ${problems.documentsBeyondLimit} workouts or meals: there are more than a life can hold.`)
  }
  if (problems.unreadableRoutes > 0) {
    said.push(`Left out routes of workouts that could not be read (${problems.unreadableRoutes}).`)
  }
  const rejected = describeRejections(problems.rejections)
  if (rejected !== null) said.push(rejected)
  if (problems.unknownWorkouts.size > 0) {
    const names = [...problems.unknownWorkouts].sort().slice(0, 10).join(', ')
    said.push(`Kept workouts of a kind that has no number of its own as "other": ${names}.`)
  }
  return said
}

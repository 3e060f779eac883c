import { sameWorkout } from '../../normalise/sports.ts'
import type { WorkoutDocument } from './documents.ts'
import { anonymousSource, byTrust, type Source } from './sources.ts'

/**
 * Whether a better record of the same workout is among `others`: apps write down what they read from the watch. The
 * most trusted source is kept, of equals the one that tells more.
 */
export function isCopy(
  workout: WorkoutDocument,
  others: readonly WorkoutDocument[],
  sources: readonly Source[],
): boolean {
  const sourceOf = ({ source }: WorkoutDocument): Source => sources[source] ?? anonymousSource
  const own = sourceOf(workout)
  return others.some((other) => {
    const its = sourceOf(other)
    if (its.name === own.name || !sameWorkout(workout, other)) return false
    const order = (own.isDevice ? 0 : 1) - (its.isDevice ? 0 : 1) || byTrust(own, its) || facts(other) - facts(workout)
    return order > 0
  })
}

const facts = (workout: WorkoutDocument): number => Object.values(workout).filter((value) => value !== null).length

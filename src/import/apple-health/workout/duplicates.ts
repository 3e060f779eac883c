import { sameWorkout } from '../../../normalise/sports.ts'
import { anonymousSource, type Source } from '../collect/sources.ts'
import type { WorkoutDocument } from '../collect/workout-document.ts'
import { workoutType } from './workout-types.ts'

/** Of the shorter of two workouts, how much must be shared for one to be a copy of the other. */
const leastOverlap = 0.8

/**
 * Whether a better record of the same workout is among `others`: apps such as Strava write back what they read from the
 * watch. The most trusted source is kept, of equals the one with more data.
 */
export function isCopy(
  workout: WorkoutDocument,
  others: readonly WorkoutDocument[],
  sources: readonly Source[],
): boolean {
  return others.some((other) => other !== workout && isSame(workout, other) && order(other, workout, sources) < 0)
}

function isSame(a: WorkoutDocument, b: WorkoutDocument): boolean {
  const overlap = Math.min(a.end, b.end) - Math.max(a.start, b.start)
  const shorter = Math.min(a.end - a.start, b.end - b.start)
  if (!(overlap > leastOverlap * shorter || (shorter === 0 && overlap === 0))) return false
  return a.type === b.type || sameWorkout(span(a), span(b))
}

const span = ({ start, end, type, metadata }: WorkoutDocument) => ({
  startMs: start * 1000,
  endMs: end * 1000,
  type: workoutType(type, metadata).type,
})

/** Negative when the first is to be kept. Never 0 for two different workouts, so that exactly one of them stays. */
function order(a: WorkoutDocument, b: WorkoutDocument, sources: readonly Source[]): number {
  const [sourceA, sourceB] = [sources[a.source] ?? anonymousSource, sources[b.source] ?? anonymousSource]
  return (
    sourceA.class - sourceB.class ||
    richness(b) - richness(a) ||
    sourceA.rank - sourceB.rank ||
    a.start - b.start ||
    b.end - a.end ||
    (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1)
  )
}

const richness = ({ statistics, events, routes, metadata }: WorkoutDocument): number =>
  Object.keys(statistics).length + Object.keys(metadata).length + events.length + routes.length * 100

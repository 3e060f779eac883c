import type { WorkoutDocument } from '../collect/workout-document.ts'

const ends: ReadonlyMap<string, string> = new Map([
  ['Pause', 'Resume'],
  ['MotionPaused', 'MotionResumed'],
])

/** Seconds from the start of a workout to an instant (seconds since 1970), pauses left out. */
export type TimerAt = (atSeconds: number) => number

/** A clock that stands still in the pauses of a workout. */
export interface ActiveTimer {
  activeSeconds: number
  at: TimerAt
}

/** The clock of a workout, from its pause and resume events; a pause without an end lasts to the end. */
export function activeTimer(workout: WorkoutDocument): ActiveTimer {
  const pauses = pausesOf(workout)
  const at = (seconds: number): number => {
    let active = seconds - workout.start
    for (const { start, end } of pauses) {
      if (start >= seconds) break
      active -= Math.min(seconds, end) - start
    }
    return Math.max(0, active)
  }
  return { activeSeconds: at(workout.end), at }
}

function pausesOf({ events, end: workoutEnd }: WorkoutDocument): { start: number; end: number }[] {
  const pauses: { start: number; end: number }[] = []
  let open: { start: number; until: string } | null = null
  for (const { type, start } of events.toSorted((a, b) => a.start - b.start)) {
    const until = ends.get(type)
    if (open === null && until !== undefined) open = { start, until }
    else if (open !== null && (type === open.until || type === 'Resume')) {
      pauses.push({ start: open.start, end: start })
      open = null
    }
  }
  if (open !== null) pauses.push({ start: open.start, end: workoutEnd })
  return pauses
}

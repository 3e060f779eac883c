import { localDay, minuteMs } from '../generate/local-day.ts'
import { activityOf } from '../generate/records/activity.ts'
import { dateFor, sceneFor, worn } from './person.ts'
import { sportNamed } from './sports.ts'

/** Sessions that are not planned keep apart from those of the day. */
const index = 1000

export interface Workout {
  /** One of `workoutTypes`. */
  type: string
  minutes: number
  endMs: number
}

/** A workout as the person's device records it, or null where there is no such kind. */
export function workoutOf(person: string, { type, minutes, endMs }: Workout): object | null {
  const sport = sportNamed(type)
  const scene = sceneFor(person, 'activity')
  if (sport === null || scene === null) return null
  const end = Math.floor(endMs / 1000) * 1000
  const span = { startMs: end - minutes * minuteMs, endMs: end }
  const day = localDay(dateFor(person, span.startMs), scene.person.zone)
  return worn(activityOf(scene, day, { ...span, sport, structure: 'steady', index }))
}

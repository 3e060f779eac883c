import { type Sport, sports } from '../generate/life/sports.ts'
import { localDay, minuteMs } from '../generate/local-day.ts'
import { activityOf } from '../generate/records/activity.ts'
import { activityTypeNames } from '../schema/enums.ts'
import { dateFor, sceneFor, worn } from './person.ts'

/** Sessions that are not planned keep apart from those of the day. */
const index = 1000

const nameOf = (sport: Sport): string => (activityTypeNames.get(sport.type) ?? '').toLowerCase().replaceAll(' ', '_')

/** What can be recorded, by the name of Terra's activity type: `running`, `road_biking`. */
const sportsByName = new Map<string, Sport>([...Object.values(sports)].reverse().map((sport) => [nameOf(sport), sport]))

export const workoutTypes: readonly string[] = [...sportsByName.keys()].sort()

export interface Workout {
  /** One of `workoutTypes`. */
  type: string
  minutes: number
  endMs: number
}

/** A workout as the person's device records it, or null where there is no such kind. */
export function workoutOf(person: string, { type, minutes, endMs }: Workout): object | null {
  const sport = sportsByName.get(type)
  const scene = sceneFor(person, 'activity')
  if (sport === undefined || scene === null) return null
  const end = Math.floor(endMs / 1000) * 1000
  const span = { startMs: end - minutes * minuteMs, endMs: end }
  const day = localDay(dateFor(person, span.startMs), scene.person.zone)
  return worn(activityOf(scene, day, { ...span, sport, structure: 'steady', index }))
}

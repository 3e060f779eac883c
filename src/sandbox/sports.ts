import { type Sport, sports } from '../generate/life/sports.ts'
import { activityTypeNames } from '../schema/enums.ts'

const nameOf = (sport: Sport): string => (activityTypeNames.get(sport.type) ?? '').toLowerCase().replaceAll(' ', '_')

/** What can be recorded, by the name of Terra's activity type: `running`, `road_biking`. */
const sportsByName = new Map<string, Sport>([...Object.values(sports)].reverse().map((sport) => [nameOf(sport), sport]))

export const workoutTypes: readonly string[] = [...sportsByName.keys()].sort()

/** A kind of session by its name, one of `workoutTypes`; null for none. */
export const sportNamed = (name: string): Sport | null => sportsByName.get(name) ?? null

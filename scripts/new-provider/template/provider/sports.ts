import { type ReadSport, readSport } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/** The sports that Acme Band has, in its words. */
export const sports: ReadonlyMap<string, ActivityType> = new Map([
  ['run', ActivityType.RUNNING],
  ['ride', ActivityType.BIKING],
  ['walk', ActivityType.WALKING],
])

/** The type of a workout; an unknown one is `OTHER` and keeps its word (R14). */
export const sportOf = (word: string): ReadSport => readSport(sports, word)

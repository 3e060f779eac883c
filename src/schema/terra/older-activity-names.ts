import { ActivityType } from '../activity-type.ts'
import { nameOfNumber, numberOfName } from '../workout-enums.ts'

/** Where the client libraries of the older shape call an activity otherwise than its number is called now. */
const olderNames: Readonly<Record<string, keyof typeof ActivityType>> = {
  HANDBIKING: 'HAND_BIKING',
  SWIMMING_SWIMMING_POOL: 'SWIMMING_IN_POOL',
  SWIMMING_OPEN_WATER: 'OPEN_WATER_SWIMMING',
  VOLLEYBALL_BEACH: 'BEACH_VOLLEYBALL',
  VOLLEYBALL_INDOOR: 'INDOOR_VOLLEYBALL',
  WALKING_FITNESS: 'WALKING_FOR_FITNESS',
  WALKING_TREADMILL: 'TREADMILL_WALKING',
  WATERPOLO: 'WATER_POLO',
  WALKING_STROLLER: 'WALKING_WITH_STROLLER',
}

/** The number of an activity by its older name or its present one; undefined for neither. */
export const activityNumberOf = (name: string): number | undefined =>
  numberOfName(ActivityType, (Object.hasOwn(olderNames, name) ? olderNames[name] : undefined) ?? name)

/** What the older shape calls the activity of a number; undefined for one that does not exist. */
export function olderActivityName(number: number): string | undefined {
  const name = nameOfNumber(ActivityType, number)
  return Object.keys(olderNames).find((older) => olderNames[older] === name) ?? name
}

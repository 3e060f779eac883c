import { type ReadSport, readSport } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/** A word in lower case and without what parts it: Oura writes `strength_training` beside `houseWork`. */
const plain = (word: string): string => word.toLowerCase().replace(/[^a-z0-9]/g, '')

/**
 * Oura's words for workouts. There is no published list: most are ours too, and the others stand here as its apps and
 * clients are known to use them (R14).
 */
export const sports: ReadonlyMap<string, ActivityType> = new Map([
  ...Object.entries(ActivityType).map(([name, type]): [string, ActivityType] => [plain(name), type]),
  ['cycling', ActivityType.BIKING],
  ['indoorcycling', ActivityType.STATIONARY_BIKING],
  ['stationarybike', ActivityType.STATIONARY_BIKING],
  ['swimmingopenwater', ActivityType.OPEN_WATER_SWIMMING],
  ['standuppaddling', ActivityType.STAND_UP_PADDLEBOARDING],
  ['coreexercise', ActivityType.STRENGTH_TRAINING],
  ['kettlebell', ActivityType.KETTLEBELL_TRAINING],
  ['functionaltraining', ActivityType.CIRCUIT_TRAINING],
  ['crosstraining', ActivityType.CIRCUIT_TRAINING],
  ['highintensityintervaltraining', ActivityType.HIIT],
  ['stairexercise', ActivityType.STAIR_CLIMBING],
  ['jumprope', ActivityType.JUMPING_ROPE],
  ['groupexercise', ActivityType.AEROBICS],
  ['breathwork', ActivityType.GUIDED_BREATHING],
  ['dance', ActivityType.DANCING],
  ['alpineskiing', ActivityType.DOWNHILL_SKIING],
  ['soccer', ActivityType.ENGLISH_FOOTBALL],
  ['football', ActivityType.ENGLISH_FOOTBALL],
  ['icehockey', ActivityType.HOCKEY],
  ['fieldhockey', ActivityType.HOCKEY],
  ['floorball', ActivityType.HOCKEY],
  ['padel', ActivityType.PADEL_TENNIS],
  // Terra has no number for it.
  ['pickleball', ActivityType.OTHER],
  ['wrestling', ActivityType.MARTIAL_ARTS],
  ['climbing', ActivityType.ROCK_CLIMBING],
  ['yardwork', ActivityType.GARDENING],
  ['activity', ActivityType.OTHER],
  ['workout', ActivityType.OTHER],
])

/** The type of a workout by Oura's word for it; an unknown one is `OTHER` and keeps the word as it came. */
export function sportOf(word: string): ReadSport {
  const { type, rawName } = readSport(sports, plain(word))
  return { type, rawName: rawName === null ? null : word }
}

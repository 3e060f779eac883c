import { type ReadSport, readSport } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/** Every `SportType` that Strava publishes (developers.strava.com, reference; 56 values, November 2026). */
export const sports: ReadonlyMap<string, ActivityType> = new Map([
  ['AlpineSki', ActivityType.DOWNHILL_SKIING],
  ['BackcountrySki', ActivityType.BACK_COUNTRY_SKIING],
  ['Badminton', ActivityType.BADMINTON],
  ['Basketball', ActivityType.BASKETBALL],
  ['Canoeing', ActivityType.CANOEING],
  ['Cricket', ActivityType.CRICKET],
  ['Crossfit', ActivityType.CROSSFIT],
  ['Dance', ActivityType.DANCING],
  ['EBikeRide', ActivityType.E_BIKING],
  ['Elliptical', ActivityType.ELLIPTICAL],
  ['EMountainBikeRide', ActivityType.E_MOUNTAIN_BIKING],
  ['Golf', ActivityType.GOLF],
  ['GravelRide', ActivityType.GRAVEL_CYCLING],
  ['Handcycle', ActivityType.HAND_BIKING],
  ['HighIntensityIntervalTraining', ActivityType.HIIT],
  ['Hike', ActivityType.HIKING],
  ['IceSkate', ActivityType.ICE_SKATING],
  ['InlineSkate', ActivityType.INLINE_SKATING],
  ['Kayaking', ActivityType.KAYAKING],
  ['Kitesurf', ActivityType.KITESURFING],
  ['MountainBikeRide', ActivityType.MOUNTAIN_BIKING],
  ['NordicSki', ActivityType.CROSS_COUNTRY_SKIING],
  ['Padel', ActivityType.PADEL_TENNIS],
  ['PhysicalTherapy', ActivityType.PHYSICAL_THERAPY],
  // Terra has no number for it.
  ['Pickleball', ActivityType.OTHER],
  ['Pilates', ActivityType.PILATES],
  ['Racquetball', ActivityType.RACQUETBALL],
  ['Ride', ActivityType.BIKING],
  ['RockClimbing', ActivityType.ROCK_CLIMBING],
  ['RollerSki', ActivityType.ROLLER_SKIING],
  ['Rowing', ActivityType.ROWING],
  ['Run', ActivityType.RUNNING],
  ['Sail', ActivityType.SAILING],
  ['Skateboard', ActivityType.SKATEBOARDING],
  ['Snowboard', ActivityType.SNOWBOARDING],
  ['Snowshoe', ActivityType.SNOWSHOEING],
  ['Soccer', ActivityType.ENGLISH_FOOTBALL],
  ['Squash', ActivityType.SQUASH],
  ['StairStepper', ActivityType.STAIR_CLIMBING_MACHINE],
  ['StandUpPaddling', ActivityType.STAND_UP_PADDLEBOARDING],
  ['Surfing', ActivityType.SURFING],
  ['Swim', ActivityType.SWIMMING],
  ['TableTennis', ActivityType.TABLE_TENNIS],
  ['Tennis', ActivityType.TENNIS],
  ['TrailRun', ActivityType.TRAIL_RUNNING],
  ['Velomobile', ActivityType.BIKING],
  ['VirtualRide', ActivityType.STATIONARY_BIKING],
  ['VirtualRow', ActivityType.ROWING_MACHINE],
  ['VirtualRun', ActivityType.TREADMILL_RUNNING],
  ['Volleyball', ActivityType.VOLLEYBALL],
  ['Walk', ActivityType.WALKING],
  ['WeightTraining', ActivityType.STRENGTH_TRAINING],
  ['Wheelchair', ActivityType.WHEELCHAIR],
  ['Windsurf', ActivityType.WINDSURFING],
  ['Workout', ActivityType.OTHER],
  ['Yoga', ActivityType.YOGA],
])

/** The type of an activity by Strava's word for it: unknown without a word, other for one that is not in the table (R14). */
export const sportOf = (word: string | null | undefined): ReadSport =>
  word ? readSport(sports, word) : { type: ActivityType.UNKNOWN, rawName: null }

/** Sports of which a cycle of one leg is two steps. */
const onFoot: ReadonlySet<ActivityType> = new Set([
  ActivityType.RUNNING,
  ActivityType.TRAIL_RUNNING,
  ActivityType.TREADMILL_RUNNING,
  ActivityType.WALKING,
  ActivityType.HIKING,
  ActivityType.SNOWSHOEING,
])

/** What a cadence of Strava is multiplied by to count every step; turns and strokes stay as they are. */
export const stepsPerCycleOf = (type: ActivityType): 1 | 2 => (onFoot.has(type) ? 2 : 1)

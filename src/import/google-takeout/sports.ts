import { type ReadSport, readSport, type UnknownSports } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/** What Fitbit calls its exercises, written as constants are; the names of the wire's own types are known besides. */
const namesByType: readonly (readonly [ActivityType, string])[] = [
  [ActivityType.RUNNING, 'RUN OUTDOOR_RUN STROLLER_RUN INTERVAL_RUN'],
  [ActivityType.TREADMILL_RUNNING, 'TREADMILL_RUN'],
  [ActivityType.TRAIL_RUNNING, 'TRAIL_RUN'],
  [ActivityType.WALKING, 'WALK OUTDOOR_WALK INCLINE_WALK'],
  [ActivityType.WALKING_FOR_FITNESS, 'POWER_WALK POWER_WALKING'],
  [ActivityType.TREADMILL_WALKING, 'TREADMILL_WALK'],
  [ActivityType.WALKING_WITH_STROLLER, 'STROLLER_WALK'],
  [ActivityType.HIKING, 'HIKE BACKPACKING RUCKING'],
  [ActivityType.BIKING, 'BIKE OUTDOOR_BIKE BICYCLING CYCLING'],
  [ActivityType.MOUNTAIN_BIKING, 'MOUNTAIN_BIKE'],
  [ActivityType.STATIONARY_BIKING, 'STATIONARY_BIKE INDOOR_BIKE ASSAULT_BIKE'],
  [ActivityType.E_BIKING, 'ELECTRIC_BIKE'],
  [ActivityType.SPINNING, 'SPIN'],
  [ActivityType.SWIMMING, 'SWIM'],
  [ActivityType.SWIMMING_IN_POOL, 'POOL_SWIM LAP_SWIM'],
  [ActivityType.OPEN_WATER_SWIMMING, 'OPEN_WATER_SWIM'],
  [ActivityType.ROWING_MACHINE, 'INDOOR_ROWING'],
  [ActivityType.STAND_UP_PADDLEBOARDING, 'PADDLEBOARDING'],
  [ActivityType.WEIGHTLIFTING, 'WEIGHTS FREE_WEIGHTS WEIGHT_MACHINES WEIGHTLIFTING POWERLIFTING'],
  [ActivityType.STRENGTH_TRAINING, 'STRENGTH CORE_TRAINING RESISTANCE_BANDS TRX'],
  [ActivityType.HIIT, 'TABATA_WORKOUT'],
  [ActivityType.INTERVAL_TRAINING, 'INTERVAL_WORKOUT'],
  [ActivityType.CIRCUIT_TRAINING, 'BOOTCAMP CROSS_TRAINING'],
  [ActivityType.CARDIO_TRAINING, 'CARDIO_WORKOUT CARDIO CARDIO_SCULPT'],
  [ActivityType.AEROBICS, 'AEROBIC_WORKOUT STEP_TRAINING WATER_AEROBICS'],
  [ActivityType.STAIR_CLIMBING_MACHINE, 'STAIRCLIMBER STAIR_CLIMBER'],
  [ActivityType.YOGA, 'YOGA_BIKRAM YOGA_HATHA YOGA_POWER YOGA_VINYASA POWER_YOGA BIKRAM_YOGA'],
  [ActivityType.MEDITATION, 'MEDITATE MEDITATING'],
  [ActivityType.MARTIAL_ARTS, 'KARATE JUDO TAEKWONDO JIU_JITSU TAI_CHI WRESTLING'],
  [ActivityType.KICKBOXING, 'MUAY_THAI'],
  [ActivityType.DANCING, 'DANCE BALLET HIP_HOP'],
  [ActivityType.DOWNHILL_SKIING, 'SKIING'],
  [ActivityType.CROSS_COUNTRY_SKIING, 'CROSS_COUNTRY_SKI'],
  [ActivityType.SKATING, 'ROLLER_SKATING'],
  [ActivityType.INLINE_SKATING, 'ROLLERBLADING'],
  [ActivityType.ROCK_CLIMBING, 'CLIMBING INDOOR_CLIMBING'],
  [ActivityType.ENGLISH_FOOTBALL, 'SOCCER'],
  [ActivityType.AMERICAN_FOOTBALL, 'FOOTBALL'],
  [ActivityType.FRISBEE, 'ULTIMATE_FRISBEE'],
  [ActivityType.PADEL_TENNIS, 'PADEL'],
  [ActivityType.HORSEBACK_RIDING, 'EQUESTRIAN_SPORTS'],
  [ActivityType.GARDENING, 'YARDWORK MOWING_LAWN'],
  [ActivityType.HOUSEWORK, 'HOUSE_CLEANING CLEANING'],
  // What has no number of its own on the wire: the name tells it.
  [
    ActivityType.OTHER,
    'WORKOUT OUTDOOR_WORKOUT STRUCTURED_WORKOUT SPORT ACTIVITY BARRE_CLASS PICKLEBALL BOWLING FITSTAR',
  ],
]

export const sports: ReadonlyMap<string, ActivityType> = new Map([
  ...Object.entries(ActivityType),
  ...namesByType.flatMap(([type, names]) => names.split(' ').map((name): [string, ActivityType] => [name, type])),
])

/** The type of an exercise by the name that Fitbit gave it; one that is not in the table is `OTHER` (R14). */
export function sportOf(name: string, unknown?: UnknownSports): ReadSport {
  const constant = name.toUpperCase().replace(/[^A-Z0-9]+/g, '_')
  return readSport(sports, sports.has(constant) ? constant : name, unknown)
}

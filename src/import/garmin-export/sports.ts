import { type ReadSport, readSport, type UnknownSports } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/** Garmin's kinds of activity as its export writes them, in capitals; the names of the wire's own types are known besides. */
const namesByType: readonly (readonly [ActivityType, string])[] = [
  [ActivityType.RUNNING, 'STREET_RUNNING TRACK_RUNNING ULTRA_RUN VIRTUAL_RUN OBSTACLE_RUN'],
  [ActivityType.BIKING, 'CYCLING BMX CYCLOCROSS RECUMBENT_CYCLING BIKEPACKING'],
  [ActivityType.ROAD_BIKING, 'TRACK_CYCLING'],
  [ActivityType.MOUNTAIN_BIKING, 'DOWNHILL_BIKING ENDURO_MTB'],
  [ActivityType.STATIONARY_BIKING, 'INDOOR_CYCLING VIRTUAL_RIDE'],
  [ActivityType.E_BIKING, 'E_BIKE_FITNESS'],
  [ActivityType.E_MOUNTAIN_BIKING, 'E_BIKE_MOUNTAIN E_ENDURO_MTB'],
  [ActivityType.HAND_BIKING, 'HAND_CYCLING HANDCYCLING INDOOR_HAND_CYCLING'],
  [ActivityType.WALKING, 'CASUAL_WALKING'],
  [ActivityType.WALKING_FOR_FITNESS, 'SPEED_WALKING'],
  [ActivityType.HIKING, 'RUCKING'],
  [ActivityType.SWIMMING_IN_POOL, 'LAP_SWIMMING'],
  [ActivityType.HIIT, 'HIIT'],
  [ActivityType.CARDIO_TRAINING, 'INDOOR_CARDIO FITNESS_EQUIPMENT'],
  [ActivityType.STRENGTH_TRAINING, 'STRENGTH'],
  [ActivityType.STAIR_CLIMBING_MACHINE, 'STAIR_STEPPER'],
  [ActivityType.ROWING_MACHINE, 'INDOOR_ROWING'],
  [ActivityType.GUIDED_BREATHING, 'BREATHWORK'],
  [ActivityType.JUMPING_ROPE, 'JUMP_ROPE'],
  [ActivityType.ROCK_CLIMBING, 'INDOOR_CLIMBING BOULDERING'],
  [ActivityType.DOWNHILL_SKIING, 'RESORT_SKIING RESORT_SKIING_SNOWBOARDING ALPINE_SKIING'],
  [ActivityType.BACK_COUNTRY_SKIING, 'BACKCOUNTRY_SKIING BACKCOUNTRY_SNOWBOARDING BACKCOUNTRY_SKIING_SNOWBOARDING'],
  [ActivityType.CROSS_COUNTRY_SKIING, 'SKATE_SKIING'],
  [ActivityType.SNOWSHOEING, 'SNOW_SHOE'],
  [ActivityType.SNOWMOBILE, 'SNOWMOBILING'],
  [ActivityType.SKATING, 'ROLLER_SKATING'],
  [ActivityType.STAND_UP_PADDLEBOARDING, 'SUP STAND_UP_PADDLEBOARDING'],
  [ActivityType.KITESURFING, 'KITEBOARDING WIND_KITE_SURFING'],
  [ActivityType.POWER_BOATING, 'BOATING MOTOR_BOATING'],
  [
    ActivityType.DIVING,
    'SNORKELING SINGLE_GAS_DIVING MULTI_GAS_DIVING GAUGE_DIVING APNEA_DIVING APNEA_HUNTING CCR_DIVING',
  ],
  [ActivityType.PADEL_TENNIS, 'PADDELBALL PADEL'],
  [ActivityType.ENGLISH_FOOTBALL, 'SOCCER'],
  [ActivityType.HOCKEY, 'FIELD_HOCKEY ICE_HOCKEY'],
  [ActivityType.FRISBEE, 'ULTIMATE_DISC DISC_GOLF'],
  [ActivityType.MARTIAL_ARTS, 'MIXED_MARTIAL_ARTS_TRAINING'],
  [ActivityType.MOTORBIKING, 'MOTORCYCLING MOTOCROSS'],
  [ActivityType.DRIVING, 'DRIVING_GENERAL OVERLANDING'],
  [ActivityType.WHEELCHAIR, 'WHEELCHAIR_PUSH_WALK WHEELCHAIR_PUSH_RUN'],
  [ActivityType.MULTISPORT, 'MULTI_SPORT'],
  // What has no number of its own on the wire: the name tells it.
  [
    ActivityType.OTHER,
    'UNCATEGORIZED OTHER_ACTIVITY TRANSITION SWIMTOBIKETRANSITION BIKETORUNTRANSITION RUNTOBIKETRANSITION PICKLEBALL FLOOR_CLIMBING ASSISTANCE INCIDENT_DETECTED STOP_WATCH MOBILITY',
  ],
]

export const sports: ReadonlyMap<string, ActivityType> = new Map([
  ...Object.entries(ActivityType),
  ...namesByType.flatMap(([type, names]) => names.split(' ').map((name): [string, ActivityType] => [name, type])),
])

/** The type of a workout; one that is not in the table is `OTHER` and keeps Garmin's word (R14). */
export function sportOf(activityType: string, unknown?: UnknownSports): ReadSport {
  const constant = activityType.toUpperCase().replace(/(_V2|_WS)+$/, '')
  return readSport(sports, sports.has(constant) ? constant : activityType, unknown)
}

import { type ReadSport, readSport } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/**
 * Every activity type of Garmin's Health API, as an open client lists them after its appendix (README). Some come with `_V2`
 * or `_WS` behind them, which says nothing of the sport.
 */
const namesByType: readonly (readonly [ActivityType, string])[] = [
  [ActivityType.RUNNING, 'RUNNING OBSTACLE_RUN STREET_RUNNING TRACK_RUNNING ULTRA_RUN VIRTUAL_RUN'],
  [ActivityType.TRAIL_RUNNING, 'TRAIL_RUNNING'],
  [ActivityType.TREADMILL_RUNNING, 'TREADMILL_RUNNING'],
  [ActivityType.INDOOR_RUNNING, 'INDOOR_RUNNING'],
  [ActivityType.BIKING, 'CYCLING BMX CYCLOCROSS RECUMBENT_CYCLING TRACK_CYCLING'],
  [ActivityType.ROAD_BIKING, 'ROAD_BIKING'],
  [ActivityType.MOUNTAIN_BIKING, 'MOUNTAIN_BIKING DOWNHILL_BIKING ENDURO_MTB'],
  [ActivityType.GRAVEL_CYCLING, 'GRAVEL_CYCLING'],
  [ActivityType.STATIONARY_BIKING, 'INDOOR_CYCLING VIRTUAL_RIDE'],
  [ActivityType.E_BIKING, 'E_BIKE_FITNESS'],
  [ActivityType.E_MOUNTAIN_BIKING, 'E_BIKE_MOUNTAIN E_ENDURO_MTB'],
  [ActivityType.HAND_BIKING, 'HANDCYCLING INDOOR_HANDCYCLING'],
  [ActivityType.WHEELCHAIR, 'WHEELCHAIR_PUSH_RUN WHEELCHAIR_PUSH_WALK'],
  [ActivityType.WALKING, 'WALKING CASUAL_WALKING'],
  [ActivityType.WALKING_FOR_FITNESS, 'SPEED_WALKING'],
  [ActivityType.HIKING, 'HIKING RUCKING'],
  [ActivityType.MOUNTAINEERING, 'MOUNTAINEERING'],
  [ActivityType.ROCK_CLIMBING, 'ROCK_CLIMBING INDOOR_CLIMBING BOULDERING'],
  [ActivityType.SWIMMING, 'SWIMMING'],
  [ActivityType.SWIMMING_IN_POOL, 'LAP_SWIMMING'],
  [ActivityType.OPEN_WATER_SWIMMING, 'OPEN_WATER_SWIMMING'],
  [ActivityType.DIVING, 'SNORKELING'],
  [ActivityType.STRENGTH_TRAINING, 'STRENGTH_TRAINING'],
  [ActivityType.HIIT, 'HIIT'],
  [ActivityType.CARDIO_TRAINING, 'INDOOR_CARDIO'],
  [ActivityType.ELLIPTICAL, 'ELLIPTICAL'],
  [ActivityType.STAIR_CLIMBING, 'STAIR_CLIMBING FLOOR_CLIMBING'],
  [ActivityType.ROWING_MACHINE, 'INDOOR_ROWING'],
  [ActivityType.ROWING, 'ROWING'],
  [ActivityType.YOGA, 'YOGA'],
  [ActivityType.PILATES, 'PILATES'],
  [ActivityType.STRETCHING, 'MOBILITY'],
  [ActivityType.GUIDED_BREATHING, 'BREATHWORK'],
  [ActivityType.MEDITATION, 'MEDITATION'],
  [ActivityType.JUMPING_ROPE, 'JUMP_ROPE'],
  [ActivityType.DANCING, 'DANCE'],
  [ActivityType.DOWNHILL_SKIING, 'RESORT_SKIING RESORT_SKIING_SNOWBOARDING'],
  [ActivityType.BACK_COUNTRY_SKIING, 'BACKCOUNTRY_SKIING BACKCOUNTRY_SKIING_SNOWBOARDING'],
  [ActivityType.CROSS_COUNTRY_SKIING, 'CROSS_COUNTRY_SKIING SKATE_SKIING'],
  [ActivityType.SNOWBOARDING, 'SNOWBOARDING BACKCOUNTRY_SNOWBOARDING'],
  [ActivityType.SNOWSHOEING, 'SNOW_SHOE'],
  [ActivityType.SNOWMOBILE, 'SNOWMOBILING'],
  [ActivityType.ICE_SKATING, 'SKATING'],
  [ActivityType.INLINE_SKATING, 'INLINE_SKATING'],
  [ActivityType.KAYAKING, 'KAYAKING WHITEWATER_RAFTING'],
  [ActivityType.PADDLING, 'PADDLING'],
  [ActivityType.STAND_UP_PADDLEBOARDING, 'STAND_UP_PADDLEBOARDING'],
  [ActivityType.SAILING, 'SAILING OFFSHORE_GRINDING ONSHORE_GRINDING'],
  [ActivityType.POWER_BOATING, 'BOATING'],
  [ActivityType.SURFING, 'SURFING'],
  [ActivityType.KITESURFING, 'KITEBOARDING'],
  [ActivityType.WINDSURFING, 'WINDSURFING'],
  [ActivityType.WAKEBOARDING, 'WAKEBOARDING'],
  [ActivityType.WATER_SKIING, 'WATERSKIING'],
  [ActivityType.FISHING, 'FISHING'],
  [ActivityType.TENNIS, 'TENNIS PLATFORM_TENNIS'],
  [ActivityType.PADEL_TENNIS, 'PADDELBALL'],
  [ActivityType.TABLE_TENNIS, 'TABLE_TENNIS'],
  [ActivityType.SQUASH, 'SQUASH'],
  [ActivityType.RACQUETBALL, 'RACQUETBALL'],
  [ActivityType.BADMINTON, 'BADMINTON'],
  [ActivityType.TEAM_SPORTS, 'TEAM_SPORTS'],
  [ActivityType.ENGLISH_FOOTBALL, 'SOCCER'],
  [ActivityType.AMERICAN_FOOTBALL, 'AMERICAN_FOOTBALL'],
  [ActivityType.BASEBALL, 'BASEBALL'],
  [ActivityType.SOFTBALL, 'SOFTBALL'],
  [ActivityType.BASKETBALL, 'BASKETBALL'],
  [ActivityType.CRICKET, 'CRICKET'],
  [ActivityType.HOCKEY, 'FIELD_HOCKEY ICE_HOCKEY'],
  [ActivityType.LACROSSE, 'LACROSSE'],
  [ActivityType.RUGBY, 'RUGBY'],
  [ActivityType.VOLLEYBALL, 'VOLLEYBALL'],
  [ActivityType.FRISBEE, 'ULTIMATE_DISC DISC_GOLF'],
  [ActivityType.GOLF, 'GOLF'],
  [ActivityType.BOXING, 'BOXING'],
  [ActivityType.MIXED_MARTIAL_ARTS, 'MIXED_MARTIAL_ARTS'],
  [ActivityType.MULTISPORT, 'MULTI_SPORT'],
  // What has no number of its own on the wire.
  [
    ActivityType.OTHER,
    `OTHER FITNESS_EQUIPMENT WINTER_SPORTS WATER_SPORTS RACKET_SPORTS PARA_SPORTS PICKLEBALL STOP_WATCH TRANSITION
    BIKE_TO_RUN_TRANSITION RUN_TO_BIKE_TRANSITION SWIM_TO_BIKE_TRANSITION`,
  ],
]

export const sports: ReadonlyMap<string, ActivityType> = new Map(
  namesByType.flatMap(([type, names]) => names.split(/\s+/).map((name): [string, ActivityType] => [name, type])),
)

/** The type of a Garmin activity; one that nobody knows is `OTHER` and keeps its word (R14). */
export const sportOf = (activityType: string): ReadSport => {
  const { type, rawName } = readSport(sports, activityType.replace(/_(V2|WS)$/, ''))
  return { type, rawName: rawName === null ? null : activityType }
}

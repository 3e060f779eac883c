import { ActivityType } from '../../schema/enums.ts'

const { STRENGTH_TRAINING, CALISTHENICS } = ActivityType

/**
 * Samsung's predefined exercise types (developer.samsung.com, EXERCISE_TYPE). Single exercises with weights are strength
 * training, those with the body alone calisthenics.
 */
const types: readonly (readonly [number, ActivityType])[] = [
  [0, ActivityType.OTHER], // custom: the person's own name says what
  [1001, ActivityType.WALKING],
  [1002, ActivityType.RUNNING],
  [2001, ActivityType.BASEBALL],
  [2002, ActivityType.SOFTBALL],
  [2003, ActivityType.CRICKET],
  [3001, ActivityType.GOLF],
  [3002, ActivityType.OTHER], // billiards
  [3003, ActivityType.OTHER], // bowling
  [4001, ActivityType.HOCKEY],
  [4002, ActivityType.RUGBY],
  [4003, ActivityType.BASKETBALL],
  [4004, ActivityType.ENGLISH_FOOTBALL],
  [4005, ActivityType.HANDBALL],
  [4006, ActivityType.AMERICAN_FOOTBALL],
  [5001, ActivityType.VOLLEYBALL],
  [5002, ActivityType.BEACH_VOLLEYBALL],
  [6001, ActivityType.SQUASH],
  [6002, ActivityType.TENNIS],
  [6003, ActivityType.BADMINTON],
  [6004, ActivityType.TABLE_TENNIS],
  [6005, ActivityType.RACQUETBALL],
  [7001, ActivityType.MARTIAL_ARTS], // tai chi
  [7002, ActivityType.BOXING],
  [7003, ActivityType.MARTIAL_ARTS],
  [8001, ActivityType.DANCING], // ballet
  [8002, ActivityType.DANCING],
  [8003, ActivityType.DANCING], // ballroom
  [9001, ActivityType.PILATES],
  [9002, ActivityType.YOGA],
  [10001, ActivityType.STRETCHING],
  [10002, ActivityType.JUMPING_ROPE],
  [10003, ActivityType.AEROBICS], // hula hoop
  [10004, CALISTHENICS], // push-ups
  [10005, CALISTHENICS], // pull-ups
  [10006, CALISTHENICS], // sit-ups
  [10007, ActivityType.CIRCUIT_TRAINING],
  [10008, CALISTHENICS], // mountain climbers
  [10009, CALISTHENICS], // jumping jacks
  [10010, CALISTHENICS], // burpees
  [10011, STRENGTH_TRAINING], // bench press
  [10012, CALISTHENICS], // squats
  [10013, CALISTHENICS], // lunges
  [10014, STRENGTH_TRAINING], // leg press
  [10015, STRENGTH_TRAINING], // leg extension
  [10016, STRENGTH_TRAINING], // leg curl
  [10017, STRENGTH_TRAINING], // back extension
  [10018, STRENGTH_TRAINING], // lat pull-down
  [10019, STRENGTH_TRAINING], // deadlift
  [10020, STRENGTH_TRAINING], // shoulder press
  [10021, STRENGTH_TRAINING], // front raise
  [10022, STRENGTH_TRAINING], // lateral raise
  [10023, CALISTHENICS], // crunches
  [10024, CALISTHENICS], // leg raises
  [10025, CALISTHENICS], // plank
  [10026, STRENGTH_TRAINING], // arm curl
  [10027, STRENGTH_TRAINING], // arm extension
  [11001, ActivityType.INLINE_SKATING],
  [11002, ActivityType.HANG_GLIDING],
  [11003, ActivityType.OTHER], // pistol shooting
  [11004, ActivityType.ARCHERY],
  [11005, ActivityType.HORSEBACK_RIDING],
  [11007, ActivityType.BIKING],
  [11008, ActivityType.FRISBEE],
  [11009, ActivityType.SKATING], // roller skating
  [12001, ActivityType.AEROBICS],
  [13001, ActivityType.HIKING],
  [13002, ActivityType.ROCK_CLIMBING],
  [13003, ActivityType.HIKING], // backpacking
  [13004, ActivityType.MOUNTAIN_BIKING],
  [13005, ActivityType.ORIENTEERING],
  [14001, ActivityType.SWIMMING],
  [14002, ActivityType.AEROBICS], // in the water
  [14003, ActivityType.CANOEING],
  [14004, ActivityType.SAILING],
  [14005, ActivityType.SCUBA_DIVING],
  [14006, ActivityType.DIVING], // snorkelling
  [14007, ActivityType.KAYAKING],
  [14008, ActivityType.KITESURFING],
  [14009, ActivityType.PADDLING], // rafting
  [14010, ActivityType.ROWING],
  [14011, ActivityType.WINDSURFING],
  [14012, ActivityType.SAILING], // yachting
  [14013, ActivityType.WATER_SKIING],
  [15001, ActivityType.STAIR_CLIMBING_MACHINE],
  [15002, STRENGTH_TRAINING], // weight machine
  [15003, ActivityType.STATIONARY_BIKING],
  [15004, ActivityType.ROWING_MACHINE],
  [15005, ActivityType.TREADMILL],
  [15006, ActivityType.ELLIPTICAL],
  [16001, ActivityType.CROSS_COUNTRY_SKIING],
  [16002, ActivityType.SKIING],
  [16003, ActivityType.ICE_SKATING], // ice dancing
  [16004, ActivityType.ICE_SKATING],
  [16006, ActivityType.HOCKEY], // ice hockey
  [16007, ActivityType.SNOWBOARDING],
  [16008, ActivityType.DOWNHILL_SKIING],
  [16009, ActivityType.SNOWSHOEING],
]

export const exerciseTypes: ReadonlyMap<string, ActivityType> = new Map(types.map(([code, type]) => [`${code}`, type]))

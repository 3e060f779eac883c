import { type ReadSport, readSport } from '../../normalise/sport-map.ts'
import { ActivityType as T } from '../../schema/enums.ts'

/** Every `workout_type_id` of Wahoo's table "Workout Types" (README), with its name there. */
export const workoutTypes: readonly (readonly [id: number, name: string, type: T])[] = [
  [0, 'BIKING', T.BIKING],
  [1, 'RUNNING', T.RUNNING],
  [2, 'FE', T.CARDIO_TRAINING],
  [3, 'RUNNING_TRACK', T.RUNNING],
  [4, 'RUNNING_TRAIL', T.TRAIL_RUNNING],
  [5, 'RUNNING_TREADMILL', T.TREADMILL_RUNNING],
  [6, 'WALKING', T.WALKING],
  [7, 'WALKING_SPEED', T.WALKING_FOR_FITNESS],
  [8, 'WALKING_NORDIC', T.NORDIC_WALKING],
  [9, 'HIKING', T.HIKING],
  [10, 'MOUNTAINEERING', T.MOUNTAINEERING],
  [11, 'BIKING_CYCLECROSS', T.BIKING],
  [12, 'BIKING_INDOOR', T.STATIONARY_BIKING],
  [13, 'BIKING_MOUNTAIN', T.MOUNTAIN_BIKING],
  [14, 'BIKING_RECUMBENT', T.BIKING],
  [15, 'BIKING_ROAD', T.ROAD_BIKING],
  [16, 'BIKING_TRACK', T.BIKING],
  [17, 'BIKING_MOTOCYCLING', T.MOTORBIKING],
  [18, 'FE_GENERAL', T.CARDIO_TRAINING],
  [19, 'FE_TREADMILL', T.TREADMILL],
  [20, 'FE_ELLIPTICAL', T.ELLIPTICAL],
  [21, 'FE_BIKE', T.STATIONARY_BIKING],
  [22, 'FE_ROWER', T.ROWING_MACHINE],
  [23, 'FE_CLIMBER', T.STAIR_CLIMBING_MACHINE],
  [25, 'SWIMMING_LAP', T.SWIMMING_IN_POOL],
  [26, 'SWIMMING_OPEN_WATER', T.OPEN_WATER_SWIMMING],
  [27, 'SNOWBOARDING', T.SNOWBOARDING],
  [28, 'SKIING', T.SKIING],
  [29, 'SKIING_DOWNHILL', T.DOWNHILL_SKIING],
  [30, 'SKIINGCROSS_COUNTRY', T.CROSS_COUNTRY_SKIING],
  [31, 'SKATING', T.SKATING],
  [32, 'SKATING_ICE', T.ICE_SKATING],
  [33, 'SKATING_INLINE', T.INLINE_SKATING],
  [34, 'LONG_BOARDING', T.SKATEBOARDING],
  [35, 'SAILING', T.SAILING],
  [36, 'WINDSURFING', T.WINDSURFING],
  [37, 'CANOEING', T.CANOEING],
  [38, 'KAYAKING', T.KAYAKING],
  [39, 'ROWING', T.ROWING],
  [40, 'KITEBOARDING', T.KITESURFING],
  [41, 'STAND_UP_PADDLE_BOARD', T.STAND_UP_PADDLEBOARDING],
  // In the family of the gym.
  [42, 'WORKOUT', T.STRENGTH_TRAINING],
  [43, 'CARDIO_CLASS', T.AEROBICS],
  [44, 'STAIR_CLIMBER', T.STAIR_CLIMBING_MACHINE],
  [45, 'WHEELCHAIR', T.WHEELCHAIR],
  [46, 'GOLFING', T.GOLF],
  [47, 'OTHER', T.OTHER],
  [49, 'BIKING_INDOOR_CYCLING_CLASS', T.SPINNING],
  [56, 'WALKING_TREADMILL', T.TREADMILL_WALKING],
  [61, 'BIKING_INDOOR_TRAINER', T.STATIONARY_BIKING],
  [62, 'MULTISPORT', T.MULTISPORT],
  // Between two sports of one race.
  [63, 'TRANSITION', T.OTHER],
  [64, 'EBIKING', T.E_BIKING],
  [65, 'TICKR_OFFLINE', T.OTHER],
  [66, 'YOGA', T.YOGA],
  [67, 'RUNNING_RACE', T.RUNNING],
  [68, 'BIKING_INDOOR_VIRTUAL', T.STATIONARY_BIKING],
  [69, 'MENTAL_STRENGTH', T.MEDITATION],
  [70, 'HANDCYCLING', T.HAND_BIKING],
  [71, 'RUNNING_INDOOR_VIRTUAL', T.TREADMILL_RUNNING],
  [255, 'UNKNOWN', T.UNKNOWN],
]

const types: ReadonlyMap<string, T> = new Map(workoutTypes.map(([id, , type]) => [`${id}`, type]))

/** The type of a workout by its number: unknown without one, other for one that is not in the table, which keeps it (R14). */
export function sportOf(id: number | null | undefined): ReadSport {
  if (id === null || id === undefined) return { type: T.UNKNOWN, rawName: null }
  const { type, rawName } = readSport(types, `${id}`)
  return { type, rawName: rawName === null ? null : `workout type ${rawName}` }
}

/** Sports in which nobody says whether a turn of the cadence is one step or two. */
const onFoot: ReadonlySet<T> = new Set([
  T.RUNNING,
  T.TRAIL_RUNNING,
  T.TREADMILL_RUNNING,
  T.TREADMILL,
  T.WALKING,
  T.WALKING_FOR_FITNESS,
  T.NORDIC_WALKING,
  T.TREADMILL_WALKING,
  T.HIKING,
  T.MOUNTAINEERING,
])

/** Whether a sport is counted in steps. */
export const isOnFoot = (type: T): boolean => onFoot.has(type)

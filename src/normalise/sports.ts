import { ActivityType } from '../schema/enums.ts'

/**
 * Family of every activity type: sports that two sources may call one and the same workout share one (R7). The type
 * checker refuses the table when a type is missing (R14).
 */
const families = {
  [ActivityType.RUNNING]: 'run',
  [ActivityType.JOGGING]: 'run',
  [ActivityType.RUNNING_ON_SAND]: 'run',
  [ActivityType.TREADMILL_RUNNING]: 'run',
  [ActivityType.INDOOR_RUNNING]: 'run',
  [ActivityType.TRAIL_RUNNING]: 'run',
  [ActivityType.TREADMILL]: 'run',
  [ActivityType.ORIENTEERING]: 'run',
  [ActivityType.WALKING]: 'walk',
  [ActivityType.WALKING_FOR_FITNESS]: 'walk',
  [ActivityType.NORDIC_WALKING]: 'walk',
  [ActivityType.TREADMILL_WALKING]: 'walk',
  [ActivityType.WALKING_WITH_STROLLER]: 'walk',
  [ActivityType.HIKING]: 'walk',
  [ActivityType.SNOWSHOEING]: 'walk',
  [ActivityType.BIKING]: 'cycle',
  [ActivityType.HAND_BIKING]: 'cycle',
  [ActivityType.MOUNTAIN_BIKING]: 'cycle',
  [ActivityType.ROAD_BIKING]: 'cycle',
  [ActivityType.SPINNING]: 'cycle',
  [ActivityType.STATIONARY_BIKING]: 'cycle',
  [ActivityType.UTILITY_BIKING]: 'cycle',
  [ActivityType.GRAVEL_CYCLING]: 'cycle',
  [ActivityType.E_BIKING]: 'cycle',
  [ActivityType.E_MOUNTAIN_BIKING]: 'cycle',
  [ActivityType.WHEELCHAIR]: 'wheelchair',
  [ActivityType.IN_VEHICLE]: 'vehicle',
  [ActivityType.DRIVING]: 'vehicle',
  [ActivityType.OFF_ROAD_DRIVING]: 'vehicle',
  [ActivityType.MOTORBIKING]: 'vehicle',
  [ActivityType.MOTOR_RACING]: 'vehicle',
  [ActivityType.ENDURO]: 'vehicle',
  [ActivityType.SNOWMOBILE]: 'vehicle',
  [ActivityType.ELEVATOR]: 'vehicle',
  [ActivityType.ESCALATOR]: 'vehicle',
  [ActivityType.SWIMMING]: 'swim',
  [ActivityType.SWIMMING_IN_POOL]: 'swim',
  [ActivityType.OPEN_WATER_SWIMMING]: 'swim',
  [ActivityType.SCUBA_DIVING]: 'dive',
  [ActivityType.DIVING]: 'dive',
  [ActivityType.KITESURFING]: 'board and sail',
  [ActivityType.SAILING]: 'board and sail',
  [ActivityType.SURFING]: 'board and sail',
  [ActivityType.WAKEBOARDING]: 'board and sail',
  [ActivityType.WINDSURFING]: 'board and sail',
  [ActivityType.WATER_SKIING]: 'board and sail',
  [ActivityType.JET_SKIING]: 'board and sail',
  [ActivityType.POWER_BOATING]: 'board and sail',
  [ActivityType.KAYAKING]: 'paddle',
  [ActivityType.STAND_UP_PADDLEBOARDING]: 'paddle',
  [ActivityType.PADDLING]: 'paddle',
  [ActivityType.CANOEING]: 'paddle',
  [ActivityType.ROWING]: 'row',
  [ActivityType.ROWING_MACHINE]: 'row',
  [ActivityType.ERGOMETER]: 'row',
  [ActivityType.SKIING]: 'ski',
  [ActivityType.BACK_COUNTRY_SKIING]: 'ski',
  [ActivityType.CROSS_COUNTRY_SKIING]: 'ski',
  [ActivityType.DOWNHILL_SKIING]: 'ski',
  [ActivityType.KITE_SKIING]: 'ski',
  [ActivityType.ROLLER_SKIING]: 'ski',
  [ActivityType.SNOWBOARDING]: 'ski',
  [ActivityType.BIATHLON]: 'ski',
  [ActivityType.SLEDDING]: 'ski',
  [ActivityType.SKATEBOARDING]: 'skate',
  [ActivityType.SKATING]: 'skate',
  [ActivityType.CROSS_SKATING]: 'skate',
  [ActivityType.INDOOR_ROLLERBLADING]: 'skate',
  [ActivityType.ICE_SKATING]: 'skate',
  [ActivityType.INDOOR_SKATING]: 'skate',
  [ActivityType.INLINE_SKATING]: 'skate',
  [ActivityType.ROCK_CLIMBING]: 'climb',
  [ActivityType.MOUNTAINEERING]: 'climb',
  [ActivityType.STAIR_CLIMBING]: 'stairs',
  [ActivityType.STAIR_CLIMBING_MACHINE]: 'stairs',
  [ActivityType.STRENGTH_TRAINING]: 'strength',
  [ActivityType.WEIGHTLIFTING]: 'strength',
  [ActivityType.KETTLEBELL_TRAINING]: 'strength',
  [ActivityType.CALISTHENICS]: 'strength',
  [ActivityType.CIRCUIT_TRAINING]: 'strength',
  [ActivityType.CROSSFIT]: 'strength',
  [ActivityType.P90X_EXERCISES]: 'strength',
  [ActivityType.GYMNASTICS]: 'strength',
  [ActivityType.AEROBICS]: 'cardio',
  [ActivityType.ELLIPTICAL]: 'cardio',
  [ActivityType.HIIT]: 'cardio',
  [ActivityType.INTERVAL_TRAINING]: 'cardio',
  [ActivityType.CARDIO_TRAINING]: 'cardio',
  [ActivityType.JUMPING_ROPE]: 'cardio',
  [ActivityType.DANCING]: 'dance',
  [ActivityType.ZUMBA]: 'dance',
  [ActivityType.MEDITATION]: 'body and mind',
  [ActivityType.PILATES]: 'body and mind',
  [ActivityType.YOGA]: 'body and mind',
  [ActivityType.GUIDED_BREATHING]: 'body and mind',
  [ActivityType.STRETCHING]: 'body and mind',
  [ActivityType.PHYSICAL_THERAPY]: 'body and mind',
  [ActivityType.BOXING]: 'combat',
  [ActivityType.KICKBOXING]: 'combat',
  [ActivityType.MARTIAL_ARTS]: 'combat',
  [ActivityType.MIXED_MARTIAL_ARTS]: 'combat',
  [ActivityType.FENCING]: 'combat',
  [ActivityType.BADMINTON]: 'racket',
  [ActivityType.RACQUETBALL]: 'racket',
  [ActivityType.SQUASH]: 'racket',
  [ActivityType.TABLE_TENNIS]: 'racket',
  [ActivityType.TENNIS]: 'racket',
  [ActivityType.PADEL_TENNIS]: 'racket',
  [ActivityType.BASEBALL]: 'team',
  [ActivityType.BASKETBALL]: 'team',
  [ActivityType.CRICKET]: 'team',
  [ActivityType.AMERICAN_FOOTBALL]: 'team',
  [ActivityType.AUSTRALIAN_FOOTBALL]: 'team',
  [ActivityType.ENGLISH_FOOTBALL]: 'team',
  [ActivityType.FRISBEE]: 'team',
  [ActivityType.HANDBALL]: 'team',
  [ActivityType.HOCKEY]: 'team',
  [ActivityType.POLO]: 'team',
  [ActivityType.RUGBY]: 'team',
  [ActivityType.TEAM_SPORTS]: 'team',
  [ActivityType.VOLLEYBALL]: 'team',
  [ActivityType.BEACH_VOLLEYBALL]: 'team',
  [ActivityType.INDOOR_VOLLEYBALL]: 'team',
  [ActivityType.WATER_POLO]: 'team',
  [ActivityType.SOFTBALL]: 'team',
  [ActivityType.LACROSSE]: 'team',
  [ActivityType.GAELIC_FOOTBALL]: 'team',
  [ActivityType.HURLING]: 'team',
  [ActivityType.PARAGLIDING]: 'air',
  [ActivityType.SKY_DIVING]: 'air',
  [ActivityType.HANG_GLIDING]: 'air',
  [ActivityType.FLYING]: 'air',
  [ActivityType.HOT_AIR_BALLOONING]: 'air',
  [ActivityType.TRIATHLON]: 'multisport',
  [ActivityType.MULTISPORT]: 'multisport',
  [ActivityType.GOLF]: 'aim',
  [ActivityType.CURLING]: 'aim',
  [ActivityType.ARCHERY]: 'aim',
  [ActivityType.FISHING]: 'aim',
  [ActivityType.HORSEBACK_RIDING]: 'ride',
  [ActivityType.GARDENING]: 'chores',
  [ActivityType.HOUSEWORK]: 'chores',
  [ActivityType.STILL]: 'rest',
  [ActivityType.TILTING]: 'rest',
  [ActivityType.UNKNOWN]: 'unnamed',
  [ActivityType.OTHER]: 'unnamed',
} as const satisfies Record<ActivityType, string>

export type SportFamily = (typeof families)[ActivityType]

/** Family of an activity type; 0 (in vehicle) is a type like any other. */
export const sportFamily = (type: ActivityType): SportFamily => families[type]

/** A workout as far as duplicates are concerned. */
export interface WorkoutSpan {
  startMs: number
  endMs: number
  type: ActivityType
}

/** Starts of one workout in two records lie at most this far apart. */
export const startToleranceMs = 20 * 60_000
const leastOverlap = 0.7

/** Same family, or one of the two has no name for its sport and so does not contradict. */
export function compatibleSports(a: ActivityType, b: ActivityType): boolean {
  const [one, other] = [families[a], families[b]]
  return one === other || one === 'unnamed' || other === 'unnamed'
}

/**
 * Whether two records of one person, from two sources, are the same workout (R7): compatible sports, starts at most
 * 20 minutes apart, and an overlap of at least 70 % of the shorter. All three are needed: a warm-up run and the strength
 * session after it also begin close together.
 */
export function sameWorkout(a: WorkoutSpan, b: WorkoutSpan): boolean {
  if (!compatibleSports(a.type, b.type) || Math.abs(a.startMs - b.startMs) > startToleranceMs) return false
  const overlapMs = Math.min(a.endMs, b.endMs) - Math.max(a.startMs, b.startMs)
  const shorterMs = Math.min(a.endMs - a.startMs, b.endMs - b.startMs)
  return overlapMs >= 0 && overlapMs >= leastOverlap * shorterMs
}

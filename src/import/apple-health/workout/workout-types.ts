import { ActivityType } from '../../../schema/enums.ts'

const t = ActivityType

/**
 * Every `HKWorkoutActivityType` of HealthKit's headers (iOS 18), also those that Apple has retired, to the schema's
 * type. What has no number of its own is Other and keeps its name (R14).
 */
export const workoutTypes = {
  AmericanFootball: t.AMERICAN_FOOTBALL,
  Archery: t.ARCHERY,
  AustralianFootball: t.AUSTRALIAN_FOOTBALL,
  Badminton: t.BADMINTON,
  Barre: t.AEROBICS,
  Baseball: t.BASEBALL,
  Basketball: t.BASKETBALL,
  Bowling: t.OTHER,
  Boxing: t.BOXING,
  CardioDance: t.DANCING,
  Climbing: t.ROCK_CLIMBING,
  Cooldown: t.STRETCHING,
  CoreTraining: t.CALISTHENICS,
  Cricket: t.CRICKET,
  CrossCountrySkiing: t.CROSS_COUNTRY_SKIING,
  CrossTraining: t.CIRCUIT_TRAINING,
  Curling: t.CURLING,
  Cycling: t.BIKING,
  Dance: t.DANCING,
  DanceInspiredTraining: t.DANCING,
  DiscSports: t.FRISBEE,
  DownhillSkiing: t.DOWNHILL_SKIING,
  Elliptical: t.ELLIPTICAL,
  EquestrianSports: t.HORSEBACK_RIDING,
  Fencing: t.FENCING,
  Fishing: t.FISHING,
  FitnessGaming: t.OTHER,
  Flexibility: t.STRETCHING,
  FunctionalStrengthTraining: t.STRENGTH_TRAINING,
  Golf: t.GOLF,
  Gymnastics: t.GYMNASTICS,
  HandCycling: t.HAND_BIKING,
  Handball: t.HANDBALL,
  HighIntensityIntervalTraining: t.HIIT,
  Hiking: t.HIKING,
  Hockey: t.HOCKEY,
  Hunting: t.OTHER,
  JumpRope: t.JUMPING_ROPE,
  Kickboxing: t.KICKBOXING,
  Lacrosse: t.LACROSSE,
  MartialArts: t.MARTIAL_ARTS,
  MindAndBody: t.MEDITATION,
  MixedCardio: t.CARDIO_TRAINING,
  MixedMetabolicCardioTraining: t.CARDIO_TRAINING,
  Other: t.OTHER,
  PaddleSports: t.PADDLING,
  Pickleball: t.OTHER,
  Pilates: t.PILATES,
  Play: t.OTHER,
  PreparationAndRecovery: t.STRETCHING,
  Racquetball: t.RACQUETBALL,
  Rowing: t.ROWING,
  Rugby: t.RUGBY,
  Running: t.RUNNING,
  Sailing: t.SAILING,
  SkatingSports: t.SKATING,
  SnowSports: t.SKIING,
  Snowboarding: t.SNOWBOARDING,
  Soccer: t.ENGLISH_FOOTBALL,
  SocialDance: t.DANCING,
  Softball: t.SOFTBALL,
  Squash: t.SQUASH,
  StairClimbing: t.STAIR_CLIMBING,
  Stairs: t.STAIR_CLIMBING,
  StepTraining: t.AEROBICS,
  SurfingSports: t.SURFING,
  SwimBikeRun: t.TRIATHLON,
  Swimming: t.SWIMMING,
  TableTennis: t.TABLE_TENNIS,
  TaiChi: t.MARTIAL_ARTS,
  Tennis: t.TENNIS,
  TrackAndField: t.RUNNING,
  TraditionalStrengthTraining: t.STRENGTH_TRAINING,
  Transition: t.OTHER,
  UnderwaterDiving: t.SCUBA_DIVING,
  Volleyball: t.VOLLEYBALL,
  Walking: t.WALKING,
  WaterFitness: t.AEROBICS,
  WaterPolo: t.WATER_POLO,
  WaterSports: t.OTHER,
  WheelchairRunPace: t.WHEELCHAIR,
  WheelchairWalkPace: t.WHEELCHAIR,
  Wrestling: t.MARTIAL_ARTS,
  Yoga: t.YOGA,
} as const satisfies Record<string, ActivityType>

const known: ReadonlyMap<string, ActivityType> = new Map(Object.entries(workoutTypes))

const indoors: ReadonlyMap<string, ActivityType> = new Map<string, ActivityType>([
  ['Running', t.TREADMILL_RUNNING],
  ['Cycling', t.STATIONARY_BIKING],
  ['Rowing', t.ROWING_MACHINE],
])

/**
 * The schema's type of a workout, from HealthKit's name without its prefix and from its metadata. `isKnown` is false
 * for a name that HealthKit did not have when this was written.
 */
export function workoutType(
  name: string,
  metadata: Readonly<Record<string, string>>,
): { type: ActivityType; isKnown: boolean } {
  const type = known.get(name)
  if (type === undefined) return { type: t.OTHER, isKnown: false }
  if (metadata.HKIndoorWorkout === '1') return { type: indoors.get(name) ?? type, isKnown: true }
  if (name === 'Swimming') {
    if (metadata.HKSwimmingLocationType === '1') return { type: t.SWIMMING_IN_POOL, isKnown: true }
    if (metadata.HKSwimmingLocationType === '2') return { type: t.OPEN_WATER_SWIMMING, isKnown: true }
  }
  return { type, isKnown: true }
}

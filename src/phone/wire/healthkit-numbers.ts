import type { workoutTypes } from '../../import/apple-health/workout/workout-types.ts'

// To Swift the values of HealthKit's enumerations are numbers, in its exports they are names. A phone may send either.

/** `HKWorkoutActivityType`. */
export const activityNumbers = {
  AmericanFootball: 1,
  Archery: 2,
  AustralianFootball: 3,
  Badminton: 4,
  Baseball: 5,
  Basketball: 6,
  Bowling: 7,
  Boxing: 8,
  Climbing: 9,
  Cricket: 10,
  CrossTraining: 11,
  Curling: 12,
  Cycling: 13,
  Dance: 14,
  DanceInspiredTraining: 15,
  Elliptical: 16,
  EquestrianSports: 17,
  Fencing: 18,
  Fishing: 19,
  FunctionalStrengthTraining: 20,
  Golf: 21,
  Gymnastics: 22,
  Handball: 23,
  Hiking: 24,
  Hockey: 25,
  Hunting: 26,
  Lacrosse: 27,
  MartialArts: 28,
  MindAndBody: 29,
  MixedMetabolicCardioTraining: 30,
  PaddleSports: 31,
  Play: 32,
  PreparationAndRecovery: 33,
  Racquetball: 34,
  Rowing: 35,
  Rugby: 36,
  Running: 37,
  Sailing: 38,
  SkatingSports: 39,
  SnowSports: 40,
  Soccer: 41,
  Softball: 42,
  Squash: 43,
  StairClimbing: 44,
  SurfingSports: 45,
  Swimming: 46,
  TableTennis: 47,
  Tennis: 48,
  TrackAndField: 49,
  TraditionalStrengthTraining: 50,
  Volleyball: 51,
  Walking: 52,
  WaterFitness: 53,
  WaterPolo: 54,
  WaterSports: 55,
  Wrestling: 56,
  Yoga: 57,
  Barre: 58,
  CoreTraining: 59,
  CrossCountrySkiing: 60,
  DownhillSkiing: 61,
  Flexibility: 62,
  HighIntensityIntervalTraining: 63,
  JumpRope: 64,
  Kickboxing: 65,
  Pilates: 66,
  Snowboarding: 67,
  Stairs: 68,
  StepTraining: 69,
  WheelchairWalkPace: 70,
  WheelchairRunPace: 71,
  TaiChi: 72,
  MixedCardio: 73,
  HandCycling: 74,
  DiscSports: 75,
  FitnessGaming: 76,
  CardioDance: 77,
  SocialDance: 78,
  Pickleball: 79,
  Cooldown: 80,
  // Nothing is 81.
  SwimBikeRun: 82,
  Transition: 83,
  UnderwaterDiving: 84,
  Other: 3000,
} as const satisfies Record<keyof typeof workoutTypes, number>

/** `HKWorkoutEventType`. */
const eventNumbers = {
  Pause: 1,
  Resume: 2,
  Lap: 3,
  Marker: 4,
  MotionPaused: 5,
  MotionResumed: 6,
  Segment: 7,
  PauseOrResumeRequest: 8,
}

/** `HKElectrocardiogram.Classification`. */
const classificationNumbers = {
  NotSet: 0,
  SinusRhythm: 1,
  AtrialFibrillation: 2,
  InconclusiveLowHeartRate: 3,
  InconclusiveHighHeartRate: 4,
  InconclusivePoorReading: 5,
  InconclusiveOther: 6,
  Unrecognized: 100,
}

/**
 * Gives the names of an enumeration as HealthKit's exports have them, without the prefix, from a number, the full name or
 * Swift's (`running`). A number that is not in the table stands for itself.
 */
function naming(prefix: string, numbers: Readonly<Record<string, number>>): (said: number | string) => string {
  const names = new Map(Object.entries(numbers).map(([name, number]) => [number, name]))
  return (said) => {
    if (typeof said === 'number') return names.get(said) ?? `${said}`
    const name = said.startsWith(prefix) ? said.slice(prefix.length) : said
    return `${name.slice(0, 1).toUpperCase()}${name.slice(1)}`
  }
}

/** The name of a workout's sport, such as `Running`. */
export const activityName = naming('HKWorkoutActivityType', activityNumbers)

/** The name of what happened during a workout, such as `Lap`. */
export const eventName = naming('HKWorkoutEventType', eventNumbers)

/** The name of what an electrocardiogram was found to be, such as `SinusRhythm`. */
export const classificationName = naming('HKElectrocardiogramClassification', classificationNumbers)

import { ActivityType } from '../../schema/enums.ts'
import type { ProviderSlug } from '../../schema/providers.ts'

/** How a sport moves: decides speed, cadence, steps and power. */
export type Motion = 'run' | 'walk' | 'ride' | 'row' | 'swim' | 'still'

export interface Sport {
  name: string
  type: ActivityType
  motion: Motion
  outdoors: boolean
  /** Share of the aerobic reserve that its steady part asks for. */
  effort: readonly [low: number, high: number]
  minutes: readonly [short: number, long: number]
  /** Fit for a rest day. */
  light: boolean
  /** How much hillier its courses are than the country around. */
  hills: number
  lapMeters: number | null
}

type Traits = Partial<Pick<Sport, 'outdoors' | 'light' | 'lapMeters' | 'hills'>>

const sport = (
  name: string,
  type: ActivityType,
  motion: Motion,
  effort: Sport['effort'],
  minutes: Sport['minutes'],
  { outdoors = false, light = false, lapMeters = null, hills = 1 }: Traits = {},
): Sport => ({ name, type, motion, outdoors, effort, minutes, light, lapMeters, hills })

const perKm = { outdoors: true, lapMeters: 1000 }
const per5Km = { outdoors: true, lapMeters: 5000 }

export const sports = {
  run: sport('Run', ActivityType.RUNNING, 'run', [0.68, 0.82], [28, 75], perKm),
  trailRun: sport('Trail Run', ActivityType.TRAIL_RUNNING, 'run', [0.66, 0.78], [40, 100], { ...perKm, hills: 3 }),
  treadmill: sport('Treadmill Run', ActivityType.TREADMILL_RUNNING, 'run', [0.66, 0.8], [20, 50], { lapMeters: 1000 }),
  walk: sport('Walk', ActivityType.WALKING, 'walk', [0.24, 0.32], [22, 60], { ...perKm, light: true }),
  hike: sport('Hike', ActivityType.HIKING, 'walk', [0.28, 0.36], [80, 210], { ...perKm, hills: 4 }),
  ride: sport('Ride', ActivityType.BIKING, 'ride', [0.5, 0.66], [35, 120], per5Km),
  roadRide: sport('Road Ride', ActivityType.ROAD_BIKING, 'ride', [0.55, 0.7], [60, 190], per5Km),
  gravelRide: sport('Gravel Ride', ActivityType.GRAVEL_CYCLING, 'ride', [0.54, 0.68], [60, 170], per5Km),
  spin: sport('Indoor Cycling', ActivityType.STATIONARY_BIKING, 'ride', [0.56, 0.74], [20, 60]),
  virtualRide: sport('Virtual Ride', ActivityType.STATIONARY_BIKING, 'ride', [0.58, 0.74], [35, 90], {
    lapMeters: 5000,
  }),
  rowErg: sport('Indoor Row', ActivityType.ROWING_MACHINE, 'row', [0.6, 0.76], [15, 50], { lapMeters: 500 }),
  poolSwim: sport('Pool Swim', ActivityType.SWIMMING_IN_POOL, 'swim', [0.55, 0.68], [25, 60], { lapMeters: 100 }),
  strength: sport('Strength Training', ActivityType.STRENGTH_TRAINING, 'still', [0.28, 0.44], [30, 65]),
  hiit: sport('HIIT', ActivityType.HIIT, 'still', [0.5, 0.7], [15, 40]),
  elliptical: sport('Elliptical', ActivityType.ELLIPTICAL, 'still', [0.5, 0.62], [20, 45]),
  yoga: sport('Yoga', ActivityType.YOGA, 'still', [0.14, 0.24], [20, 60], { light: true }),
  stretch: sport('Stretching', ActivityType.STRETCHING, 'still', [0.1, 0.18], [10, 25], { light: true }),
} as const satisfies Record<string, Sport>

const allRound = [sports.run, sports.ride, sports.strength, sports.hike, sports.walk, sports.poolSwim, sports.yoga]
const endurance = [sports.run, sports.trailRun, sports.roadRide, sports.poolSwim, sports.walk]
const riding = [sports.roadRide, sports.gravelRide, sports.ride]

const special: Partial<Record<ProviderSlug, readonly Sport[]>> = {
  CONCEPT2: [sports.rowErg],
  COROS: endurance,
  FILE: [sports.run, sports.roadRide, sports.hike],
  HAMMERHEAD: riding,
  KOMOOT: [sports.hike, sports.ride, sports.gravelRide, sports.walk],
  PELOTON: [sports.spin, sports.treadmill, sports.strength, sports.yoga, sports.stretch],
  RIDEWITHGPS: riding,
  STRAVA: [...endurance, sports.ride, sports.hike],
  SUUNTO: [...endurance, sports.hike],
  TECHNOGYM: [sports.treadmill, sports.elliptical, sports.spin, sports.strength, sports.stretch],
  TRAININGPEAKS: [sports.run, sports.roadRide, sports.poolSwim, sports.virtualRide],
  WAHOO: [sports.roadRide, sports.gravelRide, sports.virtualRide],
  WGER: [sports.strength, sports.hiit],
  ZWIFT: [sports.virtualRide],
}

/** What people do who record with this provider. */
export const sportsOf = (slug: ProviderSlug): readonly Sport[] => special[slug] ?? allRound

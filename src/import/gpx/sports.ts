import { ActivityType } from '../../schema/enums.ts'
import { activityTypeOf } from '../fit/sports.ts'

const T = ActivityType

/**
 * What the common exporters write into a track's `type`: plain words, Strava's names and old numbers, Garmin
 * Connect's activity types. GPX prescribes nothing here. Spelling is levelled by `levelled` first.
 */
const types = new Map<string, ActivityType>(
  Object.entries({
    '1': T.BIKING,
    '4': T.HIKING,
    '9': T.RUNNING,
    '10': T.WALKING,
    ride: T.BIKING,
    bike: T.BIKING,
    biking: T.BIKING,
    virtualride: T.STATIONARY_BIKING,
    indoorcycling: T.STATIONARY_BIKING,
    roadbiking: T.ROAD_BIKING,
    roadcycling: T.ROAD_BIKING,
    mountainbiking: T.MOUNTAIN_BIKING,
    mountainbikeride: T.MOUNTAIN_BIKING,
    gravelride: T.GRAVEL_CYCLING,
    gravelcycling: T.GRAVEL_CYCLING,
    ebikeride: T.E_BIKING,
    emountainbikeride: T.E_MOUNTAIN_BIKING,
    handcycle: T.HAND_BIKING,
    run: T.RUNNING,
    jogging: T.JOGGING,
    virtualrun: T.TREADMILL_RUNNING,
    treadmillrunning: T.TREADMILL_RUNNING,
    trailrun: T.TRAIL_RUNNING,
    trailrunning: T.TRAIL_RUNNING,
    trackrunning: T.RUNNING,
    streetrunning: T.RUNNING,
    walk: T.WALKING,
    casualwalking: T.WALKING,
    speedwalking: T.WALKING_FOR_FITNESS,
    nordicwalking: T.NORDIC_WALKING,
    hike: T.HIKING,
    swim: T.SWIMMING,
    lapswimming: T.SWIMMING_IN_POOL,
    openwaterswimming: T.OPEN_WATER_SWIMMING,
    row: T.ROWING,
    rowing: T.ROWING,
    canoeing: T.CANOEING,
    kayak: T.KAYAKING,
    sup: T.STAND_UP_PADDLEBOARDING,
    standuppaddling: T.STAND_UP_PADDLEBOARDING,
    surf: T.SURFING,
    sail: T.SAILING,
    kitesurf: T.KITESURFING,
    windsurf: T.WINDSURFING,
    alpineski: T.DOWNHILL_SKIING,
    skiing: T.SKIING,
    resortskiing: T.DOWNHILL_SKIING,
    resortskiingsnowboarding: T.DOWNHILL_SKIING,
    backcountryski: T.BACK_COUNTRY_SKIING,
    backcountryskiing: T.BACK_COUNTRY_SKIING,
    nordicski: T.CROSS_COUNTRY_SKIING,
    rollerski: T.ROLLER_SKIING,
    snowboard: T.SNOWBOARDING,
    snowshoe: T.SNOWSHOEING,
    iceskate: T.ICE_SKATING,
    inlineskate: T.INLINE_SKATING,
    skateboard: T.SKATEBOARDING,
    skating: T.SKATING,
    rockclimbing: T.ROCK_CLIMBING,
    motorcycling: T.MOTORBIKING,
    driving: T.DRIVING,
    other: T.OTHER,
    workout: T.OTHER,
  }),
)

/** The Terra type of a track's `type`; `known` is false for a word that no exporter named here writes. */
export function gpxActivityType(written: string | null): { type: ActivityType; known: boolean } {
  if (written === null) return { type: T.OTHER, known: true }
  const type = types.get(levelled(written))
  return type === undefined
    ? activityTypeOf(written.toLowerCase().replace(/[\s-]+/g, '_'), null)
    : { type, known: true }
}

/** `Trail Run`, `trail_run` and `TrailRun` are one. */
const levelled = (written: string): string => written.toLowerCase().replace(/[^a-z0-9]/g, '')

import { ActivityType } from '../../schema/enums.ts'

const T = ActivityType

// Maps, not objects: the names looked up come from files, and an object also answers to `constructor`.

/**
 * Every sport of the FIT profile and its Terra type. A sport that has none of its own is `OTHER` here on purpose;
 * one that is missing here is unknown (R14): `OTHER` as well, but its raw name is kept and said in a warning.
 */
const sports = new Map<string, ActivityType>(
  Object.entries({
    generic: T.OTHER,
    running: T.RUNNING,
    cycling: T.BIKING,
    transition: T.OTHER,
    fitness_equipment: T.CARDIO_TRAINING,
    swimming: T.SWIMMING,
    basketball: T.BASKETBALL,
    soccer: T.ENGLISH_FOOTBALL,
    tennis: T.TENNIS,
    american_football: T.AMERICAN_FOOTBALL,
    training: T.STRENGTH_TRAINING,
    walking: T.WALKING,
    cross_country_skiing: T.CROSS_COUNTRY_SKIING,
    alpine_skiing: T.DOWNHILL_SKIING,
    snowboarding: T.SNOWBOARDING,
    rowing: T.ROWING,
    mountaineering: T.MOUNTAINEERING,
    hiking: T.HIKING,
    multisport: T.MULTISPORT,
    paddling: T.PADDLING,
    flying: T.FLYING,
    e_biking: T.E_BIKING,
    motorcycling: T.MOTORBIKING,
    boating: T.POWER_BOATING,
    driving: T.DRIVING,
    golf: T.GOLF,
    hang_gliding: T.HANG_GLIDING,
    horseback_riding: T.HORSEBACK_RIDING,
    hunting: T.OTHER,
    fishing: T.FISHING,
    inline_skating: T.INLINE_SKATING,
    rock_climbing: T.ROCK_CLIMBING,
    sailing: T.SAILING,
    ice_skating: T.ICE_SKATING,
    sky_diving: T.SKY_DIVING,
    snowshoeing: T.SNOWSHOEING,
    snowmobiling: T.SNOWMOBILE,
    stand_up_paddleboarding: T.STAND_UP_PADDLEBOARDING,
    surfing: T.SURFING,
    wakeboarding: T.WAKEBOARDING,
    water_skiing: T.WATER_SKIING,
    kayaking: T.KAYAKING,
    rafting: T.PADDLING,
    windsurfing: T.WINDSURFING,
    kitesurfing: T.KITESURFING,
    tactical: T.OTHER,
    jumpmaster: T.SKY_DIVING,
    boxing: T.BOXING,
    floor_climbing: T.STAIR_CLIMBING,
    baseball: T.BASEBALL,
    diving: T.DIVING,
    shooting: T.OTHER,
    winter_sport: T.OTHER,
    grinding: T.SAILING,
    hiit: T.HIIT,
    video_gaming: T.OTHER,
    racket: T.OTHER,
    wheelchair_push_walk: T.WHEELCHAIR,
    wheelchair_push_run: T.WHEELCHAIR,
    meditation: T.MEDITATION,
    para_sport: T.OTHER,
    disc_golf: T.FRISBEE,
    team_sport: T.TEAM_SPORTS,
    cricket: T.CRICKET,
    rugby: T.RUGBY,
    hockey: T.HOCKEY,
    lacrosse: T.LACROSSE,
    volleyball: T.VOLLEYBALL,
    water_tubing: T.OTHER,
    wakesurfing: T.SURFING,
    water_sport: T.OTHER,
    archery: T.ARCHERY,
    mixed_martial_arts: T.MIXED_MARTIAL_ARTS,
    motor_sports: T.MOTOR_RACING,
    snorkeling: T.DIVING,
    dance: T.DANCING,
    jump_rope: T.JUMPING_ROPE,
    pool_apnea: T.DIVING,
    mobility: T.STRETCHING,
    geocaching: T.HIKING,
    canoeing: T.CANOEING,
    all: T.OTHER,
  }),
)

/** What a sub-sport says more exactly than its sport, for that sport only. */
const bySportAndSub = pairs({
  running: {
    treadmill: T.TREADMILL_RUNNING,
    trail: T.TRAIL_RUNNING,
    indoor_running: T.INDOOR_RUNNING,
    virtual_activity: T.TREADMILL_RUNNING,
  },
  cycling: {
    spin: T.SPINNING,
    indoor_cycling: T.STATIONARY_BIKING,
    virtual_activity: T.STATIONARY_BIKING,
    road: T.ROAD_BIKING,
    mountain: T.MOUNTAIN_BIKING,
    downhill: T.MOUNTAIN_BIKING,
    mountain_enduro: T.MOUNTAIN_BIKING,
    mountain_downhill: T.MOUNTAIN_BIKING,
    gravel_cycling: T.GRAVEL_CYCLING,
    mixed_surface: T.GRAVEL_CYCLING,
    cyclocross: T.GRAVEL_CYCLING,
    hand_cycling: T.HAND_BIKING,
    indoor_hand_cycling: T.HAND_BIKING,
    commuting: T.UTILITY_BIKING,
    e_bike_fitness: T.E_BIKING,
    e_bike_mountain: T.E_MOUNTAIN_BIKING,
    e_bike_enduro: T.E_MOUNTAIN_BIKING,
  },
  e_biking: { mountain: T.E_MOUNTAIN_BIKING, e_bike_mountain: T.E_MOUNTAIN_BIKING, e_bike_enduro: T.E_MOUNTAIN_BIKING },
  swimming: { lap_swimming: T.SWIMMING_IN_POOL, open_water: T.OPEN_WATER_SWIMMING },
  walking: {
    treadmill: T.TREADMILL_WALKING,
    indoor_walking: T.TREADMILL_WALKING,
    speed_walking: T.WALKING_FOR_FITNESS,
  },
  alpine_skiing: { backcountry: T.BACK_COUNTRY_SKIING },
  rowing: { indoor_rowing: T.ROWING_MACHINE },
  fitness_equipment: {
    treadmill: T.TREADMILL,
    indoor_cycling: T.STATIONARY_BIKING,
    spin: T.SPINNING,
    stair_climbing: T.STAIR_CLIMBING_MACHINE,
  },
  driving: { overland: T.OFF_ROAD_DRIVING, atv: T.OFF_ROAD_DRIVING, rally: T.MOTOR_RACING },
  motorcycling: { motocross: T.ENDURO, enduro: T.ENDURO },
  flying: { fly_paraglide: T.PARAGLIDING, wingsuit: T.SKY_DIVING },
})

/** `{ running: { trail: … } }` → `running/trail`. */
function pairs(table: Readonly<Record<string, Readonly<Record<string, ActivityType>>>>): Map<string, ActivityType> {
  const flat = new Map<string, ActivityType>()
  for (const [sport, subs] of Object.entries(table)) {
    for (const [sub, type] of Object.entries(subs)) flat.set(`${sport}/${sub}`, type)
  }
  return flat
}

/** Sub-sports that name the activity whatever the sport above them; watches file them under several. */
const bySub = new Map<string, ActivityType>(
  Object.entries({
    indoor_rowing: T.ROWING_MACHINE,
    elliptical: T.ELLIPTICAL,
    stair_climbing: T.STAIR_CLIMBING,
    flexibility_training: T.STRETCHING,
    strength_training: T.STRENGTH_TRAINING,
    warm_up: T.STRETCHING,
    cardio_training: T.CARDIO_TRAINING,
    yoga: T.YOGA,
    pilates: T.PILATES,
    breathing: T.GUIDED_BREATHING,
    hiit: T.HIIT,
    amrap: T.CIRCUIT_TRAINING,
    emom: T.CIRCUIT_TRAINING,
    tabata: T.HIIT,
    indoor_climbing: T.ROCK_CLIMBING,
    bouldering: T.ROCK_CLIMBING,
    triathlon: T.TRIATHLON,
    pool_triathlon: T.TRIATHLON,
    duathlon: T.MULTISPORT,
    brick: T.MULTISPORT,
    swim_run: T.MULTISPORT,
    adventure_race: T.MULTISPORT,
    padel: T.PADEL_TENNIS,
    squash: T.SQUASH,
    badminton: T.BADMINTON,
    racquetball: T.RACQUETBALL,
    table_tennis: T.TABLE_TENNIS,
    ultimate: T.FRISBEE,
    indoor_wheelchair_walk: T.WHEELCHAIR,
    indoor_wheelchair_run: T.WHEELCHAIR,
    single_gas_diving: T.SCUBA_DIVING,
    multi_gas_diving: T.SCUBA_DIVING,
    gauge_diving: T.SCUBA_DIVING,
    ccr_diving: T.SCUBA_DIVING,
  }),
)

/** The sub-sport alone decides only where the sport itself says little. */
const vagueSports = new Set([
  'generic',
  'all',
  'training',
  'fitness_equipment',
  'multisport',
  'racket',
  'tennis',
  'team_sport',
  'diving',
])

/** The Terra type of a FIT sport and sub-sport; `known` is false for a sport that no published profile lists. */
export function activityTypeOf(sport: string | null, subSport: string | null): { type: ActivityType; known: boolean } {
  if (sport === null) return { type: T.UNKNOWN, known: true }
  const base = sports.get(sport)
  const sub = subSport ?? 'generic'
  const exact = bySportAndSub.get(`${sport}/${sub}`)
  if (exact !== undefined) return { type: exact, known: true }
  if (base === undefined || vagueSports.has(sport)) {
    const named = bySub.get(sub)
    if (named !== undefined) return { type: named, known: true }
  }
  return base === undefined ? { type: T.OTHER, known: false } : { type: base, known: true }
}

/** Sports whose distance is swum, so that cycles are strokes and the cadence is strokes a minute. */
export const isSwimming = (type: ActivityType): boolean =>
  type === T.SWIMMING || type === T.SWIMMING_IN_POOL || type === T.OPEN_WATER_SWIMMING

import { readSport } from '../../normalise/sport-map.ts'
import { ActivityType as T } from '../../schema/enums.ts'

/**
 * Every category of workouts that Withings publishes, by its number and name there (API reference, `workout_object`, November
 * 2026), under its type on the wire (R14).
 */
const categoriesByType: readonly (readonly [T, string])[] = [
  [
    T.WALKING,
    '1 Walk; 542 Walk With Walker; 543 Walk With Cane; 558 Baby Wearing; 559 Dog Walking; 563 Toddler Wearing',
  ],
  [T.WALKING_WITH_STROLLER, '562 Pushing a Stroller'],
  [T.NORDIC_WALKING, '566 Nordic Walking'],
  [T.TREADMILL_WALKING, '306 Indoor walk'],
  [T.HIKING, '3 Hiking'],
  [T.SNOWSHOEING, '499 Snowshoeing'],
  [T.RUNNING, '2 Run; 517 Athletics'],
  [T.INDOOR_RUNNING, '307 Indoor running'],
  [T.TRAIL_RUNNING, '498 Trail Running'],
  [T.WHEELCHAIR, '515 Pushing a Wheelchair (Running Pace); 516 Pushing a Wheelchair (Walking Pace)'],
  [T.BIKING, '5 BMX; 6 Bicycling; 518 Track Cycling; 528 Velomobile'],
  [T.STATIONARY_BIKING, '308 Indoor cycling'],
  [T.SPINNING, '547 Spinclass'],
  [T.MOUNTAIN_BIKING, '523 Mountain Biking'],
  [T.GRAVEL_CYCLING, '524 Gravel Biking'],
  [T.E_BIKING, '525 E-Biking'],
  [T.E_MOUNTAIN_BIKING, '526 E-Mountain Biking'],
  [T.HAND_BIKING, '527 Handcycling'],
  [T.SWIMMING, '7 Swimming'],
  [T.DIVING, '522 Diving'],
  [T.SCUBA_DIVING, '502 Scuba Diving'],
  [T.WATER_POLO, '25 Waterpolo'],
  [T.SURFING, '8 Surfing; 11 Bodyboard'],
  [T.KITESURFING, '9 Kitesurfing'],
  [T.WINDSURFING, '10 Windsurfing'],
  [T.STAND_UP_PADDLEBOARDING, '455 Standup Paddleboarding'],
  [T.KAYAKING, '494 Kayaking'],
  [T.CANOEING, '495 Canoeing'],
  [T.SAILING, '496 Sailing'],
  [T.FISHING, '497 Fishing'],
  [T.ROWING, '187 Rowing'],
  [T.SKATING, '4 Skating'],
  [T.SKATEBOARDING, '492 Skateboarding'],
  [T.ICE_SKATING, '196 Ice skating'],
  [T.SKIING, '34 Skiing'],
  [T.BACK_COUNTRY_SKIING, '529 Backcountry Skiing'],
  [T.CROSS_COUNTRY_SKIING, '530 Nordic Skiing'],
  [T.ROLLER_SKIING, '531 Roller Skiing'],
  [T.SNOWBOARDING, '35 Snowboarding'],
  [T.BIATHLON, '504 Biathlon'],
  [T.TENNIS, '12 Tennis'],
  [T.TABLE_TENNIS, '13 Table tennis'],
  [T.SQUASH, '14 Squash'],
  [T.BADMINTON, '15 Badminton'],
  [T.PADEL_TENNIS, '456 Padel'],
  [T.RACQUETBALL, '532 Racquetball'],
  [T.BASKETBALL, '20 Basket-ball'],
  [T.ENGLISH_FOOTBALL, '21 Soccer'],
  [T.AMERICAN_FOOTBALL, '22 Football'],
  [T.RUGBY, '23 Rugby'],
  [T.VOLLEYBALL, '24 Volley-ball'],
  [T.BEACH_VOLLEYBALL, '490 Beach volleyball'],
  [T.BASEBALL, '191 Baseball; 503 Baseball Training'],
  [T.HANDBALL, '192 Handball'],
  [T.HOCKEY, '193 Hockey; 194 Ice hockey'],
  [T.CRICKET, '548 Cricket'],
  [T.LACROSSE, '557 Lacrosse'],
  [T.FRISBEE, '508 Frisbee; 513 Ultimate'],
  [T.TEAM_SPORTS, '512 Dodgeball'],
  [T.GOLF, '27 Golf'],
  [T.ARCHERY, '501 Archery'],
  [T.HORSEBACK_RIDING, '26 Horse riding'],
  [T.ROCK_CLIMBING, '195 Climbing'],
  [T.STAIR_CLIMBING_MACHINE, '491 Stair Stepper'],
  [T.PARAGLIDING, '507 Paragliding'],
  [T.SKY_DIVING, '509 Skydiving'],
  [T.BOXING, '30 Boxing'],
  [T.KICKBOXING, '535 Muaythai'],
  [T.FENCING, '31 Fencing'],
  [T.MARTIAL_ARTS, '32 Wrestling; 33 Martial arts; 536 Taekwondo; 537 Judo; 567 Sumo Wrestling'],
  [T.WEIGHTLIFTING, '16 Lift weights'],
  [T.STRENGTH_TRAINING, '540 Seated Strenght'],
  [T.CARDIO_TRAINING, '541 Seated Cardio'],
  [T.CIRCUIT_TRAINING, '17 Fitness'],
  [T.CALISTHENICS, '561 Balance Drills'],
  [T.GYMNASTICS, '493 Parkour; 538 Trampoline'],
  [T.ELLIPTICAL, '18 Elliptical'],
  [T.CROSSFIT, '546 Crossfit'],
  [T.HIIT, '550 HIIT'],
  [T.PHYSICAL_THERAPY, '539 Standing Frame'],
  [T.PILATES, '19 Pilates'],
  [T.YOGA, '28 Yoga'],
  [T.MEDITATION, '551 Meditation'],
  [T.STRETCHING, '552 Stretching'],
  [T.GUIDED_BREATHING, '560 Breathing excercises'],
  [T.DANCING, '29 Dancing; 534 Hip Hop; 544 Breaking; 549 Flamenco Dancing'],
  [T.ZUMBA, '188 Zumba'],
  [T.MULTISPORT, '272 Multi-sport; 519 Pentathlon'],
  [T.TRIATHLON, '521 Triathlon'],
  [T.HOUSEWORK, '545 Chores; 554 Cleaning; 568 Cooking'],
  [T.GARDENING, '553 Yard Work Gardening'],
  [T.STILL, '128 No activity'],
  [
    T.OTHER,
    '36 Other; 457 Gaming; 500 Paintball; 505 Bocce; 506 Pétanque; 510 Pickleball; 511 Cornhole; 514 Teqball; 520 Sport Shooting; 555 Public Speaking; 556 Spikeball; 564 Bowling; 565 Lasertag',
  ],
]

/** The categories one by one: number, name, type. */
export const categories = categoriesByType.flatMap(([type, list]) =>
  list.split('; ').map((entry) => {
    const [number = ''] = entry.split(' ', 1)
    return { number, name: entry.slice(number.length + 1), type }
  }),
)

const types: ReadonlyMap<string, T> = new Map(categories.map(({ number, type }) => [number, type]))
const names: ReadonlyMap<string, string> = new Map(categories.map(({ number, name }) => [number, name]))

/** The type of a category and Withings' name for it; one that came later is `OTHER` and keeps its number. */
export function sportOf(category: number): { type: T; name: string } {
  const number = `${category}`
  return { type: readSport(types, number).type, name: names.get(number) ?? `category ${number}` }
}

import { readSport } from '../../normalise/sport-map.ts'
import { ActivityType } from '../../schema/enums.ts'

/**
 * Every sport that WHOOP publishes (developer.whoop.com, User Data, Workout), and those that its API was seen to send beside
 * them; November 2026. The page has names ("Hiking/Rucking"); the API sends them in lower case, with hyphens or low lines
 * between words ("hiking-rucking", "weightlifting_msk").
 */
const namesByType: readonly (readonly [ActivityType, string])[] = [
  [ActivityType.RUNNING, 'running track-field'],
  [ActivityType.JOGGING, 'jogging stroller-jogging'],
  [ActivityType.WALKING, 'walking dog-walking caddying babywearing toddlerwearing'],
  [ActivityType.WALKING_WITH_STROLLER, 'stroller-walking'],
  [ActivityType.HIKING, 'hiking-rucking'],
  [ActivityType.STAIR_CLIMBING, 'stadium-steps'],
  [ActivityType.WHEELCHAIR, 'wheelchair-pushing'],
  [ActivityType.BIKING, 'cycling'],
  [ActivityType.MOUNTAIN_BIKING, 'mountain-biking'],
  [ActivityType.SPINNING, 'spin'],
  [ActivityType.STATIONARY_BIKING, 'assault-bike'],
  [ActivityType.INLINE_SKATING, 'inline-skating'],
  [ActivityType.SKATEBOARDING, 'skateboarding'],
  [ActivityType.MOTORBIKING, 'motocross'],
  [ActivityType.MOTOR_RACING, 'motor-racing'],
  [ActivityType.SWIMMING, 'swimming'],
  [ActivityType.WATER_POLO, 'water-polo'],
  [ActivityType.DIVING, 'diving'],
  [ActivityType.ROWING, 'rowing'],
  [ActivityType.KAYAKING, 'kayaking'],
  [ActivityType.CANOEING, 'canoeing'],
  [ActivityType.STAND_UP_PADDLEBOARDING, 'paddleboarding'],
  [ActivityType.SAILING, 'sailing'],
  [ActivityType.SURFING, 'surfing'],
  [ActivityType.KITESURFING, 'kite-boarding'],
  [ActivityType.WAKEBOARDING, 'wakeboarding'],
  [ActivityType.WATER_SKIING, 'water-skiing'],
  [ActivityType.SKIING, 'skiing'],
  [ActivityType.CROSS_COUNTRY_SKIING, 'cross-country-skiing'],
  [ActivityType.SNOWBOARDING, 'snowboarding'],
  [ActivityType.ICE_SKATING, 'ice-skating'],
  [ActivityType.WEIGHTLIFTING, 'weightlifting weightlifting-msk powerlifting'],
  [ActivityType.STRENGTH_TRAINING, 'strength-trainer'],
  [ActivityType.CARDIO_TRAINING, 'functional-fitness'],
  [ActivityType.HIIT, 'hiit f45-training barrys'],
  [ActivityType.ELLIPTICAL, 'elliptical'],
  [ActivityType.STAIR_CLIMBING_MACHINE, 'stairmaster climber'],
  [ActivityType.JUMPING_ROPE, 'jumping-rope'],
  [ActivityType.GYMNASTICS, 'gymnastics circus-arts'],
  [ActivityType.ROCK_CLIMBING, 'rock-climbing'],
  [ActivityType.DANCING, 'dance'],
  [ActivityType.PILATES, 'pilates'],
  [ActivityType.YOGA, 'yoga hot-yoga'],
  [ActivityType.STRETCHING, 'stretching'],
  [ActivityType.MEDITATION, 'meditation'],
  [ActivityType.ENGLISH_FOOTBALL, 'soccer'],
  [ActivityType.AMERICAN_FOOTBALL, 'football'],
  [ActivityType.AUSTRALIAN_FOOTBALL, 'australian-football'],
  [ActivityType.GAELIC_FOOTBALL, 'gaelic-football'],
  [ActivityType.HURLING, 'hurling-camogie'],
  [ActivityType.RUGBY, 'rugby'],
  [ActivityType.BASKETBALL, 'basketball'],
  [ActivityType.TEAM_SPORTS, 'netball'],
  [ActivityType.HANDBALL, 'handball'],
  [ActivityType.VOLLEYBALL, 'volleyball'],
  [ActivityType.BASEBALL, 'baseball'],
  [ActivityType.SOFTBALL, 'softball'],
  [ActivityType.CRICKET, 'cricket'],
  [ActivityType.LACROSSE, 'lacrosse'],
  [ActivityType.HOCKEY, 'field-hockey ice-hockey'],
  [ActivityType.POLO, 'polo'],
  [ActivityType.FRISBEE, 'ultimate disc-golf'],
  [ActivityType.GOLF, 'golf'],
  [ActivityType.TENNIS, 'tennis'],
  [ActivityType.PADEL_TENNIS, 'paddle-tennis padel'],
  [ActivityType.TABLE_TENNIS, 'table-tennis'],
  [ActivityType.BADMINTON, 'badminton'],
  [ActivityType.SQUASH, 'squash'],
  [ActivityType.BOXING, 'boxing box-fitness'],
  [ActivityType.KICKBOXING, 'kickboxing muay-thai'],
  [ActivityType.MARTIAL_ARTS, 'martial-arts jiu-jitsu wrestling'],
  [ActivityType.FENCING, 'fencing'],
  [ActivityType.TRIATHLON, 'triathlon'],
  [ActivityType.MULTISPORT, 'duathlon'],
  [ActivityType.HORSEBACK_RIDING, 'horseback-riding'],
  [ActivityType.GARDENING, 'yard-work'],
  [ActivityType.HOUSEWORK, 'cleaning cooking'],
  // What has no number of its own on the wire, and what is recorded and is no sport: the name tells it.
  [
    ActivityType.OTHER,
    `activity other obstacle-course-racing parkour barre barre3 spikeball paintball pickleball sauna
    ice-bath hot-tub massage-therapy percussive-massage air-compression operations-tactical
    operations-medical operations-flying operations-water manual-labor high-stress-work coaching
    watching-sports commuting gaming dedicated-parenting public-speaking stage-performance
    musical-performance`,
  ],
]

export const sports: ReadonlyMap<string, ActivityType> = new Map(
  namesByType.flatMap(([type, names]) => names.split(/\s+/).map((name): [string, ActivityType] => [name, type])),
)

/** A name as the table has it. */
const slugOf = (name: string): string =>
  name
    .toLowerCase()
    .replaceAll("'", '')
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '')

/** The type of a sport of WHOOP: unknown where there is no name, other where the name is not in the table (R14). */
export const sportOf = (name: string | null | undefined): ActivityType =>
  name ? readSport(sports, slugOf(name)).type : ActivityType.UNKNOWN

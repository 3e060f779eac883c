import { z } from 'zod'
import { parseInstant } from '../../normalise/time.ts'
import { activitySchema } from '../../schema/activity.ts'
import { ActivityType } from '../../schema/enums.ts'
import { partsBeside } from '../beside.ts'
import { askJson } from '../call.ts'
import type { Access } from '../provider.ts'
import { ProviderError } from '../provider-error.ts'
import type { Writing, Written } from '../writing.ts'
import { api, reading } from './client.ts'
import { sports } from './sports.ts'

const made = z.object({ id: z.int() })

/** Sports that Strava has under another's name, and whether they are done on a machine. */
const alike: ReadonlyMap<ActivityType, readonly [word: string, isTrainer: boolean]> = new Map([
  [ActivityType.OTHER, ['Workout', false]],
  [ActivityType.ROAD_BIKING, ['Ride', false]],
  [ActivityType.UTILITY_BIKING, ['Ride', false]],
  [ActivityType.SPINNING, ['Ride', true]],
  [ActivityType.JOGGING, ['Run', false]],
  [ActivityType.RUNNING_ON_SAND, ['Run', false]],
  [ActivityType.INDOOR_RUNNING, ['Run', true]],
  [ActivityType.WALKING_FOR_FITNESS, ['Walk', false]],
  [ActivityType.NORDIC_WALKING, ['Walk', false]],
  [ActivityType.TREADMILL_WALKING, ['Walk', true]],
  [ActivityType.SWIMMING_IN_POOL, ['Swim', false]],
  [ActivityType.OPEN_WATER_SWIMMING, ['Swim', false]],
  [ActivityType.WEIGHTLIFTING, ['WeightTraining', false]],
  [ActivityType.SKIING, ['AlpineSki', false]],
])
const words: ReadonlyMap<ActivityType, string> = new Map([...sports].reverse().map(([word, type]) => [type, word]))

const refused = (sentence: string) => new ProviderError('refused', sentence)

/** What of a record Strava has a form for: the whole of what one types in by hand there. */
const kept = ['metadata', 'distance_data', 'active_durations_data']

/** An activity as one that is typed in by hand: Strava keeps name, sport, start, time and distance of it. */
async function write(access: Access, record: object): Promise<Written> {
  const activity = activitySchema.safeParse(record).data
  if (activity === undefined) throw refused('the record is no activity')
  const { start_time: start, end_time: end, name, type } = activity.metadata
  const seconds = Math.round((parseInstant(end).epochMs - parseInstant(start).epochMs) / 1000)
  if (seconds < 1) throw refused('an activity lasts a second at least')
  const lost = new Set(partsBeside(record, kept))
  const [word, isTrainer] = alike.get(type) ?? [words.get(type), false]
  if (word === undefined) lost.add('the kind of activity')
  const distance = activity.distance_data?.summary?.distance_meters
  const form = {
    name: name || 'Activity',
    sport_type: word ?? 'Workout',
    // The clock on the wall, with a Z behind it that means nothing.
    start_date_local: `${start.slice(0, 19)}Z`,
    elapsed_time: `${seconds}`,
    ...(distance == null ? {} : { distance: `${distance}` }),
    ...(isTrainer ? { trainer: '1' } : {}),
  }
  const { id } = await askJson(reading(access), made, `${api}/activities`, { method: 'POST', form })
  return { id: `${id}`, lost: [...lost] }
}

/** What can be put to Strava, which has no call to take an activity away. */
export const writes = { activity: { write } } satisfies Record<string, Writing>

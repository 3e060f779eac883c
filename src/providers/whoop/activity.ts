import { z } from 'zod'
import { knownOnly } from '../../normalise/known.ts'
import { plausible } from '../../normalise/plausible.ts'
import { tidy } from '../../normalise/tidy.ts'
import { kilojoulesToKcal } from '../../normalise/units.ts'
import type { Activity } from '../../schema/activity.ts'
import { UploadType } from '../../schema/enums.ts'
import { type Made, resource } from '../resource.ts'
import { fetchList } from './client.ts'
import { changedAtMs, instantOf, newest, scoreOf, timestampOf, type Workout, workoutShape } from './shapes.ts'
import { sportOf } from './sports.ts'

/** Workouts: `/v2/activity/workout`. */
export const activity = resource({
  raw: z.object({ workouts: z.array(workoutShape) }),
  // A page and a half for somebody who trains daily: the limit of calls is that of the whole app.
  windowDays: 28,
  historyDays: null,
  fetch: async (access, range) => ({ workouts: await fetchList(access, '/v2/activity/workout', range) }),
  normalise: ({ workouts }) =>
    newest(workouts, ({ id }) => id)
      .sort((a, b) => a.start.localeCompare(b.start) || a.id.localeCompare(b.id))
      .flatMap(madeOf),
})

function madeOf(workout: Workout): Made[] {
  // One that goes on is told again when it ends.
  if (!workout.end) return []
  const { id, sport_name: sport, timezone_offset: offset } = workout
  const start = instantOf(workout.start, offset)
  const end = instantOf(workout.end, offset)
  const score = scoreOf(workout)
  const kcal = plausible('calories', score?.kilojoule == null ? null : tidy(kilojoulesToKcal(score.kilojoule)))
  const record: Activity = {
    metadata: {
      summary_id: id,
      start_time: timestampOf(start),
      end_time: timestampOf(end),
      timestamp_localization: 1,
      type: sportOf(sport),
      name: sport || null,
      upload_type: UploadType.AUTOMATIC,
    },
    calories_data: { total_burned_calories: kcal },
    energy_data: { energy_kilojoules: kcal === null ? null : score?.kilojoule },
    distance_data: {
      summary: {
        distance_meters: plausible('distance_meters', score?.distance_meter),
        elevation: { gain_actual_meters: plausible('distance_meters', score?.altitude_gain_meter) },
      },
    },
    heart_rate_data: {
      summary: {
        avg_hr_bpm: plausible('heart_rate_bpm', score?.average_heart_rate),
        max_hr_bpm: plausible('heart_rate_bpm', score?.max_heart_rate),
        hr_zone_data: zonesOf(score?.zone_durations),
      },
    },
    strain_data: { strain_level: score?.strain },
  }
  return [{ record: knownOnly(record), observedAtMs: changedAtMs(workout) }]
}

type Zones = NonNullable<NonNullable<Workout['score']>['zone_durations']>

/** Time in each of WHOOP's zones; what bounds them it does not say. */
function zonesOf(zones: Zones | null | undefined) {
  if (!zones) return null
  const { zone_zero_milli: zero, zone_one_milli: one, zone_two_milli: two, ...harder } = zones
  const { zone_three_milli: three, zone_four_milli: four, zone_five_milli: five } = harder
  return [zero, one, two, three, four, five].flatMap((ms, zone) => {
    const duration_seconds = plausible('duration_seconds', ms == null ? null : ms / 1000)
    return duration_seconds === null ? [] : [{ zone, duration_seconds }]
  })
}
